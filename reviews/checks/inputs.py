"""How each kind of setting is shown to an office, read back, and kept as JSON.

``show`` and ``read`` turn a value of :class:`~reviews.checks.settings.Settings` into
the text of one input and back; ``read`` raises ``ValueError`` with a Chinese sentence
that says what to write instead.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

MOST_LINES = 500
LONGEST_WORD = 40
LONGEST_LINE = 500


class Kind(Protocol):
    @property
    def rows(self) -> int:
        """Lines of the input; 1 is a single line."""

    @property
    def how(self) -> str:
        """What to write, for the page."""

    def show(self, value: Any) -> str: ...

    def read(self, text: str) -> Any: ...


def _lines(text: str) -> Iterator[str]:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    filled = list(dict.fromkeys(line for line in lines if line))
    if len(filled) > MOST_LINES:
        raise ValueError(f"最多 {MOST_LINES} 行，请删减")
    for line in filled:
        if len(line) > LONGEST_LINE:
            raise ValueError(f"“{line[:20]}……”这一行太长，最多 {LONGEST_LINE} 个字")
        yield line


def _number(text: str, low: int, high: int, unit: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
        raise ValueError(f"{unit}请填写 {low} 到 {high} 之间的整数，不要写别的字")
    return int(text)


@dataclass(frozen=True)
class Number:
    """A whole number between two bounds."""

    low: int
    high: int
    unit: str = ""
    rows: int = 1

    @property
    def how(self) -> str:
        unit = f"，单位：{self.unit}" if self.unit else ""
        return f"{self.low} 到 {self.high} 的整数{unit}"

    def show(self, value: int) -> str:
        return str(value)

    def read(self, text: str) -> int:
        return _number(text.strip(), self.low, self.high, "")


@dataclass(frozen=True)
class Words:
    """One word a line."""

    rows: int = 6
    how: str = "每行一个词"

    def show(self, value: tuple[str, ...]) -> str:
        return "\n".join(value)

    def read(self, text: str) -> list[str]:
        words = list(_lines(text))
        for word in words:
            if len(word) > LONGEST_WORD:
                raise ValueError(
                    f"“{word[:20]}……”太长，每个词最多 {LONGEST_WORD} 个字；"
                    "请每行写一个词"
                )
        return words


@dataclass(frozen=True)
class Groups:
    """Words that belong together on one line."""

    rows: int = 6
    how: str = "每行一组，组内的词用空格隔开"

    def show(self, value: tuple[str, ...]) -> str:
        return "\n".join(value)

    def read(self, text: str) -> list[str]:
        return list(_lines(text))


@dataclass(frozen=True)
class Pairs:
    """``left=right`` on each line; ``right`` may be nothing."""

    left: str
    right: str
    needs_right: bool = True
    rows: int = 6

    @property
    def how(self) -> str:
        return f"每行一条：{self.left}={self.right}"

    def show(self, value: Mapping[Any, Any]) -> str:
        return "\n".join(f"{key}={self._shown(item)}" for key, item in value.items())

    def _shown(self, item: Any) -> str:
        return str(item)

    def read(self, text: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for line in _lines(text.replace("＝", "=")):
            key, sign, item = (part.strip() for part in line.partition("="))
            if not sign or not key or (self.needs_right and not item):
                raise ValueError(f"“{line}”看不懂，请写成“{self.left}={self.right}”")
            key = self._key(key)
            if key in found:
                raise ValueError(f"“{key}”写了两行，请合并")
            found[key] = self._item(item)
        return found

    def _key(self, text: str) -> str:
        return text

    def _item(self, text: str) -> Any:
        return text


class Lists(Pairs):
    """``left=word word word``."""

    def _shown(self, item: tuple[str, ...]) -> str:
        return " ".join(item)

    def _item(self, text: str) -> list[str]:
        return text.split()


@dataclass(frozen=True)
class Numbers(Pairs):
    """``number=number``, or ``word=number`` where ``keys`` is nothing."""

    rows: int = 3
    keys: tuple[int, int] | None = None
    items: tuple[int, int] = (0, 100)

    def _key(self, text: str) -> str:
        return text if self.keys is None else str(_number(text, *self.keys, self.left))

    def _item(self, text: str) -> int:
        return _number(text.removesuffix("%"), *self.items, self.right)


@dataclass(frozen=True)
class Pattern:
    """A regular expression, or nothing."""

    rows: int = 1
    how: str = "正则表达式，由信息技术人员填写；空着则只要求由字母和数字组成"

    def show(self, value: str) -> str:
        return value

    def read(self, text: str) -> str:
        text = text.strip()
        # A repetition of a repetition can take for ever on a long code.
        if len(text) > 100 or re.search(r"[*+}]\)?[*+{]", text):
            raise ValueError("表达式太长或太复杂，请写简单一些，如 [0-9]{4}-[0-9]{3}")
        try:
            re.compile(text)
        except re.error:
            raise ValueError(
                "不是正确的正则表达式，请核对括号，如 [0-9]{4}-[0-9]{3}"
            ) from None
        return text
