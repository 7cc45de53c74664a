"""The lines of the 绩效目标审核表, and what the program sees beforehand.

Source: 财预〔2015〕88号, 绩效目标审核表. The names of the four dimensions are found in
use; the eight items, what they ask (in our words) and their points are quoted from
recollection and are to be compared with the printed original. Another office's wording
is another table here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from indicators import store
from projects.models import Target

from . import findings
from .checks.base import Dimension as CheckDimension


class Dimension(StrEnum):
    COMPLETE = "complete"
    RELEVANT = "relevant"
    SUITABLE = "suitable"
    FEASIBLE = "feasible"

    @property
    def label(self) -> str:
        return {
            "complete": "完整性审核",
            "relevant": "相关性审核",
            "suitable": "适当性审核",
            "feasible": "可行性审核",
        }[self.value]


@dataclass(frozen=True)
class Item:
    """One line: what is asked, and how many points 重点项目 can have for it."""

    key: str
    dimension: Dimension
    name: str
    asks: str
    points: int


ITEMS = (
    Item(
        "format",
        Dimension.COMPLETE,
        "规范完整性",
        "是否按规定的表式填报，内容是否完整、准确、翔实，有无漏填、错填",
        10,
    ),
    Item(
        "clear",
        Dimension.COMPLETE,
        "明确清晰性",
        "绩效目标是否明确、清晰，能否反映项目的主要内容，预期产出和效果是否写得恰当",
        10,
    ),
    Item(
        "aim",
        Dimension.RELEVANT,
        "目标相关性",
        "总体目标是否符合法律法规、国家和本地规划，与部门职能、规划和年度工作是否一致",
        15,
    ),
    Item(
        "indicators",
        Dimension.RELEVANT,
        "指标科学性",
        "绩效指标是否全面、细化、量化，难以量化的定性表述是否具体；"
        "是否选取了关键指标，指标值是否明确",
        15,
    ),
    Item(
        "effect",
        Dimension.SUITABLE,
        "绩效合理性",
        "预期绩效是否显著，能否体现实际的改善，是否符合行业正常水平，与同类项目是否相当",
        15,
    ),
    Item(
        "money",
        Dimension.SUITABLE,
        "资金匹配性",
        "绩效目标与资金量、资金用途是否匹配，目标相对于资金是否偏高或偏低",
        15,
    ),
    Item(
        "possible",
        Dimension.FEASIBLE,
        "实现可能性",
        "绩效目标是否经过调查研究、论证和测算，实现的可能性是否充分",
        10,
    ),
    Item(
        "conditions",
        Dimension.FEASIBLE,
        "条件充分性",
        "实施方案是否合理，组织、条件、内部控制和制度是否完备",
        10,
    ),
)
FULL = sum(item.points for item in ITEMS)
# Dimensions of the checks that the form has no line for.
ASKED_WITH = {CheckDimension.PUBLIC: Dimension.COMPLETE}
# The line of a dimension that is begun with what the checks found.
BEGUN = {
    Dimension.COMPLETE: "format",
    Dimension.RELEVANT: "indicators",
    Dimension.SUITABLE: "effect",
    Dimension.FEASIBLE: "possible",
}


def drafts(found: Mapping[Dimension, Sequence[str]]) -> dict[str, str]:
    """Item key → the opinion of a new form, for the reviewer to go on from: what
    :func:`hints` tells of its dimension, numbered."""
    return {
        BEGUN[dimension]: "\n".join(f"{n}. {text}" for n, text in enumerate(texts, 1))
        for dimension, texts in found.items()
        if texts
    }


def hints(target: Target) -> dict[Dimension, list[str]]:
    """What the checks find of the target, for the reviewer to begin with, and what its
    filler said to it; the quiet ones are left to the page of the target.

    What matters for publication is asked with the form: 漏填、错填. An empty list: they
    looked and found nothing.
    """
    document = store.load(target)
    report = findings.report_on(target, document)
    answers = findings.answers_of(target)
    said: dict[Dimension, list[str]] = {dimension: [] for dimension in Dimension}
    for finding in (*findings.errors_in(report), *findings.warnings_in(report)):
        dimension = ASKED_WITH.get(finding.dimension) or Dimension(finding.dimension)
        said[dimension].append(_told(findings.shown(finding, document, answers)))
    return said


def _told(shown: findings.Shown) -> str:
    label = shown.finding.severity.label
    text = f"{label} {shown.cell}：{shown.finding.message}"
    reason = shown.answer.reason if shown.answer else ""
    return f"{text}（填报人说明：{reason}）" if reason else text
