"""Damaged files by the thousand: each is read or refused in Chinese, in little time and
memory, and nothing else happens.

usage: fuzz_readers.py [files of each kind, default 2000] [seed]
"""

import random
import resource
import sys
import time
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from perftargets.errors import BadFile  # noqa: E402
from sheets import interchange, readers  # noqa: E402

PUBLISHED = ROOT / "tests" / "sheets" / "data" / "published"
KINDS = ("html", "xlsx", "docx", "txt", "json")
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


def inside(data: bytes, rng: random.Random) -> bytes:
    """An archive that is whole, with one part damaged."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        names = source.namelist()
        parts = [n for n in names if n.endswith((".xml", ".rels"))]
        victim = rng.choice([n for n in parts if "theme" not in n])
        for name in names:
            content = source.read(name)
            target.writestr(name, mutated(content, rng) if name == victim else content)
    return out.getvalue()


def damaged(kind: str, rng: random.Random) -> bytes:
    """One of the published files of this kind, damaged."""
    path = rng.choice(
        sorted(PUBLISHED.glob("*.txt" if kind == "json" else f"*.{kind}"))
    )
    data = path.read_bytes()
    if kind == "json":
        data = interchange.dumps(readers.read(path.name, data).book).encode()
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
    for kind in KINDS:
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
        print(f"{kind:5} {ends} slowest {slowest:.2f} s, memory +{grown} MB")


if __name__ == "__main__":
    main()
