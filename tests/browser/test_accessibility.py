"""Every page of the application against axe, and a few rules of our own."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from exchange.models import ExportJob, ImportBatch, ImportJob, PackedFile
from indicators import carry
from library.models import LibraryEntry
from notices.services import notify
from projects.models import BudgetYear
from reviews import flow
from reviews.models import Batch
from sheets.interchange import book_to_json
from sheets.sheet import Book, Sheet
from tests.reviews.steps import FIRST, SECOND, put, step
from tests.reviews.test_grading import fill

pytestmark = pytest.mark.e2e

WIDTHS = (1366, 390)


@pytest.fixture
def pages(target, overall_target, year, office, people) -> list[str]:
    """Every page that shows something, in a year that was carried over from another."""
    new = BudgetYear.objects.create(year=2022, scheme=year.scheme)
    [carried] = carry.carry_over(
        targets=[target], year=new, actor=people["tianbao"], with_values=True
    )
    call_command("loaddata", "library", verbosity=0)
    entry = LibraryEntry.objects.first()
    assert entry is not None
    file = ImportBatch.objects.create(
        user=people["tianbao"],
        department=office,
        year=year,
        file_name="2021年.docx",
        book=book_to_json(Book(projects=(Sheet(name="新项目"),))),
        errors=[["Sheet1!B7", "不是金额"]],
        tables=1,
    )
    at = {"user": people["tianbao"], "year": year, "shape": "zip", "format": "pdf"}
    running = ExportJob.objects.create(
        **at, state="running", token="x", done=2, total=5, heartbeat=timezone.now()
    )
    lonely = ExportJob.objects.create(
        **at, queued_at=timezone.now() - timedelta(minutes=1)
    )
    failed = ExportJob.objects.create(**at, state="failed", error="没有可以导出的。")
    pack = ImportJob.objects.create(
        user=people["tianbao"], department=office, year=year, file_name="2021年.zip"
    )
    packed = {"job": pack, "place": 0, "path": "甲/2021年.docx"}
    for number, (outcome, batch) in enumerate(
        [("clean", file), ("unsure", file), ("refused", None), ("waiting", None)], 1
    ):
        PackedFile.objects.create(
            number=number, outcome=outcome, batch=batch, messages=["请核对"], **packed
        )
    told = {"users": [people["tianbao"]], "kind": "returned"}
    notify(text="“村级组织经费”被退回：请补充依据", target=target, **told)
    notify(text="没有页面的通知", **told)
    return [
        "/",
        "/targets/",
        "/targets/?q=没有这样的项目",
        "/targets/new/",
        f"/targets/{target.pk}/",
        f"/targets/{target.pk}/answers/",
        f"/targets/{target.pk}/edit/",
        f"/targets/{target.pk}/history/",
        f"/targets/{target.pk}/library/",
        f"/targets/{overall_target.pk}/",
        f"/targets/{overall_target.pk}/edit/",
        "/carry/",
        f"/carry/{new.year}/{office.code}/",
        f"/targets/{carried.pk}/edit/",
        f"/targets/{carried.pk}/compare/",
        "/imports/",
        "/imports/template/",
        f"/imports/{file.pk}/",
        f"/imports/jobs/{pack.pk}/",
        f"/imports/jobs/{pack.pk}/?troubled",
        "/exports/",
        *(f"/exports/{job.pk}/" for job in (running, lonely, failed)),
        "/library/",
        "/library/propose/",
        f"/library/{entry.pk}/",
        "/notices/",
        f"/books/{year.year}/{office.code}/",
        "/verify/1-0123456789abcdef/",
        "/targets/999999/",
    ]


# Of no consequence alone, but a reader jumps from heading to heading.
HELD = ("heading-order", "empty-heading")


def test_the_pages_of_a_reviewer_can_be_used_by_everyone(
    desk_of, live_server, target, overall_target, year, people
):
    """审核表 to fill in and filled in, 批复: list and page."""
    batch = Batch.objects.create(
        year=year, number="1号", date="2021-03-01", actor=people["caizheng"]
    )
    step(put(overall_target, SECOND), flow.PASS, people["caizheng"], batch=batch)
    waiting = put(target, FIRST)
    page, found = desk_of("chushen"), []
    for path in (
        f"/targets/{waiting.pk}/",
        f"/targets/{waiting.pk}/review-form/",
        "/batches/",
        f"/batches/{batch.pk}/",
        "/statistics/",
    ):
        page.goto(live_server.url + path)
        found += looked_at(page, path)
    fill(waiting, people["chushen"])
    for path in ("", "review-form/"):
        page.goto(f"{live_server.url}/targets/{waiting.pk}/{path}")
        found += looked_at(page, path)
    page.get_by_label("总体意见").fill("")
    page.get_by_role("button", name="保存审核表").click()
    expect(page.get_by_role("alert")).to_contain_text("没有保存")
    found += looked_at(page, "refused")
    assert found == []


def serious(page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [
        f"{page.url} {v['id']}: {v['nodes'][0]['html'][:120]}"
        for v in violations
        if v["impact"] in ("serious", "critical") or v["id"] in HELD
    ]


def looked_at(page, name: str) -> list[str]:
    """What axe finds at each width; the page has one heading and fits the window."""
    found = []
    expect(page.locator("h1"), name).to_have_count(1)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += serious(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} px wide at {width}"
    return found


# What the filler does not see, or not like this.
OTHERS = (
    ("admin", "/audit/"),
    ("admin", "/layouts/"),
    ("admin", "/layouts/mof-2015-department/"),
    ("admin", "/windows/"),
    ("admin", "/imports/past-year/"),
    ("admin", "/checks/2021/"),
    ("admin", "/checks/2021/words/"),
    ("admin", "/checks/2021/?q=无"),
    ("chushen", "/"),
    ("chushen", "/delegation/"),
)


def test_every_page_can_be_used_by_everyone(desk_of, live_server, pages):
    found: list[str] = []
    visited = 0
    filler = desk_of("tianbao")
    others = [(desk_of(name), path) for name, path in OTHERS]
    for page, path in [*((filler, path) for path in pages), *others]:
        page.goto(live_server.url + path)
        assert page.locator("html").get_attribute("lang") == "zh-CN"
        found += looked_at(page, path)
        visited += 1
    assert visited == 41
    assert found == []


def test_what_comes_up_while_working_can_be_used_too(
    desk_of, live_server, target, overall_target
):
    """The log-in page, a form with errors, a conflict, trouble, the panels."""
    one, two = desk_of("tianbao"), desk_of("tianbao")
    edit = f"{live_server.url}/targets/{target.pk}/edit/"
    for page in (one, two):
        page.goto(edit)
        page.wait_for_load_state("load")
    one.locator("#f-usage").fill("一")
    one.locator("#f-budget\\.total").fill("约八十")
    one.get_by_role("button", name="保存", exact=True).click()
    expect(one.get_by_role("alert")).to_contain_text("没有保存")
    assert serious(one) == []
    one.locator("#f-budget\\.total").fill("88.2")
    one.get_by_role("button", name="保存", exact=True).click()
    expect(one.get_by_role("status")).to_contain_text("已保存")
    one.locator("#flag-f-indicators\\.2\\.value").click()
    expect(one.get_by_role("dialog")).to_be_visible()
    assert serious(one) == []
    two.locator("#f-usage").fill("二")
    two.locator("#f-indicators\\.0\\.tier3").click()
    two.get_by_role("button", name="保存", exact=True).click()
    expect(two.get_by_role("alert").first).to_contain_text("被别人保存")
    assert serious(two) == []
    two.context.clear_cookies()
    two.goto(live_server.url)
    assert serious(two) == []


def test_the_check_finds_an_input_without_a_label(desk_of):
    """Negative control: a silent checker would pass everything."""
    page = desk_of("tianbao")
    page.evaluate("document.querySelector('main').innerHTML += '<input type=text>'")
    assert any("label" in line for line in serious(page))
