"""Taking an import back, while nobody has gone on with it."""

from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from attachments import services as attachments
from audit.models import Entry
from exchange import imports
from exchange.models import State
from indicators import store
from indicators.models import Draft
from indicators.services import create_project_target, save_target
from perftargets.errors import Conflict, NotAllowed
from projects.models import BudgetYear, Project, Target
from sheets.sheet import Sheet
from tests.exchange.importing import NAME, changed, everything, stored, take
from tests.reviews.steps import FIRST, put


@pytest.fixture
def taken(batch_of, target):
    """One new project, one changed, one as it was."""
    new = Sheet(name="新项目", usage="新的用途")
    return take(batch_of(new, changed(stored()), stored("征地拆迁补偿款")))


@pytest.fixture
def new(taken) -> Target:
    return Target.objects.with_names().get(project__name="新项目")


def undo(batch) -> None:
    imports.undo(batch=batch, actor=batch.user)


def test_all_is_as_before(batch_of, target):
    before = [store.load(t) for t in Target.objects.with_names().order_by("pk")]
    batch = take(batch_of(Sheet(name="新项目"), changed(stored())))
    undo(batch)
    after = [store.load(t) for t in Target.objects.with_names().order_by("pk")]
    assert after == before
    assert not Project.objects.filter(name="新项目").exists()
    batch.refresh_from_db()
    assert batch.state == State.UNDONE
    assert {item.name for item in batch.items.all()} == {"新项目", NAME}


def test_it_is_in_the_record(taken, new, target):
    subject = new.subject
    undo(taken)
    gone = Entry.objects.of(subject).first()
    assert gone.action == "undo_import"
    assert gone.detail["book"]["projects"][0]["usage"] == "新的用途"
    back = Entry.objects.of(target.subject).first()
    assert (back.action, back.detail["file"]) == ("undo_import", taken.file_name)
    assert [c["before"] for c in back.detail["changes"]] == ["只用于村级组织办公经费。"]
    assert Entry.objects.of(taken.subject).first().action == "undo_import"


def test_a_name_that_was_taken_over(batch_of, target):
    """The changed one gave its name to the new one: both go back."""
    renamed = replace(stored(), name="村级经费")
    batch = batch_of(replace(renamed, usage="甲"))
    from_page = {1: imports.Choice(True, into=NAME, name="村级经费", shown="")}
    [line] = imports.lines(batch, from_page)
    take(batch, {1: replace(line.choice, shown=line.mark)})
    second = take(batch_of(Sheet(name=NAME)))
    with pytest.raises(Exception, match="同名"):
        undo(batch)
    undo(second)
    undo(batch)
    assert stored().usage != "甲"


def test_only_once(taken):
    undo(taken)
    with pytest.raises(Conflict, match="没有撤销过"):
        undo(taken)


def test_what_only_waits_cannot_be_undone(batch_of):
    with pytest.raises(Conflict):
        undo(batch_of(Sheet(name="新项目")))


TOUCHED = {
    "saved": lambda t, user: save_target(
        target=t, actor=user, version=t.version, document=Sheet(name="新项目")
    ),
    "sent for review": lambda t, user: put(t, FIRST),
    "being typed": lambda t, user: Draft.objects.create(
        target=t, user=user, version=t.version, data={}
    ),
    "with a file": lambda t, user: attachments.add(
        target=t,
        actor=user,
        content=ContentFile(b"%PDF-1.4\nstartxref\n0\n%%EOF\n", "方案.pdf"),
    ),
    "gone on with": lambda t, user: create_project_target(
        year=BudgetYear.objects.create(year=2022, scheme=t.year.scheme),
        department=t.department,
        actor=user,
        name="甲",
        continued_from=t.project,
    ),
    "deleted": lambda t, user: imports.services.delete_target(target=t, actor=user),
}


@pytest.mark.parametrize("touch", TOUCHED)
def test_what_was_touched_since_stays(taken, new, touch):
    TOUCHED[touch](new, taken.user)
    before = everything()
    with pytest.raises(Conflict, match="“新项目”在导入以后有改动"):
        undo(taken)
    assert everything() == before


def test_a_changed_one_that_was_saved_since(taken, target):
    target.refresh_from_db()
    save_target(
        target=target, actor=taken.user, version=target.version, document=stored()
    )
    before = everything()
    with pytest.raises(Conflict, match=NAME):
        undo(taken)
    assert everything() == before


def test_not_after_the_last_day(taken, year):
    year.closes_on = timezone.localdate() - timezone.timedelta(days=1)
    year.save()
    before = everything()
    with pytest.raises(NotAllowed, match="截止"):
        undo(taken)
    assert everything() == before


def test_one_after_the_other(batch_of, target):
    """What an undo puts back is what the import before it had left."""
    batches = [
        take(batch_of(Sheet(name="新项目", usage=usage)))
        for usage in ("甲", "乙", "丙")
    ]
    undo(batches[2])
    assert stored("新项目").usage == "乙"
    undo(batches[1])
    undo(batches[0])
    assert not Project.objects.filter(name="新项目").exists()


def test_what_was_saved_between_two_imports_stays(batch_of, target, people):
    first = take(batch_of(Sheet(name="新项目", usage="甲")))
    made = Target.objects.with_names().get(project__name="新项目")
    save_target(
        target=made,
        actor=people["tianbao"],
        version=made.version,
        document=Sheet(name="新项目", usage="手工改的"),
    )
    second = take(batch_of(Sheet(name="新项目", usage="乙")))
    undo(second)
    assert stored("新项目").usage == "手工改的"
    with pytest.raises(Conflict, match="不能撤销"):
        undo(first)
