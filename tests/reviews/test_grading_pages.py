"""The page of the 审核表: filling it in, what is refused, and reading it."""

import re
from dataclasses import replace

import pytest
from django.test import Client

from audit.models import Entry
from projects.models import Target
from reviews import flow
from reviews.models import Grade, ReviewForm, ReviewStep
from reviews.review_form import ITEMS

from .steps import FIRST, SECOND, put, step
from .test_grading import GENERAL, fill, scored


def typed(target: Target, **more) -> dict:
    """What the page sends for a general form."""
    data = {
        "version": target.version,
        "form_version": 0,
        "kind": "general",
        "grade": "good",
        "overall": "请细化指标。",
        **{f"opinion_{item.key}": "符合要求。" for item in ITEMS},
        **{f"score_{item.key}": "" for item in ITEMS},
    }
    return data | more


def url(target: Target) -> str:
    return f"/targets/{target.pk}/review-form/"


def page(client: Client, target: Target) -> str:
    return client.get(url(target)).content.decode()


def inputs(html: str) -> set[str]:
    return set(re.findall(r'name="((?:opinion|score)_\w+)"', html))


@pytest.fixture
def first(target) -> Target:
    return put(target, FIRST)


def test_who_decides_has_every_input_with_a_label(as_user, first):
    html = page(as_user("chushen"), first)
    assert len(inputs(html)) == 16
    for item in ITEMS:
        assert f'for="id_opinion_{item.key}"' in html
        assert f'for="id_score_{item.key}"' in html
        assert item.asks in html
    assert "时效指标 第1行 指标值：“2020年12月底前”写的是2020年" in html
    assert 'data-bands="90,80,60"' in html


def opinion_in(html: str, key: str) -> str:
    name = f'name="opinion_{key}"'
    return re.search(rf"<textarea {name}[^>]*>([^<]*)</textarea>", html)[1]


def test_a_new_form_begins_with_what_the_checks_found(as_user, people, first):
    html = page(as_user("chushen"), first)
    begun = opinion_in(html, "format").strip()
    assert begun.startswith("1. 错误 ")
    assert "“2020年12月底前”写的是2020年" in begun
    assert opinion_in(html, "clear").strip() == ""
    # What the reviewer made of it is what the form goes on with.
    said = GENERAL.opinions | {"format": "已核对。"}
    fill(first, people["chushen"], replace(GENERAL, opinions=said))
    assert opinion_in(page(as_user("chushen"), first), "format").strip() == "已核对。"


@pytest.mark.parametrize("name", ["tianbao", "caizheng", "admin"])
def test_the_others_read(as_user, people, first, name):
    client = as_user(name)
    assert "还没有审核表" in page(client, first)
    assert inputs(page(client, first)) == set()
    fill(first, people["chushen"])
    html = page(client, first)
    assert inputs(html) == set()
    assert "项目支出绩效目标审核表（一般性项目）" in html
    assert "请细化指标。" in html
    assert "尚未办结" in html


def test_it_is_saved_and_goes_back_to_the_target(as_user, people, first):
    client = as_user("chushen")
    answer = client.post(f"{url(first)}?queue=1&q=", typed(first))
    assert answer.status_code == 302
    assert answer.url == f"/targets/{first.pk}/?queue=1&q="
    form = ReviewForm.objects.get()
    assert (form.author, form.kind, form.grade) == (
        people["chushen"],
        "general",
        "good",
    )
    html = client.get(answer.url).content.decode()
    assert "审核表已保存，评定为“良”。" in html
    assert "查看、修改审核表" in html
    assert re.search(r'name="opinion"[^>]*>请细化指标。</textarea>', html)
    again = page(client, first)
    assert re.search(r'value="good"[^>]* checked', again)
    assert 'name="form_version" value="1"' in again


def test_a_scored_form_is_added_up(as_user, first):
    scores = {f"score_{item.key}": str(item.points - 1) for item in ITEMS}
    client = as_user("chushen")
    data = typed(first, kind="key", grade="", score_clear="8.5") | scores
    answer = client.post(url(first), data, follow=True)
    assert "评定为“优”（92分）" in answer.content.decode()
    assert 'value="14"' in page(client, first)


def test_fits_fills_in_what_is_empty(as_user, first):
    data = typed(first, opinion_money="", opinion_clear="目标2不清楚", fits="on")
    assert as_user("chushen").post(url(first), data).status_code == 302
    said = {item.key: item.opinion for item in ReviewForm.objects.get().items.all()}
    assert (said["money"], said["clear"]) == ("符合要求。", "目标2不清楚")


@pytest.mark.parametrize(
    ("more", "words", "where"),
    [
        ({"opinion_money": " "}, "请写明“资金匹配性”的审核意见", "id_opinion_money"),
        ({"grade": ""}, "请选择综合评定等级", "id_grade"),
        ({"overall": ""}, "评定为“良”的，请写明总体意见", "id_overall"),
        ({"kind": "key"}, "请填写“规范完整性”的得分", "id_score_format"),
        ({"kind": "key", "score_clear": "11"}, "应在0到10之间", "id_score_clear"),
        ({"kind": "key", "score_clear": "约九分"}, "请只填数字", "id_score_clear"),
        ({"kind": "key", "score_clear": "9.55"}, "最多一位小数", "id_score_clear"),
        ({"kind": "both"}, "both", "id_kind"),
        ({"opinion_aim": "长" * 2001}, "2000", "id_opinion_aim"),
    ],
)
def test_what_is_wrong_is_told_at_its_input(as_user, first, more, words, where):
    data = typed(first, opinion_format="写了一半") | more
    answer = as_user("chushen").post(url(first), data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "审核表没有保存" in html
    [told] = re.findall(f'id="{where}_error">(.*?)</p>', html)
    assert words in told
    assert "写了一半" in html
    assert not ReviewForm.objects.exists()


def test_points_of_the_other_kind_do_not_count(as_user, first):
    data = typed(first, score_clear="99", score_aim="约九分")
    assert as_user("chushen").post(url(first), data).status_code == 302
    assert ReviewForm.objects.get().total is None


def test_what_is_typed_is_text(as_user, first):
    said = "<script>alert(1)</script>\x00甲\r\n乙"
    data = typed(first, opinion_aim=said, overall=said)
    client = as_user("chushen")
    assert client.post(url(first), data).status_code == 302
    html = page(client, first)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;甲<br>乙" in html
    assert ReviewForm.objects.get().overall == "<script>alert(1)</script>甲\n乙"
    assert "<script>alert" not in client.get(f"/targets/{first.pk}/").content.decode()


@pytest.mark.parametrize("name", ["version", "form_version"])
@pytest.mark.parametrize("value", [None, "x", "-1", "9" * 20])
def test_a_page_without_its_versions_saves_nothing(as_user, first, name, value):
    data = typed(first)
    data.pop(name)
    data |= {} if value is None else {name: value}
    assert as_user("chushen").post(url(first), data).status_code == 400
    assert not ReviewForm.objects.exists()


def test_a_stale_form_shows_both_and_can_be_saved_then(as_user, people, first):
    fill(first, people["chushen"])
    data = typed(first, overall="我的意见")
    client = as_user("chushen")
    answer = client.post(url(first), data)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "我的意见" in html
    assert "请细化指标。" in html
    [version] = re.findall(r'name="form_version" value="(\d+)"', html)
    assert client.post(url(first), data | {"form_version": version}).status_code == 302
    assert ReviewForm.objects.get().overall == "我的意见"


def test_a_refused_form_does_not_forget_what_it_was_made_upon(as_user, people, first):
    """Or the next press would overwrite what somebody else has saved meanwhile."""
    fill(first, people["chushen"])
    client = as_user("chushen")
    data = typed(first, kind="key", score_clear="约九分")
    html = client.post(url(first), data).content.decode()
    assert 'name="form_version" value="0"' in html


def test_what_was_typed_is_shown_when_the_target_has_moved_on(as_user, people, first):
    data = typed(first, overall="我的意见")
    step(first, flow.WITHDRAW, people["tianbao"])
    answer = as_user("chushen").post(url(first), data)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "现在是“草稿”" in html
    assert "您填写的内容（没有保存）" in html
    assert "我的意见" in html
    assert "保存审核表" not in html


def test_one_form_for_each_step_that_has_one(as_user, people, sound):
    target = put(sound, FIRST)
    fill(target, people["chushen"], scored("92"))
    target = step(target, flow.PASS, people["chushen"])
    fill(target, people["caizheng"])
    html = page(as_user("tianbao"), target)
    assert re.findall(r"<h2 id=\"form-\d+\">\s*审核表（(\w+)）", html) == [
        SECOND,
        FIRST,
    ]
    step(target, flow.RETURN, people["caizheng"])
    assert "尚未办结" not in page(as_user("tianbao"), target)


def test_the_next_step_begins_with_the_kind_of_the_one_before(as_user, people, sound):
    target = put(sound, FIRST)
    fill(target, people["chushen"], scored("92"))
    target = step(target, flow.PASS, people["chushen"])
    html = page(as_user("caizheng"), target)
    assert re.search(r'value="key"[^>]* checked', html)


def test_the_target_says_what_the_form_allows(as_user, people, first):
    client, there = as_user("chushen"), f"/targets/{first.pk}/"
    html = client.get(there).content.decode()
    assert "填写审核表" in html
    assert "须先填写审核表，才能通过" not in html
    fill(first, people["chushen"], replace(GENERAL, grade=Grade.POOR))
    assert "评定为“差”，只能退回" in client.get(there).content.decode()
    answer = client.post(
        f"{there}act/pass/", {"version": first.version, "opinion": "同意"}
    )
    assert answer.status_code == 422
    assert "评定为“差”，不能通过，请退回" in answer.content.decode()


def test_a_step_that_wants_a_form_says_so(as_user, target):
    ReviewStep.objects.update(needs_form=True)
    client, waiting = as_user("chushen"), put(target, FIRST)
    html = client.get(f"/targets/{waiting.pk}/").content.decode()
    assert "须先填写审核表，才能通过" in html
    filler = as_user("tianbao").get(f"/targets/{waiting.pk}/").content.decode()
    assert "填写审核表" not in filler


def test_the_history_tells_the_grade(as_user, people, first):
    fill(first, people["chushen"])
    html = as_user("tianbao").get(f"/targets/{first.pk}/history/").content.decode()
    assert "填写“初审”的审核表，评定为“良”" in html


def test_reading_writes_nothing(as_user, first):
    before = Entry.objects.count()
    page(as_user("chushen"), first)
    page(as_user("tianbao"), first)
    assert Entry.objects.count() == before


def test_the_bands_stand_with_their_year_in_the_back_office(as_user, year):
    client = as_user("admin")
    there = f"/admin/projects/budgetyear/{year.pk}/change/"
    html = client.get(there).content.decode()
    assert "等级分数线" in html
    data = dict(
        re.findall(r'name="([\w-]+-(?:TOTAL|INITIAL)_FORMS)" value="(\d+)"', html)
    )
    data |= {"year": 2021, "layout": year.layout, "scheme": year.scheme_id}
    for place, reviewing in enumerate(year.steps.all()):
        lead = f"steps-{place}"
        data |= {f"{lead}-{name}": getattr(reviewing, name) for name in
                 ("position", "name", "role", "level", "days")}  # fmt: skip
        data |= {f"{lead}-id": reviewing.pk, f"{lead}-year": year.pk}
    data |= {"checkpoints": year.checkpoints, "grade_bands-TOTAL_FORMS": 1}
    names = ("excellent", "good", "fair")
    bad = {f"grade_bands-0-{name}": 80 for name in names}
    html = client.post(there, data | bad).content.decode()
    assert "分数线应从优到中依次降低" in html
    good = dict(zip(bad, (95, 85, 60), strict=True))
    assert client.post(there, data | good).status_code == 302
    assert year.grade_bands.excellent == 95


def test_the_forms_are_exported_beside_the_table(as_user, people, sound):
    """One click away from the table's own files: the last form of each step."""
    first = step(sound, flow.SUBMIT, people["tianbao"])
    client = as_user("tianbao")
    assert "导出审核表" not in client.get(f"/targets/{first.pk}/").content.decode()
    form = fill(first, people["chushen"])
    html = client.get(f"/targets/{first.pk}/").content.decode()
    for format_id, magic in (("pdf", b"%PDF-"), ("xlsx", b"PK")):
        address = f"/targets/{first.pk}/review-form/{form.pk}/export/{format_id}/"
        assert f'href="{address}"' in html
        assert client.get(address).content.startswith(magic)
    returned = step(first, flow.RETURN, people["chushen"])
    again = step(returned, flow.SUBMIT, people["tianbao"])
    last = fill(again, people["chushen"])
    html = client.get(f"/targets/{first.pk}/").content.decode()
    assert re.findall(r"review-form/(\d+)/export/pdf", html) == [str(last.pk)]
