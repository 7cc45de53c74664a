"""What no honest page sends."""

import pytest

from indicators.models import Draft

from .pages import form_of, fresh, url

FORGED = [
    {"op": "indicators.99.add"},
    {"op": "sub_goals.0.add"},
    {"op": "indicators.-1.add"},
    {"op": "goals.-1.remove"},
    {"op": "indicators.0.explode"},
    {"op": "name.0.add"},
    {"op": "x"},
    {"op": ""},
    {"op": "indicators.a.add"},
    {"op": "indicators.0.paste.tier1"},
    {"op": "indicators.0.paste"},
    {"op": "goals.0.paste.value"},
    {"op": "indicators.0.paste.value", "pasted": "长" * 140_000},
    {"version": ""},
    {"version": "x"},
    {"version": "-1"},
    {"version": "1.0"},
    {"version": "3000000000"},
    {"version": "9" * 30},
    {"version": "-1", "op": "autosave"},
    {"version": "3000000000", "op": "autosave"},
    {"version": "", "op": "goals.0.add"},
]


def test_a_forged_request_is_refused(filler, target, subtests):
    form = form_of(filler, target)
    for broken in FORGED:
        with subtests.test(str(broken)[:60]):
            answer = filler.post(url(target), form | broken)
            assert answer.status_code == 400
            assert "页面已过期" in answer.content.decode()
    assert fresh(target).version == 1
    assert not Draft.objects.exists()


def test_a_page_without_a_version_is_not_ours(filler, target, subtests):
    data = form_of(filler, target)
    del data["version"]
    for op in ("save", "autosave", "goals.0.add", "keep"):
        with subtests.test(op):
            assert filler.post(url(target), data | {"op": op}).status_code == 400


@pytest.mark.parametrize("cell", ["tier1", "tier2"])
def test_forged_labels_are_refused(filler, target, cell):
    data = form_of(filler, target) | {f"indicators.0.{cell}": "我的指标"}
    answer = filler.post(url(target), data)
    assert answer.status_code == 422
    assert "指标层级与本表不符" in answer.content.decode()
    assert not target.indicators.filter(**{cell: "我的指标"}).exists()


def test_cells_that_the_form_does_not_have_are_ignored(filler, target):
    data = form_of(filler, target)
    forged = {"status": "approved", "plan.7": "9%", "budget.unit": "元", "year": "1999"}
    assert filler.post(url(target), data | forged).status_code == 302
    now = fresh(target)
    assert (now.status, now.project.unit, now.year.year) == ("draft", "万元", 2021)
    assert not now.project.plan.filter(month=7).exists()


def test_control_characters_are_left_out(as_user, filler, target):
    """PostgreSQL refuses a NUL, and no form prints any of them."""
    typed = "甲\x00乙\x07丙\x0b丁\r\n戊"
    data = form_of(filler, target) | {"usage": typed, "indicators.0.value": "\x00=5个"}
    assert filler.post(url(target), data | {"op": "autosave"}).status_code == 200
    assert filler.get(url(target)).status_code == 200
    assert filler.post(url(target), data).status_code == 302
    assert fresh(target).project.usage == "甲乙丙\n丁\n戊"
    bad_login = {"username": "a\x00b", "password": "\x00"}
    assert as_user(None).post("/login/", bad_login).status_code == 200
    assert as_user("chushen").get("/targets/?q=%00").status_code == 200


def test_a_new_name_has_no_control_characters_either(filler, office, year):
    data = {"year": year.pk, "department": office.pk, "kind": "project"}
    assert filler.post("/targets/new/", data | {"name": "甲\x07乙"}).status_code == 302
    assert year.projects.get(name="甲乙")


HOSTILE = "<script>alert(1)</script>"


def test_what_people_type_is_text_everywhere(as_user, filler, target):
    data = form_of(filler, target) | {
        "name": HOSTILE,
        "code": f'"{HOSTILE}',
        "usage": HOSTILE,
        "indicators.0.value": f"</textarea>{HOSTILE}",
        "goals.0": HOSTILE,
    }
    assert filler.post(url(target), data).status_code == 302
    stale = filler.post(url(target), data | {"basis": HOSTILE, "code": HOSTILE})
    assert stale.status_code == 409
    wrong = filler.post(url(target), data | {"budget.total": f'"{HOSTILE}'})
    assert wrong.status_code == 422
    paths = [
        ("tianbao", "/"),
        ("tianbao", "/targets/"),
        ("tianbao", url(target)),
        ("chushen", f"/targets/{target.pk}/"),
        ("chushen", f"/targets/{target.pk}/history/"),
        ("admin", f"/admin/projects/target/{target.pk}/change/"),
        ("admin", f"/admin/projects/project/{target.project_id}/change/"),
        ("admin", "/admin/audit/entry/"),
    ]
    pages = [stale, wrong] + [as_user(name).get(path) for name, path in paths]
    for page in pages:
        text = page.content.decode()
        assert HOSTILE not in text, page.request["PATH_INFO"]
        assert "alert(1)" in text, page.request["PATH_INFO"]


def test_a_hostile_search_is_text_too(as_user, office):
    page = as_user("tianbao").get("/targets/", {"q": f'">{HOSTILE}'}).content.decode()
    assert HOSTILE not in page
    assert "alert(1)" in page


NOWHERE = (
    f"/targets/{'9' * 30}/",
    f"/books/{'9' * 30}/001/json/",
    f"/carry/{'9' * 30}/001/",
    "/books/2021/unknown/json/",
    "/carry/2021/unknown/",
)


def test_what_cannot_be_is_not_found(filler, office):
    assert [filler.get(path).status_code for path in NOWHERE] == [404] * 5
