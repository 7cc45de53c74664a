import pytest
from django.test import Client


@pytest.fixture
def filler(as_user) -> Client:
    return as_user("tianbao")
