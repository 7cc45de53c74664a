"""The head of a table: code, name, money and its use: C01–C07."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from sheets import money
from sheets.sheet import UNITS, WAN_YUAN, YUAN, Sheet

from . import sources, text
from .base import Case, Check, Dimension, Mend, NotCheckable, Seen, Severity, register
from .quantity import quantities

NO_CODE = re.compile(r"\W*(?:[xX]+|0+|无|暂无|空|待定|待编|未编码|略)?\W*|[\W_]+")
SCALES = {WAN_YUAN: 10_000, YUAN: 1}
PARTS = {"budget.fiscal": "财政资金", "budget.other": "其他资金"}


def is_code(code: str) -> bool:
    """False for an empty cell, dashes, zeros and words like 暂无."""
    return not NO_CODE.fullmatch(text.squeeze(code))


def _code(sheet: Sheet) -> str:
    if sheet.code is None:
        raise NotCheckable("表中没有项目编码一栏")
    return sheet.code


@register
class CodeMissing(Check):
    """The cell 项目编码 is empty or holds only dashes, zeros, X or a word like 暂无."""

    id = "C01"
    name = "项目编码缺失"
    dimension = Dimension.COMPLETE
    severity = Severity.ERROR
    source = sources.COMPLETE
    needs = "项目编码一栏"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        code = _code(sheet)
        if not is_code(code):
            seen = f"写的是{text.quoted(code)}" if code.strip() else "空着"
            yield "code", code, f"项目编码{seen}，请填写项目库中的编码，不要用横线代替"


@register
class CodeForm(Check):
    """A written code does not match the region's pattern (without one: letters and
    digits, at least one digit), or stands in two tables of the book."""

    id = "C02"
    name = "项目编码格式或重复"
    dimension = Dimension.COMPLETE
    severity = Severity.ERROR
    source = sources.CODES
    needs = "项目编码一栏"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        code = text.squeeze(_code(sheet))
        pattern = case.settings.code_pattern or r"(?=.*\d)[\w.()/-]+"
        try:
            fits = re.fullmatch(pattern, code)
        except re.error:
            raise NotCheckable("本年度设置的项目编码格式不是正确的表达式") from None
        if code and not fits:
            yield (
                "code",
                sheet.code or "",
                f"{text.quoted(sheet.code or '')}不是项目编码：编码由字母和数字组成，"
                "请照项目库核对后重新填写",
            )

    def across(self, case: Case) -> Iterator[tuple[int | None, Seen]]:
        places = defaultdict(list)
        for index, sheet in enumerate(case.book.projects):
            if sheet.code and is_code(sheet.code):
                places[text.squeeze(sheet.code)].append(index)
        for where in places.values():
            for index in where if len(where) > 1 else ():
                sheet = case.book.projects[index]
                twin = case.book.projects[where[where[0] == index]]
                yield (
                    index,
                    (
                        "code",
                        sheet.code or "",
                        f"编码{text.quoted(sheet.code or '')}与项目"
                        f"{text.quoted(twin.name)}相同，每个项目应有自己的编码，请核对",
                    ),
                )


@register
class TitleInName(Check):
    """The heading is printed from the name and so agrees with it; but a name that was
    copied from a heading ("1. X项目绩效目标表") would be printed twice."""

    id = "C03"
    name = "标题与项目名称一致"
    dimension = Dimension.COMPLETE
    severity = Severity.ERROR
    source = sources.COMPLETE
    needs = "项目名称"

    HEAD = re.compile(
        r"^\s*(?:[0-9]{1,2}\s*[.、．](?![0-9])|[（(][一二三四五六七八九十]+[）)])\s*"
    )
    TAIL = re.compile(r"(?:项目)?(?:支出)?(?:绩效)?目标(?:申报|审核|批复)?表\s*$")

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        if not sheet.name.strip():
            raise NotCheckable("项目名称为空，无从与标题核对")
        name = self.TAIL.sub("", self.HEAD.sub("", sheet.name)).strip()
        if not name:
            yield "name", sheet.name, "这里只有表的标题，请填写项目名称"
        elif name != sheet.name.strip():
            yield (
                "name",
                sheet.name,
                f"项目名称{text.quoted(sheet.name)}带着标题的序号或“绩效目标表”字样，"
                f"与标题重复，请只写名称{text.quoted(name)}",
                Mend("name", name),
            )


def unit_meant(sheet: Sheet) -> str | None:
    """The unit in which a text of the table repeats the 预算数, if one does."""
    texts = [sheet.usage or "", *sheet.goals]
    texts += [row.value or "" for row in sheet.indicators]
    said = {q.number for t in texts for q in quantities(t) if q.unit == "元"}
    total = sheet.budget.total
    fits = [u for u in UNITS if total and total * SCALES[u] in said]
    return fits[0] if len(fits) == 1 else None


@register
class UnitMissing(Check):
    """Amounts are given, but neither 万元 nor 元 is stated for them."""

    id = "C04"
    name = "金额单位未声明"
    dimension = Dimension.COMPLETE
    severity = Severity.ERROR
    source = sources.COMPLETE
    needs = "金额"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        budget = sheet.budget
        if budget.total is None and budget.fiscal is None and budget.other is None:
            raise NotCheckable("表中没有填写金额")
        if budget.unit not in UNITS:
            seen = f"写的是{text.quoted(budget.unit)}" if budget.unit else "没有写明"
            message = f"金额单位{seen}，应为“万元”或“元”，请在表上注明"
            unit = unit_meant(sheet)
            if unit:
                message += f"；文中的金额说明是“{unit}”"
                yield (
                    "budget.unit",
                    budget.unit or "",
                    message,
                    Mend("budget.unit", unit),
                )
            else:
                yield "budget.unit", budget.unit or "", message


def _has_parts(sheet: Sheet) -> bool:
    """False for forms that show one sum and not where it comes from: there, neither
    part is filled and no cell stands that only the full form has."""
    budget = sheet.budget
    if budget.fiscal is not None or budget.other is not None:
        return True
    return _is_full_form(sheet)


def _is_full_form(sheet: Sheet) -> bool:
    """It has a cell that only forms with both parts have."""
    return bool(sheet.plan) or sheet.code is not None or sheet.usage is not None


@register
class BudgetBalance(Check):
    """预算数 ≠ 财政资金 + 其他资金; an empty part counts 0."""

    id = "C05"
    name = "资金构成不平"
    dimension = Dimension.COMPLETE
    severity = Severity.ERROR
    source = sources.COMPLETE
    needs = "预算数、财政资金、其他资金"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        budget = sheet.budget
        parts = (budget.fiscal or Decimal(0)) + (budget.other or Decimal(0))
        if not _has_parts(sheet) or (budget.total is None and not parts):
            raise NotCheckable("表中没有填写财政资金和其他资金")
        if budget.total is None:
            yield (
                "budget.total",
                "",
                f"预算数空着，财政资金与其他资金合计 {money.show(parts)}，请填写预算数",
                Mend("budget.total", money.show(parts)),
            )
        elif budget.total and budget.fiscal is None and budget.other is None:
            yield (
                "budget.total",
                money.show(budget.total),
                f"预算数 {money.show(budget.total)} 没有写明来源：财政资金和其他资金都"
                "空着，请填写，没有的填 0",
            )
        elif budget.total != parts:
            yield (
                "budget.total",
                money.show(budget.total),
                f"预算数 {money.show(budget.total)} 不等于财政资金 "
                f"{money.show(budget.fiscal) or '（空）'} 与其他资金 "
                f"{money.show(budget.other) or '（空）'} 之和 {money.show(parts)}，"
                "请核对三个金额",
            )


@register
class AmountBlank(Check):
    """A cell of the budget is blank instead of 0. On a form that has neither code,
    purpose nor plan, a missing part may be no cell of the form: not checkable."""

    id = "C06"
    name = "金额空白未填0"
    dimension = Dimension.COMPLETE
    severity = Severity.HINT
    source = sources.OURS
    needs = "预算数、财政资金、其他资金"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        budget = sheet.budget
        if budget.total is None:
            if budget.fiscal is None and budget.other is None:
                yield "budget.total", "", "预算数没有填写，请填写金额"
            return
        if not _is_full_form(sheet):
            raise NotCheckable("看不出表中有没有财政资金和其他资金两栏")
        amounts = {"budget.fiscal": budget.fiscal, "budget.other": budget.other}
        for path, amount in amounts.items():
            if amount is not None:
                continue
            message = f"{PARTS[path]}空着，没有的请填 0，有的请填写金额"
            if budget.total in amounts.values():
                yield path, "", message, Mend(path, "0")
            else:
                yield path, "", message


@register
class UsageShort(Check):
    """资金用途 is empty, or names nothing but the project or words like 相关工作; or,
    counted with its opening 资金主要用于, is shorter than the set length (a hint)."""

    id = "C07"
    name = "资金用途缺失或过短"
    dimension = Dimension.COMPLETE
    severity = Severity.WARNING
    source = sources.COMPLETE
    needs = "资金用途一栏"

    OPENING = "资金主要用于"
    LEAD = re.compile(r"^.{0,8}?(?:用于|用作|用来)")

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        if sheet.usage is None:
            raise NotCheckable("表中没有资金用途一栏")
        wanted = "请写明“资金主要用于……”，列出花在哪些事、哪些人上"
        if not sheet.usage.strip():
            yield "usage", "", f"资金用途没有填写，{wanted}"
            return
        content = text.letters(self.LEAD.sub("", text.squeeze(sheet.usage)))
        long = len(self.OPENING) + len(content) >= case.settings.usage_length
        idle = text.any_of(case.settings.empty_usages)
        own = idle.sub("", content)
        if not own or own == idle.sub("", text.letters(sheet.name)):
            fault = "没有说出具体用途" if not own else "只重复了项目名称"
            yield (
                "usage",
                sheet.usage,
                f"资金用途{text.quoted(sheet.usage)}{fault}，{wanted}",
            )
        elif not long:
            yield (
                "usage",
                sheet.usage,
                f"资金用途{text.quoted(sheet.usage)}不足{case.settings.usage_length}字，{wanted}",
                Severity.HINT,
            )
