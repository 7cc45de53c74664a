"""What belongs into a cell, for the help line of the editor.

Requirements and their sources: 财预〔2015〕88号 (指向明确, 细化量化, 合理可行,
相应匹配)
and 财预〔2021〕101号 for values and their basis. The wording is ours; the articles are
quoted from recollection and should be compared once with the printed originals.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Help:
    text: str
    source: str = ""


RULE_2015 = "财预〔2015〕88号"
RULE_2021 = "财预〔2021〕101号"

HELPS = {
    "code": Help("填写项目库里的项目编码，不要用横线代替。"),
    "name": Help("与预算里的项目名称一致。"),
    "budget.total": Help("预算数 = 财政资金 + 其他资金。", RULE_2015),
    "budget.fiscal": Help("财政安排的资金；没有的不填。"),
    "budget.other": Help("财政以外的资金；没有的不填。"),
    "usage": Help("写明钱花在哪些事上：资金主要用于……", RULE_2015),
    "plan": Help("到这个月底累计支出的百分比，只增不减，最后是 100%。"),
    "goals": Help(
        "这笔钱在年度内要达到什么：要办的事、数量、效果，能与指标对上。", RULE_2015
    ),
    "tier3": Help("指标的名称，要能衡量；不用“是否”开头。", RULE_2015),
    "description": Help("说明指标的含义、算法和范围，不重复名称。", RULE_2021),
    "value": Help(
        "符号 + 数值 + 单位，如 ≥95%、=79人；时限写到年月；不能量化的分级分档描述。",
        RULE_2015,
    ),
    "basis": Help(
        "计划、行业、历史或支出标准，写出文件名或往年数据，不只写“工作经验”。",
        RULE_2021,
    ),
}
