"""补录 on the page: what is asked, refused and said."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse

from audit.models import Entry
from audit.sentences import tell
from departments.models import Role
from exchange.models import ImportBatch, Outcome
from projects.models import BudgetYear, Status, Target
from sheets.interchange import dumps
from sheets.sheet import Book
from tests.conftest import make_user

from .test_backfills import OLD, PAPER, brought_in


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
