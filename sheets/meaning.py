"""What the grammar understood of a 指标值, said back to the person who types it."""

from .value import Value

WORDS = {"=": "等于", "≥": "不少于", "≤": "不超过", ">": "多于", "<": "少于"}
DATE_WORDS = {"=": "", "≥": "不早于", "≤": "不晚于", ">": "晚于", "<": "早于"}


def describe(value: Value) -> str:
    """ "≥95%" → "不少于 95 %"; says so when there is no number and no date."""
    if value.kind == "number":
        return f"{WORDS[value.operator or '=']} {value.number} {value.unit}".rstrip()
    if value.kind == "range":
        return f"{value.number} 至 {value.upper} {value.unit}".rstrip()
    if value.kind == "date":
        return _describe_date(value)
    return "文字（没有数值或日期，按原文保留）"


def _describe_date(value: Value) -> str:
    if value.date is None:
        return "日期（没有写年份）"
    word = DATE_WORDS[value.operator or "="]
    start = f"{value.start} 至 " if value.start else ""
    return f"日期 {start}{word} {value.date}".replace("  ", " ")
