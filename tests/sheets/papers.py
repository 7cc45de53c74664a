"""Review forms and lists of approvals to write, and no tests."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from sheets.edition import Foot, Paper
from sheets.layouts.approval import Approved, approval_grid
from sheets.layouts.review_form import Line, Reviewed, review_grid
from sheets.sheet import Book, Budget
from sheets.writers import writers

from .samples import FORMULAS, HOSTILE

POINTS = (10, 10, 15, 15, 15, 15, 10, 10)
NUMBER = "某财绩〔2021〕5号"
DAY = date(2021, 3, 1)
DIGEST = "0123456789abcdef"


def lines(opinion: str = "符合要求。") -> tuple[Line, ...]:
    return tuple(
        Line(
            f"第{place // 2 + 1}项审核",
            f"要点{place + 1}",
            "是否按规定填报，有无漏填、错填" * 2,
            points,
            f"{place + 1}：{opinion}",
            Decimal(points) - Decimal("0.5"),
        )
        for place, points in enumerate(POINTS)
    )


def review(**more) -> Reviewed:
    form = Reviewed(
        is_overall=False,
        is_scored=True,
        name="村级组织经费",
        department="某街道办事处",
        code="001-甲",
        budget=Budget(total=Decimal("88.20")),
        step="财政审核",
        submission="第2次送审稿",
        lines=lines(),
        grade="优",
        overall="总体意见",
        author="财政审核老蔡",
        day="2021-03-01",
    )
    return replace(form, **more)


def review_paper(foot: Foot | None = None, **more) -> Paper:
    grid = review_grid(review(**more))
    return Paper(grid.title, (grid,), foot)


def approvals(seed_book: Book) -> list[Approved]:
    """The seed's overall target and its tables, each as a book of its own."""
    overall = replace(seed_book, projects=())
    tables = [
        replace(seed_book, overall=None, projects=(sheet,))
        for sheet in seed_book.projects
    ]
    return [
        Approved(book, number, f"{number}{DIGEST}")
        for number, book in enumerate([overall, *tables], 1)
    ]


def approval_paper(found: list[Approved]) -> Paper:
    grid = approval_grid(2021, NUMBER, DAY, found)
    return Paper(grid.title, (grid,))


def hostile_approval(seed_book: Book) -> Approved:
    sheet = replace(seed_book.projects[0], name=HOSTILE, goals=FORMULAS)
    return Approved(replace(seed_book, overall=None, projects=(sheet,)), 1, DIGEST)


def paper_as(writer_id: str, paper: Paper) -> bytes:
    return writers.get(writer_id).write_paper(paper)
