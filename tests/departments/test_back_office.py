"""An administrator's day, through the real forms of the back office."""

import re

import pytest

from audit.models import Entry
from departments.models import Department, User
from indicators import store
from indicators.admin import TargetAdmin
from indicators.carry import carry_over
from projects.layouts import Chosen, chosen_layouts
from projects.models import BudgetYear, IndicatorScheme, Target
from reviews import route
from reviews.models import Opinion
from sheets.layouts import layout_of


def formset(prefix: str, rows: list[dict] = (), initial: int = 0) -> dict[str, str]:
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{key}": text for key, text in row.items()}
    return data


def errors(answer) -> str:
    """What the page says is wrong."""
    assert answer.status_code == 200
    lists = re.findall(r'class="errorlist.*?</ul>', answer.content.decode(), re.S)
    return re.sub(r"<[^>]*>|\s", " ", " ".join(lists))


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
    change = f"/admin/departments/department/{office.pk}/change/"
    for parent in (office, Department.objects.get(code="001002")):
        loop = {"code": "001", "name": office.name, "parent": parent.pk}
        answer = admin.post(change, loop)
        assert "上级部门不能是自己或自己的下级" in answer.content.decode()
    renamed = {"code": "009", "name": office.name, "parent": ""}
    assert admin.post(change, renamed).status_code == 302
    assert Department.objects.get(code="001002").path == "009/001002/"


@pytest.mark.parametrize(
    ("code", "name", "message"),
    [
        ("001", "别的名称", "已有这个编码的部门"),
        ("x", "某街道办事处", "已有这个名称的部门"),
        ("0 1", "别的名称", "部门编码只能用数字和字母"),
        ("", "别的名称", "必填"),
    ],
)
def test_a_wrong_department_is_told_in_chinese(admin, office, code, name, message):
    data = {"code": code, "name": name, "parent": ""}
    assert message in errors(admin.post("/admin/departments/department/add/", data))
    assert Department.objects.count() == 2  # with the one of the other personas


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
    assert not user.is_staff
    listed = admin.get("/admin/departments/user/").content.decode()
    assert "某街道办事处 填报人" in listed


def test_a_wrong_user_is_told_in_chinese(admin, office):
    post = {"department": office.pk, "role": "filler"}
    wrong = {
        "username": "xiaoli",
        "usable_password": "true",
        "password1": "123",
        "password2": "1234",
        **formset("memberships", [post, post]),
    }
    found = errors(admin.post("/admin/departments/user/add/", wrong))
    assert "输入的两个密码不一致" in found
    assert "请修正重复的数据" in found
    assert not User.objects.filter(username="xiaoli").exists()


def test_a_post_is_given_and_taken(admin, office, people):
    nobody = people["nobody"]
    url = f"/admin/departments/user/{nobody.pk}/change/"
    data = {"username": "nobody", "name": "无", "is_active": "on"}
    post = {"department": office.pk, "role": "filler", "user": nobody.pk}
    assert admin.post(url, data | formset("memberships", [post])).status_code == 302
    row = nobody.memberships.get()
    gone = post | {"id": row.pk, "DELETE": "on"}
    assert admin.post(url, data | formset("memberships", [gone], 1)).status_code == 302
    assert not nobody.memberships.exists()


def test_schemes_and_years(admin, office):
    rows = [{"parent": "", "label": "产出指标", "position": 1}]
    data = {"code": "own", "name": "自定体系", "source": "", **formset("tiers", rows)}
    assert admin.post("/admin/projects/indicatorscheme/add/", data).status_code == 302
    scheme = IndicatorScheme.objects.get(code="own")
    first = scheme.tiers.get()
    below = {
        "scheme": scheme.pk,
        "parent": first.pk,
        "label": "数量指标",
        "position": 1,
    }
    rows = [rows[0] | {"id": first.pk, "scheme": scheme.pk}, below]
    admin.post(
        f"/admin/projects/indicatorscheme/{scheme.pk}/change/",
        data | formset("tiers", rows, 1),
    )
    assert scheme.rows() == [("产出指标", "数量指标")]
    year = {"year": 2022, "layout": "hebei-2021", "scheme": scheme.pk}
    steps = [{"position": 1, "name": "局长审核", "role": "head", "level": "own"}]
    year |= formset("steps", [step | {"days": 3} for step in steps])
    year |= formset("grade_bands", [{"excellent": 85, "good": 75, "fair": 60}])
    year |= formset("department_layouts")
    wrong = admin.post(
        "/admin/projects/budgetyear/add/", year | {"checkpoints": "12,6"}
    )
    assert "请按从小到大填写月份" in wrong.content.decode()
    admin.post("/admin/projects/budgetyear/add/", year | {"checkpoints": "6,12"})
    made = BudgetYear.objects.get(year=2022)
    assert made.months == (6, 12)
    assert [step.name for step in route.steps_of(made)] == ["局长审核"]
    # A year without any goes on with those of the year before.
    year |= {"year": 2023, **formset("steps", []), **formset("grade_bands")}
    admin.post("/admin/projects/budgetyear/add/", year | {"checkpoints": "6,12"})
    without = BudgetYear.objects.get(year=2023)
    assert [step.name for step in route.steps_of(without)] == ["局长审核"]


def test_a_word_that_no_form_has_is_not_renamed_in_silence(admin, year, office):
    data = {"year": year.year, "layout": "hebei-2021", "scheme": year.scheme.pk}
    data |= {"checkpoints": "6,12"}
    data["labels"] = "预算数=甲\n预算书=乙\n6月底=丙\n产出指标=丁\n项目概况=戊"
    data |= formset("steps") | formset("grade_bands")
    row = {"department": office.pk, "layout": "flat", "overall_layout": ""}
    data |= formset("department_layouts", [row])
    path = f"/admin/projects/budgetyear/{year.pk}/change/"
    page = admin.post(path, data, follow=True).content.decode()
    assert "这一年的表式上没有“预算书”，没有改名" in page


def test_a_department_has_a_form_of_its_own(admin, year, office):
    """With all below it; the others have the year's."""
    lower = Department.objects.create(
        code="001003", name="某村", parent=office, path="001/001003/"
    )
    other = Department.objects.create(code="090", name="某局", path="090/")
    data = {"year": year.year, "layout": "flat", "scheme": year.scheme.pk}
    data |= {"checkpoints": "6,12", "labels": "指标=名\u202e称\n 项目概况 = 概况 "}
    data |= formset("steps") | formset("grade_bands")
    row = {"department": office.pk, "layout": "hubei", "overall_layout": "hebei-text"}
    data |= formset("department_layouts", [row])
    answer = admin.post(f"/admin/projects/budgetyear/{year.pk}/change/", data)
    assert answer.status_code == 302, errors(answer)
    year.refresh_from_db()
    assert year.label_pairs == (("指标", "名称"), ("项目概况", "概况"))
    assert chosen_layouts(year, lower) == Chosen("hubei", "hebei-text")
    assert chosen_layouts(year, other) == Chosen("flat", None)
    books = [store.empty_book(year, d) for d in (office, other)]
    assert [layout_of(book).id for book in books] == ["hubei", "flat"]
    page = admin.get("/layouts/").content.decode()
    assert "2021年某街道办事处" in page
    assert "后台" in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"year": 1999}, "预算年度应在2000到2100之间"),
        ({"year": 2021}, "已存在"),
        ({"labels": "预算数"}, "请每行写一个“原名称=新名称”"),
        ({"labels": "甲=乙\n甲=丙"}, "同一名称只改一次"),
        ({"labels": "甲="}, "请每行写一个“原名称=新名称”"),
        ({"labels": f"甲={'长' * 61}"}, "“甲”的新名称有 61 个字"),
        ({"checkpoints": "6,13"}, "月份不能大于12"),
        (
            {"opens_on": "2030-02-01", "closes_on": "2030-01-01"},
            "填报截止不能早于填报开始",
        ),
        ({"layout": "nowhere"}, "选择一个有效的选项"),
    ],
)
def test_a_wrong_year_is_told_in_chinese(admin, year, changes, message):
    data = {"year": 2030, "layout": "hebei-2021", "scheme": year.scheme.pk}
    data |= {"checkpoints": "6,12", **formset("steps", []), **formset("grade_bands")}
    data |= formset("department_layouts") | changes
    assert message in errors(admin.post("/admin/projects/budgetyear/add/", data))
    assert BudgetYear.objects.count() == 1


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
    entry = Entry.objects.of(target.subject).first()
    assert (entry.action, entry.actor.username) == ("save", "admin")
    [change] = entry.detail["changes"]
    assert (change["before"], change["after"]) == ("=15个", "≥16个")


def test_a_projects_facts_are_corrected_as_typed(admin, target):
    project = target.project
    steps = [
        {
            "id": s.pk,
            "project": project.pk,
            "month": s.month,
            "percent": s.percent or "",
        }
        for s in project.plan.all()
    ]
    data = {"name": project.name, "code": "A-1", "position": 2, "unit": "万元"}
    data |= {"total": "69.30", "fiscal": "69.30", "other": "", "usage": "用途"}
    url = f"/admin/projects/project/{project.pk}/change/"
    wrong = admin.post(url, data | {"total": "约七十"} | formset("plan", steps, 4))
    assert "“约七十”不是金额" in wrong.content.decode()
    assert admin.post(url, data | formset("plan", steps, 4)).status_code == 302
    project.refresh_from_db()
    assert (project.total_text, project.other) == ("69.30", None)
    changes = Entry.objects.of(target.subject).first().detail["changes"]
    told = {change["label"]: change["after"] for change in changes}
    assert told.items() >= {"项目编码": "A-1", "资金用途": "用途"}.items()
    target.refresh_from_db()
    assert target.version == 2


def test_a_correction_never_writes_back_an_old_status(admin, target, monkeypatch):
    """Submitted between the reading of the row and its saving: the whole row used to
    be written, status and version included."""

    def submitted_meanwhile(*args):
        row = Target.objects.filter(pk=target.pk)
        row.update(status="review", version=7)
        return True

    monkeypatch.setattr(TargetAdmin, "has_change_permission", submitted_meanwhile)
    url = f"/admin/projects/target/{target.pk}/change/"
    admin.post(url, target_form(target, value="≥16个"))
    target.refresh_from_db()
    assert (target.status, target.version >= 7) == ("review", True)


def test_a_target_under_review_is_not_changed_here(admin, target):
    Target.objects.filter(pk=target.pk).update(status="review")
    url = f"/admin/projects/target/{target.pk}/change/"
    admin.post(url, target_form(target, value="≥16个"))
    assert target.indicators.get(position=0).value == "=15个"


def test_a_mistaken_draft_is_deleted_and_recorded(admin, target):
    url = f"/admin/projects/target/{target.pk}/delete/"
    assert admin.post(url, {"post": "yes"}).status_code == 302
    assert not Target.objects.filter(pk=target.pk).exists()
    entry = Entry.objects.get(action="delete")
    assert entry.detail["book"]["projects"][0]["name"] == "村级组织经费"


def test_what_was_carried_over_is_not_deleted(admin, target, year):
    """Its project of the next year holds on to it; this used to be answered 500."""
    following = BudgetYear.objects.create(year=2022, scheme=year.scheme)
    carry_over(targets=[target], year=following, actor=None, with_values=True)
    for url, data in (
        (f"/admin/projects/target/{target.pk}/delete/", {"post": "yes"}),
        (
            "/admin/projects/target/",
            {"action": "delete_selected", "_selected_action": target.pk, "post": "yes"},
        ),
    ):
        answer = admin.post(url, data)
        assert answer.status_code == 200
        assert "2022年 村级组织经费（由它结转）" in answer.content.decode()
    assert Target.objects.filter(pk=target.pk).exists()
    assert not Entry.objects.filter(action="delete").exists()


def test_what_was_ever_submitted_is_not_deleted(admin, people, target):
    Opinion.objects.create(
        target=target, action="return", status="returned", actor=people["chushen"]
    )
    Target.objects.filter(pk=target.pk).update(status="returned")
    url = f"/admin/projects/target/{target.pk}/delete/"
    assert admin.post(url, {"post": "yes"}).status_code == 200
    assert Target.objects.filter(pk=target.pk).exists()


def test_a_person_who_acted_is_not_deleted(admin, people, target):
    Entry.objects.create(actor=people["tianbao"], action="login", subject="user:1")
    url = f"/admin/departments/user/{people['tianbao'].pk}/delete/"
    answer = admin.post(url, {"post": "yes"})
    assert answer.status_code == 200
    assert User.objects.filter(username="tianbao").exists()
