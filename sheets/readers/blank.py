"""Forms that nobody has filled in, beside those that somebody has: a file often brings
the empty form along."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .. import fields
from ..sheet import Sheet
from .base import Message
from .form import FormReader
from .parts import Form, Segment

SAID = "这张表没有填写内容，没有作为项目读入"
HINT = re.compile(r"^[（(【].*[)）】]$")  # where a name is to be: （填写项目全称）
# What stands on a form before anybody has said anything of its project.
BEFORE = ("name", "code", "budget.unit", "goals_placeholder", "medium.budget.unit")


def readers_of(form: Form, *, has_room: bool) -> Iterator[FormReader]:
    """The form's reader. Of pages that name one project, an empty one is a form by
    itself and none of its pages."""
    named = [s for s in form.segments if s.has_name]
    blank = [s for s in named if len(named) > 1 and _is_blank_alone(s)]
    if 0 < len(blank) < len(named):
        rest = [s for s in form.segments if s not in blank]
        form = replace(form, segments=rest)
        yield from (_read(Form([], [s]), has_room=has_room) for s in blank)
    yield _read(form, has_room=has_room)


def _read(form: Form, *, has_room: bool = False) -> FormReader:
    reader = FormReader(form, has_room=has_room)
    reader.read()
    return reader


def _is_blank_alone(segment: Segment) -> bool:
    reader = _read(Form([], [segment]))
    return _is_blank(reader)


def _is_blank(reader: FormReader) -> bool:
    """Not of our own files, which have no empty form unless somebody wants one."""
    if any(segment.table.is_marked for segment in reader.form.segments):
        return False
    sheets = [found.sheet for found in reader.sheets]
    return bool(sheets) and all(map(_says_nothing, sheets))


def _says_nothing(sheet: Sheet) -> bool:
    texts = fields.texts(sheet).items()
    return not any(
        text.strip()
        for path, text in texts
        if path not in BEFORE and not path.startswith(fields.FACTS)
        if not path.endswith(".weight")
    )


def leave_out_blank(readers: Sequence[FormReader]) -> None:
    """Where others are filled in, what has no name or that of one of them is no
    project and no error."""
    blank = [reader for reader in readers if _is_blank(reader)]
    others = [r for r in readers if r not in blank]
    names = {found.sheet.name for reader in others for found in reader.sheets}
    for reader in blank if names else ():
        own = {HINT.sub("", found.sheet.name) for found in reader.sheets}
        if own <= names | {""}:
            ledger = reader.ledger
            told = [
                m for m in (*ledger.errors, *ledger.warnings) if m.where != reader.where
            ]
            ledger.errors, ledger.warnings = [], [Message(reader.where, SAID), *told]
            reader.sheets = []
