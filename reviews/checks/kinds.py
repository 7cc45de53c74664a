"""Whether an indicator belongs to its tier, and whether a tier is missing: C75, C76."""

import re
from collections.abc import Iterator

from sheets.sheet import Sheet

from . import sources
from .base import Case, Check, Dimension, NotCheckable, Seen, Severity, register
from .rows import Kind, Row, rows_of
from .text import joined, quoted, squeeze

_CONTENT = re.compile("满意|安全感|获得感|幸福感|认可|好评|评价|投诉")
# A table of these has no rows of satisfaction to put it into.
_SATISFIED = re.compile("满意(?:度|率|程度)")
_TIME = re.compile(
    "[年月日天季周旬时期频]|分钟|及时|按时|准时|进度|[完竣开]工|完成|到位|速度|效率|提前"
    "|阶段|迅速|响应|当前"
)
_NATURE = re.compile(
    "[环绿林草水土气污废尘碳湿煤油电能]|生态|垃圾|噪|资源|秸秆|农药|化肥|自然|气候"
    "|PM2|PM10|COD|需氧量|氨氮|总磷|浓度|清洁|卫生|排放|动物|植物|荒漠|耕地|美化|美丽|减排|节|宜居|保洁|洁净|无纸"
)
_ECONOMY = re.compile(
    "[钱税财费价元利益]|经济|收入|产值|产量|成本|节约|节支|增收|就业|资金|投资|消费|产业"
    "|企业|损失|效率|经营|市场|农业|生产|销|营商|招商|贸易|旅游|资产|债|融资|贷款|扶贫"
    "|脱贫|贫困|致富|增长|增产|亩产|产出|补贴|补助|负担|经费|支出|开支|预算|岗位|带动"
)
_BELONGS = {
    Kind.TIME: (_TIME, "什么时候完成、多快、多少次"),
    Kind.ECOLOGICAL: (_NATURE, "对环境、资源、生态的影响"),
    Kind.ECONOMIC: (_ECONOMY, "收入、成本、产业等经济变化"),
}


@register
class OtherKind(Check):
    """满意度 stands in another tier (warning); or rows of 满意度, 时效, 经济效益 and
    生态效益 hold no word of that kind. The word lists are ours, so those are hints."""

    id = "C75"
    name = "指标与所属类别不符"
    dimension = Dimension.RELEVANT
    severity = Severity.WARNING
    source = sources.GUIDE
    needs = "二级指标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        rows = [row for row in rows_of(sheet, case) if row.kind]
        if not rows:
            raise NotCheckable("表中没有二级指标")
        for row in rows:
            if row.kind is not Kind.SATISFACTION:
                if _SATISFIED.search(row.name):
                    message = (
                        f"{quoted(row.name)} 是满意度，却放在{row.kind}中。"
                        f"请移到满意度指标，这里另写{row.kind}"
                    )
                    yield row.name_path, row.name, message
                    continue
            if wanted := self._wanted(row):
                message = (
                    f"{row.kind} {quoted(row.name)} 看不出与这一类有关，"
                    f"这里应写{wanted}。请核对，放错的移到相应类别"
                )
                yield row.name_path, row.name, message, Severity.HINT

    def _wanted(self, row: Row) -> str:
        """What the tier wants and the row does not say; "" if it does."""
        said = squeeze(joined(row.cells.texts[:3]))
        if row.kind is Kind.SATISFACTION:
            return "" if _CONTENT.search(said) else "服务对象是否满意"
        words, wanted = _BELONGS.get(row.kind or Kind.BENEFIT, (None, ""))
        if words is None or words.search(said):
            return ""
        return "" if row.kind is Kind.TIME and row.value.kind == "date" else wanted


@register
class OutputMissing(Check):
    """A table with 产出 indicators by tier 2 has none for 数量 or 质量 (warning: both
    are asked for in principle) or for 时效 (hint). A printed empty row is C15's."""

    id = "C76"
    name = "产出指标缺二级指标"
    dimension = Dimension.COMPLETE
    severity = Severity.WARNING
    source = sources.GUIDE
    needs = "二级指标"

    def sheet(self, sheet: Sheet, case: Case) -> Iterator[Seen]:
        outputs = (Kind.QUANTITY, Kind.QUALITY, Kind.TIME)
        kinds = {row.kind for row in rows_of(sheet, case)}
        if not kinds & {*outputs, Kind.COST}:
            raise NotCheckable("没有按二级指标填写产出指标")
        printed = {squeeze(row.tier2) for row in sheet.indicators}
        for kind in outputs:
            if kind in kinds or kind.value in printed:
                continue
            seen = "indicators", "", f"产出指标中没有{kind}，请补充，或说明不适用的理由"
            yield (*seen, Severity.HINT) if kind is Kind.TIME else seen
