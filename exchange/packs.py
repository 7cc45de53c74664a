"""压缩包: many files in one upload. It is looked at before anything is unpacked; the
names in it are shown, and never become part of a path."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings

from attachments import names
from perftargets.errors import BadFile
from sheets.readers import zips

MOST_FILES = 1000
MOST_UNPACKED = 500_000_000  # bytes
# Entries of the directory, those of Word and Excel files that are stored as they are
# included: each has some twenty.
MOST_ENTRIES = 50_000
CHUNK = 1_000_000
NAME_LENGTH = 150
PATH_LENGTH = 300
STARTS = (b"PK\x03\x04", b"PK\x05\x06")  # the second is that of an empty one
OFFICE = (zips.LIST, "mimetype")
UTF_8 = 0x800  # the flag of a name that is written so
LEFT_OUT = ("Thumbs.db", "desktop.ini")  # which Windows writes by itself
BROKEN = "压缩包不完整或已损坏，打不开。请重新压缩成 zip 后再上传"
BROKEN_FILE = "压缩包里的这个文件已损坏，取不出来。请重新压缩后再上传"
ENCRYPTED = "压缩包加了密码，打不开。请去掉密码，重新压缩成 zip 后再上传"
PACKED_ODDLY = (
    "压缩包的压缩方式读不了。请用 Windows 的“压缩(zipped)文件夹”重新压缩后再上传"
)
NOTHING = "压缩包里没有文件。请检查后重新选择"
TOO_MANY = (
    f"压缩包里有 {{count}} 个文件，一次最多 {MOST_FILES} 个。请分成几个压缩包上传"
)
BOMB = (
    f"压缩包展开后太大（超过 {MOST_UNPACKED // 1_000_000} MB），或者内容不正常，"
    "不能导入。请只放要导入的文件，或分成几个压缩包上传"
)


@dataclass(frozen=True)
class Entry:
    """A file in an archive: ``place`` is where it stands in the directory."""

    place: int
    folders: tuple[str, ...]
    name: str

    @property
    def path(self) -> str:
        """As it is shown."""
        return "/".join((*self.folders, self.name))[-PATH_LENGTH:]


def is_pack(name: str, file: BinaryIO) -> bool:
    """Whether it is an archive of files, and no Word or Excel file, which is one too. A
    broken one is what it is called."""
    file.seek(0)
    start = file.read(4)
    if start not in STARTS:
        return False
    try:
        with opened(file) as archive:
            return not any(name in OFFICE for name in archive.namelist())
    except BadFile:
        return name.lower().endswith(".zip")


@contextmanager
def opened(file: BinaryIO) -> Iterator[ZipFile]:
    """``BadFile`` if it is no archive, or has too many entries to be even listed."""
    if _count_entries(file) > MOST_ENTRIES:
        raise BadFile(BOMB)
    try:
        archive = ZipFile(file)
    except (*zips.HOSTILE, KeyError, IndexError):
        raise BadFile(BROKEN) from None
    with archive:
        yield archive


def _count_entries(file: BinaryIO) -> int:
    """Counted in the bytes: a list of a million would fill the memory."""
    count, rest = 0, b""
    file.seek(0)
    while chunk := file.read(CHUNK):
        count += (rest + chunk).count(zips.ENTRY)
        rest = chunk[1 - len(zips.ENTRY) :]
    file.seek(0)
    return count


def entries(archive: ZipFile) -> list[Entry]:
    """The files in it; ``BadFile`` if it may not be unpacked, or is not worth it."""
    found = [
        (place, info)
        for place, info in enumerate(archive.infolist())
        if not info.is_dir() and not is_left_out(_parts(info))
    ]
    if not found:
        raise BadFile(NOTHING)
    if len(found) > MOST_FILES:
        raise BadFile(TOO_MANY.format(count=len(found)))
    for _, info in found:
        _check(info)
    if sum(info.file_size for _, info in found) > MOST_UNPACKED:
        raise BadFile(BOMB)
    return [_entry(place, info) for place, info in found]


def _check(info: ZipInfo) -> None:
    if info.flag_bits & 1:
        raise BadFile(ENCRYPTED)
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadFile(PACKED_ODDLY)
    if info.file_size > zips.MOST_RATIO * max(info.compress_size, 2000):
        raise BadFile(BOMB)


def is_left_out(parts: list[str]) -> bool:
    """What systems and programs put beside people's files."""
    return (
        not parts
        or "__MACOSX" in parts
        or parts[-1] in LEFT_OUT
        or parts[-1].startswith((".", "~$"))
    )


def _entry(place: int, info: ZipInfo) -> Entry:
    *folders, name = map(names.clean, _parts(info))
    return Entry(place, tuple(folders), name[-NAME_LENGTH:] or names.NAMELESS)


def _parts(info: ZipInfo) -> list[str]:
    """Some programs write ``\\`` between them."""
    parts = _name(info).replace("\\", "/").split("/")
    return [part for part in parts if part not in ("", ".", "..")]


def _name(info: ZipInfo) -> str:
    """The standard knows the letters of the first PC and, marked, UTF-8. Others write
    what their system speaks, in China GBK, and some UTF-8 without the mark."""
    if info.flag_bits & UTF_8 or info.filename != info.orig_filename:
        return info.filename
    raw = info.orig_filename.encode("cp437")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def read_entry(archive: ZipFile, place: int) -> bytes:
    """No more of it than its directory says, whatever it unpacks to; ``BadFile`` if it
    is larger than an upload may be, or torn."""
    try:
        info = archive.infolist()[place]
        if info.file_size > settings.ATTACHMENT_BYTES:
            most = settings.ATTACHMENT_BYTES // 1024**2
            raise BadFile(
                f"文件超过 {most} MB。请只保留要导入的表（去掉图片），另存后再上传"
            )
        with archive.open(info) as stream:
            data = stream.read(info.file_size + 1)
    except (*zips.HOSTILE, RuntimeError, IndexError):
        raise BadFile(BROKEN_FILE) from None
    if len(data) != info.file_size:
        raise BadFile(BROKEN_FILE)
    return data
