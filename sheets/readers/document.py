"""From the blocks of a file to a book: its forms, and the text around them."""

import re
from collections.abc import Iterable, Sequence

from perftargets.errors import BadFile

from ..layouts import DEFAULT
from ..sheet import Book, Sheet
from .base import NOTHING_FOUND, Message, Reading
from .form import FormReader
from .labels import TITLE, UNIT_CELL, YEAR_IN_TITLE, squeeze
from .ledger import clean, quoted
from .overall import TITLE as OVERALL_TITLE
from .overall import read_overall, read_year
from .parts import Form, forms
from .table import Block, Paragraph, Table

LONGEST_TITLE = 40  # characters; a longer line is running text
# "3. 村级组织经费项目绩效目标表" names its project; "2023年项目绩效目标表" does not.
NAMED_TITLE = re.compile(r"^(?:\d+[.．、])?(.+?)(?:项目)?(?:支出)?绩效目标(?:申报)?表$")
GENERAL = re.compile(
    r"(?:19|20)\d\d年?度?|部门|预算|项目|支出|财政|本级|一般性|重点|专项|资金|省级|市级"
    r"|县级|区级|单位|年度|附件\d*[:：]?|附表?\d*[:：]?|[（(].*?[)）]"
)
PARTS = ("预算项目绩效目标", "项目绩效目标")


def read_blocks(blocks: Iterable[Block]) -> Reading:
    """All forms of a document; ``BadFile`` if there is neither a form nor a text of
    the department's overall target."""
    readers: list[FormReader] = []
    unknown: list[Table] = []
    paragraphs: list[Paragraph] = []
    for part in forms(blocks):
        if isinstance(part, Form):
            paragraphs += part.above
            readers.append(FormReader(part))
        elif isinstance(part, Table):
            unknown.append(part)
        else:
            paragraphs.append(part)
    sheets = [sheet for reader in readers for sheet in reader.sheets()]
    overall, unread, missing = read_overall([p.text for p in paragraphs])
    if not sheets and overall is None:
        raise BadFile(NOTHING_FOUND)
    warnings = [m for reader in readers for m in reader.ledger.warnings]
    warnings += [m for reader in readers for m in _title_that_differs(reader)]
    warnings += _doubles(sheets) + _lonely_titles(readers, paragraphs)
    warnings += [
        Message("", f"没有读到“{word}”，文件可能不完整，请核对") for word in missing
    ]
    warnings += _unread(unread) + [_tell(table) for table in unknown]
    book = Book(
        year=_year(readers, paragraphs),
        layout=DEFAULT,
        overall=overall,
        projects=tuple(sheet for _, sheet in sheets),
    )
    errors = [m for reader in readers for m in reader.ledger.errors]
    return Reading(book, tuple(errors), tuple(warnings))


def _year(readers: Sequence[FormReader], paragraphs: Sequence[Paragraph]) -> int | None:
    """The year in the heading of the department's text, in a table's title, or in a
    cell that asks for it."""
    if year := read_year([p.text for p in paragraphs]):
        return year
    texts = [p.text for r in readers for p in (*r.form.above, *r.titles)]
    texts += [r.head.fields.get("year", "") for r in readers]
    for text in map(squeeze, texts):
        if TITLE.search(text) or len(text) <= LONGEST_TITLE:
            if found := YEAR_IN_TITLE.search(text):
                return int(found[1])
    return None


def _title_that_differs(reader: FormReader) -> list[Message]:
    name = squeeze(reader.head.fields.get("name", ""))
    found = []
    for title in (*reader.form.above, *reader.titles):
        text = squeeze(title.text)
        match = NAMED_TITLE.match(text)
        if match and GENERAL.sub("", match[1]) and name not in text:
            said = f"标题“{clean(title.text)}”与项目名称“{name}”不一致"
            found.append(Message(reader.where, said))
    return found


def _doubles(sheets: Sequence[tuple[str, Sheet]]) -> list[Message]:
    """Two projects of a department cannot have one name."""
    first: dict[str, str] = {}
    found = []
    for where, sheet in sheets:
        if sheet.name in first:
            other = first[sheet.name]
            text = f"项目名称“{sheet.name}”与{other}相同，请改用别的名称"
            found.append(Message(where, text))
        elif sheet.name:
            first[sheet.name] = where
    return found


def _lonely_titles(
    readers: Sequence[FormReader], paragraphs: Sequence[Paragraph]
) -> list[Message]:
    """A title that another title, or the end of the file, follows."""
    above = [p for reader in readers for p in reader.form.above]
    lonely = [p for p in paragraphs if p not in above and _is_title(p.text)]
    for reader in readers:
        lonely += [p for p in reader.form.above if _is_title(p.text)][:-1]
    return [
        Message(p.place, f"标题“{clean(p.text)}”下面没有表，文件可能不完整，请核对")
        for p in lonely
    ]


def _is_title(text: str) -> bool:
    return bool(NAMED_TITLE.match(squeeze(text)))


def _unread(texts: Sequence[str]) -> list[Message]:
    return [
        Message("", f"没有读入：{quoted([text])}")
        for text in texts
        if text.strip() and not _is_frame(text)
    ]


def _is_frame(text: str) -> bool:
    """What stands around the content: titles, and the unit above a table."""
    plain = squeeze(text)
    is_short = len(plain) <= LONGEST_TITLE
    return bool(
        (is_short and (OVERALL_TITLE.search(text) or TITLE.search(plain)))
        or _is_title(text)
        or UNIT_CELL.match(plain)
        or (len(plain) <= 12 and YEAR_IN_TITLE.search(plain) and "年" in plain)
        or text.strip() in PARTS
    )


def _tell(table: Table) -> Message:
    texts = [cell.text for row in table.rows for cell in row]
    return Message(table.name, f"这不是绩效目标表，没有读入：{quoted(texts)}")
