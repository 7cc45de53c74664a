"""The words of the forms, as data: a region's quirk is one word more in a line here.

Labels are compared by :func:`key`: real files break them over lines, put blanks in
them, number them and write them full-width. Sources of the words: the forms of
财预〔2015〕88号, 财预〔2020〕10号 and 财预〔2021〕101号, and published tables.
"""

import re
import unicodedata
from collections.abc import Container, Mapping
from functools import lru_cache

from .. import money

# Which words mean the year, and which the several years beside it.
MEDIUM = re.compile("中期|长期|实施期|实施周期|规划期|总目标|[三五]年滚动")
ANNUAL = re.compile(r"年度|本年|当年|全年|年初|(?<!\d)(?:19|20)\d\d年?")
PAST = re.compile("[上前去往近][一两三]?年|历年|以前年度|历史")
PART_OF_YEAR = re.compile("半年|季度")

_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_NUMBER = re.compile(r"^(?:[(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:[)]|[、.]))+")
_STARS = re.compile(r"^[*＊★☆●■◆#①-⑳⒈-⒛㈠-㈩]+|[*＊★☆]+$")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@lru_cache(8192)
def squeeze(text: str) -> str:
    """A label without blanks and with full-width colon."""
    return _BLANKS.sub("", text).replace(":", "：")


@lru_cache(4096)
def key(text: str) -> str:
    """What two spellings of one label have in common; ``""`` for running text."""
    if len(text) > 80:
        return ""
    plain = _STARS.sub("", _BLANKS.sub("", text))
    plain = unicodedata.normalize("NFKC", plain)
    plain = _NUMBER.sub("", plain).removeprefix("其中:").removeprefix("其中")
    return plain.rstrip(":;,.、。").lstrip(":、")


@lru_cache(8192)
def bare(label: str) -> str:
    """Without what stands in brackets: 指标值（含数字及文字描述）."""
    return _BRACKETS.sub("", label).rstrip(":")


def index(lines: Mapping[str, str]) -> dict[str, str]:
    """The field by each of its words."""
    return {key(word): name for name, words in lines.items() for word in words.split()}


# --- The head of the table --------------------------------------------------------
FIELDS = index(
    {
        "name": """项目名称 专项名称 专项资金名称 资金名称 项目支出名称 政策名称
            子项目名称 二级项目名称 一级项目名称 项目(名称) 政策(项目)名称
            单位(专项)名称 专项(项目)名称 项目编码及名称 单位名称、项目名称
            项目名称及编码 项目名称(编码) 项目代码及名称
            项目(政策)名称 政策和项目名称 具体项目名称 单位(项目)名称 项目(单位)名称
            单位名称(项目名称)""",
        "code": "项目编码 项目代码 项目编号 项目编码(代码) 二级项目编码",
        "usage": "资金用途 用途 资金主要用途 资金使用范围 支出内容",
        "year": "年度 预算年度 申报年度 填报年度 所属年度",
        "plan": """资金支出计划 支出计划 用款计划 资金使用计划 支出进度计划 分月支出计划
            资金支出进度计划""",
    }
)


# Any other composition of what a project is called: 转移支付（项目）名称.
_NAMED = re.compile(
    "^(?:预算|财政|支出|转移支付|专项|资金|政策|项目|具体|子|二级|[()、/和及或])+名称$"
)
# Of two names in one form, these are the table's own.
OWN_NAMES = frozenset({"二级项目名称", "子项目名称", "具体项目名称", "三级项目名称"})


def _words(text: str) -> frozenset[str]:
    return frozenset(map(key, text.split()))


# Words that only name a block of cells beside them.
BLOCKS = _words(
    """项目资金 预算规模及资金用途 预算规模 预算资金 绩效指标 年度绩效指标 预算情况
    资金情况 项目预算 资金来源 资金构成 资金总额及构成 项目资金申请 项目资金情况
    项目经费 绩效目标指标 当年绩效指标 绩效目标及指标 项目资金来源 资金安排
    预算及资金来源 基本情况 项目基本情况 基本信息 指标体系 项目绩效指标
    资金规模及构成 绩效指标体系 绩效目标内容 项目支出预算 项目资金预算 经费来源
    评价指标 指标情况 本年度绩效指标 预算执行情况 中期绩效指标 长期绩效指标
    总体绩效指标 实施期绩效指标 绩效衡量指标 项目预算成本构成 资金来源项目 来源项目
    按收入性质分 按支出性质分 资金渠道 资金来源渠道 项目资金构成 资金金额 专项资金情况
    项目预算执行情况"""
)
# Any other composition of what names the indicators: 部门整体支出年度绩效指标.
_MEASURED = re.compile(
    "^(?:部门|单位|项目|专项|政策|整体|支出|预算|资金|本?年度?|当年度?|中期|长期|实施期)+绩效指标$"
)
# Of them, those that may have a text beside them: it is kept under the label.
SAID_BLOCKS = _words("资金来源 经费来源 资金渠道 资金来源渠道 基本情况 项目基本情况")
# Further facts that forms ask for; the sheet keeps them under the form's own label.
FACTS = _words(
    """主管部门 主管部门及代码 主管单位 业务主管部门 实施单位 项目单位 预算部门 预算单位
    编制单位 申报单位 填报单位 填报部门 单位名称 部门名称 部门(单位)名称 使用单位
    主管部门名称 主管部门编码 单位编码 部门编码 预算单位编码 项目实施单位 资金使用单位
    项目属性 项目性质 项目类别 项目类型 项目分类 支出类型 资金性质 项目期 项目周期
    项目起止时间 起止时间 起止日期 开始日期 完成日期 计划开始日期 计划完成日期
    项目开始时间 项目结束时间 项目负责人 负责人 联系人 联系电话 电话 项目联系人 责任人
    填报人 填表人 经办人 填报日期 填报时间 填表日期 单位负责人 填报人及联系电话
    部门负责人 项目负责人及电话 项目概况 项目概述 项目内容 项目主要内容 立项依据
    立项必要性 项目立项依据 项目立项的必要性 可行性 必要性 项目可行性 项目必要性
    项目设立的必要性 项目实施必要性 立项理由 申请理由 申请原因 申报理由 项目实施计划
    实施进度计划 项目实施进度计划 实施计划 进度安排 保障措施 单位职能 项目保障措施
    保障绩效目标实现措施 单位职能概述 职能概述 部门职能职责概述 其他说明 备注 说明
    其他说明的问题 其他需要说明的问题 需要说明的问题 资金管理办法 主管部门审核意见
    审核意见 财政部门审核意见 专家意见 评审意见 单位意见 主管部门意见 财政部门意见
    是否政府采购 政府采购 资金下达文号 文号 资金文号 功能科目 支出功能分类科目
    功能分类科目 经济科目 预算科目 政策依据 测算依据 测算(公式)依据
    前年实际执行数 上年实际执行数 测算过程 项目经费测算 审核人 日期
    以前年度项目绩效情况 上年度绩效情况 上年绩效情况 单位地址 邮政编码 基本支出
    项目支出 政府性基金拨款 政府性基金 上级补助 上年结转资金 上年结转 结转结余资金
    结转结余 中央财政资金 中央资金 省级资金 省级财政资金 市级资金 市级财政资金
    县级资金 县级财政资金 中央补助 省级补助 市级补助 县级配套 区级资金 地方资金
    地方财政资金 纳入专户管理的非税收入拨款 上级财政资金 上级资金 本级财政资金
    本级资金 国有资本经营预算 债券资金 专项债券 社会资金 银行贷款 项目地点 建设地点
    受益对象 项目总投资 总投资 财政专户管理资金 政府预算资金 项目级次 存续状态 级次
    中央主管部门 省级财政部门 省级主管部门 市级主管部门 项目主管部门 项目执行单位
    项目负责人及联系电话 专项实施期 上级安排 本级安排 存续期限
    是否重点项目 评价方式 自评方式 预算执行率"""
)
# The same of any level of government: 其中：自治区财政安排资金.
_OF_A_LEVEL = re.compile(
    "^(?:中央|省级?|自治区级?|直辖市级?|市级?|州级?|盟市?级?|县级?|旗县?级?|区级?|市县级?|镇级?"
    "|乡镇级?|兵团|师市?|团场|地方|本级|上级|省以上|市本级|县本级|省本级|区本级)"
    "(?:财政|一般公共预算|预算|补助|专项|配套|安排|拨款|资金|支出|投入)+$"
)
# Where no project is named, these say that the form is a department's.
DEPARTMENT = _words("部门(单位)名称 单位(部门)名称 部门名称 单位名称 部门(单位)")
TASKS = _words("年度主要任务 主要任务 年度重点任务 部门主要任务")
WHOLE = re.compile("整体(?:支出)?绩效")
TASK_COLUMNS = index(
    {
        "name": "任务名称 任务 主要任务 工作任务 重点任务",
        "content": "主要内容 内容 任务内容 工作内容",
        "total": "总额 金额 预算金额 合计金额 小计",
        "fiscal": "财政拨款 财政资金 一般公共预算",
        "other": "其他资金 其他 单位资金",
    }
)
# Words at the end of a table: what follows is no indicator.
FOOT = _words(
    """总分 合计 总计 小计 共计 得分合计 总得分 权重合计 分值合计 注 备注 说明
    填报人 填表人 审核人 单位负责人 经办人 负责人 联系人 联系电话 填报日期 其他说明
    填报单位 日期
    自评结论 其他需要说明的问题 其他说明的问题 需要说明的问题 评价结论 审核意见
    单位意见 主管部门审核意见 财政部门审核意见 主管部门意见 财政部门意见 项目负责人
    保障措施 填报单位负责人 保障绩效目标实现措施 存在问题 改进措施 综合评价等次
    单位盖章 填表日期 填报时间 填表说明 自评得分 等级 评价等级 单位名称 部门名称"""
)
# A sum below the table is not typed: it follows from the rows.
SUMS = _words("总分 合计 总计 小计 共计 得分合计 总得分 权重合计 分值合计 金额合计")

# Money. Where a form tells the year from the several years, "any" is the other one;
# "same" is of the years that the total above it is of.
AMOUNTS = {
    word: tuple(name.split("."))
    for word, name in index(
        {
            "annual.total": """年度资金总额 年度预算金额 年度预算 年度预算数 当年预算
            年度预算总额 当年预算数 本年预算 本年度预算 年度资金申请总额 本年度申请
            本年预算数 年度金额 年度资金 年度预算资金 年初预算 年度预算安排
            当年预算金额 本年度预算金额 年度资金需求 当年预算总额 年度申请资金
            本年度资金总额 当年财政预算 本年度资金申请总额 全年预算""",
            "medium.total": """中期资金总额 实施期资金总额 中期市财政预算 中期预算
            项目总预算 实施期预算 中期财政预算 中期预算总额 中期预算数""",
            "any.total": """预算数 预算金额 资金总额 预算总额 项目资金总额 项目预算 金额
            项目金额 资金总计 总额 预算 项目预算数 项目预算金额 项目预算总额 申请金额
            申请资金 申请预算 支出预算总量 区级支出预算总量 预算资金总额 资金合计
            项目经费 财政预算 预算安排数 资金规模 预算规模 项目总金额 申报金额 申报数
            收入合计
            批复金额 预算批复数 安排金额 预算安排 预算总量 项目资金""",
            "same.fiscal": """财政资金 财政拨款 本年财政拨款 当年财政拨款 财政性资金
            财政资金拨款 一般公共预算 一般公共预算拨款 年度财政拨款 财政拨款资金
            财政拨款收入 财政拨款数 财政预算资金 财政预算拨款 一般公共预算资金 财政安排
            财政安排资金 当年财政资金 本年财政资金 财政补助资金 财政投入""",
            "same.other": """其他资金 单位资金 自有资金 其他 自筹资金 其它资金 其他来源
            非财政拨款数 单位自有资金 其他收入 非财政拨款 非财政资金 单位自筹
            年度其他资金 其他财政资金""",
        }
    ).items()
}
# Any other composition of the same words, and a sum among the money itself.
_OWN = (
    "项目|本年?度?|当年度?|今年|年度|全年|年初|财政|部门|单位|专项|申报|申请|批复|安排"
)
_OWN += "|支出|预算|资金|经费|下达|核定|投入|需求"
COMPOSED = (
    ("total", re.compile(f"^(?:{_OWN})+(?:总?金额|总额|总?数|总量|合计|总计|规模)$")),
    ("total", re.compile(f"^(?:{_OWN})*(?:本年度?|当年度?|年度|全年)(?:{_OWN})*预算$")),
    ("total", re.compile("^(?:合计|总计|共计|小计)$")),
    (
        "fiscal",
        re.compile(
            "^(?:本年度?|当年度?|年度)?(?:财政|一般公共预算)(?:财政|预算|性|资金|拨款|补助"
            "|安排|投入)*(?:收入|资金|数|金额|小计)?$"
        ),
    ),
)


def field_of(label: str) -> str | None:
    """Which of :data:`FIELDS` a label names."""
    word = key(label)
    named = "name" if _NAMED.match(word) else None
    return FIELDS.get(word) or FIELDS.get(bare(word)) or named


# What a project had in earlier years: 同名项目上年预算额.
_BEFORE_NOW = re.compile(
    "^(?:同名|本)?项目?[上前去往近][一两三]?年度?(?:项目|财政)?(?:预算|资金|实际|执行|支出)+(?:执行|支出|完成)?"
    "(?:数|额|金额|总额|情况)?$"
)


def is_of_a_level(word: str) -> bool:
    """Whether it is money of one level of government: the sheet keeps it as a fact."""
    return bool(_OF_A_LEVEL.match(word))


@lru_cache(4096)
def amount(word: str) -> tuple[str, str] | None:
    """(of which years, what) a label of money says: see :data:`AMOUNTS`."""
    if word in AMOUNTS:
        side, name = AMOUNTS[word]
        return side, name
    if word in OTHER_MONEY or word in FACTS or word in BLOCKS or is_of_a_level(word):
        return None
    if _BEFORE_NOW.match(word):
        return None
    for name, pattern in COMPOSED:
        if pattern.match(word):
            if name == "fiscal":
                return "same", name
            return "annual" if ANNUAL.search(word) else "any", name
    return None


# The columns of a block of money, the target's own first.
BUDGET_COLUMNS = tuple(
    """年初预算数 年初预算 年初预算金额 预算申请数 本年申请数 年度预算数 预算数 预算金额
    年初数 预算安排数 本年预算数 金额 批复数 全年预算数 全年预算 全年预算金额
    调整后预算数 调整预算数 调整后预算""".split()
)
OTHER_MONEY = _words(
    """全年执行数 执行数 实际执行数 执行率 分值 得分 实际支出数 支出数 实际支出
    预算执行率 执行率(%) 权重 到位数 资金到位 到位率 执行金额 年度执行数
    全年执行金额 累计支出 1-7月执行数 1-7月执行率 全年预计执行数 上年预算 上年执行
    上年预算数 上年执行数 前两年实际执行数 预算执行数 资金到位率 结余 结余数
    偏差原因 实际到位数 决算数 执行率分值"""
)

# --- Goals ------------------------------------------------------------------------
GOALS = _words(
    """绩效目标 年度目标 年度绩效目标 年度总体目标 总体目标 本年度绩效目标 当年绩效目标
    项目绩效目标 项目年度绩效目标 总体绩效目标 项目总目标 项目总体目标 中期目标 长期目标
    年度总体绩效目标 中期绩效目标 长期绩效目标 中期滚动目标 实施期目标 总目标
    实施期绩效目标 当年目标 本年度目标 项目目标 绩效总目标 项目总体绩效目标 预期目标
    当年整体绩效目标 整体绩效目标 年度整体绩效目标 实施期总目标 项目中期目标
    项目年度目标 年初设定目标 年初绩效目标 年初目标 目标 本年绩效目标 本年目标
    部门整体绩效目标 项目预期目标 绩效目标内容 年度履职目标 实施周期目标
    年度目标完成情况 年度总体目标完成情况 总体目标完成情况 绩效目标完成情况
    实施期绩效总目标 部门整体支出年度绩效目标 项目绩效总目标 整体目标 部门年度目标"""
)
# Any other composition of the same words: 项目当年绩效目标, 年度总目标.
_AIM = re.compile(
    "^(?:项目|专项|政策|部门|单位|支出|预算|资金|本?年度?|当年度?|今年|全年|年初|总体?|整体"
    "|具体|绩效|预期|设定|申报|实施期|实施周期|中期|长期|中长期|阶段性?)+目标(?:内容|描述|概述)?$"
)
# Above the text of a goal: which side it is, or that it is no target.
GOAL_LEFT = re.compile("实际|完成情况|执行情况|完成目标")
GOAL_NUMBER = re.compile(r"^(?:绩效)?目标[(]?[\d一二三四五六七八九十]*[)]?$")
DOTS = re.compile(r"^[.．。…·]+$")
# The number before a line, as the form prints it and as people copy it.
PRINTED_GOAL = re.compile(r"^\s*目标([\d一二三四五六七八九十]+)：")
PRINTED_INDICATOR = re.compile(r"^\s*指标\s*[\d一二三四五六七八九十]+\s*：")
TYPED_INDICATOR = re.compile(r"^\s*指标\s*[\d一二三四五六七八九十]+\s*[：:、.．]")

# --- Values -----------------------------------------------------------------------
# What stands in a column of signs, whatever it is called.
SIGNS = _words(
    """≥ ≤ > < = ≧ ≦ >= <= 大于 小于 等于 大于等于 小于等于 大于或等于 小于或等于 不少于
    不低于 不高于 不超过 不大于 不小于"""
)
# A kind and no sign.
NO_SIGN = _words("定性 定量 定性指标 定量指标 其他 无 不适用 / - — 定量(其他) 正向指标")
NOTHING = re.compile(r"^(?:[-—－–/、\s]*|[无空]|不适用)$")
MONTHS = {"一季度": 3, "二季度": 6, "三季度": 9, "四季度": 12}
MONTHS |= {"1季度": 3, "2季度": 6, "3季度": 9, "4季度": 12}
MONTHS |= {"上半年": 6, "全年": 12}
MONTH = re.compile(r"^(?:1[-至到])?(\d{1,2})月[底末份]*$")

# --- Units ------------------------------------------------------------------------
# 万元人民币, RMB万元: the currency may stand on either side.
_CURRENCY = r"(?:人民币：?|RMB：?)?"
ANY_UNIT = "|".join(money.UNITS)
_MONEY_UNIT = rf"{_CURRENCY}({ANY_UNIT}){_CURRENCY}"
UNIT = re.compile(rf"单位：?{_MONEY_UNIT}")
# A cell that says the unit and nothing else.
UNIT_CELL = re.compile(rf"^[（(]?(?:金额|货币|资金|计量)?单位：?{_MONEY_UNIT}[)）]?$")
# The same beside an amount, without a label.
UNIT_BESIDE = re.compile(rf"^[（(]?(?:单位：?)?{_MONEY_UNIT}[)）]?$")
# Which of the papers it is, beside a title.
ANNEX = re.compile(r"^附[件表][\d一二三四五六七八九十-]*：?$")
UNIT_IN_LABEL = re.compile(rf"[（(](?:单位：?)?{_MONEY_UNIT}[)）]")
AMOUNT_WITH_UNIT = re.compile(
    rf"^([¥￥]?[\d.,，．]+)({ANY_UNIT}|[万亿])(?:[（(][^（()）]*[)）])?$"
)

# --- Titles -----------------------------------------------------------------------
TITLE = re.compile(
    r"绩效(?:目标|自评|评价|批复|指标|监控)\S{0,12}?表(?:[（(][^（）()]*[)）])*$"
)
YEAR_LINE = re.compile(r"^[（(]?(?:(?:19|20)\d\d)?[_ ]*年度?[)）]?$")
YEAR_IN_TITLE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年?")


# A label with a unit behind it that is no word of these lists names a block of money.
LONGEST_LABEL = 18


KINDS: tuple[tuple[str, Container[str]], ...] = (
    ("field", FIELDS),
    ("tasks", TASKS),
    ("goal", GOALS),
    ("amount", AMOUNTS),
    ("block", BLOCKS),
    ("fact", FACTS),
)


def is_block(word: str) -> bool:
    """Whether a label only names the cells beside it."""
    return word in BLOCKS or bool(_MEASURED.match(word))


def is_goal(word: str) -> bool:
    """Whether a label, as :func:`key` has it, stands above or beside a goal."""
    return word in GOALS or bool(_AIM.match(word))


@lru_cache(8192)
def kind_of(text: str) -> tuple[str, str] | None:
    """(what a label of the head is: field, tasks, goal, amount, block, fact; key)."""
    label = key(text)
    for word in (label, bare(label)):
        if not word:
            continue
        for kind, known in KINDS:
            if word in known:
                return kind, word
        if _NAMED.match(word):
            return "field", "项目名称"
        if is_goal(word):
            return "goal", word
        if amount(word):
            return "amount", word
        if is_of_a_level(word) or _BEFORE_NOW.match(word):
            return "fact", word
        if is_block(word):
            return "block", word
    if UNIT_IN_LABEL.search(squeeze(text)) and 0 < len(label) <= LONGEST_LABEL:
        return "block", label
    return None


@lru_cache(8192)
def is_label(text: str) -> bool:
    """Whether the head of a form knows these words."""
    label = key(text)
    words = (label, bare(label))
    return any(
        w in FACTS or field_of(w) or is_goal(w) or amount(w) or is_of_a_level(w)
        for w in words
        if w
    )
