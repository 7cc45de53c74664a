"""Frozen means frozen."""

import json

import pytest

from indicators.models import Indicator
from projects.models import Status, Target
from reviews import editions, flow, services
from reviews.models import Opinion, Snapshot
from sheets import interchange

from .test_flow import put


@pytest.fixture
def approved(target, people) -> Target:
    ready = put(target, Status.FINANCE_REVIEW)
    return services.transition(
        target=ready,
        action=flow.PASS,
        actor=people["caizheng"],
        version=ready.version,
    )


def test_approval_freezes_the_sheet(approved):
    snapshot = Snapshot.objects.get()
    assert snapshot.number == 1
    assert snapshot.sha256 == interchange.sha256(snapshot.content)
    [sheet] = snapshot.book().projects
    assert sheet.name == "村级组织经费"
    assert sheet.indicators[0].value == "=15个"


def test_exports_and_page_come_from_the_frozen_version(as_user, approved):
    Indicator.objects.filter(target=approved, position=0).update(value="改过的")
    client = as_user("caizheng")
    exported = client.get(f"/targets/{approved.pk}/export/json/")
    values = [
        r["value"] for r in json.loads(exported.content)["projects"][0]["indicators"]
    ]
    assert "=15个" in values
    assert "改过的" not in values
    page = client.get(f"/targets/{approved.pk}/").content.decode()
    assert "改过的" not in page
    assert f"校验码 {Snapshot.objects.get().sha256[:8]}" in page


def test_a_change_behind_our_back_is_noticed(approved):
    tampered = Snapshot.objects.get()
    tampered.content = tampered.content.replace("=15个", "=51个")
    with pytest.raises(ValueError, match="changed after its approval"):
        tampered.book()


def test_a_draft_says_that_it_is_one(target):
    edition = editions.edition_of(target)
    assert [stamp.is_draft for stamp in edition.stamps] == [True]


def test_the_book_stamps_each_part_by_itself(approved, office):
    everything = Target.objects.for_year(2021).with_names().order_by("pk")
    edition = editions.edition_of_all(list(everything))
    assert edition.book.overall is not None
    assert edition.overall_stamp.is_draft
    assert sorted(stamp.is_draft for stamp in edition.stamps) == [
        False,
        True,
        True,
        True,
    ]


@pytest.mark.parametrize("model", [Snapshot, Opinion])
def test_it_is_written_once(approved, model):
    row = model.objects.first()
    for change in (
        row.save,
        row.delete,
        lambda: model.objects.update(target=1),
        lambda: model.objects.all().delete(),
        lambda: model.objects.bulk_update([row], ["target"]),
    ):
        with pytest.raises(TypeError, match="written once"):
            change()


def test_an_approved_target_is_edited_by_nobody(as_user, approved):
    client = as_user("tianbao")
    assert client.get(f"/targets/{approved.pk}/edit/").status_code == 403
    answer = client.post(
        f"/targets/{approved.pk}/edit/", {"version": approved.version, "name": "新名"}
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "新名" in page
    assert "用我填写的覆盖" not in page.split("逐格核对")[0]
    change = f"/admin/projects/target/{approved.pk}/change/"
    form = as_user("admin").get(change).content.decode()
    assert 'name="indicators-0-value"' not in form
