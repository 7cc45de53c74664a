"""Damaged files by the thousand: each is read or refused in Chinese, in little time and
memory, and nothing else happens.

usage: fuzz_readers.py [files of each kind, default 2000] [seed] [kind…]
"""

import csv
import random
import resource
import sys
import time
from copy import deepcopy
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import openpyxl
import pydyf
import xlwt
from lxml import etree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from perftargets.errors import BadFile  # noqa: E402
from sheets import interchange, readers  # noqa: E402
from sheets.edition import unstamped  # noqa: E402
from sheets.layouts import layout_of  # noqa: E402
from sheets.press.enclosed import enclose  # noqa: E402
from sheets.printed import Printed  # noqa: E402
from sheets.sheet import Book  # noqa: E402
from sheets.writers import writers  # noqa: E402

PUBLISHED = ROOT / "tests" / "sheets" / "data" / "published"
OURS = ("html", "xlsx", "docx")
KINDS = ("html", "xlsx", "docx", "txt", "json", "csv", "xls", "pdf")
WORDS = (b"<", b">", b"\t", b"\n", b"&#0;", b"\xff", b"\x00", b"</tr>", b"<w:tbl>")
NUMBERS = (b"0", b"-1", b"99999999", b"1e400", b"NaN")


def mutated(data: bytes, rng: random.Random) -> bytes:
    """The bytes with a few parts cut, doubled, moved or written over."""
    text = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        if not text:
            break
        at = rng.randrange(len(text))
        end = min(len(text), at + rng.choice((1, 4, 40, 400)))
        change = rng.randrange(6)
        if change == 0:
            del text[at:end]
        elif change == 1:
            text[at:at] = text[at:end] * rng.choice((1, 3, 50))
        elif change == 2:
            text[at:end] = rng.randbytes(end - at)
        elif change == 3:
            text[at:at] = rng.choice(WORDS + NUMBERS)
        elif change == 4:
            del text[at:]
        else:
            text[at] ^= 1 << rng.randrange(8)
    return bytes(text)


def moved(data: bytes, rng: random.Random) -> bytes:
    """XML that is whole, with elements gone, doubled, in other places, or with other
    numbers in them."""
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return data
    for _ in range(rng.choice((1, 3, 10))):
        inner = [e for e in root.iter() if e.getparent() is not None]
        if not inner:
            break
        one, other = rng.choice(inner), rng.choice(inner)
        change = rng.randrange(5)
        if change == 0:
            one.getparent().remove(one)
        elif change == 1:
            other.addnext(deepcopy(one))
        elif change == 2 and one not in other.iterancestors() and one is not other:
            other.append(one)
        elif change == 3 and one.attrib:
            one.set(rng.choice(list(one.attrib)), rng.choice(NUMBERS).decode())
        else:
            one.text = rng.choice(("", "9" * 400, "项目名称", "一级指标", "\t|\n"))
    return etree.tostring(root)


def inside(data: bytes, rng: random.Random) -> bytes:
    """An archive that is whole, with one part damaged."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        names = source.namelist()
        parts = [n for n in names if n.endswith((".xml", ".rels"))]
        victim = rng.choice([n for n in parts if "theme" not in n])
        change = rng.choice((mutated, moved))
        lost, renamed = rng.random() < 0.03, rng.random() < 0.03
        for name in names:
            content = source.read(name)
            if name == victim:
                if lost:
                    continue
                content = change(content, rng)
                name = f"x/{name}" if renamed else name
            target.writestr(name, content)
    return out.getvalue()


def carrier(book: Book, is_packed: bool) -> bytes:
    """A PDF with the book's data and without a page, so that much of it says where what
    is; with its objects by themselves or squeezed together."""
    made, out = pydyf.PDF(), BytesIO()
    enclose(made, [Printed(unstamped(book), layout_of(book))])
    made.write(out, compress=is_packed)
    return out.getvalue()


@cache
def sound(kind: str, path: Path) -> bytes:
    """A published file, or its content in another kind of file."""
    data = path.read_bytes()
    if kind == "json":
        return interchange.dumps(readers.read(path.name, data).book).encode()
    if kind == "pdf":
        return carrier(readers.read(path.name, data).book, len(path.name) % 2 == 0)
    if kind not in ("csv", "xls"):
        return data
    sheet = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    rows = [["" if v is None else str(v) for v in row] for row in sheet.values]
    if kind == "csv":
        text = StringIO()
        csv.writer(text).writerows(rows)
        return text.getvalue().encode()
    book = xlwt.Workbook()
    old = book.add_sheet("Sheet")
    for number, row in enumerate(rows):
        for col, cell in enumerate(row):
            old.write(number, col, cell)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@cache
def ours(kind: str, path: Path) -> bytes:
    """The same as we write it, with marks on what was filled in."""
    book = readers.read(path.name, path.read_bytes()).book
    return writers.get(kind).write(unstamped(book), layout_of(book))


def damaged(kind: str, rng: random.Random) -> bytes:
    """One of the published files of this kind, or our own of it, damaged."""
    of = {"json": "txt", "csv": "xlsx", "xls": "xlsx", "pdf": "txt"}.get(kind, kind)
    path = rng.choice(sorted(PUBLISHED.glob(f"*.{of}")))
    is_ours = kind in OURS and rng.random() < 0.3
    data = ours(kind, path) if is_ours else sound(kind, path)
    if kind in ("xlsx", "docx") and rng.random() < 0.8:
        return inside(data, rng)
    return mutated(data, rng)


def try_one(kind: str, data: bytes) -> str:
    """ "read" or "refused"; any other end is an exception."""
    try:
        reading = readers.read(f"a.{kind}", data)
    except BadFile as error:
        if not error.message or not any(
            "\u4e00" <= c <= "\u9fff" for c in error.message
        ):
            raise AssertionError(error.message) from None
        return "refused"
    for message in (*reading.errors, *reading.warnings):
        if not message.message:
            raise AssertionError("an empty message")
    return "read"


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    rng = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)  # noqa: S311
    for kind in sys.argv[3:] or KINDS:
        ends = {"read": 0, "refused": 0}
        slowest = 0.0
        try_one(kind, damaged(kind, rng))  # what is loaded once is no growth
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for _ in range(count):
            try:
                data = damaged(kind, rng)
            except BadZipFile:
                continue
            start = time.monotonic()
            try:
                ends[try_one(kind, data)] += 1
            except Exception:
                Path(f"/tmp/fuzz.{kind}").write_bytes(data)  # noqa: S108
                raise
            slowest = max(slowest, time.monotonic() - start)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        grown = (after - before) // 1024
        print(
            f"{kind:5} {ends} slowest {slowest:.2f} s, memory +{grown} MB", flush=True
        )


if __name__ == "__main__":
    main()
