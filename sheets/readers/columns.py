"""The columns of the indicators, by the words of their headings: data, as in
:mod:`.labels`."""

import re
from functools import lru_cache

from .labels import PART_OF_YEAR, PAST, bare, index, key

# sign, number and unit are put together; ``kept`` columns stay with their row under
# their own name; ``left`` ones say what was reached, and are no part of a target.
COLUMNS = index(
    {
        "tier1": "一级指标 一级 一级指标名称 指标类别 指标类型 绩效指标类别 绩效内容",
        "tier2": "二级指标 二级 二级指标名称 指标分类 指标子类",
        "tier3": """三级指标 三级 三级指标名称 指标名称 指标 具体指标 考核指标 明细指标
            三级指标内容""",
        "description": """指标描述 指标解释 指标说明 指标内涵 指标内容 指标释义 内容
            指标解释及计算公式 指标内容/计算公式 指标内容及说明 描述 指标含义""",
        "value": """指标值 目标值 数值 指标值及单位 目标值及单位 实现值 计划水平
            指标目标值 指标值或计划水平 期望值 绩效值 标准值 指标数值 指标值内容
            指标值(内容) 设定值 年度值 实现值及单位 实现 实现数""",
        "basis": """指标值确定依据 指标值设定依据 指标值设定依据及数据来源 指标值依据
            确定依据 设定依据 依据 指标依据 参考值确定依据 指标值确定依据及数据来源
            目标值确定依据 测算依据""",
        "weight": """权重 指标权重 分值 分值权重 指标分值 标准分 标准分值 权重分值 权数
            权重值 分值(权重) 权重分""",
        # Old forms of Hebei say four grades of one value.
        "grade": "优 良 中 差",
        "count": "序号 行次 编号",
        "sign": "指标性质 计算符号 运算符号 符号 比较符 比较符号 指标符号 逻辑符号",
        "unit": "度量单位 计量单位 单位 指标单位 指标值单位 指标计量单位",
        "kept": """绩效标准 指标方向性 指标方向 指标属性 备注 评分标准 评(扣)分标准
            评扣分标准 评分规则 赋分规则 评分办法 计分方法 计算公式 数据来源 取值方式
            完成值取值方式 完成值数据来源 佐证资料 佐证材料 指标来源 定性/定量 指标层级
            评价标准 责任科室 责任单位 说明 参考值 目标名称 绩效目标名称 对应目标""",
        "left": """实际完成值 实际完成 完成值 实际值 完成情况 实际完成情况 得分 自评得分
            自评分 评价得分 偏差原因分析及改进措施 偏差原因分析 偏差原因 未完成原因
            未完成原因分析 未完成原因和改进措施 未完成原因及改进措施 完成率 执行情况
            1-7月执行情况 预计完成情况 完成目标可能性 实际实现值 实际完成指标值
            改进措施 指标完成情况 完成比例 实际完成率 扣分原因 复核得分 审核得分""",
    }
)
# What the column of the names is called where no other is.
NAME_COLUMNS = ("指标内容", "绩效指标", "内容", "指标描述")
# Words before a column's own: 年度指标值, 绩效指标描述, 当年预期实现值.
_BEFORE = re.compile(
    r"^(?:(?:19|20)\d\d年度?|本?年度|当年度?|本年|全年|全程|年初|中期|长期|实施期|总体"
    r"|实施周期|预期|计划|设定|绩效|项目|考核|预计|批复|核定)"
)

# What was reached, in whatever words.
_REACHED = re.compile("(?:全年|年度)?(?:实际|自评).*(?:值|分|情况)$|.*偏差.*原因")


@lru_cache(4096)
def column(text: str) -> str | None:
    """What a column of this heading holds: a name of :data:`COLUMNS`."""
    label = key(text)
    if not label or len(label) > 40:
        return None
    if PAST.search(label) or PART_OF_YEAR.search(label):
        is_value = re.search("值|水平|指标", label) or PAST.fullmatch(label)
        return "kept" if is_value else None
    for words in (label, bare(label)):
        while words:
            if words in COLUMNS:
                return COLUMNS[words]
            shorter = _BEFORE.sub("", words)
            if shorter == words:
                break
            words = shorter
    return "left" if _REACHED.match(label) else None
