"""Which rows of which tables make one form.

A file holds one form or a thousand: one below the other in one worksheet, each in a
table of its own, or one form over several pages with its head repeated.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field

from .breaks import CONTINUED, is_new_title, not_of_a_break
from .header import Header, read_header
from .labels import (
    ANNEX,
    DEPARTMENT,
    OWN_NAMES,
    SUMS,
    TASKS,
    TITLE,
    UNIT_CELL,
    YEAR_LINE,
    bare,
    field_of,
    is_goal,
    is_label,
    key,
    kind_of,
    squeeze,
)
from .ledger import clean
from .table import Block, Cell, Paragraph, Table

RUNNING = frozenset({"序号", "编号"})


@dataclass
class Segment:
    """Rows of one table that belong to one form; its headers by their first row.
    ``shared`` is the one far above, where projects follow each other below it."""

    table: Table
    rows: range
    headers: dict[int, Header]
    shared: Header | None = None

    @property
    def has_name(self) -> bool:
        return any(_name_label(self.table, r) for r in self.rows)

    @property
    def is_form(self) -> bool:
        if self.is_summary:
            return False
        return self.has_name or bool(self.headers) or self.is_department

    @property
    def is_summary(self) -> bool:
        """A list of projects and their money, with no indicator. If it has a column
        of goals, it is one of several projects: one alone is a target."""
        if self.headers or self.shared:
            return False
        goals = {row for row in self.rows if _has_goal(self.table, row)}
        return any(
            goals <= {row} and (not goals or self._has_many_below(row))
            for row in self.rows[:-1]
            if _heads_list(self.table, row)
        )

    @property
    def has_goals(self) -> bool:
        return any(_has_goal(self.table, row) for row in self.rows)

    def _has_many_below(self, row: int) -> bool:
        label = _name_label(self.table, row)
        below = range(row + 1, self.rows.stop)
        cells = [self.table.at(r, label.col) for r in below] if label else []
        names = {squeeze(cell.text) for cell in cells if cell}
        return sum(bool(name) and key(name) not in SUMS for name in names) > 1

    @property
    def has_title(self) -> bool:
        """Whether a title stands above the name of its project."""
        for row in self.rows:
            if _name_label(self.table, row):
                break
            if any(is_new_title(c.words) for c in self.table.rows[row]):
                return True
        return False

    @property
    def is_department(self) -> bool:
        """Whether it begins as the form of a department does."""
        first = [c.words for r in self.rows[:8] for c in self.table.rows[r][:1]]
        words = {*map(key, first), *(bare(key(text)) for text in first)}
        return bool(words & (DEPARTMENT | TASKS)) and not self.has_name

    @property
    def is_whole(self) -> bool:
        """Whether money or a goal stands above its indicators."""
        first = min(self.headers, default=self.rows.start)
        above = (
            c for row in range(self.rows.start, first) for c in self.table.rows[row]
        )
        kinds = (kind_of(cell.words) for cell in above)
        return any(kind and kind[0] in ("goal", "amount") for kind in kinds)

    @property
    def paths(self) -> list[tuple[str, ...]]:
        """The tiers and the name of each indicator; a label holds until the next."""
        found: list[tuple[str, ...]] = []
        header: Header | None = None
        last = ("", "", "")
        for row in self.rows:
            header = self.headers.get(row, header)
            if header is None or row <= header.last:
                continue
            own = _path(self.table, row, header)
            if any(own):
                tiers = own[:2] if own[0] else (last[0], own[1] or last[1])
                last = (*tiers, own[2])
                found.append(last)
        return found

    @property
    def name(self) -> str:
        """What stands beside the label of the project's name."""
        for row in self.rows:
            if label := _name_label(self.table, row):
                cells = self.table.rows[row]
                beside = cells[cells.index(label) + 1 :]
                return squeeze(beside[0].text if beside else label.text)
        return ""


@dataclass
class Form:
    """``above`` is the text between the table before and this one."""

    above: list[Paragraph]
    segments: list[Segment] = field(default_factory=list)

    @property
    def has_header(self) -> bool:
        return any(segment.headers for segment in self.segments)

    @property
    def place(self) -> str:
        """The table, or where in it the form begins below another."""
        first = self.segments[0]
        table, begin = first.table, first.rows.start
        places = (c.place for row in first.rows for c in _content(table, row))
        return next(places, table.name) if begin else table.name


def _path(table: Table, row: int, header: Header) -> tuple[str, str, str]:
    """What its columns of tiers and names say in a row, or down to it."""
    first = {c.name: c.col for c in reversed(header.columns)}
    cells = [table.at(row, first.get(f"tier{n}", -1)) for n in (1, 2, 3)]
    texts = [key(c.text) if c and c.row > header.last else "" for c in cells]
    return texts[0], texts[1], texts[2]


def _name_label(table: Table, row: int) -> Cell | None:
    """The cell with the label 项目名称, alone or with its text behind it."""
    found: dict[bool, Cell] = {}
    for cell in table.rows[row]:
        part = cell.words.split("：")[0].split(":")[0]
        if part and len(part) <= 30 and field_of(part) == "name":
            found.setdefault(key(part) in OWN_NAMES, cell)
    return found.get(True) or found.get(False)


def _has_goal(table: Table, row: int) -> bool:
    return any(is_goal(bare(key(cell.words))) for cell in table.rows[row])


def _heads_list(table: Table, row: int) -> bool:
    """Whether 项目名称 is one of several labels above columns: the cell behind it is a
    label, and the one below it is none."""
    label = _name_label(table, row)
    if label is None or not is_label(label.words):
        return False
    content = _content(table, row)
    behind, below = table.at(row, label.end), table.at(row + 1, label.col)
    if below is None or below.row == row or not below.text.strip():
        return False
    is_head = len(content) > 2 and all(_is_heading(c.words) for c in content)
    is_column = behind is None or _is_heading(behind.words)
    return is_head and is_column and not _is_heading(below.words)


def _is_heading(text: str) -> bool:
    return is_label(text) or key(text) in RUNNING


def _content(table: Table, row: int) -> list[Cell]:
    return [cell for cell in table.rows[row] if cell.text.strip()]


def segments(table: Table) -> list[Segment]:
    """The table cut where the next form begins."""
    headers = _headers(table)
    starts = [0]
    last: Header | None = None
    shared: Header | None = None
    for row in range(len(table.rows)):
        if row in headers:
            last, shared = headers[row], None
        elif last and last.last < starts[-1] and not shared:
            continue
        elif last and _begins_form(table, row, last, headers):
            if _is_first_below(table, range(starts[-1], row), last):
                shared = last
                continue
            top = _top(table, row, last)
            if top > starts[-1]:
                starts.append(top)
    ends = [*starts[1:], len(table.rows)]
    rows = [range(start, end) for start, end in zip(starts, ends, strict=True)]
    found = [
        Segment(table, own, {row: headers[row] for row in own if row in headers})
        for own in rows
    ]
    for segment in found:
        if shared and not segment.headers and segment.rows.start > shared.last:
            segment.shared = shared
    return found


def _is_first_below(table: Table, rows: range, header: Header) -> bool:
    """Whether a project is named right below the header, and none above it."""
    return rows.stop == header.last + 1 and not any(
        _name_label(table, row) for row in rows if row < header.first
    )


def _segments_of_file(table: Table) -> list[Segment]:
    """As :func:`segments`. Marks that leave no label of a form are none: somebody gave
    the whole of it one style."""
    found = segments(table)
    if table.is_marked and not any(segment.is_form for segment in found):
        plain = segments(table.unmarked())
        if any(segment.is_form for segment in plain):
            return plain
    return found


def _headers(table: Table) -> dict[int, Header]:
    headers: dict[int, Header] = {}
    last: Header | None = None
    for row in range(len(table.rows)):
        if last and row <= last.last:
            continue
        header = read_header(table, row)
        # 权重 and 指标值 may be what an indicator is called, and what is said of it.
        if header and not (last and last.is_named(table, row, _content(table, row)[0])):
            headers[header.first] = last = header
    return headers


def _begins_form(
    table: Table, row: int, header: Header, headers: Container[int]
) -> bool:
    """Whether a project, or a department with a form of its own, is named in a row
    below this header."""
    if row <= header.last or header.is_list:
        return False
    label = _name_label(table, row)
    if label is None:
        return _begins_department(table, row, headers)
    return not header.is_named(table, row, label)


def _begins_department(table: Table, row: int, headers: Container[int]) -> bool:
    """Its form names no project before its own head of indicators."""
    content = _content(table, row)
    words = {key(content[0].words), bare(key(content[0].words))} if content else set()
    if not words & (DEPARTMENT | TASKS):
        return False
    for below in range(row + 1, len(table.rows)):
        if below in headers:
            return True
        if _name_label(table, below):
            return False
    return False


def _top(table: Table, row: int, header: Header) -> int:
    """The first of the rows above that belong to the same head: titles and all below
    them, units, other facts, empty ones."""
    titles = (r for r in range(row - 1, header.last, -1) if _is_title(table, r))
    top = next(titles, row)
    while top - 1 > header.last:
        content = _content(table, top - 1)
        first = content[0].words if content else ""
        if not content and any(c.text.strip() for c in table.across(top - 1)):
            break  # a label of the form above reaches down here
        alone = len(content) == 1 and _is_around(squeeze(first))
        alone = alone or title_in(content) is not None
        is_sum = bare(key(first)) in SUMS
        if content and not alone and (is_sum or not is_label(first)):
            break
        if content and not alone and header.is_named(table, top - 1, content[0]):
            break
        top -= 1
    return top


def _is_title(table: Table, row: int) -> bool:
    content = _content(table, row)
    return len(content) == 1 and bool(TITLE.search(squeeze(content[0].words)))


def title_in(content: list[Cell]) -> Cell | None:
    """The one text of a row that else says the unit of money or which 附件 it is."""
    others = [c for c in content if not _is_beside_title(squeeze(c.words))]
    return others[0] if len(others) == 1 < len(content) else None


def _is_beside_title(text: str) -> bool:
    return bool(UNIT_CELL.match(text) or ANNEX.match(text))


def _is_around(text: str) -> bool:
    """What stands between a title and its table, or is one."""
    return bool(TITLE.search(text) or UNIT_CELL.match(text) or YEAR_LINE.match(text))


def forms(blocks: Iterable[Block]) -> Iterator[Form | Table | Paragraph]:
    """The forms of a document in their order, the tables that are none, and after
    each the paragraphs that stood above it."""
    form: Form | None = None
    above: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            above.append(block)
            continue
        for segment in _segments_of_file(block):
            if form is not None and _goes_on(form, segment, above):
                form.segments.append(segment)
                above[:] = not_of_a_break(above)
                continue
            if form is not None:
                yield form
                form = None
            if segment.is_form:
                form = Form(above, [segment])
                above = []
            elif all(len(_content(block, row)) <= 1 for row in segment.rows):
                above += _lines(segment)
            else:
                yield block
    if form is not None:
        yield form
    yield from above


def _lines(segment: Segment) -> Iterator[Paragraph]:
    """A table of one column is running text: so a worksheet holds it."""
    for row in segment.rows:
        for cell in _content(segment.table, row):
            yield Paragraph(clean(cell.text), cell.place)


def _goes_on(form: Form, segment: Segment, above: list[Paragraph]) -> bool:
    """A table over several pages is several tables in a file."""
    if any(is_new_title(p.text) for p in above):
        return False
    if segment.is_department and form.has_header:
        return False
    if segment.has_name:
        same = segment.name == form.segments[0].name != ""
        if not same or segment.has_title:
            return False
        said = any(CONTINUED.search(squeeze(p.text)) for p in above)
        return said or not _is_second(form, segment)
    if segment.headers:
        return True
    before = form.segments[-1]
    return (
        form.has_header
        and not not_of_a_break(above)
        and before.table is not segment.table
        and before.table.width == segment.table.width
    )


def _is_second(form: Form, segment: Segment) -> bool:
    """Whether it is a whole form of the same project, a draft or another version of the
    one before: with money or a goal, and indicators that begin once more."""
    if not (form.has_header and segment.is_whole):
        return False
    before = [path for one in form.segments for path in one.paths]
    own = segment.paths
    if not (before and own and own[0][0]):
        return False
    left = {path[:2] for path in before} - {before[-1][:2]}
    return own[0][:2] in left or own[0] in before
