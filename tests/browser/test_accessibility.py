"""Every page of the application against axe, and a few rules of our own."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from projects.models import Target

pytestmark = pytest.mark.e2e

WIDTHS = (1366, 390)


def pages_of(target: Target, overall: Target) -> list[str]:
    return [
        "/",
        "/targets/",
        "/targets/?q=没有这样的项目",
        "/targets/new/",
        f"/targets/{target.pk}/",
        f"/targets/{target.pk}/edit/",
        f"/targets/{target.pk}/history/",
        f"/targets/{overall.pk}/",
        f"/targets/{overall.pk}/edit/",
        "/targets/999999/",
    ]


def serious(page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [
        f"{page.url} {v['id']}: {v['nodes'][0]['html'][:120]}"
        for v in violations
        if v["impact"] in ("serious", "critical")
    ]


def test_every_page_can_be_used_by_everyone(
    desk_of, live_server, target, overall_target
):
    page = desk_of("tianbao")
    found: list[str] = []
    visited = 0
    for path in pages_of(target, overall_target):
        page.goto(live_server.url + path)
        assert page.locator("h1").count() == 1, path
        assert page.locator("html").get_attribute("lang") == "zh-CN"
        found += serious(page)
        visited += 1
    assert visited == 10
    assert found == []


def test_no_page_scrolls_sideways(desk_of, live_server, target, overall_target):
    page = desk_of("tianbao")
    visited = 0
    for path in pages_of(target, overall_target):
        page.goto(live_server.url + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{path} is {wide} px wide at {width}"
            visited += 1
    assert visited == 20


def test_the_check_finds_an_input_without_a_label(desk_of):
    """Negative control: a silent checker would pass everything."""
    page = desk_of("tianbao")
    page.evaluate("document.querySelector('main').innerHTML += '<input type=text>'")
    assert any("label" in line for line in serious(page))
