"""The form as a page of inputs: the same grid, with a field in each typed cell."""

from collections.abc import Container, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from sheets import fields
from sheets.grid import Cell, Grid
from sheets.layouts import Layout
from sheets.money import show
from sheets.sheet import Sheet
from sheets.writers.html import grid_html

from . import rows

ROW_BUTTONS = (
    ("add", "＋", "在下面加一行"),
    ("copy", "", "复制这一行"),
    ("up", "↑", "上移"),
    ("down", "↓", "下移"),
    ("remove", "✕", "删除这一行"),
)
SHORT = ("amount", "centre")
OFF = SafeString(" disabled")


class SheetEditor:
    """Draws a sheet for editing. ``typed`` holds texts that are not in the sheet
    because they are wrong; ``errors`` says why, by field path; ``last_year`` is what
    stood in the cell last year."""

    def __init__(
        self,
        sheet: Sheet,
        layout: Layout,
        *,
        errors: Mapping[str, str],
        typed: Mapping[str, str],
        last_year: Mapping[str, str],
    ) -> None:
        self.sheet = sheet
        self.grid: Grid = layout.grid(sheet)
        self.errors = errors
        self.typed = typed
        self.last_year = last_year
        self.unit = sheet.budget.unit or ""

    def html(self) -> SafeString:
        # grid_html escapes what it writes itself, and _cell is made by format_html.
        return mark_safe(grid_html(self.grid, self._cell))  # noqa: S308

    def _cell(self, cell: Cell) -> SafeString:
        if cell.field is None:
            return format_html("{}", cell.text)
        return format_html(
            "{}{}{}{}",
            self._unseen(cell.field),
            self._input(cell),
            self._error(cell.field),
            self._buttons(cell.field),
        )

    def _input(self, cell: Cell) -> SafeString:
        path = cell.field or ""
        error = self.errors.get(path)
        attributes = format_html(
            'id="f-{0}" name="{0}" aria-label="{1}"{2}{3}',
            path,
            fields.label(path, self.sheet.indicators),
            self._last_year(path),
            format_html(' aria-invalid="true" aria-describedby="e-{}"', path)
            if error
            else "",
        )
        text = self.typed.get(path, cell.text)
        if cell.role in SHORT:
            mode = "decimal" if cell.role == "amount" else "text"
            return format_html(
                '<input class="cell" type="text" inputmode="{}" autocomplete="off" '
                '{} value="{}">',
                mode,
                attributes,
                text,
            )
        # A browser drops the first line break of a textarea: give it one to drop.
        return format_html(
            '<textarea class="cell" rows="1" {}>\n{}</textarea>', attributes, text
        )

    def _last_year(self, path: str) -> SafeString:
        text = self.last_year.get(path)
        return format_html(' data-last="{}"', text) if text else SafeString("")

    def _error(self, path: str) -> SafeString:
        error = self.errors.get(path)
        if error is None:
            return SafeString("")
        return format_html('<p class="cell-error" id="e-{}">{}</p>', path, error)

    def _unseen(self, path: str) -> SafeString:
        """What the row has and the form has no cell for travels with it, in front of
        its first cell: its labels, and a weight from elsewhere."""
        if not path.endswith(".tier3"):
            return SafeString("")
        row = self.sheet.indicators[int(path.split(".")[1])]
        cells = {"tier1": row.tier1, "tier2": row.tier2, "weight": show(row.weight)}
        return format_html_join(
            "",
            '<input type="hidden" name="{}.{}" value="{}">',
            [(path.removesuffix(".tier3"), *cell) for cell in cells.items() if cell[1]],
        )

    def _buttons(self, path: str) -> SafeString:
        """Row tools, at the last cell of a row."""
        part, _, rest = path.partition(".")
        if part == "goals":
            stem = path
        elif part == "indicators" and rest.endswith(".basis"):
            stem = path.removesuffix(".basis")
        else:
            return SafeString("")
        name = fields.label(stem, self.sheet.indicators)
        return row_buttons(stem, name, self._ends(stem))

    def _ends(self, stem: str) -> frozenset[str]:
        """``up`` for a row that cannot go higher, ``down`` for one at the foot."""
        part, _, index = stem.partition(".")
        items = getattr(self.sheet, part)
        return frozenset(
            verb
            for verb in ("up", "down")
            if rows.PARTS[part][verb](items, int(index)) is items
        )


def row_buttons(stem: str, name: str, ends: Container[str] = ()) -> SafeString:
    """The buttons of a row and its handle for dragging; ``stem`` is its path
    (``goals.1``), ``ends`` the buttons that could do nothing. The handle is for the
    mouse alone: ↑ and ↓ do the same by key."""
    buttons = format_html_join(
        "",
        '<button class="row-{1}" type="submit" name="op" value="{0}.{1}" title="{2}" '
        'aria-label="{3} {2}" data-row-op{5}>{4}</button>',
        [
            (stem, verb, hint, name, sign, OFF if verb in ends else "")
            for verb, sign, hint in ROW_BUTTONS
        ],
    )
    return format_html(
        '<span class="row-tools"><span class="handle" draggable="true" '
        'data-row="{}" title="拖动，放到别的行上" aria-hidden="true"></span>{}</span>',
        stem,
        buttons,
    )
