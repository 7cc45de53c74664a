from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from attachments import services
from attachments.models import Attachment
from departments.models import User
from projects.models import Target


@pytest.fixture
def disk(settings) -> Path:
    """Where the files are."""
    return settings.ATTACHMENTS_DIR


@pytest.fixture
def filler(people) -> User:
    return people["tianbao"]


@pytest.fixture
def add(target, filler):
    """``add("a.pdf", content)`` as the target's filler."""

    def add_to(name: str, content: bytes, to: Target = target) -> Attachment:
        file = ContentFile(content, name)
        return services.add(target=to, actor=filler, content=file)

    return add_to
