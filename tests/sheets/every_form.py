"""Every form of a table and of an overall target, filled in four ways, and no tests."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from sheets.document import Table, document_of
from sheets.edition import Edition, unstamped
from sheets.layouts import Layout, layout_of, layouts, overall_layouts
from sheets.layouts.sample import sample_book, sample_overall, sample_sheet
from sheets.sheet import (
    Book,
    Budget,
    Indicator,
    Measure,
    Overall,
    Sheet,
    SubGoal,
    Task,
)
from sheets.typed import plain

from .samples import CONTROLS, FORMULAS, LONG, squeeze

CODE = "A1b2" * 50  # that no blank divides
RARE = "䶮㐂𠮷堃😀✔"
ODD = (RARE, CODE, CONTROLS)


def many(rows: tuple[Indicator, ...], count: int) -> tuple[Indicator, ...]:
    """So many indicators below the labels of these rows."""
    return tuple(
        replace(
            rows[place * len(rows) // count],
            tier3=f"第{place}个指标",
            value=f"={place}个",
        )
        for place in range(count)
    )


def ugly(rows: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
    """What is odd in every column, and 2,000 characters in one cell of two rows."""
    odd = tuple(
        replace(
            row,
            tier3=ODD[place % len(ODD)],
            description=CODE,
            value=FORMULAS[place % len(FORMULAS)],
            basis=LONG if place == 1 else RARE,
            extra=tuple((label, CODE) for label, _ in row.extra),
        )
        for place, row in enumerate(rows)
    )
    return (replace(odd[0], value=LONG), *odd[1:])


def tables(layout: Layout) -> dict[str, Sheet]:
    seed = sample_sheet(layout)
    assert seed.medium is not None
    sixty = replace(seed.medium, indicators=many(seed.medium.indicators, 40))
    rows = ugly(seed.indicators)
    bad = replace(seed.medium, period=CODE, goals=(LONG,), indicators=rows)
    facts = [(label, CODE) for label, _ in seed.facts]
    return {
        "seed": seed,
        "empty": Sheet(name="空", budget=Budget(unit=None)),
        "sixty": replace(seed, indicators=many(seed.indicators, 60), medium=sixty),
        "ugly": replace(
            seed,
            name=RARE + CODE,
            code=CODE,
            usage=LONG,
            goals=(LONG, CODE, *FORMULAS),
            indicators=rows,
            facts=tuple([(label, LONG) for label, _ in facts[:1]] + facts[1:]),
            medium=bad,
        ),
    }


def overalls() -> dict[str, Overall]:
    seed = sample_overall()
    return {
        "seed": seed,
        "empty": Overall(),
        "sixty": replace(
            seed,
            indicators=many(seed.indicators, 60),
            tasks=seed.tasks * 15,
            sub_goals=seed.sub_goals * 30,
            measures=seed.measures * 20,
        ),
        "ugly": replace(
            seed,
            goal=f"{LONG}\n{CODE}",
            indicators=ugly(seed.indicators),
            tasks=(Task(CODE, LONG, Decimal("99999999.99")), Task(RARE, FORMULAS[1])),
            sub_goals=(SubGoal(CODE, LONG, (CODE, RARE, *FORMULAS)),),
            measures=(Measure(RARE, LONG),),
        ),
    }


def books() -> Iterator[tuple[str, Book]]:
    """Name and book: one form, filled in one way."""
    for layout in layouts:
        for kind, sheet in tables(layout).items():
            name = f"{layout.id} {kind}"
            yield name, replace(sample_book(layout), projects=(sheet,))
    for form in overall_layouts:
        for kind, overall in overalls().items():
            name = f"{form.id} {kind}"
            yield name, replace(sample_book(None, form), overall=overall)


def together() -> Iterator[tuple[str, Book]]:
    """All tables of a form in one book."""
    for layout in layouts:
        sheets = tuple(tables(layout).values())
        yield layout.id, replace(sample_book(layout), projects=sheets)


def edition(book: Book) -> tuple[Edition, Layout]:
    return unstamped(book), layout_of(book)


def printed_tables(book: Book) -> list[Table]:
    return document_of(*edition(book)).tables


def words(book: Book) -> list[str]:
    """All that is printed, paragraph by paragraph, without blanks."""
    found: list[str] = []
    for part in document_of(*edition(book)).parts:
        found += [line.text for block in part.blocks for line in block.lines]
        if isinstance(part, Table):
            found += [part.title, part.grid.note]
            found += [cell.text for cell in part.grid.cells]
    texts = [text for one in found for text in plain(one).split("\n")]
    return [squeezed for text in texts if (squeezed := squeeze(text))]
