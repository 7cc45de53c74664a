"""Where the rules come from, as the manual's table quotes it.

What is quoted from recollection, and still to be compared with the printed original,
says so: the wording of the 审核表 of 财预〔2015〕88号, all of 财预〔2021〕101号 and of
财预〔2019〕136号. Thresholds and word lists are ours, whatever the source of the idea.
"""

RECALLED = "（凭记忆引用，待核对原文）"
_FORM_2015 = "财预〔2015〕88号审核表"

COMPLETE = f"{_FORM_2015}“规范完整性”{RECALLED}"
CLEAR = f"{_FORM_2015}“明确清晰性”{RECALLED}"
RELEVANT = f"{_FORM_2015}“目标相关性”{RECALLED}；判断方法自拟"
MEASURED = f"{_FORM_2015}“指标科学性”{RECALLED}；判断方法自拟"
SUITABLE = f"{_FORM_2015}“绩效合理性”{RECALLED}；判断方法自拟"
MONEY = f"{_FORM_2015}“资金匹配性”{RECALLED}；判断方法自拟"
FEASIBLE = f"{_FORM_2015}“实现可能性”{RECALLED}；判断方法自拟"
DEPARTMENT = f"财预〔2015〕88号部门整体支出绩效目标申报表{RECALLED}"
GUIDE = f"财预〔2021〕101号指标设置及取值指引{RECALLED}；判断方法自拟"
TIERS = f"财预〔2015〕88号、财预〔2021〕101号指标体系{RECALLED}"
WEIGHTS = f"财预〔2020〕10号权重；不含预算执行率的90分：财预〔2021〕101号{RECALLED}"
PLAN = "河北省预算项目绩效目标表“资金支出计划”一栏"
PROGRESS = "川财绩〔2025〕10号支出进度（据公开摘要）；用于支出计划是自拟"
MONITORING = f"财预〔2019〕136号{RECALLED}；判断方法自拟"
CODES = f"预算管理一体化规范{RECALLED}；编码格式由各地设置"
PRIVACY = f"个人信息保护法、政府信息公开条例第十五条{RECALLED}"
SAVED = "同类系统保存时的检查"
OURS = "自拟"
