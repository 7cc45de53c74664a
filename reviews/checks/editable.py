"""Which settings of a year an office changes on its page, and in which words.

A test holds that every field of :class:`~reviews.checks.settings.Settings` stands here
or in :data:`ELSEWHERE`.
"""

from dataclasses import MISSING, dataclass, fields
from typing import Any

from .inputs import Groups, Kind, Lists, Number, Numbers, Pairs, Pattern, Words
from .settings import Settings

PERCENT = Number(0, 100, "%")
WORDS = Words()
GROUPS = Groups()


@dataclass(frozen=True)
class Editable:
    """One setting: ``name`` in Settings, and the rules that read it."""

    name: str
    label: str
    kind: Kind
    checks: tuple[str, ...]

    @property
    def default(self) -> Any:
        return DEFAULTS[self.name]


def _default(one: Any) -> Any:
    return one.default if one.default is not MISSING else one.default_factory()


DEFAULTS = {one.name: _default(one) for one in fields(Settings)}


def _rows(*rows: tuple[str, str, Kind, str]) -> tuple[Editable, ...]:
    return tuple(
        Editable(name, label, kind, tuple(checks.split()))
        for name, label, kind, checks in rows
    )


THRESHOLDS = _rows(
    (
        "progress",
        "支出进度：月底应达到的累计百分比",
        Numbers("月份", "百分比", keys=(1, 12)),
        "C10",
    ),
    ("satisfaction", "满意度指标值的下限", PERCENT, "C56"),
    ("usage_length", "资金用途至少的字数", Number(0, 200), "C07"),
    ("goal_length", "绩效目标至少的字数", Number(0, 200), "C11"),
    ("copied_share", "与上年相同到多少算复制", PERCENT, "C30"),
    ("link_share", "分项目标与项目的文字有多少相同算对应", PERCENT, "C34 C35"),
    ("same_indicators", "与另一项目相同的指标到多少算复制", PERCENT, "C40"),
    ("cost_factor", "单位成本与同类项目中位数相差几倍算异常", Number(2, 100), "C43"),
    ("cost_peers", "至少与几个同类项目比较单位成本", Number(2, 100), "C43"),
    ("most", "“多数”指多少", PERCENT, "C53 C59"),
    ("safe_share", "100%的指标值到多少提示", PERCENT, "C59"),
    ("compared_projects", "至少几个项目才比较是否通用", Number(2, 100), "C53 C59"),
    (
        "least_quantities",
        "预算数超过多少万元，至少要几个数量指标",
        Numbers("万元", "个数", keys=(0, 99_999_999), items=(1, 50)),
        "C60",
    ),
    (
        "tier_weights",
        "一级指标的权重（分）",
        Numbers("一级指标", "分值"),
        "C62",
    ),
    ("code_pattern", "项目编码的格式", Pattern(), "C02"),
)
FORM_WORDS = _rows(
    ("empty_usages", "不说明用途的词", WORDS, "C07"),
    ("goal_breaks", "目标停在这些词上，算没有写完", WORDS, "C11"),
    ("goal_verbs", "后面要有内容的动词", WORDS, "C11"),
    ("placeholders", "只写这些词的单元格，算没有填写", WORDS, "C12"),
    ("prompts", "表样里的填写提示", WORDS, "C12"),
    ("not_applicable", "表示不涉及的写法", WORDS, "C14 C15"),
    ("capital_words", "要有成本指标的项目（工程、采购类）", WORDS, "C14"),
    (
        "tiers",
        "标准的一级指标和它的二级指标",
        Lists("一级指标", "二级指标 二级指标"),
        "C23",
    ),
    ("measure_names", "像指标名称的结尾（后面要有数值）", WORDS, "C16"),
    ("statements", "像陈述句的开头（不要求数值）", WORDS, "C16"),
    ("typos", "错别字", Pairs("错词", "正确写法"), "C20"),
)
YEAR_WORDS = _rows(
    ("baseline_words", "可以写其他年份的词（基数、结转等）", WORDS, "C24 C25"),
    ("past_words", "可以写以前年份的词（文件、批复等）", WORDS, "C24 C25"),
    ("monthly_words", "按月、按季支付的内容", WORDS, "C27"),
    ("once_words", "一次性支付的内容", WORDS, "C27 C28"),
    ("timely_words", "表示按时的词", WORDS, "C28"),
    ("paying_words", "表示支付的词", WORDS, "C28"),
    ("promise_words", "表示支出进度的词", WORDS, "C28"),
)
LINK_WORDS = _rows(
    ("people", "可以互相代替的对象", GROUPS, "C36 C37 C38 C41"),
    ("people_states", "改变对象的词（离任、退休等）", WORDS, "C38 C41"),
    ("gift_words", "发给个人的资金", WORDS, "C38 C41"),
    ("paid_things", "资金支付的内容", GROUPS, "C36"),
    ("pay_verbs", "表示支付的动词", WORDS, "C36"),
    ("common_words", "比较目标时不计的常用词", WORDS, "C34 C35"),
    ("domains", "效益的领域和项目里相应的字词", Pairs("领域的词", "项目的词"), "C33"),
    ("recipient_words", "指领取人的词", WORDS, "C37"),
    ("anyone", "泛指服务对象的词", WORDS, "C38"),
)
QUALITY_WORDS = _rows(
    ("rates", "比率类指标的结尾", WORDS, "C45 C54 C55"),
    ("not_rates", "以“率”结尾但不是百分比的词", WORDS, "C45 C54"),
    ("bounded_rates", "不会超过100%的比率", WORDS, "C54 C63"),
    ("unbounded_rates", "可以超过100%的比率", WORDS, "C54"),
    ("rate_like", "可以用百分数的其他结尾", WORDS, "C54 C55"),
    ("growth", "增减幅度的词", WORDS, "C54 C55 C63"),
    ("progress_words", "进度类的词（不算质量）", WORDS, "C46"),
    (
        "count_units",
        "数量类指标的结尾和单位",
        Pairs("结尾", "单位（可以不写）", needs_right=False),
        "C45 C46 C54",
    ),
    ("faults", "越少越好的词", WORDS, "C46 C63"),
    ("merits", "表示质量的词", WORDS, "C46"),
    ("unitless", "不用单位的指标", WORDS, "C54"),
    ("cost_rates", "可以作为成本控制的比率", WORDS, "C47"),
    ("payments", "可以有下限的支付内容", WORDS, "C63"),
    ("question_words", "问句的词", WORDS, "C48 C50"),
    ("fillers", "重复名称时不计的词", WORDS, "C49 C50"),
    ("vague_words", "笼统的定性词", WORDS, "C52"),
    ("time_words", "表示频率或期间的词", WORDS, "C51"),
    ("vague_bases", "笼统的依据", WORDS, "C58"),
    ("known_bases", "直接认可的依据", WORDS, "C58"),
    ("survey_words", "调查方式的词", WORDS, "C57"),
)
PUBLIC_WORDS = _rows(
    ("sensitive_words", "公开前要审核的词", WORDS, "C64"),
    ("foreign_words", "不属于本单位的职责", WORDS, "C66"),
)
# As the page shows them.
SECTIONS = (
    ("阈值", THRESHOLDS),
    ("词表：格式和完整性", FORM_WORDS),
    ("词表：年份和时间", YEAR_WORDS),
    ("词表：目标、指标和资金", LINK_WORDS),
    ("词表：指标质量", QUALITY_WORDS),
    ("词表：公开前的审核", PUBLIC_WORDS),
)
EDITABLE = {one.name: one for _, part in SECTIONS for one in part}
# Field → why it is not on the page of thresholds and word lists.
ELSEWHERE = {"severities": "在“规则”页逐条选择"}


def of_check(check: str) -> list[Editable]:
    """The thresholds and word lists that a rule reads."""
    return [one for one in EDITABLE.values() if check in one.checks]
