"""部门整体绩效目标 as a text: 总体绩效目标, 分项绩效目标, 工作保障措施.

Order and words are those of the document that a subdistrict office in Hebei published
for 2021.
"""

from ..sheet import Book, Overall
from .base import Line, OverallLayout, overall_layouts


@overall_layouts.register
class HebeiText(OverallLayout):
    """第一部分 of the published document."""

    id = "hebei-text"
    name = "河北 部门整体绩效目标（文本）"
    source = "某街道办事处公开的2021年绩效文本"
    parts = ("sub_goals", "measures")
    leaves_out = {
        "overall.tasks": "文本里没有年度主要任务表",
        "overall.indicators": "文本里的绩效指标写在各分项目标下面",
        "overall.sub_goals.projects": "对应项目供审核用，文本里不写",
    }

    def lines(self, book: Book) -> tuple[Line, ...]:
        overall = book.overall or Overall()
        year = f"{book.year}年" if book.year else ""
        lines = [
            Line("part", "第一部分"),
            Line("title", f"{year}部门整体绩效目标"),
            Line("heading", "一、总体绩效目标"),
            Line("text", overall.goal, "overall.goal"),
            Line("heading", "二、分项绩效目标"),
        ]
        for index, goal in enumerate(overall.sub_goals):
            path = f"overall.sub_goals.{index}"
            indicators = "；".join(goal.indicators) + "。" * bool(goal.indicators)
            lines += [
                Line("subheading", goal.title, f"{path}.title"),
                Line("text", f"绩效目标：{goal.goal}", f"{path}.goal"),
                Line("text", f"绩效指标：{indicators}", f"{path}.indicators"),
            ]
        lines.append(Line("heading", "三、工作保障措施"))
        for index, measure in enumerate(overall.measures):
            path = f"overall.measures.{index}"
            lines += [
                Line("subheading", measure.title, f"{path}.title"),
                Line("text", measure.text, f"{path}.text"),
            ]
        return tuple(lines)
