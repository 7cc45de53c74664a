"""Forms of other places, in six kinds of file: what a person reads there is read.

They are written from knowledge of what is published, not copied: the judge of the
readers is a table that nobody here has seen.
"""

import pytest

from sheets import readers

from . import forms, unseen

# A header whose parts are merged themselves, which the kind of file does not tell: by
# counting, no column is found. It is told, and stays out of this list's tests.
FLAT = {"md", "txt", "clip"}
NOT_IN = {"prev-values": {"md", "txt"}}
CASES = [
    (name, kind)
    for name in unseen.NAMES
    for kind in unseen.MAKERS
    if kind not in NOT_IN.get(name, ())
]


def read(name: str, kind: str) -> readers.Reading:
    suffix = "txt" if kind == "clip" else kind
    return readers.read(f"a.{suffix}", unseen.MAKERS[kind](unseen.load(name)))


def test_there_are_many():
    assert len(unseen.NAMES) >= 30
    assert len(CASES) > 200


@pytest.mark.parametrize(("name", "kind"), CASES, ids=map("-".join, CASES))
def test_a_form_of_another_place(name, kind):
    wanted = unseen.load(name).wanted
    reading = read(name, kind)
    assert unseen.as_read(reading, wanted) == wanted
    assert [message.message for message in reading.errors] == []


@pytest.mark.parametrize("name", sorted(NOT_IN))
@pytest.mark.parametrize("kind", sorted(FLAT))
def test_what_a_kind_of_file_does_not_tell_is_said(name, kind):
    if kind in NOT_IN[name]:
        reading = read(name, kind)
        assert reading.errors or reading.warnings


def test_the_makers_make_what_offices_save():
    form = unseen.load("foot-notes")
    assert "项目编码及名称\t130123-乡村医生补助" in unseen.MAKERS["clip"](form).decode()
    assert "\t130123-乡村医生补助\n\n\t年度资金" in unseen.MAKERS["txt"](form).decode()
    assert forms.table_of(form.rows).width == 5
