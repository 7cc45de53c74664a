"""结转上年, as the clerk uses it."""

import re

import pytest

from audit.models import Entry
from indicators import carry, store
from indicators.models import Carried
from indicators.services import create_project_target
from projects.models import BudgetYear, IndicatorScheme, Project, Target
from sheets.sheet import Overall, SubGoal

from .pages import form_in, form_of, url


@pytest.fixture
def next_year(year) -> BudgetYear:
    return BudgetYear.objects.create(
        year=2022, scheme=year.scheme, checkpoints="6,9,12"
    )


def in_2022() -> list[Target]:
    return list(Target.objects.for_year(2022).with_names())


def test_it_offers_all_of_last_year_and_carries_what_is_ticked(as_user, next_year):
    client = as_user("tianbao")
    assert "2022年 某街道办事处" in client.get("/carry/").content.decode()
    page = client.get("/carry/2022/001/")
    found = page.context["found"]
    assert [t.is_project for t in found] == [False, True, True, True, True]
    ticked = [found[0].pk, found[1].pk]
    done = client.post(
        "/carry/2022/001/", {"targets": ticked, "with_values": "1"}, follow=True
    )
    assert "已结转 2 份" in done.content.decode()
    made = in_2022()
    assert len(made) == 2
    project = next(t.project for t in made if t.project)
    assert project.continued_from == found[1].project
    assert project.total is None
    assert [step.month for step in project.plan.all()] == [6, 9, 12]
    assert Entry.objects.filter(action="carry").count() == 2
    # What is there already is not offered again.
    assert len(client.get("/carry/2022/001/").context["found"]) == 3


def test_what_was_never_approved_is_said_and_not_ticked(as_user, next_year, target):
    client = as_user("tianbao")
    form = client.get("/carry/2022/001/").context["form"]
    assert len(form["targets"].initial) == 5  # nothing is approved: all of it
    Target.objects.filter(pk=target.pk).update(status="approved")
    answer = client.get("/carry/2022/001/")
    assert answer.context["form"]["targets"].initial == [target.pk]
    assert "上年没有批复，停在“草稿”" in answer.content.decode()


def carried(target: Target, year: BudgetYear, people, with_values=True) -> Target:
    [made] = carry.carry_over(
        targets=[target], year=year, actor=people["tianbao"], with_values=with_values
    )
    return made


def page_of(client, target: Target) -> str:
    return client.get(url(target)).content.decode()


MOVED = "<del>2020年12月底前</del> → <ins>2022年12月底前</ins>"


def test_the_moved_dates_are_listed_until_they_are_confirmed(
    filler, next_year, target, people
):
    made = carried(target, next_year, people)
    assert MOVED in page_of(filler, made)
    compared = filler.get(f"/targets/{made.pk}/compare/").content.decode()
    assert "88.2" in compared
    form = form_of(filler, made)
    # A draft that keeps itself, and saving, confirm nothing.
    filler.post(url(made), form | {"usage": "打了字", "op": "autosave"})
    page = page_of(filler, made)
    assert "已恢复您" in page
    assert MOVED in page
    assert "与上年比较" in page
    assert filler.post(url(made), form_of(filler, made)).status_code == 302
    assert MOVED in page_of(filler, made)
    # What is typed stays when they are confirmed.
    form = form_of(filler, made) | {"usage": "又打了字", "op": "confirm"}
    page = filler.post(url(made), form, follow=True).content.decode()
    assert "<del>" not in page
    assert "又打了字" in page
    assert Carried.objects.get(target=made).confirmed_by == people["tianbao"]
    filler.post(url(made), form_of(filler, made))
    assert "<del>" not in page_of(filler, made)


def test_confirming_alone_leaves_no_draft(filler, next_year, target, people):
    made = carried(target, next_year, people)
    filler.post(url(made), form_of(filler, made) | {"op": "autosave"})
    form = form_of(filler, made) | {"op": "confirm"}
    assert "已恢复您" not in filler.post(url(made), form, follow=True).content.decode()
    assert not made.drafts.exists()


def test_a_listed_cell_is_found_where_it_stands_now(filler, next_year, target, people):
    made = carried(target, next_year, people)
    form = form_of(filler, made) | {"op": "indicators.0.add"}
    answer = filler.post(url(made), form)
    assert 'href="#f-indicators.3.value">时效指标 第1行' in answer.content.decode()
    form = form_in(answer) | {"indicators.3.value": "2022年6月底前", "op": "keep"}
    page = filler.post(url(made), form).content.decode()
    assert "#f-indicators.3.value" not in page
    assert "后来已另行修改" in page


def test_what_last_year_says_follows_the_rows_on_the_screen(
    filler, next_year, target, people
):
    def said(answer) -> dict[str, str]:
        found = re.findall(
            r'name="indicators\.(\d)\.value"[^>]*data-last="(.*?)"',
            answer.content.decode(),
        )
        return dict(found)

    made = carried(target, next_year, people)
    before = said(filler.get(url(made)))
    assert before["2"] == "2020年12月底前"
    form = form_of(filler, made) | {"op": "indicators.0.add"}
    after = said(filler.post(url(made), form))
    assert "1" not in after
    assert after == {str(int(i) + (i > "0")): text for i, text in before.items()}


def test_an_overall_target_has_no_money_but_a_last_year(
    filler, next_year, overall_target, people
):
    store.save_overall(target=overall_target, overall=Overall("2021年，推进各项工作。"))
    made = carried(overall_target, next_year, people)
    page = page_of(filler, made)
    assert "<ins>2022年，推进各项工作。</ins>" in page
    assert "金额和支出计划" not in page
    tab = f'<a href="/targets/{made.pk}/compare/"'
    for tail in ("", "history/", "compare/"):
        assert tab in filler.get(f"/targets/{made.pk}/{tail}").content.decode(), tail
    first = filler.get(f"/targets/{overall_target.pk}/").content.decode()
    assert "与上年比较" not in first


def test_a_project_and_its_links_get_the_same_name(
    filler, next_year, year, target, overall_target, people
):
    Project.objects.filter(pk=target.project_id).update(name="2021年防汛经费")
    goal = SubGoal("（一）防汛", "目标", ("指标",), ("2021年防汛经费",))
    store.save_overall(target=overall_target, overall=Overall("目标", (goal,)))
    found = carry.candidates(next_year, target.department)
    carry.carry_over(
        targets=found, year=next_year, actor=people["tianbao"], with_values=True
    )
    overall = next(t for t in in_2022() if t.project is None)
    project = next(t for t in in_2022() if str(t) == "2022年防汛经费")
    assert store.load_overall(overall).sub_goals[0].projects == ("2022年防汛经费",)
    assert "可能已改名或删除" not in page_of(filler, overall)
    assert "项目名称</a>：<del>2021年防汛经费</del>" in page_of(filler, project)
    assert carry.candidates(next_year, target.department) == []


def test_a_link_follows_a_project_that_was_renamed_before(
    next_year, target, overall_target, people
):
    goal = SubGoal("（一）", "目标", ("指标",), (target.project.name, "没有的项目"))
    store.save_overall(target=overall_target, overall=Overall("目标", (goal,)))
    made = carried(target, next_year, people)
    Project.objects.filter(pk=made.project_id).update(name="村级经费")
    overall = carried(overall_target, next_year, people)
    [goal] = store.load_overall(overall).sub_goals
    assert goal.projects == ("村级经费", "没有的项目")


def test_a_project_under_its_next_name_is_there_already(
    next_year, target, office, people
):
    Project.objects.filter(pk=target.project_id).update(name="2021年防汛经费")
    create_project_target(
        year=next_year,
        department=office,
        actor=people["tianbao"],
        name="2022年防汛经费",
    )
    found = carry.candidates(next_year, office)
    assert target not in found
    assert len(found) == 4


@pytest.fixture
def other_scheme(next_year) -> BudgetYear:
    """2022 with 成本 beside 产出, and 效益 for 效果."""
    next_year.scheme = IndicatorScheme.objects.get(code="2021")
    next_year.save()
    return next_year


def test_another_scheme_is_told_before_and_its_labels_are_there(
    filler, other_scheme, target, people
):
    page = filler.get("/carry/2022/001/").content.decode()
    assert "2022年的指标体系是“三级指标体系（2021，成本/产出/效益/满意度）”" in page
    assert "产出指标 / 成本指标" in page
    assert "成本指标 / 经济成本指标" in page
    made = carried(target, other_scheme, people)
    rows = store.load_sheet(made).indicators
    labels = list(dict.fromkeys((row.tier1, row.tier2) for row in rows))
    assert set(other_scheme.scheme.rows()) <= set(labels)
    assert labels[:3] == [
        ("成本指标", name)
        for name in ("经济成本指标", "社会成本指标", "生态环境成本指标")
    ]
    old = [row.tier3 for row in store.load_sheet(target).indicators if row.tier3]
    assert [row.tier3 for row in rows if row.tier3] == old


def test_rows_of_another_scheme_are_listed_until_they_are_elsewhere(
    filler, other_scheme, target, people
):
    made = carried(target, other_scheme, people)
    page = page_of(filler, made)
    assert "里面没有下列二级指标" in page
    strange = re.findall(r'href="#f-(indicators\.\d+\.tier3)">(.*?)</a>，', page)
    assert [label for _, label in strange] == [
        "产出指标 / 成本指标",
        "效果指标 / 社会效益指标",
    ]
    # Dragged under a label of this year, the old one goes with its last row.
    for _ in strange:
        answer = filler.get(url(made))
        path = re.search(
            r'href="#f-(indicators\.\d+)\.tier3">.*?</a>，', answer.content.decode()
        )
        form = form_in(answer)
        answer = filler.post(url(made), form | {"op": f"{path[1]}.to.0"})
        filler.post(url(made), form_in(answer))
    assert "里面没有下列二级指标" not in page_of(filler, made)
    labels = {(row.tier1, row.tier2) for row in store.load_sheet(made).indicators}
    assert labels == set(other_scheme.scheme.rows())


def test_a_cell_that_is_wrong_keeps_its_place(filler, other_scheme, target, people):
    """Nothing is tidied away while a row's number is in a message."""
    made = carried(target, other_scheme, people)
    form = form_of(filler, made)
    strange = next(p for p, t in form.items() if t == "成本指标" and p.endswith("2"))
    stem = strange.removesuffix(".tier2")
    blank = {f"{stem}.{n}": "" for n in ("tier3", "description", "value", "basis")}
    last = max(int(p.split(".")[1]) for p in form if p.endswith(".tier3"))
    long = {f"indicators.{last}.tier3": "长" * 20001}
    answer = filler.post(url(made), form | blank | long)
    assert f'id="e-indicators.{last}.tier3"' in answer.content.decode()
    filler.post(url(made), form | blank)
    labels = {row.tier2 for row in store.load_sheet(made).indicators}
    assert "成本指标" not in labels


def test_it_is_all_or_nothing(people, next_year, year, office):
    targets = carry.candidates(next_year, office)
    taken = targets[2].project.name
    create_project_target(
        year=next_year, department=office, actor=people["tianbao"], name=taken
    )
    with pytest.raises(Exception, match="同名项目"):
        carry.carry_over(
            targets=targets, year=next_year, actor=people["tianbao"], with_values=True
        )
    assert Project.objects.filter(year=next_year).count() == 1


def test_nothing_ticked_is_said(as_user, next_year):
    answer = as_user("tianbao").post("/carry/2022/001/", {"with_values": "1"})
    assert answer.status_code == 422
    assert "请至少选一个" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "status"),
    [("stranger", 404), ("chushen", 403), ("tianbao", 200), ("nobody", 404)],
)
def test_it_checks_access(as_user, next_year, name, status):
    assert as_user(name).get("/carry/2022/001/").status_code == status


def test_a_page_of_yesterday_names_what_is_there_already(
    filler, next_year, year, target, people
):
    found = carry.candidates(next_year, target.department)
    carried(target, next_year, people)
    answer = filler.post("/carry/2022/001/", {"targets": [t.pk for t in found]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“村级组织经费”已经结转或新建过" in page
    assert str(target.pk) not in re.findall(r'name="targets"[^>]*value="(\d+)"', page)
    assert page.count("checked") >= 4  # what else was ticked still is
    for nonsense in ("99999999", "none", "9" * 30):
        answer = filler.post("/carry/2022/001/", {"targets": [nonsense]})
        assert answer.status_code == 422
        assert "页面上的绩效目标已有变化" in answer.content.decode()


def test_another_departments_target_cannot_be_smuggled_in(
    as_user, next_year, elsewhere, year, people
):
    foreign = create_project_target(
        year=year, department=elsewhere, actor=people["stranger"], name="别处的项目"
    )
    answer = as_user("tianbao").post("/carry/2022/001/", {"targets": [foreign.pk]})
    assert answer.status_code == 422
    assert in_2022() == []
