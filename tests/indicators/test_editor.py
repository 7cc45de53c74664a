"""Saving the form: what is taken, what is refused, and that nothing typed is lost."""

import pytest

from audit.models import Entry
from indicators import store
from indicators.models import Draft
from projects.models import Status, Target


def form_of(target) -> dict[str, str]:
    """The form as the browser sends it back untouched."""
    sheet = store.load_sheet(target)
    data = {
        "version": str(target.version),
        "name": sheet.name,
        "code": sheet.code or "",
        "budget.total": "88.2",
        "budget.fiscal": "88.2",
        "budget.other": "",
        "usage": sheet.usage or "",
    }
    data |= {f"plan.{s.month}": s.percent or "" for s in sheet.plan}
    data |= {f"goals.{i}": goal for i, goal in enumerate(sheet.goals)}
    for i, row in enumerate(sheet.indicators):
        cells = ("tier1", "tier2", "tier3", "description", "value", "basis")
        data |= {f"indicators.{i}.{n}": getattr(row, n) or "" for n in cells}
    return data


def url(target) -> str:
    return f"/targets/{target.pk}/edit/"


@pytest.fixture
def filler(as_user):
    return as_user("tianbao")


def test_an_untouched_form_changes_nothing(filler, target):
    before = store.load_sheet(target)
    assert filler.post(url(target), form_of(target)).status_code == 302
    target = Target.objects.with_names().get(pk=target.pk)
    assert store.load_sheet(target) == before
    assert target.version == 2
    assert Entry.objects.of(target.subject).first().detail["changes"] == []


def test_a_change_is_saved_and_recorded(filler, target):
    data = form_of(target) | {"indicators.2.value": "2021年12月底前"}
    filler.post(url(target), data)
    [change] = Entry.objects.of(target.subject).first().detail["changes"]
    assert change["label"] == "时效指标 第1行 指标值"
    assert change["before"] == "2020年12月底前"


@pytest.mark.parametrize(
    ("path", "typed", "message"),
    [
        ("budget.total", "约八十", "“约八十”不是金额"),
        ("budget.other", "-5", "“-5”不是金额"),
        ("budget.fiscal", "1e5", "不是金额"),
        ("plan.6", "120%", "不是0到100的百分数"),
        ("name", "", "项目名称为空"),
        ("usage", "长" * 2001, "有 2001 个字，最多 2000 个"),
        ("indicators.0.value", "长" * 2001, "最多 2000 个"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_saved(
    filler, target, path, typed, message
):
    before = store.load_sheet(target)
    data = form_of(target) | {"goals.0": "改过的目标", path: typed}
    answer = filler.post(url(target), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert f'id="e-{path}"' in page
    assert "改过的目标" in page
    assert typed in page
    assert store.load_sheet(Target.objects.with_names().get(pk=target.pk)) == before


@pytest.mark.parametrize("typed", ["１６１", "1,610.50", " 0 "])
def test_amounts_as_people_type_them(filler, target, typed):
    assert filler.post(url(target), form_of(target) | {"budget.total": typed})
    target.project.refresh_from_db()
    assert target.project.total_text in ("161", "1610.50", "0")


def test_control_characters_are_left_out(as_user, filler, target):
    """PostgreSQL refuses a NUL, and no form prints any of them."""
    typed = "甲\x00乙\x07丙\x0b丁\r\n戊"
    data = form_of(target) | {"usage": typed, "indicators.0.value": "\x00=5个"}
    assert filler.post(url(target), data | {"op": "autosave"}).status_code == 200
    assert filler.get(url(target)).status_code == 200
    assert filler.post(url(target), data).status_code == 302
    target.project.refresh_from_db()
    assert target.project.usage == "甲乙丙\n丁\n戊"
    bad_login = {"username": "a\x00b", "password": "\x00"}
    assert as_user(None).post("/login/", bad_login).status_code == 200
    assert as_user("chushen").get("/targets/?q=%00").status_code == 200


def test_a_taken_name_is_told_at_its_cell(filler, target):
    data = form_of(target) | {"name": "征地拆迁补偿款", "usage": "改过的用途"}
    answer = filler.post(url(target), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "同名项目" in page
    assert "改过的用途" in page


@pytest.mark.parametrize(
    ("operation", "goals", "rows"),
    [
        ("goals.0.add", 3, 9),
        ("goals.1.remove", 1, 9),
        ("goals.0.down", 2, 9),
        ("indicators.0.add", 2, 10),
        ("indicators.0.remove", 2, 9),  # the only one of its label is emptied
        ("indicators.0.up", 2, 9),
        ("keep", 2, 9),
    ],
)
def test_row_buttons_change_the_page_and_save_nothing(
    filler, target, operation, goals, rows
):
    data = form_of(target) | {"budget.total": "约八十", "op": operation}
    answer = filler.post(url(target), data)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count('name="goals.') == goals
    assert page.count('.tier1"') == rows
    assert "约八十" in page
    assert Target.objects.get(pk=target.pk).version == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"op": "indicators.99.add"},
        {"op": "sub_goals.0.add"},
        {"op": "indicators.-1.add"},
        {"op": "goals.-1.remove"},
        {"op": "indicators.0.explode"},
        {"op": "x"},
        {"op": "indicators.a.add"},
        {"op": "indicators.0.paste.tier1"},
        {"version": ""},
        {"version": "x"},
    ],
)
def test_a_forged_request_is_refused(filler, target, broken):
    answer = filler.post(url(target), form_of(target) | broken)
    assert answer.status_code == 400
    assert "页面已过期" in answer.content.decode()


def test_forged_labels_are_refused(filler, target):
    data = form_of(target) | {"indicators.0.tier2": "我的指标"}
    answer = filler.post(url(target), data)
    assert answer.status_code == 422
    assert "指标层级与本表不符" in answer.content.decode()


def test_a_stale_save_gets_the_difference_and_keeps_its_input(filler, target):
    filler.post(url(target), form_of(target) | {"usage": "第一个人写的用途"})
    mine = form_of(target) | {"version": "1", "usage": "第二个人写的用途"}
    answer = filler.post(url(target), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "第一个人写的用途" in page
    assert "第二个人写的用途" in page
    assert answer.context["version"] == 2
    # The second window has decided: now it saves.
    filler.post(url(target), mine | {"version": "2"})
    target.project.refresh_from_db()
    assert target.project.usage == "第二个人写的用途"


def test_a_second_click_is_no_conflict(filler, target):
    data = form_of(target) | {"usage": "改过的用途"}
    assert filler.post(url(target), data).status_code == 302
    again = filler.post(url(target), data)
    assert again.status_code == 302
    assert Target.objects.get(pk=target.pk).version == 2
    assert not Draft.objects.exists()


def test_saving_after_it_was_submitted_keeps_the_input_to_copy(filler, target):
    data = form_of(target) | {"usage": "写了一半的用途"}
    Target.objects.filter(pk=target.pk).update(status=Status.FIRST_REVIEW, version=2)
    answer = filler.post(url(target), data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "写了一半的用途" in page
    assert "不能保存" in page
    # It is kept, and shown again when the page is opened.
    assert "写了一半的用途" in filler.get(url(target)).content.decode()


def test_a_draft_is_its_writers_alone(as_user, filler, target):
    data = form_of(target) | {"op": "autosave", "usage": "只有我看得到"}
    answer = filler.post(url(target), data).json()
    assert answer["others"] == []
    assert not answer["stale"]
    assert Draft.objects.get().data["usage"] == "只有我看得到"
    assert (
        "只有我看得到"
        not in as_user("chushen").get(f"/targets/{target.pk}/").content.decode()
    )
    filler.post(url(target), form_of(target))
    assert not Draft.objects.exists()


HOSTILE = "<script>alert(1)</script>"


def test_what_people_type_is_text_everywhere(as_user, filler, target):
    data = form_of(target) | {
        "name": HOSTILE,
        "usage": HOSTILE,
        "indicators.0.value": f"</textarea>{HOSTILE}",
        "goals.0": HOSTILE,
    }
    filler.post(url(target), data)
    stale = filler.post(url(target), data | {"code": HOSTILE})
    assert stale.status_code == 409
    pages = [stale] + [
        as_user(name).get(path)
        for name, path in (
            ("tianbao", "/"),
            ("tianbao", "/targets/"),
            ("tianbao", url(target)),
            ("chushen", f"/targets/{target.pk}/"),
            ("chushen", f"/targets/{target.pk}/history/"),
        )
    ]
    for page in pages:
        assert HOSTILE not in page.content.decode()
        assert "alert(1)" in page.content.decode()


def test_outside_the_window_nothing_is_saved(filler, target):
    target.year.closes_on = "2021-03-31"
    target.year.save()
    for answer in (filler.get(url(target)), filler.post(url(target), form_of(target))):
        assert answer.status_code == 403
        assert "已于 2021-03-31 截止" in answer.content.decode()


def test_a_table_of_sixty_rows_is_a_small_page(filler, target):
    data = form_of(target)
    rows = [data[f"indicators.0.{n}"] for n in ("tier1", "tier2")]
    for i in range(9, 60):
        data |= {f"indicators.{i}.tier1": rows[0], f"indicators.{i}.tier2": rows[1]}
        data |= {
            f"indicators.{i}.tier3": f"指标{i}",
            f"indicators.{i}.value": f"={i}个",
        }
    filler.post(url(target), data)
    page = filler.get(url(target)).content
    assert page.count(b'.tier1"') == 60
    assert len(page) < 300_000


def test_the_overall_target_is_saved(filler, overall_target):
    data = {
        "version": "1",
        "overall.goal": "总体目标",
        "overall.sub_goals.0.title": "（一）甲",
        "overall.sub_goals.0.goal": "目标",
        "overall.sub_goals.0.indicators": "一\r\n\r\n二",
        "overall.measures.0.title": "",
        "overall.measures.0.text": "内容",
    }
    answer = filler.post(url(overall_target), data)
    assert answer.status_code == 422
    assert "标题为空" in answer.content.decode()
    data["overall.measures.0.title"] = "（一）乙"
    assert filler.post(url(overall_target), data).status_code == 302
    saved = store.load_overall(overall_target)
    assert saved.sub_goals[0].indicators == ("一", "二")
    assert [m.title for m in saved.measures] == ["（一）乙"]


def test_a_new_project_is_the_years_empty_form(filler, office, year):
    data = {
        "year": year.pk,
        "department": office.pk,
        "kind": "project",
        "name": "新项目",
    }
    answer = filler.post("/targets/new/", data)
    assert answer.status_code == 302
    target = Target.objects.with_names().get(project__name="新项目")
    sheet = store.load_sheet(target)
    assert [(r.tier1, r.tier2) for r in sheet.indicators] == year.scheme.rows()
    assert len(sheet.indicators) == 9
    assert [s.month for s in sheet.plan] == [3, 6, 10, 12]
    again = filler.post("/targets/new/", data)
    assert again.status_code == 422
    assert "同名项目" in again.content.decode()
    unnamed = filler.post("/targets/new/", data | {"name": ""})
    assert "请填写项目名称" in unnamed.content.decode()
