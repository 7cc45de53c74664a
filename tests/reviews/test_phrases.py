"""常用语: chosen from a list, put before what was typed."""

import pytest
from django.core.management import call_command

from reviews.models import Opinion, Phrase

from .steps import FIRST, put, where


@pytest.fixture
def phrase(db) -> Phrase:
    return Phrase.objects.create(text="指标值偏低，请重新测算。", position=1)


def decide(client, target, action="return", **said):
    data = {"version": target.version, "opinion": ""} | said
    return client.post(f"/targets/{target.pk}/act/{action}/", data)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("", "指标值偏低，请重新测算。"),
        (" \n", "指标值偏低，请重新测算。"),
        ("尤其是第3行", "指标值偏低，请重新测算。\n尤其是第3行"),
    ],
)
def test_it_stands_before_the_opinion(as_user, target, phrase, typed, text):
    target = put(target, FIRST)
    answer = decide(as_user("chushen"), target, phrase=phrase.pk, opinion=typed)
    assert answer.status_code == 302
    assert Opinion.objects.get().text == text


def test_without_one_the_opinion_is_what_was_typed(as_user, target, phrase):
    target = put(target, FIRST)
    decide(as_user("chushen"), target, phrase="", opinion="请修改")
    assert Opinion.objects.get().text == "请修改"


@pytest.mark.parametrize("key", ["0", "-1", "x", "9" * 30, "１x", "inactive"])
def test_one_that_is_not_offered_is_told_and_nothing_decided(
    as_user, target, phrase, key
):
    Phrase.objects.filter(pk=phrase.pk).update(is_active=False)
    key = phrase.pk if key == "inactive" else key
    target = put(target, FIRST)
    answer = decide(as_user("chushen"), target, phrase=key, opinion="我写的意见")
    assert answer.status_code == 422
    assert "常用语已停用" in answer.content.decode()
    assert "我写的意见" in answer.content.decode()
    assert not Opinion.objects.exists()


def test_a_stale_page_keeps_it_with_the_opinion(as_user, target, phrase):
    target = put(target, FIRST)
    answer = decide(
        as_user("chushen"), target, phrase=phrase.pk, opinion="第3行", version=99
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "指标值偏低，请重新测算。\n第3行</textarea>" in page
    assert " selected" not in page.split('name="phrase"')[1].split("</select>")[0]


def test_those_in_use_are_offered_in_their_order(as_user, target, phrase):
    Phrase.objects.create(text="同意。", position=0)
    Phrase.objects.create(text="不再用的", is_active=False)
    target = put(target, FIRST)
    for address in (f"/targets/{target.pk}/", "/"):
        page = as_user("chushen").get(address).content.decode()
        assert 'name="phrase"' in page
        assert page.index("同意。</option>") < page.index("重新测算。</option>")
        assert "不再用的" not in page
    page = as_user("tianbao").get(f"/targets/{target.pk}/").content.decode()
    assert 'name="phrase"' not in page


def test_without_phrases_there_is_no_list(as_user, target):
    target = put(target, FIRST)
    page = as_user("chushen").get(f"/targets/{target.pk}/").content.decode()
    assert 'name="phrase"' not in page


def test_for_many_at_once(as_user, target, overall_target, phrase):
    lines = []
    for waiting in (target, overall_target):
        waiting = put(waiting, FIRST)
        lines.append(f"{waiting.pk}:{waiting.version}")
    client = as_user("chushen")
    said = {"chosen": lines, "phrase": phrase.pk, "opinion": "", "number": ""}
    answer = client.post("/decide/return/", said)
    assert answer.status_code == 200
    assert {o.text for o in Opinion.objects.all()} == {phrase.text}
    assert Opinion.objects.count() == 2


def test_for_many_what_was_chosen_stays_when_refused(as_user, target, phrase):
    waiting = put(target, FIRST)
    client = as_user("chushen")
    answer = client.post("/decide/return/", {"phrase": phrase.pk, "opinion": "第3行"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'<option value="{phrase.pk}" selected>' in page
    assert "第3行" in page
    Phrase.objects.update(is_active=False)
    line = f"{waiting.pk}:{waiting.version}"
    answer = client.post("/decide/return/", {"chosen": line, "phrase": phrase.pk})
    assert answer.status_code == 422
    assert "常用语已停用" in answer.content.decode()
    assert where(put(waiting, FIRST)) == FIRST
    assert not Opinion.objects.exists()


def test_an_opinion_outlives_its_phrase(as_user, target, phrase):
    target = put(target, FIRST)
    decide(as_user("chushen"), target, phrase=phrase.pk)
    phrase.delete()
    assert Opinion.objects.get().text == "指标值偏低，请重新测算。"


def test_those_that_ship_can_be_loaded_again(db):
    for _ in range(2):
        call_command("loaddata", "phrases", verbosity=0)
    assert Phrase.objects.active().count() == 8
    assert all(p.text.endswith("。") for p in Phrase.objects.all())


def test_the_back_office_keeps_them(as_user, people):
    admin = as_user("admin")
    data = {"text": "请补充附件。", "position": 3, "is_active": "on"}
    assert admin.post("/admin/reviews/phrase/add/", data).status_code == 302
    answer = admin.post("/admin/reviews/phrase/add/", data)
    assert "已存在" in answer.content.decode()
    assert Phrase.objects.get().text == "请补充附件。"
