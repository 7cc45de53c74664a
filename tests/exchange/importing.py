"""What a person at the page does, and what they may change."""

from dataclasses import replace

from audit.models import Entry
from exchange import imports, preview
from exchange.models import ImportBatch
from exchange.preview import Choice
from indicators import store
from projects.models import Target
from sheets.sheet import Sheet

NAME = "村级组织经费"


def chosen(batch: ImportBatch, **changes) -> dict[int, Choice]:
    """As the page sends them back when nothing was touched, or all alike."""
    return {
        line.number: replace(line.choice, shown=line.mark, **changes)
        for line in preview.lines(batch)
    }


def take(batch: ImportBatch, choices=None) -> ImportBatch:
    choices = chosen(batch) if choices is None else choices
    return imports.take(batch=batch, actor=batch.user, choices=choices)


def only(batch: ImportBatch) -> preview.Line:
    [line] = preview.lines(batch)
    return line


def stored(name: str = NAME) -> Sheet:
    found = Target.objects.with_names().get(project__name=name)
    return store.load_sheet(found)


def changed(sheet: Sheet) -> Sheet:
    return replace(sheet, usage="只用于村级组织办公经费。")


def everything() -> list:
    """All that an import may write."""
    return [
        [(t.pk, t.version, t.status) for t in Target.objects.order_by("pk")],
        [store.load(t) for t in Target.objects.with_names().order_by("pk")],
        Entry.objects.count(),
        list(ImportBatch.objects.values_list("pk", "state")),
    ]
