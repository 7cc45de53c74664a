"""Two at once: the number of files and the submitted list stay true."""

import pytest
from django.core.files.base import ContentFile

from attachments import services
from attachments.models import Attachment
from departments.models import User
from perftargets.errors import CheckFailed, NotAllowed
from projects.models import Target
from reviews import flow
from reviews.services import transition
from tests.clean import make_clean
from tests.test_races import at_once, only_loss

from . import samples

pytestmark = pytest.mark.django_db(transaction=True)


def uploading(target: Target, shade: int):
    actor = User.objects.get(username="tianbao")
    content = samples.png(shade)

    def upload(meet) -> str:
        file = ContentFile(content, f"{shade}.png")
        meet()
        services.add(target=target, actor=actor, content=file)
        return "kept"

    return upload


def test_control_two_who_count_first_both_find_room(target, settings):
    """Count, then write, without the lock of the target."""
    settings.ATTACHMENT_COUNT = 1
    actor = User.objects.get(username="tianbao")

    def careless(mark: str):
        def upload(meet) -> str:
            count = target.attachments.count()
            meet()
            assert count < settings.ATTACHMENT_COUNT
            same = {"target": target, "uploaded_by": actor, "kind": "png", "size": 1}
            Attachment.objects.create(name=mark, sha256=mark, stored=mark, **same)
            return "kept"

        return upload

    assert at_once(careless("1"), careless("2")) == ["kept", "kept"]
    assert target.attachments.count() > settings.ATTACHMENT_COUNT


def test_two_uploads_into_the_last_place(target, settings, disk):
    settings.ATTACHMENT_COUNT = 1
    results = at_once(uploading(target, 1), uploading(target, 2))
    assert isinstance(only_loss(results, "kept"), CheckFailed)
    assert target.attachments.count() == 1
    assert [path.name for path in disk.iterdir()] == [target.attachments.get().stored]


def test_many_uploads_into_few_places(target, settings, disk):
    settings.ATTACHMENT_COUNT = 3
    results = at_once(*(uploading(target, shade) for shade in range(8)))
    assert results.count("kept") == target.attachments.count() == 3
    assert sum(isinstance(result, CheckFailed) for result in results) == 5
    assert len(list(disk.iterdir())) == 3


def test_one_file_sent_twice(target, disk):
    """A second click on 上传."""
    results = at_once(uploading(target, 1), uploading(target, 1))
    assert isinstance(only_loss(results, "kept"), CheckFailed)
    assert len(list(disk.iterdir())) == 1


def test_an_upload_and_a_submission(target, disk):
    """Either the file came first and is evidence, or it did not come."""
    make_clean(target)
    actor = User.objects.get(username="tianbao")

    def submit(meet) -> str:
        mine = Target.objects.with_names().get(pk=target.pk)
        meet()
        transition(target=mine, action=flow.SUBMIT, actor=actor, version=1)
        return "submitted"

    uploaded, submitted = at_once(uploading(target, 1), submit)
    assert submitted == "submitted"
    rows = list(target.attachments.values_list("submitted", flat=True))
    if uploaded == "kept":
        assert rows == [True]
    else:
        assert isinstance(uploaded, NotAllowed)
        assert rows == []
    assert len(list(disk.iterdir()) if disk.exists() else []) == len(rows)


def test_one_file_removed_by_two(target, attachment, disk):
    actor = User.objects.get(username="tianbao")

    def remove(meet) -> bool:
        mine = Attachment.objects.select_related("target").get(pk=attachment.pk)
        meet()
        return services.remove(attachment=mine, actor=actor)

    assert sorted(at_once(remove, remove)) == [False, True]
    assert list(disk.iterdir()) == []
