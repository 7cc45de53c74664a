"""Words, initials, labels and types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.models import LibraryEntry
from library.search import is_match, words_match

NAMES = {
    "补贴按时发放率": "按规定时间发放的次数占比",
    "补助对象人数": "实际发放补助的人数",
    "工程验收合格率": "一次验收合格的工程数占比",
    "5G基站个数": "建成的基站",
    "合格率100%_以上": "",
}


@pytest.fixture
def entries(make_entry):
    for name, description in NAMES.items():
        make_entry(name, description=description)


def found(text: str) -> set[str]:
    return {e.name for e in LibraryEntry.objects.filter(words_match(text))}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("补助", {"补助对象人数"}),
        ("发放", {"补贴按时发放率", "补助对象人数"}),  # name or description
        ("bz", {"补助对象人数"}),
        ("BZDX", {"补助对象人数"}),
        ("hgl", {"工程验收合格率", "合格率100%_以上"}),  # in the middle
        ("发放 人数", {"补助对象人数"}),
        ("fflu", set()),
        ("发放 ysh", set()),
        ("5g", {"5G基站个数"}),
        ("%", {"合格率100%_以上"}),
        ("_", {"合格率100%_以上"}),
        ("\\", set()),
        ("  ", set(NAMES)),
    ],
)
def test_every_word_is_found(entries, text, names):
    assert found(text) == names


@given(st.text(alphabet="补助对象人数bzdxrs5g%_ \\", max_size=8))
def test_a_line_is_asked_the_same_question(text):
    """What is asked of the database is asked of suggestions, too."""
    for name, description in NAMES.items():
        words = text.split()
        expected = all(
            word.lower() in f"{name}\n{description}".lower()
            or (word.isalnum() and word.isascii() and word.lower() in letters(name))
            for word in words[:8]
        )
        assert is_match(text, name, description) == expected


def letters(name: str) -> str:
    return {
        "补贴按时发放率": "btasffl",
        "补助对象人数": "bzdxrs",
        "工程验收合格率": "gcyshgl",
        "5G基站个数": "5gjzgs",
        "合格率100%_以上": "hgl100ys",
    }[name]


@pytest.mark.parametrize(
    "text", ["补助", "bz", "发放 人数", "hgl", "%", "\\", "5g", ""]
)
def test_both_ways_agree(entries, text):
    assert found(text) == {n for n, d in NAMES.items() if is_match(text, n, d)}
