"""A header of two rows in a text, where nothing tells which cells are merged.

Above stand all labels once: 项目名称, 项目金额, 绩效指标. Below, one that reaches down
goes on as an empty cell, and one that is divided has its parts under it: "", 资金总额,
财政拨款, 一级指标, 二级指标. Where a merged cell is followed by empty ones the rows are
equally long, else the one below is longer. They become one row.
"""

from collections.abc import Sequence
from itertools import groupby

from .columns import column
from .header import is_header, part_of
from .labels import kind_of

Text = tuple[str, int, int]  # and the row and the number of its cell


def joined(rows: Sequence[list[Text]]) -> list[list[Text]]:
    """The same rows, with one in the place of each such header."""
    found: list[list[Text]] = []
    for row in rows:
        both = _joined(found[-1], row) if found else []
        if both and is_header([text for text, *_ in both if text]):
            found[-1] = both
        else:
            found.append(row)
    return found


def _joined(above: list[Text], below: list[Text]) -> list[Text]:
    labels = [text for text, *_ in above if text.strip()]
    unknown = sum(not _is_known(text) for text in labels)
    if 3 * unknown > len(labels):
        return []
    if len(above) == len(below):
        return _padded(above, below)
    return _counted(above, below) if len(labels) == len(above) < len(below) else []


def _padded(above: list[Text], below: list[Text]) -> list[Text]:
    found: list[Text] = []
    over, is_divided = "", False
    for label, (text, row, number) in zip(above, below, strict=True):
        over = label[0].strip() or over
        is_divided |= bool(text.strip()) and not label[0].strip()
        if not text.strip():
            found.append(label)
        elif leaf := _leaf([over], text):
            found.append((leaf, row, number))
        else:
            return []
    return found if is_divided else []


def _counted(above: list[Text], below: list[Text]) -> list[Text]:
    runs = [
        (is_part, list(run))
        for is_part, run in groupby(below, lambda cell: bool(cell[0].strip()))
    ]
    parts = sum(is_part for is_part, _ in runs)
    divided = len(above) - sum(len(run) for is_part, run in runs if not is_part)
    # Two divided labels side by side: where the first one ends, nothing says.
    if len(runs) < 2 or parts > divided or (parts > 1 and parts != divided):
        return []
    found: list[Text] = []
    labels = iter(above)
    for is_part, run in runs:
        if is_part:
            over = [next(labels)[0] for _ in range(divided if parts == 1 else 1)]
            found += [(_leaf(over, text), row, number) for text, row, number in run]
        else:
            found += [next(labels) for _ in run]
    return found if all(text for text, *_ in found) else []


def _leaf(over: Sequence[str], text: str) -> str:
    """What a part is called alone; "" if it is no label, and the row no header."""
    part = part_of(over[0], text) if len(over) == 1 else None
    if part == "left" or (part and column(text) == "description"):
        return over[0]
    if part and not column(text):  # 全年 under 指标值
        return f"{text}{over[0]}"
    return text if _is_known(text) else ""


def _is_known(text: str) -> bool:
    return bool(column(text) or kind_of(text))
