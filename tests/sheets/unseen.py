"""Forms of other places, written from knowledge of what is published: each a file with
the text above the table, its cells, and what a person reads in it.

The parts are divided by ``---``. In cells ``↵`` is a line end; spans are as in
:mod:`.forms`. What is read: ``name:``, ``code:``, ``budget: unit total fiscal other``
(``-`` is none), ``goals:`` between `` / ``, and a line for each indicator; ``=`` begins
the next project. ``overall:`` is the goal of a department.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from pathlib import Path

from sheets.readers import Reading
from sheets.sheet import Budget, Indicator, Overall, Sheet

from . import forms

FORMS = Path(__file__).parent / "data" / "forms"
NAMES = sorted(path.stem for path in FORMS.glob("*.txt"))


@dataclass
class Wanted:
    name: str = ""
    code: str = ""
    budget: Budget | None = None
    goals: tuple[str, ...] = ()
    overall: str = ""
    tasks: tuple[str, ...] = ()
    rows: list[tuple[str, ...]] = field(default_factory=list)


@dataclass
class Form:
    about: str
    above: list[str]
    rows: list[list[str]]
    wanted: list[Wanted]


def load(name: str) -> Form:
    head, cells, said = (FORMS / f"{name}.txt").read_text("utf-8").split("---\n")
    about, *above = head.splitlines()
    rows = [line.split(" | ") for line in _lines(cells)]
    return Form(
        about,
        above,
        [[cell.replace("↵", "\n").strip(" ") for cell in row] for row in rows],
        [_wanted(part) for part in said.split("=\n")],
    )


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


def _wanted(text: str) -> Wanted:
    wanted = Wanted()
    for line in _lines(text):
        label, colon, rest = line.partition(": ")
        if not colon or "|" in label:
            cells = [cell.strip() for cell in line.split("|")]
            wanted.rows.append((*cells, *[""] * (5 - len(cells))))
        elif label == "budget":
            unit, *amounts = rest.split()
            numbers = [None if a == "-" else Decimal(a) for a in amounts]
            wanted.budget = Budget(unit, *numbers)
        elif label in ("goals", "tasks"):
            setattr(wanted, label, tuple(rest.split(" / ")))
        else:
            setattr(wanted, label, rest)
    return wanted


def _rows(rows: tuple[Indicator, ...]) -> list[tuple[str, ...]]:
    return [
        (
            *(row.tier1, row.tier2, row.tier3 or "", row.value or ""),
            "" if row.weight is None else f"{row.weight:f}",
        )
        for row in rows
        if not row.is_blank
    ]


def as_read(reading: Reading, wanted: list[Wanted]) -> list[Wanted]:
    """What was read, of what ``wanted`` speaks."""
    if wanted[0].overall:
        return [_of_overall(reading.book.overall or Overall())]
    asked = [*wanted, *[Wanted()] * len(reading.book.projects)]
    return [_of_sheet(s, w) for s, w in zip(reading.book.projects, asked, strict=False)]


def _of_overall(overall: Overall) -> Wanted:
    tasks = tuple(task.name for task in overall.tasks)
    rows = _rows(overall.indicators)
    return Wanted(overall=overall.goal, tasks=tasks, rows=rows)


def _of_sheet(sheet: Sheet, wanted: Wanted) -> Wanted:
    return Wanted(
        sheet.name,
        (sheet.code or "") if wanted.code else "",
        sheet.budget if wanted.budget else None,
        sheet.goals,
        rows=_rows(sheet.indicators),
    )


# --- The same form as a file ---------------------------------------------------------


def _in_one_table(form: Form) -> list[list[str]]:
    """The text above it in rows across the table, as worksheets have it."""
    width = forms.table_of(form.rows).width
    return [*([f"{line} ⟨{width}⟩"] for line in form.above), *form.rows]


def _page(form: Form) -> bytes:
    above = "".join(f"<p>{escape(line)}</p>" for line in form.above)
    return forms.html(form.rows, above=above)


def _marked(form: Form) -> bytes:
    return "\n".join([*form.above, ""]).encode() + forms.marked(form.rows)


def _saved(form: Form) -> bytes:
    return "".join(f"{line}\n" for line in form.above).encode() + forms.text(form.rows)


MAKERS: dict[str, Callable[[Form], bytes]] = {
    "html": _page,
    "xlsx": lambda form: forms.xlsx(_in_one_table(form)),
    "docx": lambda form: forms.docx(_in_one_table(form)),
    "md": _marked,
    "txt": _saved,
    "clip": lambda form: forms.clipboard(_in_one_table(form)),
}
