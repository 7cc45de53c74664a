"""An administrator's day, through the real forms of the back office."""

import pytest

from audit.models import Entry
from departments.models import Department, User
from projects.models import BudgetYear, IndicatorScheme, Target

EMPTY = {"-TOTAL_FORMS": "0", "-INITIAL_FORMS": "0"}


def formset(prefix: str, rows: list[dict] = (), initial: int = 0) -> dict[str, str]:
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{key}": text for key, text in row.items()}
    return data


@pytest.fixture
def admin(as_user):
    return as_user("admin")


def test_departments(admin, office):
    data = {"code": "001002", "name": "某社区", "parent": office.pk}
    assert admin.post("/admin/departments/department/add/", data).status_code == 302
    assert Department.objects.get(code="001002").path == "001/001002/"
    wrong = admin.post(
        "/admin/departments/department/add/", data | {"code": "a/b", "name": "乙"}
    )
    assert "部门编码只能用数字和字母" in wrong.content.decode()
    loop = admin.post(
        f"/admin/departments/department/{office.pk}/change/",
        {
            "code": "001",
            "name": office.name,
            "parent": Department.objects.get(code="001002").pk,
        },
    )
    assert "上级部门不能是自己或自己的下级" in loop.content.decode()


def test_users_and_their_posts(admin, office):
    new = {
        "username": "xiaoli",
        "name": "小李",
        "usable_password": "true",
        "password1": "long-enough-9",
        "password2": "long-enough-9",
        **formset("memberships", [{"department": office.pk, "role": "filler"}]),
    }
    answer = admin.post("/admin/departments/user/add/", new)
    assert answer.status_code == 302
    user = User.objects.get(username="xiaoli")
    assert str(user) == "小李"
    assert str(user.memberships.get()) == "某街道办事处 填报人"


def test_schemes_and_years(admin, office):
    rows = [{"parent": "", "label": "产出指标", "position": 1}]
    data = {"code": "own", "name": "自定体系", "source": "", **formset("tiers", rows)}
    assert admin.post("/admin/projects/indicatorscheme/add/", data).status_code == 302
    scheme = IndicatorScheme.objects.get(code="own")
    year = {"year": 2022, "layout": "hebei-2021", "scheme": scheme.pk}
    wrong = admin.post(
        "/admin/projects/budgetyear/add/", year | {"checkpoints": "12,6"}
    )
    assert "请按从小到大填写月份" in wrong.content.decode()
    admin.post("/admin/projects/budgetyear/add/", year | {"checkpoints": "6,12"})
    assert BudgetYear.objects.get(year=2022).months == (6, 12)


def target_form(target, **changes) -> dict[str, str]:
    goals = [
        {"id": g.pk, "target": target.pk, "position": g.position, "text": g.text}
        for g in target.goals.all()
    ]
    cells = ("position", "tier1", "tier2", "tier3", "description", "value", "basis")
    rows = [
        {"id": r.pk, "target": target.pk} | {c: getattr(r, c) or "" for c in cells}
        for r in target.indicators.all()
    ]
    rows[0] |= {"position": 0} | changes
    return formset("goals", goals, len(goals)) | formset("indicators", rows, len(rows))


def test_a_drafts_indicators_are_corrected_and_recorded(admin, target):
    url = f"/admin/projects/target/{target.pk}/change/"
    answer = admin.post(url, target_form(target, value="≥16个"))
    assert answer.status_code == 302
    row = target.indicators.get(position=0)
    assert (row.value, row.value_number) == ("≥16个", 16)
    target.refresh_from_db()
    assert target.version == 2
    assert Entry.objects.of(target.subject).first().action == "save"


def test_a_target_under_review_is_not_changed_here(admin, target):
    Target.objects.filter(pk=target.pk).update(status="first_review")
    url = f"/admin/projects/target/{target.pk}/change/"
    admin.post(url, target_form(target, value="≥16个"))
    assert target.indicators.get(position=0).value == "=15个"


def test_a_mistaken_draft_is_deleted_and_recorded(admin, target):
    url = f"/admin/projects/target/{target.pk}/delete/"
    assert admin.post(url, {"post": "yes"}).status_code == 302
    assert not Target.objects.filter(pk=target.pk).exists()
    entry = Entry.objects.get(action="delete")
    assert entry.detail["book"]["projects"][0]["name"] == "村级组织经费"


def test_the_login_page_shows_demo_users_in_demo_mode_only(client, office, settings):
    assert "demo-2021" not in client.get("/login/").content.decode()
    settings.DEMO = True
    assert "demo-2021" in client.get("/login/").content.decode()
    wrong = client.post("/login/", {"username": "tianbao", "password": "x"})
    assert "用户名或密码不对" in wrong.content.decode()
