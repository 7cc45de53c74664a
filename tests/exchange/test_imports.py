"""Importing: what was looked at is stored as drafts, whole or not at all."""

from dataclasses import replace

import pytest
from django.utils import timezone

from audit.models import Entry
from departments.models import Department, Membership
from exchange import imports, preview
from exchange.models import ImportBatch, Outcome, State
from exchange.preview import Choice
from indicators import store
from indicators.services import create_project_target, save_target
from perftargets.errors import BadFile, CheckFailed, Conflict, NotAllowed
from projects.models import Project, Target
from reviews.editions import edition_of_all
from sheets.diff import diff
from sheets.edition import unstamped
from sheets.layouts import layout_of
from sheets.sheet import Book, Budget, Indicator, Sheet
from sheets.writers import writers
from tests.exchange.importing import (
    NAME,
    changed,
    chosen,
    everything,
    only,
    stored,
    take,
)
from tests.reviews.steps import APPROVED, FIRST, put

# reading


def test_a_file_of_each_kind_of_outcome(batch_of, target):
    batch = batch_of(
        Sheet(name="新项目"),
        changed(store.load_sheet(target)),
        stored("征地拆迁补偿款"),
    )
    assert [line.kind for line in preview.lines(batch)] == [
        "new",
        "changed",
        "unchanged",
    ]
    line = preview.lines(batch)[1]
    assert [change.label for change in line.changes] == ["资金用途"]
    assert [line.choice.is_taken for line in preview.lines(batch)] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("format_id", ["docx", "xlsx", "html", "json"])
def test_our_own_export_changes_nothing(office, year, filler, format_id):
    """What was downloaded and not touched is not a change."""
    targets = Target.objects.filter(department=office, year=year).with_names()
    edition = edition_of_all(list(targets))
    data = writers.get(format_id).write(edition, layout_of(edition.book))
    batch = imports.receive(
        user=filler, department=office, year=year, name=f"a.{format_id}", data=data
    )
    found = preview.lines(batch)
    assert [change for line in found for change in line.changes] == []
    assert len(found) == 5


def test_an_amount_that_cannot_be_read_leaves_the_stored_one(office, year, filler):
    """It is told as not read; taking the rest must not empty it."""
    targets = Target.objects.filter(department=office, year=year).with_names()
    edition = edition_of_all(list(targets))
    page = writers.get("html").write(edition, layout_of(edition.book)).decode()
    wrong = page.replace(">161</td>", ">一百六十一</td>", 1)
    assert wrong != page
    batch = imports.receive(
        user=filler,
        department=office,
        year=year,
        name="a.html",
        data=wrong.encode(),
    )
    assert any("一百六十一" in said for _, said in batch.errors)
    found = preview.lines(batch)
    assert [change for line in found for change in line.changes] == []


def test_two_people_with_the_same_file_get_it_in_once(batch_of, people):
    """The second is told, and finds no change when looking again."""
    new = Sheet(name="新项目", usage="修路。")
    first, second = batch_of(new), batch_of(new, user=people["admin"])
    choices = chosen(second)
    take(first)
    before = everything()
    with pytest.raises(Conflict, match="“新项目”系统里已经有了，可能刚由别人新建"):
        take(second, choices)
    assert everything() == before
    [line] = preview.lines(second, choices)
    assert (line.kind, line.choice.into, line.problems) == (
        preview.UNCHANGED,
        "新项目",
        [],
    )


def test_the_same_file_waits_once(office, year, filler):
    at = {"user": filler, "department": office, "year": year}
    data = b'{"schema": "perftargets/book/1", "projects": [{"name": "x"}]}'
    one = imports.receive(name="a.json", data=data, **at)
    two = imports.receive(name="b.json", data=data, **at)
    assert one.pk == two.pk
    assert ImportBatch.objects.get().file_name == "b.json"
    assert Project.objects.filter(name="x").count() == 0


def test_a_file_with_too_many_tables(office, year, filler, monkeypatch):
    monkeypatch.setattr(imports, "MOST_TABLES", 1)
    book = Book(projects=(Sheet(name="甲"), Sheet(name="乙")))
    at = {"user": filler, "department": office, "year": year, "name": "a.json"}
    data = writers.get("json").write(unstamped(book), layout_of(book))
    with pytest.raises(BadFile, match="2 份绩效目标，一次最多导入 1 份"):
        imports.receive(data=data, **at)
    assert not ImportBatch.objects.exists()


def test_a_stranger_reads_no_file_into_the_office(people, office, year):
    with pytest.raises(NotAllowed):
        imports.receive(
            user=people["stranger"], department=office, year=year, name="a", data=b"{}"
        )


# which project a table is about


def test_a_name_with_blanks_and_full_width_signs(batch_of, office, year, filler):
    at = {"year": year, "department": office, "actor": filler}
    create_project_target(name="党建(群团)经费", **at)
    line = only(batch_of(Sheet(name="党建 （群团） 经费")))
    assert line.choice.into == "党建(群团)经费"
    assert "只差空格" in line.unsure[0]


def test_another_name_with_the_same_code(batch_of, office, year, filler):
    at = {"year": year, "department": office, "actor": filler}
    create_project_target(sheet=Sheet(name="旧名", code="13-01"), **at)
    line = only(batch_of(Sheet(name="新名", code="13-01")))
    assert (line.kind, line.choice.into) == ("changed", "旧名")
    assert "项目编码相同" in line.unsure[0]


@pytest.mark.parametrize("code", ["", "————", None, "无", "待定", "0000"])
def test_a_code_that_says_nothing_names_no_project(batch_of, target, code):
    Project.objects.filter(target=target).update(code=code or "")
    assert only(batch_of(Sheet(name="新名", code=code))).kind == "new"


def test_it_is_corrected_to_another_project(batch_of, target):
    batch = batch_of(replace(changed(store.load_sheet(target)), name="村组织经费"))
    line = only(batch)
    assert line.kind == "new"
    choices = {1: Choice(True, into=NAME, name=NAME, shown=line.mark)}
    with pytest.raises(CheckFailed, match="差异已按新的选择重新列出"):
        take(batch, choices)
    [line] = preview.lines(batch, choices)
    assert [change.label for change in line.changes] == ["资金用途"]
    take(batch, {1: replace(line.choice, shown=line.mark)})
    assert stored().usage == "只用于村级组织办公经费。"
    assert batch.items.get().outcome == Outcome.CHANGED


def test_its_name_is_corrected(batch_of):
    batch = batch_of(Sheet(name="新项目（错字）"))
    take(batch, chosen(batch, name="新项目"))
    assert Project.objects.filter(name="新项目").exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"into": "没有的"}, "没有“没有的”这个项目"),
        ({"name": NAME}, "已有同名项目"),
        ({"name": ""}, "项目名称为空"),
        ({"name": "长" * 201}, "最多 200 个"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_line(batch_of, changes, said):
    batch = batch_of(Sheet(name="新项目"))
    choices = chosen(batch, **changes)
    before = everything()
    with pytest.raises(CheckFailed, match="什么也没有导入"):
        take(batch, choices)
    [line] = preview.lines(batch, choices)
    assert said in "".join(line.problems)
    assert everything() == before


def test_two_tables_for_one_project(batch_of, target):
    sheet = store.load_sheet(target)
    batch = batch_of(changed(sheet), replace(sheet, usage="又一种"))
    first, second = preview.lines(batch)
    assert (first.choice.is_taken, second.choice.is_taken) == (True, False)
    assert "与文件中第1份都是" in second.problems[0]
    with pytest.raises(CheckFailed):
        take(batch, chosen(batch, is_taken=True))
    take(batch, chosen(batch))
    assert stored().usage == "只用于村级组织办公经费。"


# taking


def test_what_is_taken_are_recorded_drafts(batch_of, target, filler):
    batch = batch_of(Sheet(name="新项目"), changed(store.load_sheet(target)))
    take(batch)
    made = Target.objects.get(project__name="新项目")
    assert {made.status, target.status} == {"draft"}
    assert filler in made.filled_by.all()
    assert {e.action for e in Entry.objects.of(made.subject)} == {"import"}
    told = Entry.objects.of(target.subject).first()
    assert told.detail["file"] == batch.file_name
    assert [c["label"] for c in told.detail["changes"]] == ["资金用途"]
    whole = Entry.objects.of(batch.subject).get()
    assert (whole.detail["created"], whole.detail["changed"]) == (1, 1)
    batch.refresh_from_db()
    assert batch.state == State.DONE


def test_what_is_not_ticked_stays(batch_of, target):
    batch = batch_of(Sheet(name="新项目"), changed(store.load_sheet(target)))
    choices = chosen(batch)
    choices[2] = replace(choices[2], is_taken=False)
    take(batch, choices)
    assert stored().usage != "只用于村级组织办公经费。"
    assert batch.items.get().name == "新项目"


def test_nothing_ticked(batch_of):
    batch = batch_of(Sheet(name="新项目"))
    with pytest.raises(CheckFailed, match="请至少勾选一份"):
        take(batch, chosen(batch, is_taken=False))


def test_the_same_file_again_changes_nothing(batch_of, target):
    sheets = Sheet(name="新项目", budget=Budget(None)), changed(stored())
    take(batch_of(*sheets))
    again = batch_of(*sheets)
    assert {line.kind for line in preview.lines(again)} == {"unchanged"}
    before = everything()
    with pytest.raises(CheckFailed):
        take(again)
    assert everything() == before


def test_a_file_is_taken_once(batch_of):
    batch = batch_of(Sheet(name="新项目"))
    choices = chosen(batch)
    take(batch, choices)
    with pytest.raises(Conflict, match="已经导入过了"):
        take(batch, choices)


def test_it_changed_since_it_was_looked_at(batch_of, target, filler):
    batch = batch_of(Sheet(name="新项目"), changed(stored()))
    choices = chosen(batch)
    ours = replace(stored(), usage="同事改的")
    save_target(target=target, actor=filler, version=1, document=ours)
    before = everything()
    with pytest.raises(Conflict, match=f"“{NAME}”在您核对期间被别人修改"):
        take(batch, choices)
    assert everything() == before
    take(batch)
    assert stored().usage == "只用于村级组织办公经费。"


def test_a_project_of_this_name_came_up_meanwhile(batch_of, office, year, filler):
    batch = batch_of(Sheet(name="新项目"))
    choices = chosen(batch)
    create_project_target(year=year, department=office, actor=filler, name="新项目")
    with pytest.raises(Conflict, match="系统里已经有了"):
        take(batch, choices)
    assert Project.objects.filter(name="新项目").count() == 1


@pytest.mark.parametrize(("place", "said"), [(APPROVED, "已批复"), (FIRST, "待初审")])
def test_what_is_on_its_way_is_not_changed(batch_of, target, place, said):
    put(target, place)
    batch = batch_of(Sheet(name="新项目"), changed(stored()))
    line = preview.lines(batch)[1]
    assert (line.kind, line.choice.is_taken) == ("locked", False)
    assert said in line.locked
    before = everything()
    with pytest.raises(NotAllowed, match=said):
        take(batch, chosen(batch, is_taken=True))
    assert everything() == before
    take(batch)
    assert [item.name for item in batch.items.all()] == ["新项目"]


def test_after_the_last_day_nothing_comes_in(batch_of, year, target):
    year.closes_on = timezone.localdate() - timezone.timedelta(days=1)
    year.save()
    batch = batch_of(Sheet(name="新项目"), changed(stored()))
    assert [line.kind for line in preview.lines(batch)] == ["locked", "locked"]
    assert "截止" in preview.lines(batch)[0].locked
    with pytest.raises(NotAllowed):
        take(batch, chosen(batch, is_taken=True))


def test_all_or_nothing(batch_of, target, monkeypatch):
    """The third of three is refused by the database: the first two are not stored."""
    batch = batch_of(Sheet(name="甲"), changed(stored()), Sheet(name="乙"))
    choices = chosen(batch)
    real = imports.services.create_project_target

    def refusing(*, sheet, **at):
        if sheet.name == "乙":
            raise CheckFailed("未能新建“乙”")
        return real(sheet=sheet, **at)

    monkeypatch.setattr(imports.services, "create_project_target", refusing)
    before = everything()
    with pytest.raises(CheckFailed):
        take(batch, choices)
    assert everything() == before


def test_the_overall_target_comes_in_too(batch_of, overall_target, seed_book):
    overall = replace(seed_book.overall, goal="新的总体目标")
    batch = batch_of(overall=overall)
    line = only(batch)
    assert (line.number, line.kind) == (0, "changed")
    take(batch)
    assert store.load_overall(overall_target).goal == "新的总体目标"


def test_what_the_file_has_no_cell_for_stays(batch_of, target):
    before = stored()
    rows = tuple(r if r.is_blank else replace(r, basis=None) for r in before.indicators)
    new = replace(changed(before), plan=(), indicators=rows)
    take(batch_of(new))
    assert diff(changed(before), stored()) == []


def test_a_form_without_tiers(batch_of, office, year, filler):
    """Its rows are put somewhere, which is said; where somebody has moved them since,
    they stay."""
    rows = (Indicator("", "", "补助人数"), Indicator("", "", "村民满意度"))
    sheet = Sheet(name="新项目", indicators=rows)
    batch = batch_of(sheet)
    assert "有 2 行在文件里没有一级、二级指标" in only(batch).unsure[0]
    take(batch)
    placed = stored("新项目").indicators
    assert [row.tier2 for row in placed] == ["数量指标", "服务对象满意度指标"]
    assert only(batch_of(sheet)).kind == "unchanged"
    moved = replace(placed[0], tier2="质量指标")
    target = Target.objects.with_names().get(project__name="新项目")
    document = replace(stored("新项目"), indicators=(moved, placed[1]))
    save_target(target=target, actor=filler, version=1, document=document)
    assert only(batch_of(sheet)).kind == "unchanged"


def test_tiers_in_other_words(batch_of):
    """They are the year's own after the import, and the page says which were not."""
    rows = (Indicator("产出指标（50分）", "数量", "补助人数", value="5人"),)
    batch = batch_of(Sheet(name="新项目", indicators=rows))
    line = only(batch)
    [said] = line.told
    assert line.unsure == []
    assert "“产出指标（50分）”归入“产出指标”、“数量”归入“数量指标”" in said
    take(batch)
    [row] = stored("新项目").indicators
    assert (row.tier1, row.tier2) == ("产出指标", "数量指标")
    assert only(batch_of(Sheet(name="新项目", indicators=rows))).kind == "unchanged"


def test_a_table_of_very_many_rows_is_told(batch_of):
    rows = (Indicator("产出指标", "数量指标", "甲"),) * 501
    [line] = preview.lines(batch_of(Sheet(name="新项目", indicators=rows)))
    assert line.problems == ["绩效指标有 501 行，最多 500 行"]


def test_a_manager_imports_for_an_office_below(people, year, office):
    below = Department.objects.create(
        code="001001", name="社区", parent=office, path=f"{office.path}001001/"
    )
    manager = people["nobody"]
    Membership.objects.create(user=manager, department=office, role="manager")
    data = b'{"schema": "perftargets/book/1", "projects": [{"name": "x"}]}'
    batch = imports.receive(
        user=manager, department=below, year=year, name="a.json", data=data
    )
    take(batch)
    assert Target.objects.get(project__name="x").department == below
