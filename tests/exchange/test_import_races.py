"""Two who press at once: one file is taken once, one change is nobody's loss."""

from datetime import date

import pytest

from departments.models import Role, User
from exchange import imports
from exchange.models import ImportBatch, State
from indicators.services import save_target
from perftargets.errors import CheckFailed, Conflict
from projects.backfill import Words
from projects.models import BudgetYear, Project, Status, Target
from sheets.sheet import Sheet
from tests.conftest import make_user
from tests.exchange.importing import changed, chosen, stored
from tests.test_races import at_once, fetch, only_loss

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_file_that_is_taken_twice_at_once(batch_of):
    batch = batch_of(Sheet(name="新项目"), changed(stored()))
    choices = chosen(batch)

    def work(meet) -> str:
        meet()
        imports.take(batch=batch, actor=batch.user, choices=choices)
        return "taken"

    assert isinstance(only_loss(at_once(work, work), "taken"), Conflict)
    assert Project.objects.filter(name="新项目").count() == 1
    assert batch.items.count() == 2


def test_a_colleague_saves_while_it_is_taken(batch_of, target, people):
    batch = batch_of(Sheet(name="新项目"), changed(stored()))
    choices = chosen(batch)
    ours = stored()

    def taking(meet) -> str:
        meet()
        imports.take(batch=batch, actor=batch.user, choices=choices)
        return "won"

    def saving(meet) -> str:
        found = fetch(target)
        meet()
        save_target(target=found, actor=people["admin"], version=1, document=ours)
        return "won"

    assert isinstance(only_loss(at_once(taking, saving), "won"), Conflict)
    is_taken = ImportBatch.objects.get().state == State.DONE
    assert Project.objects.filter(name="新项目").exists() == is_taken
    assert Target.objects.get(pk=target.pk).version == 2


def test_taken_back_twice_at_once(batch_of):
    batch = batch_of(Sheet(name="新项目"))
    imports.take(batch=batch, actor=batch.user, choices=chosen(batch))

    def work(meet) -> str:
        meet()
        imports.undo(batch=batch, actor=batch.user)
        return "undone"

    assert isinstance(only_loss(at_once(work, work), "undone"), Conflict)


# ---- 补录 ----------------------------------------------------------------------------

WORDS = Words("系统启用前的批复数据")


@pytest.fixture
def old_file(batch_of, people, office, year):
    """``old_file("甲", sheet)``: read in by a manager of that name, of a year before
    this system; for each their own file."""
    BudgetYear.objects.create(
        year=2019, scheme=year.scheme, closes_on=date(2019, 12, 31)
    )

    def read(name: str, sheet: Sheet) -> ImportBatch:
        user = User.objects.filter(username=name).first()
        user = user or make_user(name, Role.MANAGER, office)
        batch = batch_of(sheet, user=user)
        batch.year = BudgetYear.objects.get(year=2019)
        batch.save(update_fields=["year"])
        return batch

    return read


def bring_in(batch: ImportBatch, meet=lambda: None) -> str:
    choices = chosen(batch)
    meet()
    imports.take(batch=batch, actor=batch.user, choices=choices, words=WORDS)
    return "won"


def test_two_managers_bring_in_the_same_table_at_once(old_file):
    first, second = old_file("甲", Sheet("旧项目")), old_file("乙", Sheet("旧项目"))
    results = at_once(lambda m: bring_in(first, m), lambda m: bring_in(second, m))
    assert isinstance(only_loss(results, "won"), CheckFailed | Conflict)
    target = Target.objects.get(year__year=2019)
    assert target.status == Status.ARCHIVED
    assert target.backfills.count() == 1


def test_two_managers_replace_the_same_table_at_once(old_file):
    bring_in(old_file("甲", Sheet("旧项目")))
    first = old_file("甲", Sheet("旧项目", usage="甲说"))
    second = old_file("乙", Sheet("旧项目", usage="乙说"))
    results = at_once(lambda m: bring_in(first, m), lambda m: bring_in(second, m))
    assert isinstance(only_loss(results, "won"), Conflict)
    target = Target.objects.get(year__year=2019)
    assert [b.number for b in target.backfills.all()] == [2, 1]


def test_taken_back_while_it_is_replaced(old_file):
    batch = old_file("甲", Sheet("旧项目"))
    bring_in(batch)
    better = old_file("乙", Sheet("旧项目", usage="更正"))

    def undoing(meet) -> str:
        meet()
        imports.undo(batch=batch, actor=batch.user)
        return "won"

    results = at_once(undoing, lambda meet: bring_in(better, meet))
    assert isinstance(only_loss(results, "won"), CheckFailed | Conflict)
    left = Target.objects.filter(year__year=2019)
    assert left.exists() == (results[1] == "won")
