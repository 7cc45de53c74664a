from collections.abc import Callable

import pytest
from django.core.management import call_command

from departments.models import Department
from departments.services import save_department
from library.models import LibraryEntry, State
from projects.models import Target, Tier
from reviews import flow
from tests.reviews.steps import SECOND, put, step

SCHEME = "hebei-2021"


@pytest.fixture
def shared(office) -> None:
    """The indicators that come with the system."""
    call_command("loaddata", "library", verbosity=0)


@pytest.fixture
def filler(as_user):
    return as_user("tianbao")


@pytest.fixture
def finance(as_user):
    return as_user("caizheng")


@pytest.fixture
def approved(target, people) -> Target:
    """村级组织经费 through the last step of its review."""
    return step(put(target, SECOND), flow.PASS, people["caizheng"])


def tier(label: str) -> Tier:
    return Tier.objects.get(scheme__code=SCHEME, label=label, parent__isnull=False)


@pytest.fixture
def make_entry(office) -> Callable[..., LibraryEntry]:
    def make(name: str, label: str = "数量指标", **more) -> LibraryEntry:
        more = {"department": office, "state": State.CONFIRMED, **more}
        return LibraryEntry.objects.create(tier=tier(label), name=name, **more)

    return make


@pytest.fixture
def elsewhere_below(office) -> Department:
    return save_department(
        department=Department(code="001009", name="某社区", parent=office)
    )
