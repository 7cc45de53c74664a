"""Choosing from the library for one table: what is listed, and how it gets in."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indicators import drafts, rows, store
from indicators.views import read_form
from projects.models import Target
from sheets import fields
from sheets.sheet import Sheet

from .models import LibraryEntry
from .ranking import Suggestion
from .search import is_match, words_match
from .suggest import as_suggestion, guess_type, suggestions
from .uses import Uses, count_uses

MOST_FOUND = 50
MOST_MATCHES = 5
INSERT = "indicators.0.insert"


@dataclass(frozen=True)
class Wish:
    """What was asked for: words, a tier-2 label, a type of project ("" for any)."""

    words: str = ""
    tier: str = ""
    project_type: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.tier or self.project_type)


@dataclass(frozen=True)
class Line:
    """One indicator to tick. ``block`` is its row as it would be pasted."""

    indicator: Suggestion
    block: str
    is_present: bool = False
    uses: Uses = Uses()


@dataclass(frozen=True)
class Picks:
    """``guessed`` is the type that the project's name speaks of; ``more`` says that
    not all that was found is listed."""

    suggested: list[Line]
    found: list[Line]
    tiers: list[str]
    guessed: str
    more: bool


def on_screen(target: Target, user: Any) -> Sheet:
    """The table as this user last saw it: their draft, else what is saved."""
    draft = drafts.find(target, user)
    sheet = read_form(target, draft.data).document if draft else store.load(target)
    if not isinstance(sheet, Sheet):
        raise ValueError("a department's overall target has no indicator table")
    return sheet


def picks(target: Target, user: Any, wish: Wish) -> Picks:
    """Suggestions first, then what was found; no indicator twice."""
    sheet = on_screen(target, user)
    guessed = guess_type(sheet.name, sheet.usage or "")
    suggested = [
        s
        for s in suggestions(target, user, sheet, wish.project_type or guessed)
        if is_match(wish.words, s.name, s.description) and wish.tier in ("", s.tier2)
    ]
    labels = dict.fromkeys((row.tier1, row.tier2) for row in sheet.indicators)
    shown = {s.key for s in suggested}
    entries = [
        e
        for e in _found(target, wish)[: MOST_FOUND + len(shown) + 1]
        if e.key not in shown and e.key[:2] in labels
    ]
    uses = count_uses([e.key for e in entries])
    present = {(r.tier1, r.tier2, r.tier3) for r in sheet.indicators}
    return Picks(
        suggested=[Line(s, block([s])) for s in suggested],
        found=[
            Line(s, block([s]), s.key in present, uses[s.key])
            for s in map(as_suggestion, entries[:MOST_FOUND])
        ],
        tiers=[tier2 for _, tier2 in labels],
        guessed=guessed,
        more=len(entries) > MOST_FOUND,
    )


def _found(target: Target, wish: Wish) -> Any:
    entries = LibraryEntry.objects.offered_to(target).with_names()
    if wish.tier:
        entries = entries.filter(tier__label=wish.tier)
    if wish.project_type:
        entries = entries.filter(project_type__in=[wish.project_type, ""])
    return entries.filter(words_match(wish.words))


def matches(target: Target, tier1: str, tier2: str, typed: str) -> list[LibraryEntry]:
    """The few entries under these labels that go with what is being typed: the same
    name first, then names that begin so."""
    entries = (
        LibraryEntry.objects.offered_to(target)
        .with_names()
        .filter(words_match(typed), tier__parent__label=tier1, tier__label=tier2)
    )
    text = typed.strip()
    by_name: dict[str, LibraryEntry] = {}
    for entry in sorted(entries[:MOST_FOUND], key=lambda e: _nearness(e, text)):
        # The department's own words for what all share are the same name.
        by_name.setdefault(entry.name, entry)
    return list(by_name.values())[:MOST_MATCHES]


def _nearness(entry: LibraryEntry, text: str) -> tuple[bool, bool, str, bool]:
    begins = entry.name.startswith(text)
    return entry.name != text, not begins, entry.name, entry.department is None


def block(chosen: Sequence[Suggestion]) -> str:
    """Rows as a clipboard has them: labels, name, description, no value, basis."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    for s in chosen:
        writer.writerow([s.tier1, s.tier2, s.name, s.description, "", s.basis])
    return text.getvalue()


def insert_into_draft(*, target: Target, user: Any, lines: Sequence[str]) -> None:
    """Put chosen rows into what this user has typed and not yet saved; nothing is
    saved, and wrong cells stay as they were typed. ``ValueError`` for a row that
    belongs under no label of the table, and if the table is full."""
    draft = drafts.find(target, user)
    form = read_form(target, draft.data) if draft else None
    document = form.document if form else store.load(target)
    # The page sends a line end as CR LF.
    pasted = "\n".join(line.strip("\r\n") for line in lines)
    changed = rows.apply(document, INSERT, pasted)
    if not isinstance(changed, Sheet) or changed == document:
        raise ValueError("nothing was inserted")
    # Amounts and percentages that are wrong are not in the document.
    typed = (
        {p: t for p, t in form.typed.items() if "indicators" not in p} if form else {}
    )
    drafts.keep(
        target=target,
        user=user,
        version=draft.version if draft else target.version,
        form=_cells(changed) | typed,
    )


def _cells(sheet: Sheet) -> dict[str, str]:
    """The sheet as its form would send it."""
    return fields.texts(sheet) | fields.tiers(sheet)
