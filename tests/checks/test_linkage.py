"""C31–C33 and C36–C38 on small examples and on the seed."""

import pytest

from reviews.checks.base import Severity
from reviews.checks.quantity import quantities
from sheets.sheet import Overall, Sheet, SubGoal

from .looking import row, seen, why_not

ASKED = row("服务对象满意度", "村民满意度", "≥90%")


# --- Quantities in prose ----------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("确保村民满意度达95%以上", [(95, "%", "≥", "村民满意度", "")]),
        ("推广面积1.8万亩", [(18000, "亩", "=", "推广面积", "")]),
        ("栽植树木1,200株", [(1200, "株", "=", "栽植树木", "")]),
        ("维护8个安置小区", [(8, "个", "=", "维护", "安置小区")]),
        ("投诉处理率达百分之98", [(98, "%", "=", "投诉处理率", "")]),
        (
            "培训村干部200人次、教师不少于100人次",
            [(200, "人次", "=", "培训村干部", ""), (100, "人次", "≥", "教师", "")],
        ),
        ("2021年12月底前完成", []),
        ("为期6个月，年满18周岁", []),
        ("每人每月补助1000元", []),
        ("服务18-20人", []),
        ("排名前3名，第2个季度", []),
        ("1.维修大楼", []),
        ("购置空气呼吸器80具", [(80, "具", "=", "购置空气呼吸器", "")]),
        # What it was before is no quantity of the year.
        (
            "优良路率由2020年的82%提高到90%以上",
            [(90, "%", "≥", "优良路率", "")],
        ),
        ("垃圾量从30吨下降至25吨", [(25, "吨", "=", "垃圾量", "")]),
        ("由5名队员增加值守", [(5, "人", "=", "由", "队员增加值守")]),
    ],
)
def test_quantities(text, found):
    got = [(q.number, q.unit, q.operator, q.before, q.after) for q in quantities(text)]
    assert got == found


# --- C31 --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("goal", "rows", "trips"),
    [
        ("确保村民满意度达95%以上", [ASKED], True),
        ("群众满意度达95%以上", [ASKED], True),
        ("新建道路5公里", [row("数量", "新建道路里程", "≥4公里")], True),
        ("培训村干部200人次", [row("数量", "村干部培训人次", "=150人次")], True),
        ("工程验收合格率达100%", [row("质量", "验收合格率", "≥98%")], True),
        ("发放79名村干部工资", [row("数量", "享受资金人数", "=81人")], True),
        ("培训村干部200人次", [row("数量", "培训人次", "≥180人次")], True),
        (
            "为20名困难残疾人和58名重度残疾人发放补贴",
            [
                row("数量", "重度残疾人补贴人数", "=85人"),
                row("数量", "困难残疾人补贴人数", "=20人"),
            ],
            True,
        ),
        ("购置灭火机30台", [row("数量", "购置风力灭火机", "35台")], True),
        ("改造6个老旧小区", [row("数量", "改造老旧小区数量", "=8个")], True),
        ("举办乡村旅游节庆活动6场", [row("数量", "举办活动场次", "=4场")], True),
        (
            "举办节庆活动6场，举办培训活动8场",
            [row("数量", "举办活动场次", "=14场")],
            False,
        ),
        ("举办节庆活动6场", [row("数量", "参加活动场次", "=4场")], False),
        ("惠及学生2480名", [row("数量", "补助学生人数", "=2232人")], True),
        ("响应时间不超过2小时", [row("时效", "响应时间", "≤4小时")], True),
        ("培训满意度达到95%", [row("服务对象满意度", "党员满意度", "≥85%")], True),
        ("项目区粮食产能提高10%", [row("社会效益", "粮食产能提高", "≥8%")], True),
        ("每人每年补助600元", [row("成本", "补助标准", "=540元/人·年")], True),
        # The same number, or within the bound of the goal.
        ("每人每年补助600元", [row("成本", "补助标准", "≤700元/人·年")], False),
        ("每人补助600元，每户300元", [row("成本", "标准", "=300元/户")], False),
        ("响应时间不超过2小时", [row("时效", "响应时间", "≤2小时")], False),
        ("村民满意度达90%以上", [ASKED], False),
        ("合格率95%以上", [row("质量", "验收合格率", "=100%")], False),
        ("推广面积1.8万亩", [row("数量", "推广面积", "18000亩")], False),
        ("新建道路5公里", [row("数量", "新建道路里程", "4-6公里")], False),
        # Another thing, another unit, another group.
        ("学生满意度达95%以上", [row("服务对象满意度", "教师满意度", "≥90%")], False),
        ("发放率达100%", [row("质量", "验收合格率", "≥98%")], False),
        ("新建道路5公里", [row("数量", "新建道路条数", "4条")], False),
        ("新建道路5公里", [row("数量", "维修桥梁长度", "4公里")], False),
        ("改造5个标准库房消防设备", [row("数量", "消防设备", "160个")], False),
        ("GDP增长率达6%", [row("数量", "税收增长率", "≥8%")], False),
        (
            "覆盖率达100%",
            [row("质量", "培训覆盖率", "≥90%"), row("质量", "宣传覆盖率", "≥95%")],
            False,
        ),
        ("保障机关人员20人", [row("质量", "临聘人员数量", "=15人")], False),
        # The parts of a sum; another row that has the number.
        (
            "培训村干部200人次，培训教师100人次",
            [row("数量", "培训人次", "300人次")],
            False,
        ),
        (
            "群众满意度达95%以上",
            [row("服务对象满意度", "群众满意度", "≥95%"), ASKED],
            False,
        ),
    ],
)
def test_c31_the_number_of_a_goal_and_of_its_indicator(goal, rows, trips):
    found = seen("C31", Sheet(goals=(goal,), indicators=tuple(rows)))
    assert [f.path for f in found] == (["indicators.0.value"] if trips else [])


@pytest.mark.parametrize("check", ["C31", "C32", "C33"])
def test_goals_and_indicators_are_needed(check):
    assert "绩效目标" in why_not(check, Sheet(indicators=(ASKED,)))
    assert "绩效指标" in why_not(check, Sheet(goals=("满意度达95%以上",)))


# --- C32 --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("goal", "rows", "trips"),
    [
        ("改造库房5个", [row("数量", "采购消防设备", "10套")], True),
        ("补贴按时发放率100%", [row("质量", "补贴发放率", "100%")], True),
        ("补贴按时发放率100%", [row("时效", "补贴发放及时率", "100%")], False),
        ("改造库房5个", [row("数量", "改造数量", "5个")], False),
        ("建设公路32.1公里", [row("数量", "建设公路32.1公里", "完成")], False),
        ("村民满意度达95%以上", [ASKED], False),
        ("申请资金20万元，其中办公3项", [ASKED], False),
        ("24小时内办结，道路宽3.5米", [ASKED], False),
        (
            "老年人健康管理率达70%",
            [row("质量", "老年人规范健康管理服务率", "≥61%")],
            False,
        ),
        ("从3个方面推进工作", [ASKED], False),
        ("在25个行政村铺设管网48公里", [row("数量", "铺设管网", "48公里")], False),
        ("在全县25个行政村开展巡查", [ASKED], False),
        ("县图书馆及8个乡镇分馆全年免费开放不少于300天", [ASKED], False),
        ("新建县图书馆及8个乡镇分馆", [ASKED], True),
        ("新建25个服务站", [ASKED], True),
        (
            "优良路率由2020年的82%提高到90%以上",
            [row("社会效益", "优良路率", "≥90%")],
            False,
        ),
        ("村集体收入达6万元", [ASKED], True),
    ],
)
def test_c32_a_promise_needs_an_indicator(goal, rows, trips):
    found = seen("C32", Sheet(goals=(goal,), indicators=tuple(rows)))
    assert [f.path for f in found] == (["goals.0"] if trips else [])


def test_c32_a_part_is_compared_with_its_own_projects():
    goals = ("美化环境",)
    roads = Sheet("道路", goals=goals, indicators=(row("数量", "道路", "5公里"),))
    trees = Sheet("绿化", goals=goals, indicators=(row("数量", "栽植", "90株"),))
    part = SubGoal("（一）绿化", indicators=("栽植树木90株",), projects=("绿化",))
    assert not seen("C32", roads, trees, overall=Overall("", (part,)))
    part = SubGoal("（一）绿化", indicators=("栽植树木90株",), projects=("道路",))
    (found,) = seen("C32", roads, trees, overall=Overall("", (part,)))
    assert found.path == "overall.sub_goals.0.indicators"


# --- C33 --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "goal", "trips"),
    [
        ("改善农民生产生活条件", "提高博物馆服务水平", True),
        ("改善生态环境", "做好垃圾清运工作", False),
        ("为生态环境保护提供支撑", "保障机房设备运转", True),
        ("推动农村经济社会发展", "征地工作顺利完成，农村面貌改善", False),
        ("全市安全度汛", "完成年度防汛工作", False),
    ],
)
def test_c33_an_effect_in_another_field(name, goal, trips):
    effect = row("社会效益", name, "明显")
    found = seen("C33", Sheet(goals=(goal,), indicators=(effect,)))
    assert [f.severity for f in found] == ([Severity.HINT] if trips else [])


# --- C36 --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("usage", "goal", "trips"),
    [
        ("资金主要用于征地拆迁补偿", "支付征地人工和机械费用", True),
        ("资金主要用于村干部的基础职务补贴和保险", "发放村级人员工资报酬", False),
        ("资金主要用于征地拆迁补偿", "确保征地工作完成，机械到位", False),
        ("资金主要用于办公用房租金", "支付租金并做好维修", False),
    ],
)
def test_c36_purpose_and_goal_pay_for_different_things(usage, goal, trips):
    assert bool(seen("C36", Sheet(usage=usage, goals=(goal,)))) == trips


@pytest.mark.parametrize("check", ["C36", "C37"])
def test_the_purpose_is_needed(check):
    sheet = Sheet(goals=("发放补贴",), indicators=(ASKED,))
    assert "资金用途" in why_not(check, sheet)


# --- C37 --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("usage", "rows", "trips"),
    [
        ("用于村干部79人的补贴", [row("数量", "享受资金人数", "=81人")], True),
        (
            "发放困难残疾人补贴20人和重度残疾人补贴58人",
            [
                row("数量", "重度残疾人补贴人数", "=85人"),
                row("数量", "困难残疾人补贴人数", "=20人"),
            ],
            True,
        ),
        ("用于15个行政村的经费", [row("数量", "行政村个数", "=14个")], True),
        ("用于村干部79人的补贴", [row("数量", "享受资金人数", "=79人")], False),
        (
            "用于村干部79人、聘用人员15人的补贴",
            [row("数量", "享受资金人数", "=94人")],
            False,
        ),
        ("用于培训教师50人", [row("数量", "受益学生人数", "=2000人")], False),
        (
            "用于村干部79人的补贴",
            [row("数量", "发放人数", "=20人"), row("数量", "补助人数", "=59人")],
            False,
        ),
        ("用于村干部79人的补贴", [row("质量", "补助人数", "=81人")], False),
        ("用于补贴200万元", [row("数量", "发放人数", "=81人")], False),
    ],
)
def test_c37_counts_of_purpose_and_indicator(usage, rows, trips):
    found = seen("C37", Sheet(usage=usage, indicators=tuple(rows)))
    assert [f.path for f in found] == (["indicators.0.value"] if trips else [])


# --- C38 --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("usage", "asked", "severity"),
    [
        ("发放离任村干部生活补贴", "村干部满意度", Severity.WARNING),
        ("发放在职村社干部工资", "本土人才满意度", Severity.HINT),
        ("发放离任村干部生活补贴", "离任村干部满意度", None),
        ("发放离任村干部生活补贴", "发放对象满意度", None),
        ("慰问离退休干部", "老干部满意度", None),
        ("发放村两委奖金", "村干部满意度", None),
        ("维修审判楼玻璃幕墙", "干警满意度", None),
        ("资助学生", "师生满意度", None),
    ],
)
def test_c38_who_is_paid_and_who_is_asked(usage, asked, severity):
    rows = (row("服务对象满意度", asked, "≥90%"),)
    found = seen("C38", Sheet(usage=usage, indicators=rows))
    assert [f.severity for f in found] == ([severity] if severity else [])


def test_c38_without_a_purpose_name_and_goals_tell_who_is_paid():
    rows = (row("服务对象满意度", "学生满意度", "≥90%"),)
    goals = ("按月发放村干部工资，方便教师和学生出行",)
    assert seen("C38", Sheet(usage=None, goals=("发放村干部工资",), indicators=rows))
    assert not seen("C38", Sheet(usage=None, goals=goals[:0], indicators=rows))


def test_c38_needs_an_indicator_of_satisfaction():
    rows = (row("数量", "人数", "5人"),)
    assert "满意度" in why_not("C38", Sheet(usage="补贴", indicators=rows))
