"""Ways to break the rules of indicators, and those before publication."""

from collections.abc import Iterator
from dataclasses import replace

from reviews.checks.rows import Kind
from reviews.checks.text import value_of
from sheets.sheet import Sheet

from .plant import CARD, ID, Planted, cells, goals, percents, places, plant, with_row


# --- Values -----------------------------------------------------------------------
@plant("C54")
def percent_over_100(sheet: Sheet, year: int) -> Iterator[Planted]:
    for index, row, _ in percents(sheet, Kind.QUALITY):
        if (row.tier3 or "").endswith(("合格率", "准确率", "覆盖率")):
            for value in ("≥120%", "105%", "=198%", "≥100.5%"):
                yield with_row(sheet, index, value=value), f"indicators.{index}.value"


@plant("C54")
def unit_does_not_fit(sheet: Sheet, year: int) -> Iterator[Planted]:
    for index, row, _ in percents(sheet, Kind.QUALITY):
        if (row.tier3 or "").endswith(("合格率", "准确率", "覆盖率")):
            for value in ("≥95个", "95万元", "≥", "≥%", "9O%", "≥95%%", "=98人"):
                yield with_row(sheet, index, value=value), f"indicators.{index}.value"


@plant("C54")
def number_below_one(sheet: Sheet, year: int) -> Iterator[Planted]:
    yield from cells(sheet, "value", ["-5个", "=0个", "0"], Kind.QUANTITY)


@plant("C56")
def satisfaction_odd(sheet: Sheet, year: int) -> Iterator[Planted]:
    texts = ["=100%", "≥100%", "≥75%", "95%", "=95%", "≥60%", "85%以上"]
    yield from cells(sheet, "value", texts, Kind.SATISFACTION)


@plant("C63")
def wrong_direction(sheet: Sheet, year: int) -> Iterator[Planted]:
    yield from cells(sheet, "value", ["≤90%", "<95%", "不高于90%"], Kind.SATISFACTION)
    for index, row, _ in percents(sheet, Kind.QUALITY):
        if (row.tier3 or "").endswith(("合格率", "准确率")):
            yield with_row(sheet, index, value="≤95%"), f"indicators.{index}.value"
    for index, row in places(sheet, Kind.COST):
        if (row.tier3 or "").endswith("成本") and value_of(
            row.value or ""
        ).operator == "≤":
            value = (row.value or "").replace("≤", "≥").replace("<=", ">=")
            if value != row.value:
                yield with_row(sheet, index, value=value), f"indicators.{index}.value"


@plant("C51")
def nothing_to_measure(sheet: Sheet, year: int) -> Iterator[Planted]:
    texts = [
        "明显提升",
        "有效改善",
        "及时",
        "长期",
        "是",
        "较好",
        "显著",
        "符合要求",
        "不断提高",
    ]
    yield from cells(sheet, "value", texts, Kind.SOCIAL, Kind.ECONOMIC)


@plant("C52")
def vague(sheet: Sheet, year: int) -> Iterator[Planted]:
    texts = ["明显提升", "有效改善", "稳步提高", "显著增强", "持续优化"]
    yield from cells(sheet, "value", texts, Kind.SOCIAL, Kind.ECONOMIC)


@plant("C50")
def value_is_the_name(sheet: Sheet, year: int) -> Iterator[Planted]:
    for index, _ in list(places(sheet, Kind.COST, Kind.SOCIAL))[:1]:
        name = "有效控制项目支出"
        yield (
            with_row(sheet, index, tier3=name, value=name),
            f"indicators.{index}.value",
        )


@plant("C45")
def rate_as_quantity(sheet: Sheet, year: int) -> Iterator[Planted]:
    yield from cells(sheet, "value", ["100%", "≥95%"], Kind.QUANTITY)


@plant("C46")
def progress_as_quality(sheet: Sheet, year: int) -> Iterator[Planted]:
    names = ["项目完成率", "资金支付率", "工作完成及时率", "任务完成情况", "培训人数"]
    yield from cells(sheet, "tier3", names, Kind.QUALITY)


@plant("C47")
def cost_without_amount(sheet: Sheet, year: int) -> Iterator[Planted]:
    texts = ["控制在预算内", "不超预算", "100%", "严格控制成本", "合理"]
    yield from cells(sheet, "value", texts, Kind.COST)


@plant("C48")
def question(sheet: Sheet, year: int) -> Iterator[Planted]:
    names = ["是否按时完成", "能否及时发放", "有无安全事故", "资金是否到位？"]
    yield from cells(sheet, "tier3", names, Kind.TIME)


@plant("C49")
def description_is_the_name(sheet: Sheet, year: int) -> Iterator[Planted]:
    for index, row in list(places(sheet, Kind.QUANTITY))[:1]:
        if row.description:
            path = f"indicators.{index}.description"
            yield with_row(sheet, index, description=row.tier3), path
            yield with_row(sheet, index, description=f"反映{row.tier3}情况"), path


@plant("C58")
def vague_basis(sheet: Sheet, year: int) -> Iterator[Planted]:
    if any(row.basis for row in sheet.indicators):
        texts = ["工作经验", "上级政策", "有关规定", "根据工作需要", "上级文件要求"]
        yield from cells(sheet, "basis", texts, Kind.QUANTITY)


@plant("C70")
def number_in_the_name(sheet: Sheet, year: int) -> Iterator[Planted]:
    for index, row, number in percents(sheet, Kind.QUALITY):
        if number != 93 and (row.tier3 or "").endswith("率"):
            path = f"indicators.{index}.value"
            yield with_row(sheet, index, tier3=f"{row.tier3}93%"), path
            yield with_row(sheet, index, tier3=f"{row.tier3}（=93%）"), path


@plant("C71")
def name_is_a_number(sheet: Sheet, year: int) -> Iterator[Planted]:
    yield from cells(sheet, "tier3", ["20万元", "95%", "100人", "≥3个"], Kind.COST)


@plant("C72")
def points_as_values(sheet: Sheet, year: int) -> Iterator[Planted]:
    if any(row.weight for row in sheet.indicators):
        rows = tuple(
            replace(r, value=f"{r.weight:f}" if r.weight else r.value)
            for r in sheet.indicators
        )
        yield replace(sheet, indicators=rows), "indicators.0.value"


@plant("C75")
def satisfaction_in_another_tier(sheet: Sheet, year: int) -> Iterator[Planted]:
    yield from cells(sheet, "tier3", ["群众满意度", "服务对象满意率"], Kind.QUALITY)


@plant("C79")
def goal_over_100(sheet: Sheet, year: int) -> Iterator[Planted]:
    yield from goals(sheet, ["政策宣传覆盖率达到120%。", "确保合格率不低于105%。"])


@plant("C81")
def odd_signs(sheet: Sheet, year: int) -> Iterator[Planted]:
    yield from cells(sheet, "value", ["≧９５％", "≥95％", "达≥95%"], Kind.SATISFACTION)


# --- Before publication -----------------------------------------------------------
PERSONAL = [
    "联系人张某，电话13812345678。",
    "联系电话：0311-87654321。",
    f"发放对象身份证号{ID}。",
    f"补贴汇入卡号{CARD}。",
    "身份证：130102198505051234。",
    "咨询 138-1234-5678。",
    "账号6228480402564890018。",
]


@plant("C65")
def personal_data(sheet: Sheet, year: int) -> Iterator[Planted]:
    yield from goals(sheet, [f"做好补贴发放工作，{text}" for text in PERSONAL])
    if sheet.usage:
        for text in PERSONAL:
            yield replace(sheet, usage=sheet.usage + text), "usage"
    for index, row in list(places(sheet))[:1]:
        for text in PERSONAL:
            if row.basis:
                changed = with_row(sheet, index, basis=f"{row.basis}，{text}")
                yield changed, f"indicators.{index}.basis"


@plant("C64")
def sensitive(sheet: Sheet, year: int) -> Iterator[Planted]:
    yield from goals(
        sheet, ["做好重点人员稳控和越级上访劝返工作。", "维护涉密信息系统运行。"]
    )


@plant("C82")
def deadline_of_the_goal_differs(sheet: Sheet, year: int) -> Iterator[Planted]:
    rows = list(places(sheet, Kind.TIME))
    goals = ("6月底前完成全部工作。", "上半年完成全部工作。", "9月20日前完成验收。")
    for index, _ in rows if len(rows) == 1 else ():
        changed = with_row(sheet, index, value=f"{year}年11月底前")
        for goal in goals:
            yield replace(changed, goals=(goal,)), f"indicators.{index}.value"


@plant("C20")
def misspelt(sheet: Sheet, year: int) -> Iterator[Planted]:
    yield from goals(
        sheet, ["认真布署年度工作，完成各项任务。", "完成设备采构和验受工作。"]
    )


@plant("C17")
def numbering(sheet: Sheet, year: int) -> Iterator[Planted]:
    yield from goals(
        sheet,
        [
            "1.完成日常巡查。2.完成设备更新。4.完成人员培训。",
            "一是完成日常巡查；二是完成设备更新；二是完成人员培训。",
            "（1）完成巡查；（2）完成更新；（4）完成培训。",
        ],
    )


@plant("C78")
def name_breaks_off(sheet: Sheet, year: int) -> Iterator[Planted]:
    names = ["改善教学环境，", "为群众提供更好的服务,做到", "维修（含更换"]
    yield from cells(sheet, "tier3", names, Kind.SOCIAL)


@plant("C01")
def code_missing(sheet: Sheet, year: int) -> Iterator[Planted]:
    if sheet.code:
        for code in ("", "————", "无", "0000"):
            yield replace(sheet, code=code), "code"


@plant("C03")
def title_as_name(sheet: Sheet, year: int) -> Iterator[Planted]:
    yield replace(sheet, name=f"{sheet.name}项目绩效目标表"), "name"
    yield replace(sheet, name=f"3. {sheet.name}"), "name"


@plant("C07")
def usage_says_nothing(sheet: Sheet, year: int) -> Iterator[Planted]:
    if sheet.usage:
        for usage in (
            "",
            "用于项目支出",
            f"资金主要用于{sheet.name}",
            "资金主要用于日常工作经费。",
        ):
            yield replace(sheet, usage=usage), "usage"


@plant("C37")
def purpose_counts_otherwise(sheet: Sheet, year: int) -> Iterator[Planted]:
    if "享受补贴老年人人数" in {row.tier3 for row in sheet.indicators}:
        usage = "资金主要用于享受补贴老年人2230人的居家养老服务支出。"
        yield replace(sheet, usage=usage), "indicators.0.value"
