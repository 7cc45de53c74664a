"""From the blocks of a file to a book: its forms, and the text around them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from perftargets.errors import BadFile

from ..layouts import DEFAULT, layouts
from ..sheet import Book, Department, Overall, Sheet
from .acts import without_acts
from .base import NOTHING_FOUND, OVERALL, Message, Reading
from .beside import side_by_side
from .blank import leave_out_blank, readers_of
from .contents import without_front
from .form import FormReader
from .labels import TITLE, UNIT_CELL, YEAR_IN_TITLE, YEAR_LINE, key, squeeze
from .ledger import Found, clean, quoted
from .overall import TITLE as OVERALL_TITLE
from .overall import read_overall, read_year
from .parts import Form, forms, segments
from .table import Block, Paragraph, Table
from .text_form import TextForm, is_text_form

LONGEST_TITLE = 40  # characters; a longer line is running text
# "3. 村级组织经费项目绩效目标表" names its project; "2023年项目绩效目标表" does not.
NAMED_TITLE = re.compile(r"^(?:\d+[.．、])?(.+?)(?:项目)?(?:支出)?绩效目标(?:申报)?表$")
GENERAL = re.compile(
    r"(?:19|20)\d\d年?度?|部门|预算|项目|支出|财政|本级|一般性|重点|专项|资金|省级|市级"
    r"|县级|区级|单位|年度|附件\d*[:：]?|附表?\d*[:：]?|[（(].*?[)）]"
)
PARTS = ("预算项目绩效目标", "项目绩效目标")
EACH_BY_ITSELF = "请导入每个项目的绩效目标表"


def read_blocks(blocks: Iterable[Block], *, has_room: bool = False) -> Reading:
    """All forms of a document; ``BadFile`` if there is neither a form nor a text of
    the department's overall target. ``has_room`` as in :class:`.form.FormReader`."""
    readers: list[FormReader] = []
    unknown: list[Table] = []
    paragraphs: list[Paragraph] = []
    rest: list[Paragraph] = []
    texts: list[TextForm] = []
    cover, content = without_front(blocks)
    for part in forms(_apart(without_acts(content), texts)):
        if isinstance(part, Form):
            own = list(readers_of(part, has_room=has_room))
            readers += own
            paragraphs += [*part.above, *(line for r in own for line in r.lines)]
        elif isinstance(part, Table):
            unknown.append(part)
        else:
            rest.append(part)
    leave_out_blank(readers)
    paragraphs += [*rest, *(line for text in texts for line in text.lines)]
    sheets = [found for reader in readers for found in reader.sheets]
    # The title of a table ends the text above it, and is no part of it.
    running = [p.text for p in paragraphs if not _is_of_a_table(p.text)]
    overall, unread, missing = read_overall(running)
    tables: list[TextForm | FormReader] = [*texts, *readers]
    overall, missing = _with_table(overall, missing, tables)
    if not sheets and overall is None:
        raise BadFile(_nothing(unknown))
    warnings = [m for reader in readers for m in reader.ledger.warnings]
    warnings += [m for reader in readers for m in _title_that_differs(reader)]
    warnings += _doubles(sheets) + _lonely_titles(readers, rest)
    warnings += [
        Message("", f"没有读到“{word}”，文件可能不完整，请核对") for word in missing
    ]
    warnings += _unread(unread, paragraphs) + [_tell(table) for table in unknown]
    name = next((t.department for t in tables if t.department), None)
    book = Book(
        year=read_year(cover) or _year(readers, paragraphs),
        layout=_layout(readers),
        department=Department(name=name),
        overall=overall,
        projects=tuple(found.sheet for found in sheets),
    )
    errors = [m for table in tables for m in table.ledger.errors]
    places = {number: found.cells for number, found in enumerate(sheets, 1)}
    if table := next((t for t in tables if t.overall), None):
        places[OVERALL] = table.overall_cells
    return Reading(book, tuple(errors), tuple(warnings), places)


def _apart(blocks: Iterable[Block], texts: list[TextForm]) -> Iterator[Block]:
    """Each table by itself; the forms of a department's text are read."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif is_text_form(block):
            texts.append(TextForm(block))
        else:
            yield from side_by_side(block)


def _with_table(
    overall: Overall | None, missing: list[str], tables: Sequence[TextForm | FormReader]
) -> tuple[Overall | None, list[str]]:
    """The department's target, out of its text, its table or both."""
    table = next((t.overall for t in tables if t.overall), None)
    if table is None or overall is None:
        return table or overall, [] if table else missing
    goal = "\n".join(filter(None, (overall.goal, table.goal)))
    both = replace(
        table,
        sub_goals=overall.sub_goals or table.sub_goals,
        measures=overall.measures or table.measures,
    )
    return replace(both, goal=goal), []


@cache
def _headers_of_layouts() -> dict[tuple[str, ...], str]:
    """The labels of the columns of each form that we print ourselves."""
    found: dict[tuple[str, ...], str] = {}
    for layout in layouts:
        grid = layout.draw(Sheet())
        labels = (cell for cell in grid.cells if cell.row == grid.head)
        words = tuple(key(c.text) for c in sorted(labels, key=lambda c: c.col))
        found.setdefault(words, layout.id)
    return found


def _layout(readers: Sequence[FormReader]) -> str:
    """The form that has the columns of the first table, else the usual one."""
    first = next((r.header for r in readers if r.header and r.sheets), None)
    return _headers_of_layouts().get(first.words if first else (), DEFAULT)


def _year(readers: Sequence[FormReader], paragraphs: Sequence[Paragraph]) -> int | None:
    """The year in the heading of the department's text, in a table's title, or in a
    cell that asks for it."""
    if year := read_year([p.text for p in paragraphs]):
        return year
    texts = [p.text for r in readers for p in (*r.form.above, *r.lines)]
    texts += [r.head.fields.get("year", "") for r in readers]
    for text in map(squeeze, texts):
        if TITLE.search(text) or len(text) <= LONGEST_TITLE:
            if found := YEAR_IN_TITLE.search(text):
                return int(found[1])
    return None


def _title_that_differs(reader: FormReader) -> list[Message]:
    name = squeeze(reader.head.fields.get("name", ""))
    found = []
    for title in (*reader.form.above, *reader.lines):
        text = squeeze(title.text)
        match = NAMED_TITLE.match(text)
        if match and GENERAL.sub("", match[1]) and name not in text:
            said = f"标题“{clean(title.text)}”与项目名称“{name}”不一致"
            found.append(Message(reader.where, said))
    return found


def _doubles(sheets: Sequence[Found]) -> list[Message]:
    """Two projects of a department cannot have one name."""
    first: dict[str, str] = {}
    found = []
    for where, sheet, _ in sheets:
        if sheet.name in first:
            other = first[sheet.name]
            text = f"项目名称“{sheet.name}”与{other}相同，请改用别的名称"
            found.append(Message(where, text))
        elif sheet.name:
            first[sheet.name] = where
    return found


def _lonely_titles(
    readers: Sequence[FormReader], rest: Sequence[Paragraph]
) -> list[Message]:
    """A title that another title, or the end of the file, follows."""
    lonely = [p for p in rest if _is_title(p.text)]
    for reader in readers:
        lonely += [p for p in reader.form.above if _is_title(p.text)][:-1]
    return [
        Message(p.place, f"标题“{clean(p.text)}”下面没有表，文件可能不完整，请核对")
        for p in lonely
    ]


def _is_title(text: str) -> bool:
    return bool(NAMED_TITLE.match(squeeze(text)))


def _unread(texts: Sequence[str], paragraphs: Sequence[Paragraph]) -> list[Message]:
    places = {p.text: p.place for p in paragraphs}
    return [
        Message(places.get(text, ""), f"没有读入：{quoted([text])}")
        for text in texts
        if text.strip() and not _is_frame(text)
    ]


def _is_of_a_table(text: str) -> bool:
    """A table's title, its year or its unit."""
    plain = squeeze(text)
    is_short = len(plain) <= LONGEST_TITLE
    return bool(
        (is_short and TITLE.search(plain))
        or _is_title(text)
        or UNIT_CELL.match(plain)
        or YEAR_LINE.match(plain)
    )


def _is_frame(text: str) -> bool:
    """What stands around the content."""
    is_heading = len(squeeze(text)) <= LONGEST_TITLE and OVERALL_TITLE.search(text)
    return bool(is_heading) or _is_of_a_table(text) or text.strip() in PARTS


def _list_said(table: Table) -> str:
    """What is said of a list of projects; nothing of other tables."""
    lists = [segment for segment in segments(table) if segment.is_summary]
    if not lists:
        return ""
    lacks = "指标" if any(one.has_goals for one in lists) else "绩效目标和指标"
    return f"这张项目清单没有{lacks}，没有作为项目读入"


def _nothing(tables: Sequence[Table]) -> str:
    """Why no target was found in a file with these tables."""
    lists = filter(None, map(_list_said, tables))
    return next((f"{said}。{EACH_BY_ITSELF}" for said in lists), NOTHING_FOUND)


def _tell(table: Table) -> Message:
    texts = [cell.text for row in table.rows for cell in row]
    said = _list_said(table) or "这不是绩效目标表，没有读入"
    return Message(table.name, f"{said}：{quoted(texts)}")
