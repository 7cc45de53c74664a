"""What must be in the record: coming, going, refusals, files that leave, basic data."""

import pytest
from django.test import Client

from audit.models import Entry
from departments.models import Department, User

from ..departments.test_back_office import formset


def latest() -> Entry:
    entry = Entry.objects.first()
    assert entry is not None
    return entry


def count() -> int:
    return Entry.objects.count()


def test_going_is_recorded(as_user, people):
    as_user("tianbao").post("/logout/")
    entry = latest()
    assert (entry.action, entry.actor) == ("logout", people["tianbao"])
    assert entry.address == "127.0.0.1"


REFUSED = [
    ("stranger", "get", "/targets/{pk}/", 404, "没有这个绩效目标，或者您看不到它"),
    ("stranger", "get", "/targets/{pk}/edit/", 404, "没有这个绩效目标"),
    ("stranger", "get", "/targets/{pk}/export/pdf/", 404, "没有这个绩效目标"),
    ("stranger", "get", "/books/2021/001/pdf/", 404, "没有这一年度的绩效目标"),
    ("stranger", "get", "/targets/999999/", 404, "没有这个绩效目标"),
    ("stranger", "get", "/library/999999/", 404, "没有这个指标"),
    ("chushen", "get", "/targets/{pk}/edit/", 403, "只有本部门的填报人可以修改"),
    ("chushen", "post", "/targets/{pk}/act/submit/", 403, "只有本部门的填报人"),
    ("tianbao", "get", "/admin/login/?next=/admin/", 403, "后台只有管理员可以进入"),
    ("nobody", "get", "/carry/", 403, ""),
]


@pytest.mark.parametrize(("name", "method", "url", "code", "reason"), REFUSED)
def test_a_refusal_is_recorded(as_user, target, name, method, url, code, reason):
    before, url = count(), url.format(pk=target.pk)
    answer = getattr(as_user(name), method)(url, REMOTE_ADDR="192.168.3.7")
    assert answer.status_code == code
    entry = latest()
    assert count() == before + 1
    assert (entry.action, entry.actor) == ("refused", User.objects.get(username=name))
    assert entry.subject_name == url.partition("?")[0]
    assert entry.subject == f"page:{entry.subject_name}"
    assert entry.address == "192.168.3.7"
    said = entry.detail
    assert (said["code"], said["method"]) == (code, method.upper())
    assert reason in said["reason"]


def test_what_was_sent_is_not_in_the_record_of_a_refusal(as_user, target):
    data = {"version": 1, "usage": "机密的内容", "op": "save"}
    as_user("chushen").post(f"/targets/{target.pk}/edit/", data)
    assert latest().action == "refused"
    assert "机密" not in str(vars(latest()))


def test_what_is_nobodys_secret_is_not_recorded(as_user, target, attachment):
    before = count()
    for client, url, code in (
        (Client(), "/wp-login.php", 404),
        (Client(), f"/targets/{target.pk}/", 302),
        (Client(), "/targets/999999/", 302),
        (as_user("tianbao"), "/no/such/page/", 404),
        (as_user("tianbao"), f"/targets/{target.pk}/attachments/99999/", 404),
        (as_user("tianbao"), f"/targets/{target.pk}/", 200),
        (as_user("tianbao"), f"/targets/{target.pk}/edit/", 200),
        (as_user("tianbao"), "/logout/", 405),
    ):
        assert client.get(url).status_code == code, url
    assert count() == before


def test_a_post_without_its_token_is_a_refusal(people):
    client = Client(enforce_csrf_checks=True)
    client.post("/logout/")  # nobody has logged in
    before = count()
    client.force_login(people["tianbao"])
    assert client.post("/logout/").status_code == 403
    assert count() == before + 1
    assert (latest().action, latest().detail["code"]) == ("refused", 403)


@pytest.mark.parametrize("path", ["a\x00b", "%00", "甲" * 500, "%ed%a0%80", "'; --"])
def test_any_address_can_be_recorded(as_user, path):
    answer = as_user("tianbao").get(f"/admin/{path}/")
    assert answer.status_code in (302, 404)
    as_user("admin").get(f"/admin/{path}/")
    assert latest().action == "refused"
    assert len(latest().subject) <= 100


def test_files_that_leave_are_recorded(as_user, target, attachment):
    client = as_user("tianbao")
    for url, action, detail in (
        (f"/targets/{target.pk}/export/xlsx/", "export", {"format": "xlsx"}),
        ("/books/2021/001/json/", "export", {"format": "json"}),
        (
            f"/targets/{target.pk}/attachments/{attachment.pk}/",
            "download",
            {"file": "实施方案.pdf", "sha256": attachment.sha256},
        ),
    ):
        client.get(url).getvalue()
        entry = latest()
        assert entry.action == action
        assert entry.detail.items() >= detail.items()


# ---- the back office -----------------------------------------------------------------


def test_its_door_records_like_the_other(client, people):
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain == [("/admin/login/?next=/admin/", 302)]
    wrong = {"username": "admin", "password": "x"}
    assert client.post("/admin/login/?next=/admin/", wrong).status_code == 200
    assert latest().action == "login_failed"
    right = wrong | {"password": "demo-2021"}
    answer = client.post("/admin/login/?next=/admin/", right)
    assert (answer.status_code, answer.url) == (302, "/admin/")
    assert (latest().action, latest().actor) == ("login", people["admin"])
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/login/").status_code == 302
    client.post("/admin/logout/")
    assert latest().action == "logout"
    assert client.get("/admin/").status_code == 302


def test_a_clerk_at_the_back_office_is_told_and_not_sent_in_circles(client, people):
    clerk = {"username": "tianbao", "password": "demo-2021"}
    answer = client.post("/admin/login/?next=/admin/", clerk, follow=True)
    assert answer.status_code == 403
    assert "后台只有管理员可以进入" in answer.content.decode()
    assert latest().action == "refused"


def changes() -> list[tuple[str, str, str]]:
    cells = latest().detail["changes"]
    return [(cell["label"], cell["before"], cell["after"]) for cell in cells]


def test_a_persons_posts_and_state_are_recorded(as_user, people, office, elsewhere):
    admin, nobody = as_user("admin"), people["nobody"]
    url = f"/admin/departments/user/{nobody.pk}/change/"
    data = {"username": "nobody", "name": "小吴", "is_active": "on"}
    post = {"department": office.pk, "role": "filler", "user": nobody.pk}
    admin.post(url, data | formset("memberships", [post]))
    entry = latest()
    assert (entry.action, entry.subject) == ("save", f"user:{nobody.pk}")
    assert (entry.actor, entry.subject_name) == (people["admin"], "用户 小吴")
    assert changes() == [
        ("姓名", "nobody", "小吴"),
        ("岗位", "", "某街道办事处 填报人"),
    ]
    moved = post | {"id": nobody.memberships.get().pk, "department": elsewhere.pk}
    stopped = {"username": "nobody", "name": "小吴"}
    admin.post(url, stopped | formset("memberships", [moved], 1))
    assert changes() == [
        ("有效", "是", "否"),
        ("岗位", "某街道办事处 填报人", "另一街道办事处 填报人"),
    ]
    gone = moved | {"DELETE": "on"}
    admin.post(url, stopped | formset("memberships", [gone], 1))
    assert changes() == [("岗位", "另一街道办事处 填报人", "")]
    before = count()
    admin.post(url, stopped | formset("memberships", []))
    assert count() == before  # nothing was changed


def test_a_password_is_told_and_never_shown(as_user, people):
    admin, nobody = as_user("admin"), people["nobody"]
    words = {"password1": "very-secret-9", "password2": "very-secret-9"}
    new = {"username": "xiaoli", "usable_password": "true", **words}
    admin.post("/admin/departments/user/add/", new | formset("memberships"))
    assert latest().action == "create"
    assert ("用户名", "", "xiaoli") in changes()
    url = f"/admin/departments/user/{nobody.pk}/password/"
    wrong = words | {"usable_password": "true", "password2": "x"}
    assert admin.post(url, wrong).status_code == 200
    assert latest().action == "create"
    assert admin.post(url, words | {"usable_password": "true"}).status_code == 302
    assert (latest().action, latest().subject) == ("password", f"user:{nobody.pk}")
    own = {"old_password": "demo-2021", "new_password1": "y-secret-9"}
    admin.post("/admin/password_change/", own | {"new_password2": "y-secret-9"})
    assert latest().subject == f"user:{people['admin'].pk}"
    assert (latest().action, latest().actor) == ("password", people["admin"])
    assert "secret" not in str(list(Entry.objects.values()))


def test_departments_and_years_are_recorded(as_user, office, year):
    admin = as_user("admin")
    data = {"code": "001002", "name": "某社区", "parent": office.pk}
    admin.post("/admin/departments/department/add/", data)
    made = Department.objects.get(code="001002")
    assert latest().subject == f"department:{made.pk}"
    assert changes() == [
        ("编码", "", "001002"),
        ("名称", "", "某社区"),
        ("上级部门", "", "某街道办事处"),
    ]
    data |= {"parent": ""}
    admin.post(f"/admin/departments/department/{made.pk}/change/", data)
    assert changes() == [("上级部门", "某街道办事处", "")]
    admin.post(f"/admin/departments/department/{made.pk}/delete/", {"post": "yes"})
    assert (latest().action, latest().subject_name) == ("delete", "部门 某社区")
    assert ("名称", "某社区", "") in changes()
    form = {"year": 2021, "layout": year.layout, "scheme": year.scheme.pk}
    form |= {"checkpoints": year.checkpoints, "closes_on": "2021-05-31"}
    form |= formset("steps") | formset("grade_bands") | formset("department_layouts")
    admin.post(f"/admin/projects/budgetyear/{year.pk}/change/", form)
    assert ("填报截止", "", "2021-05-31") in changes()


def test_nobody_is_deleted_in_a_crowd_unseen(as_user, people):
    made = [User.objects.create_user(f"u{i}") for i in range(2)]
    keys = [user.pk for user in made]
    data = {"action": "delete_selected", "_selected_action": keys, "post": "yes"}
    as_user("admin").post("/admin/departments/user/", data)
    assert not User.objects.filter(pk__in=keys).exists()
    names = {entry.subject_name for entry in Entry.objects.filter(action="delete")}
    assert names == {"用户 u0", "用户 u1"}
    assert "password" not in str(list(Entry.objects.values("detail")))
