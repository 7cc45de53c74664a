import pytest

from projects.models import Target
from reviews import flow

from .steps import SECOND, put, step


@pytest.fixture
def approved(target, people) -> Target:
    return step(put(target, SECOND), flow.PASS, people["caizheng"])
