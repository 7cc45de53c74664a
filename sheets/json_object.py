"""Typed values out of a JSON object; what is wrong is said in the words of the form."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from perftargets.errors import BadFile

from . import fields, money
from .sheet import Pairs
from .typed import as_label, plain

# What the keys are called on the form; the others have their cell's own label.
WORDS = {
    **fields.LABELS,
    **{section: name for section, (name, _) in fields.OVERALL_LABELS.items()},
    **{"overall": "部门整体绩效目标", "department": "部门", "projects": "项目"},
    **{"year": "预算年度", "layout": "表式", "overall_layout": "部门的表式"},
    **{"labels": "栏目名称", "label": "名称", "text": "内容", "name": "名称"},
    **{
        "facts": "其他栏目",
        "extra": "其他栏目",
        "medium": "中期目标",
        "period": "年份",
    },
    **{"budget": "预算", "total": "总额", "fiscal": "财政拨款", "other": "其他资金"},
    **{
        "plan": "资金支出计划",
        "month": "月份",
        "percent": "百分比",
        "goals": "绩效目标",
    },
    **{"title": "标题", "goal": "绩效目标", "content": "主要内容"},
}
LONGEST_NAME = 40  # characters of it in a message
NAMES = ("name", "title", "tier3", "label")  # of an object, in this order


class ObjectReader:
    """Takes typed values out of a JSON object and says in the form's words what is
    wrong: ``where`` is the object in words, ``above`` the keys of its parts."""

    def __init__(self, data: object, where: str = "", above: str = "") -> None:
        if not isinstance(data, dict):
            path = f"（{above[:-1]}）" if above else ""
            raise BadFile(f"JSON 文件里{where}{path}应是一个对象（{{…}}）")
        self.data: dict[str, Any] = data
        self.where = where
        self.above = above

    def bad(self, key: str, what: str) -> BadFile:
        """The error of one cell, with the key by which it is found in the file."""
        path = f"{self.above}{key}"
        label = WORDS.get(".".join(path.split(".")[-2:])) or WORDS.get(key, key)
        return BadFile(f"JSON 文件里{self.where}的“{label}”（{path}）{what}")

    def text(self, key: str) -> str | None:
        value = self.data.get(key)
        if value is not None and not isinstance(value, str):
            raise self.bad(key, "应是文字（或 null）")
        return value if value is None else plain(value)

    def required(self, key: str) -> str:
        value = self.text(key)
        if value is None:
            raise self.bad(key, "应是文字，不能没有")
        return value

    def integer(self, key: str) -> int | None:
        value = self.data.get(key)
        if value is not None and (not isinstance(value, int) or value is True):
            raise self.bad(key, "应是整数（或 null）")
        return value

    def amount(self, key: str) -> Decimal | None:
        try:
            return money.parse(self.text(key))
        except ValueError as error:
            raise self.bad(key, f"不对：{error}") from None

    def items(self, key: str) -> list[Any]:
        value = self.data.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.bad(key, "应是列表（或 null）")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.items(key)
        if not all(isinstance(value, str) for value in values):
            raise self.bad(key, "应是文字的列表")
        return tuple(plain(value) for value in values)

    def pairs(self, key: str) -> Pairs:
        """Labels without blanks, since they name cells; each of them once."""
        pairs: Pairs = self.objects(
            key,
            lambda pair: (as_label(pair.required("label")), pair.text("text") or ""),
        )
        labels = [label for label, _ in pairs]
        if "" in labels or len(set(labels)) < len(labels):
            raise self.bad(key, "里有重复的或空的名称")
        return pairs

    def objects(
        self, key: str, build: Callable[["ObjectReader"], Any]
    ) -> tuple[Any, ...]:
        return tuple(
            build(ObjectReader(value, self._item(key, number, value)))
            for number, value in enumerate(self.items(key), 1)
        )

    def _item(self, key: str, number: int, value: object) -> str:
        """第1个项目“村道养护”的第2个绩效指标“里程”."""
        named = value if isinstance(value, dict) else {}
        texts = (named.get(name) for name in NAMES)
        name = next((text for text in texts if text and isinstance(text, str)), "")
        called = f"“{plain(name)[:LONGEST_NAME]}”" if name else ""
        return self._below(f"第{number}个{WORDS[key]}{called}")

    def _below(self, words: str) -> str:
        return f"{self.where}的{words}" if self.where else words

    def child(self, key: str) -> "ObjectReader":
        """A part that has its name from its key alone."""
        data, where = self.data.get(key) or {}, self._below(WORDS[key])
        return ObjectReader(data, where, f"{self.above}{key}.")
