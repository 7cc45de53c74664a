"""The form itself: alike in one book, and with the labels of the scheme: C22, C23."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from sheets.sheet import Sheet

from . import cells, sources, text
from .base import Case, Check, Dimension, NotCheckable, Seen, Severity, register
from .tiers import clean, kind

UNIT, STEPS, DOTS = "金额单位", "支出计划的节点", "目标下的省略行"
LEVELS = {"tier1": "一级指标", "tier2": "二级指标"}

# What is compared → the cell to look at and what the table has there.
Form = dict[str, tuple[str, str]]


def _form(sheet: Sheet) -> Form:
    months = "、".join(f"{step.month}月底" for step in sheet.plan)
    form = {
        STEPS: (f"plan.{sheet.plan[0].month}" if sheet.plan else "", months),
        DOTS: ("goals_placeholder", sheet.goals_placeholder or ""),
    }
    if sheet.budget.unit:
        form[UNIT] = ("budget.unit", sheet.budget.unit)
    for index, row in enumerate(sheet.indicators):
        for level, name in LEVELS.items():
            label = getattr(row, level)
            if kind(label):
                path = f"indicators.{index}.{level}"
                form.setdefault(f"{name} {kind(label)}", (path, clean(label)))
    return form


@register
class FormsDiffer(Check):
    """Tables of one book differ in the unit of money, the checkpoints, what they call
    a tier, or a line "......" under the goals; and, where the form prints empty rows,
    a row is missing that all others have. What most tables have is taken for right."""

    id = "C22"
    name = "同册表式不一致"
    dimension = Dimension.COMPLETE
    severity = Severity.HINT
    source = sources.OURS
    needs = "两张以上的表"

    def across(self, case: Case) -> Iterator[tuple[int | None, Seen]]:
        projects = case.book.projects
        if len(projects) < 2:
            raise NotCheckable("只有一张表，无从比较表式")
        forms = [_form(sheet) for sheet in projects]
        rows = [row for sheet in projects for row in sheet.indicators]
        prints_all = not all(map(cells.is_filled, rows))
        for aspect in dict.fromkeys(key for form in forms for key in form):
            having = [form[aspect][1] for form in forms if aspect in form]
            usual = Counter(having).most_common(1)[0][0]
            # The line is a slip even if half of the tables have it.
            usual = "" if aspect == DOTS and "" in having else usual
            for index, form in enumerate(forms):
                seen = form.get(aspect)
                if seen and seen[1] != usual:
                    yield index, (*seen, self._message(aspect, seen[1], usual))
            is_row = aspect.startswith(LEVELS["tier2"])
            if prints_all and is_row and len(having) == len(forms) - 1 > 1:
                at = next(i for i, form in enumerate(forms) if aspect not in form)
                yield (
                    at,
                    (
                        "indicators",
                        "",
                        f"本表没有“{usual}”一行，同册其他表都有，请统一",
                    ),
                )

    def _message(self, aspect: str, seen: str, usual: str) -> str:
        what = aspect.split()[0]
        has, others = (f"是“{t}”" if t else "没有" for t in (seen, usual))
        return f"本表的{what}{has}，同册其他表{others}，请统一"


@register
class LabelUnknown(Check):
    """A tier label is not one of the scheme in the settings (without blanks and
    points), or stands on the wrong tier or under the wrong label; told once for each
    label of a table, and in one finding for all that mean nothing in the scheme, or if
    there are so many that the form has a scheme of its own."""

    id = "C23"
    name = "非标准标签"
    dimension = Dimension.COMPLETE
    severity = Severity.HINT
    source = sources.TIERS
    needs = "一级、二级指标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        labels = _labels(sheet)
        if not labels:
            raise NotCheckable("表中没有一级指标和二级指标")
        wrong = []
        for (level, label), (index, above) in labels.items():
            fault = _fault(level, label, above, case.settings.tiers)
            if fault:
                wrong.append((f"indicators.{index}.{level}", label, fault))
        strange = [each for each in wrong if each[2] == STRANGE]
        if len(wrong) > MANY:
            strange, wrong = wrong, []
        for path, label, fault in wrong:
            if fault != STRANGE:
                yield path, label, f"{text.quoted(label)}{fault}，请核对表式"
        if strange:
            written = "、".join(text.quoted(label) for _, label, _ in strange)
            yield strange[0][0], strange[0][1], f"{written}{STRANGE}，请核对表式"


STRANGE = "不是所用指标体系的标签"
# So many wrong labels are no slip but a form of its own.
MANY = 3
# 社会公众或服务对象满意度指标, 服务对象满意度: whoever is asked.
_ASKED = re.compile(r".*(?:服务对象|受益|公众|群众).*满意度(?:指标)?")


def _labels(sheet: Sheet) -> dict[tuple[str, str], tuple[int, str]]:
    """(level, label) → the first row with it and the label above it."""
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for index, row in enumerate(sheet.indicators):
        above = clean(row.tier1)
        found.setdefault(("tier1", above), (index, ""))
        found.setdefault(("tier2", clean(row.tier2)), (index, above))
    return {key: place for key, place in found.items() if key[1]}


def _fault(
    level: str, label: str, above: str, tiers: Mapping[str, tuple[str, ...]]
) -> str:
    """What is wrong with the label, to be read after it; "" if it is in its place."""
    lower = {name: tier1 for tier1, names in tiers.items() for name in names}
    known = list(tiers) if level == "tier1" else list(lower)
    if level == "tier2" and _ASKED.fullmatch(label):
        return ""
    if label not in known:
        if level == "tier1" and label in lower:
            return f"是二级指标，应放在“{lower[label]}”之下"
        alike = next((name for name in known if kind(name) == kind(label) != ""), "")
        return (
            f"不是所用指标体系的{LEVELS[level]}，标准名称是“{alike}”"
            if alike
            else STRANGE
        )
    if above in tiers and label not in tiers[above]:
        return f"应放在“{lower[label]}”之下，而不是“{above}”"
    return ""
