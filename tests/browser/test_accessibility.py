"""Every page of the application against axe, and a few rules of our own."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import expect

from indicators import carry
from library.models import LibraryEntry
from projects.models import BudgetYear

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
    return [
        "/",
        "/targets/",
        "/targets/?q=没有这样的项目",
        "/targets/new/",
        f"/targets/{target.pk}/",
        f"/targets/{target.pk}/?submit=1",
        f"/targets/{target.pk}/edit/",
        f"/targets/{target.pk}/history/",
        f"/targets/{target.pk}/library/",
        f"/targets/{overall_target.pk}/",
        f"/targets/{overall_target.pk}/edit/",
        "/carry/",
        f"/carry/{new.year}/{office.code}/",
        f"/targets/{carried.pk}/edit/",
        f"/targets/{carried.pk}/compare/",
        "/library/",
        "/library/propose/",
        f"/library/{entry.pk}/",
        "/targets/999999/",
    ]


def serious(page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [
        f"{page.url} {v['id']}: {v['nodes'][0]['html'][:120]}"
        for v in violations
        if v["impact"] in ("serious", "critical")
    ]


def look(page, url: str) -> list[str]:
    """What is wrong with the page, wide and narrow."""
    page.goto(url)
    assert page.locator("h1").count() == 1, url
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += serious(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{url} is {wide} px wide at {width}"
    return found


def test_every_page_can_be_used_by_everyone(desk_of, live_server, pages):
    page = desk_of("tianbao")
    found = [line for path in pages for line in look(page, live_server.url + path)]
    assert len(pages) == 19
    assert found == []


# Pages that the filler does not see.
OTHERS = {"admin": ["/windows/"], "chushen": ["/", "/delegation/"]}


@pytest.mark.parametrize("name", OTHERS)
def test_the_pages_of_others_too(desk_of, live_server, pages, name):
    page = desk_of(name)
    for path in OTHERS[name]:
        assert look(page, live_server.url + path) == []


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
