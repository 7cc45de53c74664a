"""Published tables of many provinces, in each format, against their transcriptions.

The content is verbatim from 22 published documents; the form around it follows five
published families. Compared field by field: texts without blanks and after NFKC,
numbers as numbers.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import pytest

from sheets import readers
from sheets.interchange import book_to_json

from .forms import PUBLISHED

NAMES = sorted(path.stem for path in PUBLISHED.glob("*.json"))
FORMATS = ("html", "xlsx", "docx", "txt")
ROW = ("tier1", "tier2", "tier3", "value", "description", "basis", "weight")
# Three amounts stand in the documents with their unit (250万, 20万元); we keep numbers.
ENOUGH = 0.99


def plain(value: object) -> str:
    text = unicodedata.normalize("NFKC", "" if value is None else str(value))
    text = re.sub(r"\s+", "", text).replace("≧", "≥").replace("≦", "≤")
    try:
        return format(float(text.replace(",", "")), "g")
    except ValueError:
        return text


@cache
def read(name: str, kind: str) -> readers.Reading:
    path = PUBLISHED / f"{name}.{kind}"
    return readers.read(path.name, path.read_bytes())


def pairs(name: str, kind: str) -> Iterator[tuple[str, object, object]]:
    """(field, what the document says, what was read) of every filled field."""
    wanted = json.loads((PUBLISHED / f"{name}.json").read_text("utf-8"))["projects"]
    found = book_to_json(read(name, kind).book)["projects"]
    assert len(found) == len(wanted)
    for want, got in zip(wanted, found, strict=True):
        yield from ((key, want[key], got[key]) for key in ("name", "code", "usage"))
        yield from ((k, v, got["budget"][k]) for k, v in want["budget"].items())
        yield "goals", "".join(want["goals"]), "".join(got["goals"])
        rows = [row for row in got["indicators"] if row["tier3"]]
        named = [row for row in want["indicators"] if row["tier3"]]
        assert [plain(r["tier3"]) for r in rows] == [plain(r["tier3"]) for r in named]
        for one, other in zip(named, rows, strict=True):
            yield from ((key, one[key], other[key]) for key in ROW)


@pytest.mark.parametrize("kind", FORMATS)
def test_nearly_every_field_is_read(kind):
    found = [
        (name, field, want, got)
        for name in NAMES
        for field, want, got in pairs(name, kind)
        if want not in (None, "")
    ]
    wrong = [one for one in found if plain(one[2]) != plain(one[3])]
    assert len(found) > 900
    assert 1 - len(wrong) / len(found) >= ENOUGH, wrong


@pytest.mark.parametrize("name", NAMES)
def test_all_formats_read_the_same(name):
    first, *others = (read(name, kind).book for kind in FORMATS)
    assert all(book == first for book in others)


def test_nothing_is_left_unread():
    assert [m for n in NAMES for k in FORMATS for m in read(n, k).errors] == []


@pytest.mark.parametrize("kind", ["html", "xlsx", "docx"])
def test_every_text_is_in_the_book_or_in_a_message(kind):
    """What the tables of the page say, but the words of the forms."""
    for name in NAMES:
        reading = read(name, kind)
        there = json.dumps(book_to_json(reading.book), ensure_ascii=False)
        there += "".join(m.message for m in reading.warnings)
        there = re.sub(r"\s|\\n", "", there)
        source = (PUBLISHED / f"{name}.html").read_text("utf-8")
        for cell in re.findall(r"<td[^>]*>(.*?)</td>", source):
            text = re.sub(r"<.*?>|\s", "", cell)
            # A longer text is surely no label.
            if len(text) > 14:
                assert text.replace("指标1：", "").split("：")[-1][-14:] in there, text


def test_a_self_evaluation_yields_its_target_part():
    reading = read("56-zhongjiang-shuili", "xlsx")
    [sheet] = reading.book.projects
    assert [row.value for row in sheet.indicators][:3] == ["≥266米", "≥50厘米", "100%"]
    assert sum(row.weight for row in sheet.indicators) == 100
    left = [m.message for m in reading.warnings if "不是绩效目标的内容" in m.message]
    assert any(m.startswith("“实际完成值”") and "Sheet!E" in m for m in left)


def test_the_year_is_in_the_title():
    assert read("104-shengdengshan", "docx").book.year == 2022
    assert read("69-huining-canji", "txt").book.year == 2021
