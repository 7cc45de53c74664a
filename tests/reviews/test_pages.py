"""The whole way through the pages, as four people walk it."""

import re

import pytest
from django.test import Client

from audit.models import Entry
from projects.models import Target
from reviews import comments, flow
from reviews.models import Opinion

from .steps import FIRST, MAY, PLACES, put, step, undone
from .test_grading import fill


def buttons(client: Client, target: Target) -> set[str]:
    """The steps that the page offers."""
    page = client.get(f"/targets/{target.pk}/").content.decode()
    return set(re.findall(rf'"/targets/{target.pk}/act/(\w+)/"', page))


def press(client: Client, target: Target, action: str, opinion: str = "") -> str:
    """Press a button with the version that is on the page; the page that follows."""
    page = client.get(f"/targets/{target.pk}/").content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)
    answer = client.post(
        f"/targets/{target.pk}/act/{action}/",
        {"version": version and version[1], "opinion": opinion},
        follow=True,
    )
    assert answer.redirect_chain == [(f"/targets/{target.pk}/", 302)]
    return answer.content.decode()


def test_from_draft_to_approval(as_user, sound):
    tianbao, chushen, caizheng = map(as_user, ("tianbao", "chushen", "caizheng"))
    assert buttons(tianbao, sound) == {"submit"}
    assert buttons(chushen, sound) == buttons(caizheng, sound) == set()
    assert "“村级组织经费”已送审" in press(tianbao, sound, "submit")

    assert buttons(tianbao, sound) == {"withdraw"}
    assert buttons(chushen, sound) == {"pass", "return"}
    assert "已退回给填报人" in press(chushen, sound, "return", "请补充依据")

    form = tianbao.get(f"/targets/{sound.pk}/edit/").content.decode()
    assert "请补充依据" in form
    assert buttons(tianbao, sound) == {"submit"}
    press(tianbao, sound, "submit")
    assert "已撤回" in press(tianbao, sound, "withdraw")
    press(tianbao, sound, "submit")

    assert "已通过" in press(chushen, sound, "pass", "同意")
    assert buttons(tianbao, sound) == buttons(chushen, sound) == set()
    assert "内容已冻结" in press(caizheng, sound, "pass")
    assert buttons(tianbao, sound) == {"adjust"}
    assert buttons(chushen, sound) == buttons(caizheng, sound) == set()

    history = tianbao.get(f"/targets/{sound.pk}/history/").content.decode()
    told = [line.strip() for line in re.findall("</strong> (.*)", history)]
    assert told == [
        "在“财政审核”环节批复为第1版",
        "在“初审”环节通过",
        "送审，成为第3次送审稿",
        "撤回",
        "送审，成为第2次送审稿",
        "在“初审”环节退回",
        "送审，成为第1次送审稿",
        "导入",
    ]
    assert history.count("在这个环节停留不到1分钟") == 4
    assert "请补充依据" in history
    assert "第1版" in history
    assert Opinion.objects.count() == 7


def test_the_buttons_are_those_of_the_flow(as_user, people, sound):
    """On the page, for each status and person."""
    visited = 0
    for place in PLACES:
        with undone():
            target = put(sound, place, submitted_by=None)
            for name in ("tianbao", "chushen", "caizheng", "admin"):
                allowed = {
                    a for (s, a), (who, _) in MAY.items() if (s, who) == (place, name)
                }
                assert buttons(as_user(name), target) == allowed, (place, name)
                visited += 1
    assert visited == 24


def test_a_return_without_an_opinion_is_told(as_user, target):
    target = put(target, FIRST)
    answer = as_user("chushen").post(
        f"/targets/{target.pk}/act/return/", {"version": target.version}
    )
    assert answer.status_code == 422
    assert "退回时必须写明意见" in answer.content.decode()
    assert put(target, FIRST).version == target.version


def test_an_opinion_is_text(as_user, target):
    target = put(target, FIRST)
    said = "<script>alert(1)</script>\x00甲\r\n乙"
    page = press(as_user("chushen"), target, "return", said)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;甲<br>乙" in page
    for path in (f"/targets/{target.pk}/history/", f"/targets/{target.pk}/edit/"):
        assert "<script>alert" not in as_user("tianbao").get(path).content.decode()


def test_a_long_opinion_is_kept_as_far_as_the_form_lets_it(as_user, target):
    target = put(target, FIRST)
    press(as_user("chushen"), target, "return", "长" * 4001)
    assert len(Opinion.objects.get().text) == 4000


@pytest.mark.parametrize("version", [None, "", "x", "-1", "9" * 20])
def test_a_page_without_a_version_decides_nothing(as_user, target, version):
    target = put(target, FIRST)
    data = {"opinion": "请修改"} | ({} if version is None else {"version": version})
    answer = as_user("chushen").post(f"/targets/{target.pk}/act/return/", data)
    assert answer.status_code == 400
    assert not Opinion.objects.exists()


def test_another_persons_decision_is_no_second_click(as_user, people, sound):
    """The same goal, reached by somebody else: that is a conflict."""
    step(sound, flow.SUBMIT, people["tianbao"])
    target = put(sound, FIRST)
    step(target, flow.PASS, people["chushen"])
    answer = as_user("tianbao").post(
        f"/targets/{target.pk}/act/withdraw/", {"version": target.version}
    )
    assert answer.status_code == 409
    assert "现在是“待财政审核”" in answer.content.decode()


@pytest.mark.parametrize(("again", "status"), [("请补充依据", 302), ("请重写", 409)])
def test_other_words_from_another_window_are_no_second_click(
    as_user, people, sound, again, status
):
    """What was written there is said back instead of dropped."""
    client, target = as_user("chushen"), put(sound, FIRST)
    url, version = f"/targets/{target.pk}/act/return/", {"version": target.version}
    client.post(url, version | {"opinion": "请补充依据"})
    answer = client.post(url, version | {"opinion": again})
    assert answer.status_code == status
    assert Opinion.objects.get().text == "请补充依据"
    if status == 409:
        assert "请重写" in answer.content.decode()


def test_the_history_quotes_a_proposed_wording(as_user, people, sound):
    comments.add(
        target=put(sound, FIRST),
        actor=people["chushen"],
        path="goals.0",
        text="写具体",
        proposed="新的目标",
    )
    page = as_user("tianbao").get(f"/targets/{sound.pk}/history/").content.decode()
    assert "建议改为：新的目标" in page


def test_each_review_form_names_the_submission_it_is_about(as_user, people, sound):
    fill(put(sound, FIRST), people["chushen"])
    page = as_user("tianbao").get(f"/targets/{sound.pk}/").content.decode()
    assert "初审（第1次送审稿）：良" in " ".join(page.split())


def test_it_rejects_get_and_unknown_steps(as_user, target):
    client = as_user("tianbao")
    assert client.get(f"/targets/{target.pk}/act/submit/").status_code == 405
    for action in ("approve", "delete"):
        answer = client.post(f"/targets/{target.pk}/act/{action}/", {"version": 1})
        assert answer.status_code == 404


def test_reading_is_not_recorded_and_changes_nothing(as_user, target):
    before = Entry.objects.count(), Target.objects.get(pk=target.pk).version
    for path in ("", "history/", "edit/"):
        assert as_user("tianbao").get(f"/targets/{target.pk}/{path}").status_code == 200
    assert (Entry.objects.count(), Target.objects.get(pk=target.pk).version) == before


def test_a_return_without_words_points_to_the_remarks(as_user, people, sound):
    waiting = step(sound, flow.SUBMIT, people["tianbao"])
    comments.add(target=waiting, actor=people["chushen"], path="usage", text="请写明")
    step(waiting, flow.RETURN, people["chushen"], opinion="")
    page = as_user("tianbao").get(f"/targets/{sound.pk}/edit/").content.decode()
    assert "退回：请看各格的批注。" in page


def test_the_reviewer_is_told_what_changed_since_last_time(as_user, people, sound):
    client, there = as_user("chushen"), f"/targets/{sound.pk}/"
    first = step(sound, flow.SUBMIT, people["tianbao"])
    assert "较上次送审" not in client.get(there).content.decode()
    returned = step(first, flow.RETURN, people["chushen"])
    sound.indicators.filter(tier2="数量指标").update(value="=16个")
    step(returned, flow.SUBMIT, people["tianbao"])
    page = client.get(there).content.decode()
    assert "较上次送审改了 1 处" in page
    assert f'href="{there}versions/"' in page
