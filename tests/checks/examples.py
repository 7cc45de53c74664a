"""For each rule a case that trips it, and one that nearly does.

``EXAMPLES``: code → (trips, does not). Most change one cell of a good table.
"""

from dataclasses import replace
from decimal import Decimal

from reviews.checks.base import Case
from sheets.sheet import (
    Book,
    Budget,
    Department,
    Indicator,
    Measure,
    Overall,
    PlanStep,
    Sheet,
    SubGoal,
)

from .tables import TIERS

TIERS = TIERS | {"效益": ("效益指标", "效益指标")}


def row(line: str) -> Indicator:
    """``数量 | 人数 | =79人 | 描述 | 依据 | 分值``; ``~``, or left out, is None."""
    tier, *rest = (part.strip() for part in line.split("|"))
    filled = [None if text == "~" else text for text in rest] + [None] * 5
    name, value, description, basis, weight = filled[:5]
    points = Decimal(weight) if weight else None
    return Indicator(*TIERS[tier], name, description, value, basis, points)


ROWS = (
    "数量 | 新修村道里程 | ≥3公里 | 新修村道 | 设计文件",
    "质量 | 验收合格率 | ≥98% | 合格里程的占比 | 设计文件",
    "时效 | 完工时间 | 6月底前 | 通车的日期 | 施工合同",
    "社会 | 受益户数 | ≥90户 | 沿线农户 | 村户籍统计",
    "满意 | 村民满意度 | ≥90% | 满意的占比 | 问卷调查",
)
GOOD = Sheet(
    name="村道维修经费",
    code="13010021R000000000001",
    budget=Budget("万元", Decimal("100"), Decimal("60"), Decimal("40")),
    usage="资金主要用于新修村道三公里，支付材料费和人工费。",
    plan=tuple(PlanStep(m, s) for m, s in ((3, "20%"), (6, "50%"), (12, "100%"))),
    goals=("完成三公里村道维修，方便九十户村民出行。",),
    indicators=tuple(map(row, ROWS)),
)
TREES = replace(
    GOOD,
    name="绿化养护经费",
    code="13010021R000000000002",
    usage="资金主要用于公园绿地树木修剪、浇水和补植。",
    goals=("完成公园绿地四十亩养护，改善居民休闲环境。",),
    indicators=tuple(
        map(
            row,
            (
                "数量 | 养护绿地面积 | =40亩 | 公园绿地 | 绿地台账",
                "质量 | 树木成活率 | ≥95% | 成活株数的占比 | 养护规范",
                "社会 | 服务居民人数 | ≥9000人 | 周边居民 | 社区统计",
                "满意 | 居民满意度 | ≥91% | 满意的占比 | 问卷调查",
            ),
        )
    ),
)


def table(*more: str, rows: tuple[str, ...] | None = None, **changes: object) -> Sheet:
    """The good table with other rows, or with more of them, and changed cells."""
    lines = ROWS if rows is None else rows
    indicators = (*map(row, lines), *map(row, more))
    return replace(GOOD, **({"indicators": indicators} | changes))  # type: ignore


def case(*sheets: Sheet, overall: Overall | None = None, **more: object) -> Case:
    return Case(Book(2021, overall=overall, projects=sheets), **more)  # type: ignore


def one(*more: str, rows: tuple[str, ...] | None = None, **changes: object) -> Case:
    return case(table(*more, rows=rows, **changes))


def goal(text: str, *more: str) -> Case:
    return one(*more, goals=(text,))


def money(total: str | None, fiscal: str | None = None, other: str | None = None):
    amounts = [None if a is None else Decimal(a) for a in (total, fiscal, other)]
    return Budget("万元", *amounts)


def plan(*shares: str) -> tuple[PlanStep, ...]:
    return tuple(map(PlanStep, (3, 6, 12), shares))


def whole(goal: str = "", *parts: SubGoal, measures: tuple[Measure, ...] = ()) -> Case:
    return case(GOOD, TREES, overall=Overall(goal, parts, measures))


def part(title: str, *projects: str, goal: str = "修路", said: str = "") -> SubGoal:
    return SubGoal(title, goal, (said,) if said else (), projects)


def weights(*points: str) -> Case:
    return one(
        rows=tuple(f"{line} | {w}" for line, w in zip(ROWS, points, strict=True))
    )


def measures(*titles: str) -> Case:
    return whole("目标", measures=tuple(Measure(title, "内容") for title in titles))


def peers(sheet: Sheet) -> Case:
    amounts = ("90", "100", "110")
    like = tuple(replace(GOOD, budget=money(a, a)) for a in amounts)
    return case(sheet, peers=like)


def before(sheet: Sheet) -> Case:
    """Beside last year's book."""
    return case(GOOD, last=Book(2020, projects=(sheet,)))


COUNTED = "数量 | 享受资金人数 | =79人 | 领取的人 | 名册"
ABOUT_PEOPLE = {"goals": ("发放村干部工资。",), "usage": "资金主要用于发放村干部工资。"}
LEFT = {
    "name": "离任干部补贴",
    "goals": ("发放离任村干部补贴。",),
    "usage": "资金主要用于发放离任村干部生活补贴。",
}
ROADS, GREEN = "村道维修经费", "绿化养护经费"
COSTS = (*ROWS, "成本 | 材料费 | ≤60万元")

EXAMPLES: dict[str, tuple[Case, Case]] = {
    "C01": (one(code="————"), one(code="1301-01")),
    "C02": (one(code="待编"), one(code="冀财(2021)01")),
    "C03": (one(name="1. 村道维修"), one(name="2.5公里村道维修")),
    "C04": (
        one(budget=replace(GOOD.budget, unit=None)),
        one(budget=Budget("元", Decimal(10000), Decimal(10000), Decimal(0))),
    ),
    "C05": (one(budget=money("100", "60", "39")), one(budget=money("100", "100"))),
    "C06": (one(budget=money("100", "100")), one(budget=money("100", "100", "0"))),
    "C07": (
        one(usage="用于村道维修经费"),
        one(usage="用于村道的材料费、人工费和设计费等"),
    ),
    "C08": (one(plan=plan("", "50%", "100%")), one(plan=plan("0%", "50%", "100%"))),
    "C09": (one(plan=plan("60%", "50%", "100%")), one(plan=plan("60%", "60%", "100%"))),
    "C10": (one(plan=plan("0%", "0%", "100%")), one(plan=plan("0%", "40%", "100%"))),
    "C11": (goal("完成村道维修，确保"), goal("完成村道维修，出行安全得到确保。")),
    "C12": (goal("完成XX村道维修。"), goal("购置XXL号反光背心。")),
    "C13": (one("数量 | 边沟长度 | "), one("数量 | 边沟长度 | ≥1公里 | 边沟 | 设计")),
    "C14": (one(rows=ROWS[:4]), one(rows=(*ROWS[:4], "社会 | 村民满意度 | ≥90%"))),
    "C15": (one("生态 | ~"), one("数量 | ~")),
    "C16": (
        whole("目标", part("（一）修路", said="村道验收合格率")),
        whole("目标", part("（一）修路", said="村道验收合格率达到98%")),
    ),
    "C17": (measures("（一）修路", "（一）植树"), measures("（一）修路", "（二）植树")),
    "C18": (
        measures("（一）修路。", "（二）植树"),
        measures("（一）修路", "（二）植树"),
    ),
    "C19": (
        case(GOOD, replace(TREES, usage=(TREES.usage or "").rstrip("。"))),
        case(GOOD, replace(TREES, usage="修剪")),
    ),
    "C20": (goal("完成村道维户三公里。"), goal("完成村道维护三公里。")),
    "C21": (
        whole("目标"),
        Case(
            replace(whole("目标").book, department=Department(name="公路站")),
        ),
    ),
    "C22": (
        case(GOOD, replace(TREES, goals_placeholder="......")),
        case(GOOD, TREES),
    ),
    "C23": (
        case(replace(GOOD, indicators=(replace(GOOD.indicators[0], tier1="产出"),))),
        case(
            replace(GOOD, indicators=(replace(GOOD.indicators[0], tier1="产出\n指标"),))
        ),
    ),
    "C24": (goal("2020年完成三公里村道维修。"), goal("较2020年多修三公里村道。")),
    "C25": (
        one("时效 | 通车 | 2022年3月底前"),
        one("时效 | 通车 | 2021年12月31日前"),
    ),
    "C26": (
        one(rows=("时效 | 完工时间 | 2021年12月底前",)),
        one(rows=("时效 | 完工时间 | 2021年11月底前",)),
    ),
    "C27": (
        one(plan=plan("0%", "0%", "100%"), **ABOUT_PEOPLE),
        one(plan=plan("0%", "10%", "100%"), **ABOUT_PEOPLE),
    ),
    "C28": (
        one(plan=plan("0%", "0%", "100%"), goals=("及时支付材料费。",)),
        one(plan=plan("0%", "9%", "100%"), goals=("及时支付材料费。",)),
    ),
    "C29": (
        whole("目标", measures=(Measure("一", "按季度开展绩效监控。"),)),
        whole("目标", measures=(Measure("一", "按节点开展绩效监控。"),)),
    ),
    "C30": (before(GOOD), before(replace(GOOD, goals=("完成五公里村道养护。",)))),
    "C31": (goal("村民满意度达到95%以上。"), goal("村民满意度达到90%以上。")),
    "C32": (goal("栽植行道树500株。"), goal("新修村道3公里。")),
    "C33": (
        one("社会 | 改善博物馆馆舍 | 良好", "经济 | 旅游景区游客增长率 | ≥5%"),
        one("社会 | 改善村民出行 | 良好"),
    ),
    "C34": (whole("", part("（一）维护治安")), whole("", part("（一）修路", ROADS))),
    "C35": (
        whole("", part("（一）修路", ROADS)),
        whole("", part("（一）修路", ROADS, GREEN)),
    ),
    "C36": (
        one(usage="资金主要用于征地拆迁的补偿款项支出。", goals=("支付机械费用。",)),
        one(usage="资金主要用于修路的机械和人工。", goals=("支付机械费用。",)),
    ),
    "C37": (
        one(COUNTED, usage="资金主要用于村干部81人的基本报酬。"),
        one(COUNTED, usage="资金主要用于村干部79人的基本报酬。"),
    ),
    "C38": (
        one(rows=("满意 | 村干部满意度 | ≥90%",), **LEFT),
        one(rows=("满意 | 离任村干部满意度 | ≥90%",), **LEFT),
    ),
    "C39": (case(GOOD, replace(TREES, goals=GOOD.goals)), case(GOOD, TREES)),
    "C40": (
        case(GOOD, replace(TREES, indicators=GOOD.indicators)),
        case(GOOD, replace(TREES, indicators=(GOOD.indicators[:2] + TREES.indicators))),
    ),
    "C41": (
        case(table(COUNTED, **ABOUT_PEOPLE), table(COUNTED, **LEFT)),
        case(table(COUNTED, **ABOUT_PEOPLE), table(COUNTED, **ABOUT_PEOPLE)),
    ),
    "C42": (whole("项目支出合计300万元。"), whole("项目支出合计200万元。")),
    "C43": (
        peers(replace(GOOD, budget=money("900", "900"))),
        peers(replace(GOOD, budget=money("250", "250"))),
    ),
    "C44": (
        one(goals=("村道建设期三年，总投资100万元。",)),
        one(goals=("村道建设期三年，总投资300万元。",)),
    ),
    "C45": (one("数量 | 村道完好比例 | ≥90%"), one("数量 | 巡查频率 | =4次/月")),
    "C46": (one("质量 | 工程完成率 | =100%"), one("质量 | 工程优良率 | ≥90%")),
    "C47": (one("成本 | 造价控制 | 不超预算"), one("成本 | 成本节约率 | ≥2%")),
    "C48": (one("时效 | 是否按时通车 | 是"), one("时效 | 按时通车率 | =100%")),
    "C49": (
        one("数量 | 边沟长度 | ≥1公里 | 边沟的长度 | 设计"),
        one("数量 | 边沟长度 | ≥1公里 | 新挖边沟 | 设计"),
    ),
    "C50": (one("社会 | 方便出行 | 方便出行"), one("数量 | 新建桥梁1座 | 1座")),
    "C51": (one("社会 | 出行条件 | 明显改善"), one("社会 | 出行条件 | 优、良、中、差")),
    "C52": (one("社会 | 出行条件 | 明显改善"), one("社会 | 出行时间 | 明显减少10%")),
    "C53": (
        case(*(table(name=f"村道{i}", code=f"13{i}") for i in range(3))),
        case(GOOD, TREES, table(rows=("社会 | 带动就业人数 | ≥5人",))),
    ),
    "C54": (one("质量 | 抽检合格率 | ≥120%"), one("经济 | 产值增长率 | ≥120%")),
    "C55": (goal("享受资金的村达到100%。"), goal("享受资金的村覆盖率达到100%。")),
    "C56": (one("满意 | 司机满意度 | =100%"), one("满意 | 司机满意度 | ≥95%")),
    "C57": (
        one("满意 | 司机满意度 | ≥95% | 占比 | 工作经验"),
        one("满意 | 司机满意度 | ≥95% | 占比 | 电话回访"),
    ),
    "C58": (
        one("数量 | 边沟长度 | ≥1公里 | 边沟 | 上级政策"),
        one("数量 | 边沟长度 | ≥1公里 | 边沟 | 县交字〔2021〕5号"),
    ),
    "C59": (
        one(rows=tuple(f"质量 | 第{i}项合格率 | =100%" for i in "一二三")),
        one(rows=tuple(f"质量 | 第{i}项合格率 | ≥{90 + i}%" for i in range(3))),
    ),
    "C60": (
        one(rows=ROWS, budget=money("101", "101", "0")),
        one(rows=ROWS, budget=money("100", "100", "0")),
    ),
    "C61": (one(ROWS[0]), one("数量 | 改建村道里程 | ≥3公里")),
    "C62": (weights(*"20 20 20 20 15".split()), weights(*"20 20 20 20 10".split())),
    "C63": (one("社会 | 投诉次数 | ≥3次"), one("社会 | 投诉办结率 | ≥95%")),
    "C64": (goal("做好上访人员劝返工作。"), goal("做好信访事项办理工作。")),
    "C65": (goal("联系电话13812345678。"), goal("预算13812345678元。")),
    "C66": (goal("汇总部门预算，修路三公里。"), goal("编制本部门预算，修路三公里。")),
    "C67": (goal("申请预算资金120万元。"), goal("申请预算资金60万元。")),
    "C68": (goal("申请预算资金100元。"), goal("申请预算资金100万元。")),
    "C69": (
        goal("慰问50户，其中城镇20户、农村25户。"),
        goal("慰问50户，其中城镇20户、农村30户。"),
    ),
    "C70": (one("质量 | 达标率100% | ≥98%"), one("质量 | 达标率98% | ≥98%")),
    "C71": (one("成本 | 20万元 | ≤20万元"), one("成本 | 20万元以内的材料费 | ≤20万元")),
    "C72": (
        one(rows=tuple(f"数量 | 村道{i} | 25" for i in "甲乙丙丁")),
        one(rows=tuple(f"数量 | 村道{i} | 25条" for i in "甲乙丙丁")),
    ),
    "C73": (one(name="2020年村道维修经费"), one(name="2020年村道维修工程尾款")),
    "C74": (
        one(goals=(GOOD.goals[0], GOOD.goals[0].rstrip("。"))),
        one(goals=(GOOD.goals[0], "完成三公里村道绿化。")),
    ),
    "C75": (one("质量 | 群众满意度 | ≥90%"), one("质量 | 群众投诉处理率 | ≥90%")),
    "C76": (one(rows=(ROWS[0], *ROWS[2:])), one(rows=ROWS)),
    "C77": (
        one(rows=(*COSTS, "成本 | 人工费 | ≤50万元")),
        one(rows=(*COSTS, "成本 | 人工费 | ≤40万元")),
    ),
    "C78": (
        one("社会 | 方便村民,做到 | 良"),
        one("社会 | 村民得到实惠，出行方便 | 良"),
    ),
    "C79": (goal("验收合格率达到105%。"), goal("产值增长率达到105%。")),
    "C80": (
        one(budget=Budget("元", Decimal(100), Decimal(100), Decimal(0))),
        one(budget=Budget("元", Decimal(9000), Decimal(9000), Decimal(0))),
    ),
    "C82": (goal("9月底前通车。"), goal("5月完成招标，6月底前通车。")),
    "C81": (one("满意 | 司机满意度 | ≧95%"), one("满意 | 司机满意度 | >=95%")),
}
