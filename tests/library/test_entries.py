"""What the library holds: its constraints, its initials, and what comes with it."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from library.models import LibraryEntry, State
from library.pinyin import initials
from projects.models import Tier
from tests.conftest import ROOT

from .conftest import tier

FIXTURE = ROOT / "fixtures" / "library.json"


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("享受资金人数", "xszjrs"),
        ("银行行长", "yhhz"),  # one character, two readings
        ("5G基站（个）Abc", "5gjzgabc"),
        ("、。", ""),
        ("", ""),
    ],
)
def test_initials(text, letters):
    assert initials(text) == letters


def test_the_initials_follow_the_name(make_entry):
    entry = make_entry("补助对象人数")
    assert LibraryEntry.objects.get(initials="bzdxrs") == entry
    entry.name = "走访户数"
    entry.save()
    assert LibraryEntry.objects.get(initials="zfhs") == entry


def test_many_made_at_once_have_initials_too(office):
    LibraryEntry.objects.bulk_create(
        [LibraryEntry(tier=tier("数量指标"), name="补助人数")]
    )
    assert LibraryEntry.objects.get().initials == "bzrs"


def test_a_name_stands_once_in_each_scope(make_entry, office, elsewhere):
    make_entry("补助人数")
    make_entry("补助人数", department=elsewhere)
    make_entry("补助人数", department=None)
    make_entry("补助人数", label="质量指标")
    for department in (office, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_entry("补助人数", department=department)


@pytest.mark.parametrize("wrong", [{"name": ""}, {"state": "lost"}])
def test_the_database_refuses(make_entry, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_entry(**{"name": "补助人数", **wrong})


def test_an_entry_stands_under_a_tier_2_label(office):
    above = Tier.objects.get(scheme__code="hebei-2021", parent=None, label="产出指标")
    with pytest.raises(ValidationError):
        LibraryEntry(tier=above, name="甲", state=State.CONFIRMED).full_clean()


def test_a_label_with_entries_stays(make_entry):
    make_entry("补助人数")
    with pytest.raises(ProtectedError):
        tier("数量指标").delete()


def test_what_comes_with_the_system(shared):
    rows = [row["fields"] for row in json.loads(FIXTURE.read_text("utf-8"))]
    entries = LibraryEntry.objects.all()
    assert len(rows) == entries.count() >= 30
    # A fixture is loaded past pre_save: what it brings must be right.
    assert [row for row in rows if row["initials"] != initials(row["name"])] == []
    for entry in entries:
        entry.full_clean()
        assert entry.department is None
        assert entry.state == State.CONFIRMED
        assert entry.description
        assert entry.basis
        assert entry.hint
    under = {entry.tier.label for entry in entries}
    assert under == {label for _, label in tier("数量指标").scheme.rows()}


def test_loading_it_again_adds_nothing(shared, make_entry, office):
    own = make_entry("补助对象人数")
    count = LibraryEntry.objects.count()
    call_command("loaddata", "library", verbosity=0)
    assert LibraryEntry.objects.count() == count
    assert LibraryEntry.objects.get_by_natural_key(*own.natural_key()) == own


@pytest.mark.parametrize(
    ("more", "hint"),
    [
        ({"direction": "≥", "unit": "%"}, "建议：≥ …%"),
        ({"direction": "="}, "建议：= …"),
        ({"unit": "人"}, "建议：…人"),
        ({"direction": "date"}, "建议：写明完成的年月"),
        ({"direction": "words"}, "建议：定性，分级分档描述"),
        ({}, ""),
    ],
)
def test_the_hint_about_a_value(more, hint):
    assert LibraryEntry(**more).hint == hint
