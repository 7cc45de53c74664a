"""补录: an office brings in the tables of a year that was before this system."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import Entry
from audit.sentences import tell
from departments.models import Membership, Role
from exchange import imports, preview
from exchange.models import ImportBatch, State
from indicators import store
from indicators.carry import carry_over
from indicators.services import create_project_target
from perftargets.errors import CheckFailed, Conflict, NotAllowed
from projects.backfill import Words
from projects.models import Backfill, BudgetYear, Occasion, Project, Status, Target
from reviews import flow, route, services
from reviews.editions import edition_of, edition_of_all
from sheets import readers
from sheets.layouts import layout_of
from sheets.sheet import Indicator, Overall, Sheet
from sheets.standing import standing_grids
from sheets.writers import writers
from tests.conftest import make_user
from tests.exchange.importing import chosen, everything, only

WORDS = Words("系统启用前的批复数据", "财绩〔2019〕5号", date(2019, 3, 1))
PAPER = {
    "confirmed": "on",
    "reason": WORDS.reason,
    "document": WORDS.document,
    "document_date": "2019-03-01",
}
ROW = Indicator("产出指标", "数量指标", "村数", value="15个")
OLD = Sheet("2019年村级组织经费", usage="用于15个村。", indicators=(ROW,))
NEW = replace(OLD, usage="用于16个村。")


def take(batch: ImportBatch, words: Words | None = WORDS) -> ImportBatch:
    choices = chosen(batch, is_taken=True)
    return imports.take(batch=batch, actor=batch.user, choices=choices, words=words)


def brought_in() -> Target:
    return Target.objects.with_names().get(year__year=2019, kind="project")


# ---- bringing in ---------------------------------------------------------------------


def test_tables_of_a_closed_past_year_go_into_the_archive(old_batch, manager):
    batch = old_batch(OLD, overall=Overall(goal="做好"))
    assert {line.kind for line in preview.lines(batch)} == {preview.NEW}
    take(batch)
    targets = list(Target.objects.for_year(2019).with_names())
    assert {t.status for t in targets} == {Status.ARCHIVED}
    assert {t.occasion for t in targets} == {Occasion.BACKFILL}
    target = brought_in()
    assert store.load_sheet(target).usage == OLD.usage
    assert target.standing == "已补录"
    assert not target.is_editable
    said = target.backfills.get()
    assert (said.reason, said.document) == (WORDS.reason, WORDS.document)
    assert (said.document_date, said.actor) == (WORDS.document_date, manager)
    assert not target.versions.exists()
    assert not target.approvals.exists()


def test_a_current_year_and_a_past_one_that_is_open_go_to_review(
    old_batch, batch_of, past, manager
):
    BudgetYear.objects.filter(pk=past.pk).update(closes_on=None)
    batch = ImportBatch.objects.get(pk=old_batch(OLD).pk)
    with pytest.raises(Conflict, match="现在不能补录"):
        take(batch)
    imports.take(batch=batch, actor=manager, choices=chosen(batch))
    assert brought_in().status == Status.DRAFT
    assert not Backfill.objects.exists()


def test_nothing_is_brought_in_without_a_word(old_batch):
    batch = old_batch(OLD)
    before = everything()
    with pytest.raises(CheckFailed, match="写明补录的原因"):
        take(batch, words=None)
    assert everything() == before


@pytest.mark.parametrize("role", [Role.FILLER, Role.AUDITOR, None])
def test_who_does_not_manage_finds_the_year_locked(old_batch, office, people, role):
    person = make_user("other", role, office)
    batch = old_batch(OLD, user=person)
    before = everything()
    assert only(batch).kind == preview.LOCKED
    assert "可以由本部门或上级部门的管理员补录" in only(batch).locked
    with pytest.raises(Conflict, match="不再管理"):
        take(batch)
    with pytest.raises(NotAllowed, match="截止"):
        take(batch, words=None)
    assert everything() == before


def test_a_manager_of_another_office_may_not(old_batch, elsewhere, people):
    person = make_user("other", Role.MANAGER, elsewhere)
    assert only(old_batch(OLD, user=person)).kind == preview.LOCKED


def test_a_right_that_was_lost_is_asked_for_again(old_batch, manager):
    batch = old_batch(OLD)
    choices = chosen(batch)
    Membership.objects.filter(user=manager).delete()
    batch = ImportBatch.objects.get(pk=batch.pk)
    with pytest.raises(Conflict, match="不再管理"):
        imports.take(batch=batch, actor=batch.user, choices=choices, words=WORDS)


def test_what_was_written_here_is_not_touched(old_batch, past, office, people):
    """A draft that nobody finished in time, and a mid-year project."""
    made = {"year": past, "department": office, "actor": people["tianbao"]}
    BudgetYear.objects.filter(pk=past.pk).update(closes_on=None)
    fresh = BudgetYear.objects.get(pk=past.pk)
    create_project_target(**made | {"year": fresh}, sheet=OLD)
    BudgetYear.objects.filter(pk=past.pk).update(closes_on=date(2019, 12, 31))
    batch = old_batch(NEW)
    assert only(batch).kind == preview.LOCKED
    before = everything()
    with pytest.raises(NotAllowed, match="截止"):
        take(batch)
    assert everything() == before


# ---- what it is then -----------------------------------------------------------------


def test_nothing_else_can_be_done_with_it(old_batch, people, manager):
    take(old_batch(OLD))
    target = brought_in()
    for action in flow.LABELS:
        for user in (*people.values(), manager):
            with pytest.raises(Conflict):
                services.transition(
                    target=target,
                    action=action,
                    actor=user,
                    version=target.version,
                    opinion="意见",
                    reason="budget",
                )
    assert flow.rows(route.place(target, None)) == []


def test_no_draft_of_the_round_can_be_archived(target, people, manager):
    with pytest.raises(Conflict):
        services.transition(
            target=target,
            action=flow.BACKFILL,
            actor=manager,
            version=target.version,
            opinion="意见",
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.filter(pk=target.pk).update(status=Status.ARCHIVED)


def test_its_page_says_what_it_is(old_batch, client, manager):
    take(old_batch(OLD))
    client.force_login(manager)
    url = reverse("target", args=[brought_in().pk])
    page = client.get(url).content.decode()
    for words in ("已补录", WORDS.reason, WORDS.document, "没有经过本系统审核"):
        assert words in page
    assert "已批复" not in page
    assert "草稿" not in page
    listed = client.get(reverse("targets"), {"status": "archived"}).content.decode()
    assert OLD.name in listed


def test_paper_calls_it_neither_draft_nor_approved(old_batch):
    take(old_batch(OLD))
    target = brought_in()
    [stamp] = edition_of(target).stamps
    assert not stamp.is_draft
    assert stamp.text == ("补录，未经本系统审核，财绩〔2019〕5号，批复日期 2019-03-01")
    [grid] = standing_grids(edition_of_all([target]))
    cells = [cell.text for cell in grid.cells]
    assert cells[-5:] == [
        OLD.name,
        "财绩〔2019〕5号",
        "2019-03-01",
        "补录",
        "",
    ]


def test_next_year_goes_on_with_it(old_batch, year, people):
    take(old_batch(OLD))
    later = BudgetYear.objects.create(year=2020, scheme=year.scheme)
    found = carry_over(
        targets=[brought_in()], year=later, actor=people["tianbao"], with_values=True
    )
    assert found[0].project.continued_from == brought_in().project
    assert found[0].project.name == "2020年村级组织经费"
    # And so it stays.
    batch = ImportBatch.objects.get()
    with pytest.raises(Conflict, match="不能撤销"):
        imports.undo(batch=batch, actor=batch.user)
    assert Target.objects.for_year(2019).exists()


def test_the_page_of_carrying_over_ticks_it(old_batch, year, as_user, office):
    take(old_batch(OLD))
    BudgetYear.objects.create(year=2020, scheme=year.scheme)
    page = as_user("tianbao").get(reverse("carry", args=[2020, office.code]))
    field = page.context["form"].fields["targets"]
    assert field.initial == [brought_in().pk]
    assert "上年没有批复" not in page.content.decode()


# ---- again, and back -----------------------------------------------------------------


def test_the_same_file_again_changes_nothing(old_batch):
    take(old_batch(OLD))
    before = everything()[:2]
    batch = old_batch(OLD)
    assert only(batch).kind == preview.UNCHANGED
    take(batch)
    assert everything()[:2] == before
    assert Backfill.objects.count() == 1


def test_a_better_file_replaces_it_and_is_taken_back(old_batch, manager):
    take(old_batch(OLD))
    first = brought_in()
    batch = old_batch(NEW)
    line = only(batch)
    assert (line.kind, [c.field for c in line.changes]) == (preview.CHANGED, ["usage"])
    take(batch, Words("原文件有误"))
    target = brought_in()
    assert store.load_sheet(target).usage == NEW.usage
    assert target.status == Status.ARCHIVED
    assert [b.reason for b in target.backfills.all()] == ["原文件有误", WORDS.reason]
    [before] = [b.replaced for b in target.backfills.all() if b.replaced]
    assert before["projects"][0]["usage"] == OLD.usage
    imports.undo(batch=batch, actor=manager)
    target = brought_in()
    assert store.load_sheet(target).usage == OLD.usage
    assert [b.reason for b in target.backfills.all()] == [WORDS.reason]
    assert (target.pk, target.status) == (first.pk, Status.ARCHIVED)


def test_taken_back_it_is_gone_and_the_record_stays(old_batch, manager):
    batch = take(old_batch(OLD))
    imports.undo(batch=batch, actor=manager)
    assert not Target.objects.for_year(2019).exists()
    assert not Project.objects.filter(year__year=2019).exists()
    assert not Backfill.objects.exists()
    batch.refresh_from_db()
    assert batch.state == State.UNDONE
    [kept] = Entry.objects.filter(action="undo_import", subject__startswith="target:")
    assert kept.detail["book"]["projects"][0]["usage"] == OLD.usage


def test_what_was_replaced_since_is_not_taken_back(old_batch, manager):
    batch = take(old_batch(OLD))
    take(old_batch(NEW))
    with pytest.raises(Conflict, match="不能撤销"):
        imports.undo(batch=batch, actor=manager)


def test_one_after_the_other_is_taken_back(old_batch, manager):
    batches = [take(old_batch(OLD)), take(old_batch(NEW))]
    for batch in reversed(batches):
        imports.undo(batch=batch, actor=manager)
    assert not Target.objects.for_year(2019).exists()


def test_who_no_longer_manages_takes_nothing_back(old_batch, manager, office):
    batch = take(old_batch(OLD))
    Membership.objects.filter(user=manager).update(role=Role.FILLER)
    with pytest.raises(NotAllowed, match="撤销补录"):
        imports.undo(batch=batch, actor=type(manager).objects.get(pk=manager.pk))
    assert Target.objects.for_year(2019).exists()


def test_the_record_tells_it(old_batch):
    batch = take(old_batch(OLD))
    target = brought_in()
    told = [tell(e).sentence for e in Entry.objects.of(target.subject)]
    assert "补录了“2019年村级组织经费”" in told[0]
    assert "导入了“2019年村级组织经费”" in told[1]
    whole = tell(Entry.objects.of(batch.subject)[0])
    assert f"补录了“{batch}”" in whole.sentence
    assert ("批复文号", WORDS.document) in whole.facts
    assert ("意见", WORDS.reason) in whole.facts


@pytest.mark.parametrize("format_id", ["html", "docx", "xlsx", "xlsx-one", "json"])
def test_its_own_paper_is_read_back_as_it_is(old_batch, format_id):
    take(old_batch(OLD))
    edition = edition_of(brought_in())
    writer = writers.get(format_id)
    data = writer.write(edition, layout_of(edition.book))
    reading = readers.read(f"a.{writer.extension}", data)
    assert reading.errors == ()
    assert not [m for m in reading.warnings if "补录" in m.message]
    assert reading.book.projects[0].indicators[0].tier3 == "村数"
