"""补录 on the page: what is asked, refused and said."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from audit.sentences import tell
from departments.models import Role
from exchange import preview
from exchange.forms_backfill import BackfillForm
from exchange.models import ImportBatch, Outcome
from indicators.services import create_project_target
from projects.backfill import Words
from projects.models import BudgetYear, Status, Target
from sheets.interchange import dumps
from sheets.sheet import Book, Indicator, Sheet
from tests.conftest import make_user

from .test_backfills import NEW, OLD, PAPER, brought_in, take
from .test_import_pages import text


def uploaded() -> BytesIO:
    file = BytesIO(dumps(Book(year=2019, projects=(OLD,))).encode())
    file.name = "2019.json"
    return file


def posted(page, **words) -> dict[str, object]:
    formset = page.context["formset"]
    data = {
        f"form-{key}": formset.management_form[key].value()
        for key in formset.management_form.fields
    }
    for form in formset:
        data |= {form.add_prefix(k): v for k, v in form.initial.items()}
    return data | words


def test_a_manager_does_it_from_the_page(client, manager, past, office):
    client.force_login(manager)
    chosen_year = client.get("/imports/?year=2019").context["form"]
    assert chosen_year["year"].value() == past.pk
    data = {"year": past.pk, "department": office.pk, "file": uploaded()}
    page = client.post("/imports/", data, follow=True)
    assert "补录往年数据" in page.content.decode()
    [batch] = ImportBatch.objects.all()
    url = reverse("import", args=[batch.pk])
    refused = client.post(url, posted(page, reason="因为", document="5号"))
    assert refused.status_code == 422
    assert 'value="5号"' in refused.content.decode()
    assert not Target.objects.for_year(2019).exists()
    compared = client.post(url, posted(page, compare="1", reason="因为"))
    assert 'value="因为"' in compared.content.decode()
    assert "请核对后勾选" not in compared.content.decode()
    done = client.post(url, posted(page, **PAPER), follow=True)
    assert "不用送审" in done.content.decode()
    assert brought_in().status == Status.ARCHIVED
    assert batch.items.get().outcome == Outcome.CREATED


@pytest.mark.parametrize("reason", ["", "  ", "\x01", "\x00", "甲" * 201])
def test_a_reason_is_words(client, manager, old_batch, reason):
    client.force_login(manager)
    url = reverse("import", args=[old_batch(OLD).pk])
    data = posted(client.get(url), **PAPER | {"reason": reason})
    assert client.post(url, data).status_code == 422
    assert not Target.objects.for_year(2019).exists()


def test_a_past_year_is_opened_by_who_manages_all(client, people, manager, year):
    client.force_login(manager)
    url = reverse("past-year")
    form = {"year": 2018, "like": year.pk}
    assert client.post(url, form).url == "/imports/?year=2018"
    made = BudgetYear.objects.get(year=2018)
    assert (made.closes_on, made.scheme) == (date(2018, 12, 31), year.scheme)
    assert made.layout == year.layout
    entry = Entry.objects.of("year:2018").get()
    assert tell(entry).what == "新建了“预算年度 2018年”"
    again = client.post(url, form)
    assert again.status_code == 422
    assert "系统里已有2018年" in again.content.decode()
    for wrong in (1999, 2100, "x", ""):
        assert client.post(url, form | {"year": wrong}).status_code == 422
    assert BudgetYear.objects.count() == 2


def test_nobody_else_opens_a_year(client, people, elsewhere, office):
    below = make_user("below", Role.FILLER, office)
    client.force_login(below)
    assert client.get(reverse("past-year")).status_code == 403
    assert 'href="/imports/past-year/"' not in client.get("/imports/").content.decode()


def test_from_its_page_it_is_corrected_and_the_old_content_stays(
    client, manager, old_batch, people, office, past
):
    take(old_batch(OLD))
    target = brought_in()
    address = reverse("target", args=[target.pk])
    way = f"/imports/?year=2019&department={office.code}"
    client.force_login(manager)
    assert way.replace("&", "&amp;") in client.get(address).content.decode()
    form = client.get(way).context["form"]
    asked = [form[name].value() for name in ("year", "department")]
    assert asked == [past.pk, office.pk]
    take(old_batch(NEW), Words("原文件有误"))
    page = text(client.get(reverse("versions", args=[target.pk])))
    assert "从“第1次补录的内容”到“现在的内容”： 1 处不同" in page
    assert OLD.usage in page
    # Who may only fill in finds what it is, and no way to change it.
    client.force_login(people["tianbao"])
    assert "更正补录" not in client.get(address).content.decode()


def test_what_was_brought_in_is_compared_with_last_year(
    client, manager, old_batch, year
):
    """It has no version; what it says is its content."""
    take(old_batch(OLD))
    earlier = BudgetYear.objects.create(year=2018, scheme=year.scheme)
    made = {"year": earlier, "department": brought_in().department}
    before = create_project_target(**made, actor=manager, sheet=OLD)
    project = brought_in().project
    project.continued_from = before.project
    project.save(update_fields=["continued_from"])
    client.force_login(manager)
    page = client.get(reverse("versions", args=[brought_in().pk]))
    assert (page.context["old"].key, page.context["new"].key) == ("last-year", "now")


def test_the_day_of_the_approval_is_not_still_to_come():
    later = timezone.localdate() + timedelta(days=1)
    form = BackfillForm(PAPER | {"document_date": str(later)})
    assert form.words() is None
    assert form.errors["document_date"] == ["批复日期不能晚于今天，请核对。"]
    assert BackfillForm(PAPER | {"document_date": str(timezone.localdate())}).words()


def test_nothing_of_the_archive_is_put_elsewhere_on_the_page(old_batch):
    """There is no such page for what is in the archive."""
    rows = (Indicator("", "", "补助人数", value="5人"),)
    [line] = preview.lines(old_batch(Sheet("旧项目", indicators=rows)))
    assert any("请核对一级、二级指标是否合适" in text for text in line.unsure)
    assert not any("填写页" in text for text in line.unsure)
