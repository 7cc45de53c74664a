"""绩效目标审核表, in its two versions: 一般性项目 with an opinion to each point,
重点项目 with points as well.

Source: 财预〔2015〕88号. The names of the dimensions and of the two versions are found
in use; the order of the form is quoted from recollection and is to be compared with
the printed original before it is called official. The rows are data and come from the
caller; the head of facts and the column widths are ours.
"""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from .. import money
from ..grid import Builder, Grid
from ..sheet import Budget

# 审核内容, 审核要点, 审核要求, (分值, 得分,) 审核意见. Without points the last column
# is two, so that the facts above find room beside each other.
GENERAL_WIDTHS = (0.12, 0.13, 0.30, 0.14, 0.31)
KEY_WIDTHS = (0.12, 0.13, 0.30, 0.07, 0.07, 0.31)


@dataclass(frozen=True)
class Line:
    """One point of the review: what is asked, and what was found."""

    dimension: str
    name: str
    asks: str
    points: int
    opinion: str = ""
    score: Decimal | None = None


@dataclass(frozen=True)
class Reviewed:
    """A review form as it was filled in; ``is_scored`` for 重点项目."""

    is_overall: bool
    is_scored: bool
    name: str
    department: str
    code: str
    budget: Budget
    step: str
    submission: str
    lines: tuple[Line, ...]
    grade: str
    overall: str
    author: str
    day: str

    @property
    def title(self) -> str:
        what = "部门整体支出绩效目标" if self.is_overall else "项目支出绩效目标"
        return f"{what}审核表（{'重点项目' if self.is_scored else '一般性项目'}）"


def shown(points: Decimal | None) -> str:
    """Points without zeros that say nothing: 9.5, 10."""
    if points is None:
        return ""
    return format(points.quantize(Decimal(1)) if points % 1 == 0 else points, "f")


def review_grid(form: Reviewed) -> Grid:
    """The form as one table."""
    widths = KEY_WIDTHS if form.is_scored else GENERAL_WIDTHS
    build = Builder(len(widths))
    # Columns of the third label and of the last: the other version has one fewer.
    middle = 2 if form.is_scored else 1
    _facts(build, form, middle)
    head = build.row + 1
    _points(build, form)
    _result(build, form, middle)
    return Grid(
        title=form.title,
        note=f"金额单位：{form.budget.unit}" if form.budget.unit else "",
        widths=widths,
        cells=build.finish(),
        head=head,
    )


def _facts(build: Builder, form: Reviewed, middle: int) -> None:
    name = "部门（单位）名称" if form.is_overall else "项目名称"
    pairs = (
        (name, form.name, "项目编码", form.code),
        ("预算部门", form.department, "预算数", money.show(form.budget.total)),
        ("审核环节", form.step, "审核对象", form.submission),
    )
    for first, text, second, other in pairs:
        build.new_row()
        build.label(first, 2)
        build.add(text, 1)
        build.label(second, middle)
        build.add(other, 1)


def _points(build: Builder, form: Reviewed) -> None:
    build.new_row()
    build.label("审核内容", 1)
    build.label("审核要点", 1)
    build.label("审核要求", 1)
    if form.is_scored:
        build.label("分值", 1)
        build.label("得分", 1)
    build.label("审核意见", 1 if form.is_scored else 2)
    for dimension, run in groupby(form.lines, key=lambda line: line.dimension):
        lines = list(run)
        for place, line in enumerate(lines):
            build.new_row()
            if place == 0:
                build.label(dimension, 1, rowspan=len(lines))
            build.label(line.name, 1)
            build.add(line.asks, 1)
            if form.is_scored:
                build.add(str(line.points), 1, role="centre")
                build.add(shown(line.score), 1, role="centre")
            build.add(line.opinion, 1 if form.is_scored else 2)


def _result(build: Builder, form: Reviewed, middle: int) -> None:
    if form.is_scored:
        # Nobody gave no points before anybody gave some.
        scores = [line.score for line in form.lines if line.score is not None]
        build.new_row()
        build.label("总分", 3)
        points = sum(line.points for line in form.lines)
        build.add(str(points), 1, role="centre")
        build.add(shown(sum(scores, Decimal(0)) if scores else None), 1, role="centre")
        build.add("", 1)
    rest = len(KEY_WIDTHS if form.is_scored else GENERAL_WIDTHS) - 2
    build.new_row()
    build.label("综合评定等级", 2)
    build.add(form.grade, rest, role="centre")
    build.new_row()
    build.label("总体意见", 2)
    build.add(form.overall, rest)
    build.new_row()
    build.label("审核人", 2)
    build.add(form.author, 1, role="centre")
    build.label("审核日期", middle)
    build.add(form.day, 1, role="centre")
