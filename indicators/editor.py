"""The form as a page of inputs: the same grid, with a field in each typed cell."""

import re
from collections.abc import Container, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from sheets import fields
from sheets.grid import Cell, Grid
from sheets.sheet import Overall, Sheet
from sheets.writers.html import grid_html

from . import rows

ROW_BUTTONS = (
    ("add", "＋", "在下面加一行"),
    ("copy", "", "复制这一行"),
    ("up", "↑", "上移"),
    ("down", "↓", "下移"),
    ("remove", "✕", "删除这一行"),
)
SHORT = ("amount", "centre", "label")
OFF = SafeString(" disabled")


class GridEditor:
    """Draws a document for editing. ``typed`` holds texts that are not in it because
    they are wrong; ``errors`` says why, by field path; ``last_year`` is what stood in
    the cell last year."""

    def __init__(
        self,
        document: Sheet | Overall,
        grid: Grid,
        *,
        errors: Mapping[str, str],
        typed: Mapping[str, str],
        last_year: Mapping[str, str],
    ) -> None:
        self.document = document
        self.grid = grid
        self.errors = errors
        self.typed = typed
        self.last_year = last_year
        self.texts = fields.texts(document)
        cells = [cell for cell in grid.cells if cell.field and not is_part(cell.field)]
        self.paths = {cell.field for cell in cells}
        # The cells of a row from left to right: its tools stand at the last one.
        rows = {stem_of(cell.field or ""): cell for cell in cells}
        self.last = {cell.field: stem for stem, cell in rows.items() if stem}
        heads = {stem_of(cell.field or ""): cell for cell in reversed(cells)}
        self.first = {cell.field: stem for stem, cell in heads.items() if stem}

    @property
    def unit(self) -> str:
        """Of the year's money."""
        document = self.document
        return document.budget.unit or "" if isinstance(document, Sheet) else ""

    def html(self) -> SafeString:
        # grid_html escapes what it writes itself, and _cell is made by format_html.
        return mark_safe(grid_html(self.grid, self._cell))  # noqa: S308

    def _cell(self, cell: Cell) -> SafeString:
        if cell.field is None or is_part(cell.field):
            return format_html("{}", cell.text)
        return format_html(
            "{}{}{}{}{}{}",
            self._unseen(cell.field),
            _words(cell.lead),
            self._input(cell),
            _words(cell.tail),
            self._error(cell.field),
            self._buttons(cell),
        )

    def _input(self, cell: Cell) -> SafeString:
        path = cell.field or ""
        error = self.errors.get(path)
        attributes = format_html(
            'id="f-{0}" name="{0}" aria-label="{1}"{2}{3}',
            path,
            fields.label_in(self.document, path),
            self._last_year(path),
            format_html(' aria-invalid="true" aria-describedby="e-{}"', path)
            if error
            else "",
        )
        text = self.typed.get(path, self.texts.get(path, ""))
        led = " led" if cell.lead else ""
        if cell.role in SHORT:
            mode = "decimal" if is_amount(cell) else "text"
            return format_html(
                '<input class="cell{}" type="text" inputmode="{}" autocomplete="off" '
                '{} value="{}">',
                led,
                mode,
                attributes,
                text,
            )
        # A browser drops the first line break of a textarea: give it one to drop.
        return format_html(
            '<textarea class="cell{}" rows="1" {}>\n{}</textarea>',
            led,
            attributes,
            text,
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
        its first cell: its labels, and columns of other forms."""
        stem = self.first.get(path, "")
        if ROW.fullmatch(stem) is None:
            return SafeString("")
        rows = fields.rows_at(self.document, path)
        cells = fields.row_cells(rows[int(stem.rpartition(".")[2])])
        return format_html_join(
            "",
            '<input type="hidden" name="{}.{}" value="{}">',
            [
                (stem, name, text)
                for name, text in cells.items()
                if text and f"{stem}.{name}" not in self.paths
            ],
        )

    def _buttons(self, cell: Cell) -> SafeString:
        """Row tools, at the last cell of a row."""
        stem = self.last.get(cell.field)
        if stem is None:
            return SafeString("")
        name = fields.label_in(self.document, stem)
        inside = cell.col + cell.colspan < len(self.grid.widths)
        path = stem.removeprefix("overall.")
        ends = rows.ends(self.document, path)
        return row_buttons(path, name, ends, inside=inside)


ROW = re.compile(r"(?:medium\.|overall\.)?indicators\.\d+")
STEM = re.compile(r"(?:medium\.|overall\.)?(?:indicators|goals|tasks)\.\d+")


def stem_of(path: str) -> str:
    """The row that a cell belongs to, as a path; ``""`` for a cell in none."""
    found = STEM.match(path)
    return found[0] if found else ""


def is_part(path: str) -> bool:
    """The sign and the unit of a value: they follow from what is typed."""
    return path.endswith((".value.sign", ".value.unit"))


def is_amount(cell: Cell) -> bool:
    return cell.role == "amount" or (cell.field or "").endswith(".weight")


def _words(text: str) -> SafeString:
    """Of the form, beside what is typed."""
    return (
        format_html('<span class="lead-words">{}</span>', text)
        if text
        else SafeString("")
    )


def row_buttons(
    stem: str, name: str, ends: Container[str] = (), *, inside: bool = False
) -> SafeString:
    """The buttons of a row and its handle for dragging; ``stem`` is its path
    (``goals.1``), ``ends`` the buttons that could do nothing, ``inside`` those of a row
    that ends in the middle of the table. The handle is for the mouse alone: ↑ and ↓ do
    the same by key."""
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
        '<span class="row-tools{}"><span class="handle" draggable="true" '
        'data-row="{}" title="拖动，放到别的行上" aria-hidden="true"></span>{}</span>',
        " inside" if inside else "",
        stem,
        buttons,
    )
