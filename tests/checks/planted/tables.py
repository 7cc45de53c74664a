"""Ways to break the rules of form, years, goals and money."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from reviews.checks.rows import Kind, kind_of
from reviews.checks.text import value_of
from sheets.sheet import WAN_YUAN, Indicator, PlanStep, Sheet

from .plant import Planted, cells, goals, percents, places, plant, with_row


# --- Year and time ----------------------------------------------------------------
@plant("C24")
def year_of_last_table(sheet: Sheet, year: int) -> Iterator[Planted]:
    for old in (year - 1, year - 2):
        yield from goals(
            sheet,
            [
                f"{old}年完成全部工作任务，保证资金按时支付。",
                f"确保{old}年12月底前完成全部工作。",
                f"按照{old}年度工作计划完成各项任务。",
                f"{old}年底前完成项目验收。",
            ],
        )


@plant("C24")
def year_of_a_deadline(sheet: Sheet, year: int) -> Iterator[Planted]:
    texts = [
        f"{year - 1}年12月底前",
        f"{year - 1}年12月31日前",
        f"{year - 1}年11月",
        f"{year - 1}-12-31",
        f"{year - 1}.12.31前",
        f"{year - 2}年全年",
        f"于{year - 1}年10月底前完成",
        f"{year - 1}年底前",
    ]
    yield from cells(sheet, "value", texts, Kind.TIME)


@plant("C25")
def deadline_outside(sheet: Sheet, year: int) -> Iterator[Planted]:
    texts = [f"{year - 1}年12月底前", f"{year + 1}年3月底前", f"{year + 1}年6月30日前"]
    yield from cells(sheet, "value", texts, Kind.TIME)


@plant("C73")
def last_year_in_the_name(sheet: Sheet, year: int) -> Iterator[Planted]:
    for old in (year - 1, year - 2):
        for name in (f"{old}年{sheet.name}", f"{old}年度{sheet.name}"):
            if "年" not in sheet.name and "2024至2027" not in sheet.name:
                yield replace(sheet, name=name), "name"


# --- Goal and indicator -----------------------------------------------------------
@plant("C31")
def goal_differs_from_indicator(sheet: Sheet, year: int) -> Iterator[Planted]:
    for index, row, number in percents(sheet, Kind.SATISFACTION, Kind.QUALITY):
        name = row.tier3 or ""
        if "(" in name or "%" in name or not name.endswith(("度", "率")):
            continue
        said = number + 2 if number < 98 else number - 3
        for text in (
            f"{name}达到{said}%以上" if said > number else f"{name}为{said}%",
            f"{name}达{said}%",
        ):
            goal = f"做好各项工作，{text}。"
            yield replace(sheet, goals=(goal,)), f"indicators.{index}.value"


@plant("C31")
def count_of_the_goal_differs(sheet: Sheet, year: int) -> Iterator[Planted]:
    for index, row in places(sheet, Kind.QUANTITY):
        value = value_of(row.value or "")
        name = (row.tier3 or "").removesuffix("数量").removesuffix("里程")
        if value.kind != "number" or not value.unit or value.unit[0] in "%万":
            continue
        if len(name) < 3 or "(" in name or not value.number:
            continue
        goal = f"全年{name}{value.number * 2}{value.unit}，完成各项任务。"
        yield replace(sheet, goals=(goal,)), f"indicators.{index}.value"


@plant("C32")
def promise_without_indicator(sheet: Sheet, year: int) -> Iterator[Planted]:
    yield from goals(
        sheet,
        ["全年举办消防演练17场，提高应急能力。", "栽植行道树4321株，改善面貌。"],
    )


# --- Sums -------------------------------------------------------------------------
@plant("C05")
def budget_out_of_balance(sheet: Sheet, year: int) -> Iterator[Planted]:
    budget = sheet.budget
    if not budget.total or budget.fiscal is None:
        return
    for change in (Decimal(1), Decimal("-0.5"), budget.total):
        changed = replace(budget, fiscal=budget.fiscal + change)
        yield replace(sheet, budget=changed), "budget.total"


@plant("C62")
def weights_out_of_balance(sheet: Sheet, year: int) -> Iterator[Planted]:
    for index, row in list(enumerate(sheet.indicators))[:3]:
        if row.weight:
            for change in (5, -3):
                changed = with_row(sheet, index, weight=row.weight + change)
                labelled = "分" in row.tier1
                yield changed, "indicators.0.weight" if labelled else "indicators"


@plant("C69")
def parts_do_not_add_up(sheet: Sheet, year: int) -> Iterator[Planted]:
    yield from goals(
        sheet,
        [
            "共慰问困难家庭50户，其中城镇20户、农村25户。",
            "安排培训120人次，其中党员60人次，群众70人次。",
            "修建水渠3公里、道路2公里，共计6公里。",
        ],
    )


@plant("C67")
def budget_of_the_text_differs(sheet: Sheet, year: int) -> Iterator[Planted]:
    if not sheet.budget.total or sheet.budget.unit is None:
        return
    more = 37 if sheet.budget.unit == WAN_YUAN else 37_000
    said = f"{sheet.budget.total + more:f}{sheet.budget.unit}"
    yield from goals(
        sheet,
        [f"本项目申请预算资金{said}，用于各项支出。", f"项目预算{said}，按进度支付。"],
    )


@plant("C68")
def yuan_for_ten_thousand(sheet: Sheet, year: int) -> Iterator[Planted]:
    budget = sheet.budget
    if not budget.total or not budget.unit:
        return
    other = "元" if budget.unit == WAN_YUAN else "万元"
    yield from goals(
        sheet, [f"本项目申请预算资金{budget.total:f}{other}，用于各项支出。"]
    )


# --- Form -------------------------------------------------------------------------
@plant("C11")
def goal_breaks_off(sheet: Sheet, year: int) -> Iterator[Planted]:
    yield from goals(
        sheet,
        [
            "以资金执行、支付、按政策执行等进行绩效",
            "完成年度各项工作任务，确保",
            "完成年度各项工作任务，进一步提高",
            "完成设施维护工作（含日常巡查",
            "完成年度各项工作任务，",
            "按照上级要求，通过资金支付的",
            "提高",
        ],
    )


@plant("C12")
def placeholder_in_a_value(sheet: Sheet, year: int) -> Iterator[Planted]:
    texts = ["**万元", "≥**%", "XX%", "≥XX人", "××", "……", "待定", "-", "——", "≥xx个"]
    yield from cells(sheet, "value", texts, Kind.QUANTITY)


@plant("C12")
def placeholder_elsewhere(sheet: Sheet, year: int) -> Iterator[Planted]:
    yield from goals(
        sheet,
        ["……", "目标3：", "完成XX项目建设任务。", "完成××公里道路维修。", "请填写"],
    )
    yield replace(sheet, name=f"XX{sheet.name}"), "name"
    if sheet.usage:
        yield replace(sheet, usage="资金主要用于……。"), "usage"
    texts = ["指标1：", "……", "×××数量"]
    yield from cells(sheet, "tier3", texts, Kind.QUANTITY)


@plant("C13")
def empty_cell(sheet: Sheet, year: int) -> Iterator[Planted]:
    for index, _ in list(places(sheet))[:3]:
        for cell in ("value", "tier3"):
            yield with_row(sheet, index, **{cell: ""}), f"indicators.{index}.{cell}"
    yield replace(sheet, name=" "), "name"
    yield replace(sheet, goals=(*sheet.goals, "")), f"goals.{len(sheet.goals)}"


@plant("C14")
def side_missing(sheet: Sheet, year: int) -> Iterator[Planted]:
    for gone in (
        {Kind.SATISFACTION},
        {Kind.ECONOMIC, Kind.SOCIAL, Kind.ECOLOGICAL, Kind.LASTING},
    ):
        kept = tuple(
            r for r in sheet.indicators if kind_of(r.tier1, r.tier2) not in gone
        )
        if len(kept) < len(sheet.indicators):
            yield replace(sheet, indicators=kept), "indicators"


@plant("C15")
def empty_row(sheet: Sheet, year: int) -> Iterator[Planted]:
    row = Indicator("效益指标", "生态效益指标")
    kept = tuple(r for r in sheet.indicators if r.tier2 != row.tier2)
    changed = replace(sheet, indicators=(*kept, row))
    yield changed, f"indicators.{len(kept)}.tier3"


@plant("C61")
def indicator_twice(sheet: Sheet, year: int) -> Iterator[Planted]:
    rows = sheet.indicators
    for index, row in list(places(sheet, Kind.QUANTITY, Kind.QUALITY))[:2]:
        twin = replace(row, weight=None, tier3=f" {row.tier3}。")
        changed = (*rows[: index + 1], twin, *rows[index + 1 :])
        yield replace(sheet, indicators=changed), f"indicators.{index + 1}.tier3"


@plant("C74")
def goal_twice(sheet: Sheet, year: int) -> Iterator[Planted]:
    if sheet.goals:
        yield from goals(sheet, [sheet.goals[0], sheet.goals[0].rstrip("。")])


@plant("C76")
def output_missing(sheet: Sheet, year: int) -> Iterator[Planted]:
    for gone in (Kind.QUANTITY, Kind.QUALITY):
        kept = tuple(r for r in sheet.indicators if kind_of(r.tier1, r.tier2) != gone)
        if len(kept) < len(sheet.indicators):
            yield replace(sheet, indicators=kept), "indicators"


@plant("C80")
def budget_in_the_wrong_unit(sheet: Sheet, year: int) -> Iterator[Planted]:
    if sheet.budget.unit == WAN_YUAN and sheet.budget.total:
        budget = replace(sheet.budget, unit="元")
        yield replace(sheet, budget=budget), "budget.total"


@plant("C04")
def unit_missing(sheet: Sheet, year: int) -> Iterator[Planted]:
    if sheet.budget.total:
        yield replace(sheet, budget=replace(sheet.budget, unit=None)), "budget.unit"


# --- Plan -------------------------------------------------------------------------
def plans(
    sheet: Sheet, faults: dict[tuple[str, str, str, str], str]
) -> Iterator[Planted]:
    for shares, path in faults.items() if sheet.plan else ():
        steps = tuple(map(PlanStep, (3, 6, 10, 12), shares))
        yield replace(sheet, plan=steps), path


@plant("C09")
def plan_falls(sheet: Sheet, year: int) -> Iterator[Planted]:
    yield from plans(
        sheet,
        {
            ("30%", "60%", "50%", "100%"): "plan.10",
            ("50%", "45%", "85%", "100%"): "plan.6",
            ("25%", "50%", "85%", "95%"): "plan.12",
            ("25%", "50%", "85%", "120%"): "plan.12",
            ("25%", "一半", "85%", "100%"): "plan.6",
            ("25%", "40%", "20%", "15%"): "plan.10",
        },
    )


@plant("C08")
def plan_with_gaps(sheet: Sheet, year: int) -> Iterator[Planted]:
    yield from plans(
        sheet,
        {
            ("25%", "", "85%", "100%"): "plan.6",
            ("", "50%", "85%", "100%"): "plan.3",
            ("25%", "50%", "85%", "—"): "plan.12",
        },
    )


@plant("C10")
def plan_at_the_end(sheet: Sheet, year: int) -> Iterator[Planted]:
    yield from plans(
        sheet,
        {
            ("0%", "0%", "0%", "100%"): "plan.12",
            ("5%", "10%", "85%", "100%"): "plan.6",
        },
    )
