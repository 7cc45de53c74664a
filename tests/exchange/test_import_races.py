"""Two who press at once: one file is taken once, one change is nobody's loss."""

import pytest

from exchange import imports
from exchange.models import ImportBatch, State
from indicators.services import save_target
from perftargets.errors import Conflict
from projects.models import Project, Target
from sheets.sheet import Sheet
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
