"""What an archive is looked at for before it is unpacked, and what its files are
called."""

import struct
import zipfile
from io import BytesIO

import pytest

from exchange import packs
from perftargets.errors import BadFile
from tests.sheets.forms import PUBLISHED

from .packing import by_old_windows, packed

DOCX = (PUBLISHED / "01-tangxi-cunji.docx").read_bytes()


def entries(data: bytes) -> list[packs.Entry]:
    with packs.opened(BytesIO(data)) as archive:
        return packs.entries(archive)


def paths(data: bytes) -> list[str]:
    return [entry.path for entry in entries(data)]


def contents(data: bytes) -> list[bytes]:
    with packs.opened(BytesIO(data)) as archive:
        found = packs.entries(archive)
        return [packs.read_entry(archive, entry.place) for entry in found]


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.zip", packed({"甲.docx": DOCX}), True),
        ("a.docx", packed({"甲.docx": DOCX}), True),
        ("a.zip", packed({}), True),
        ("a.zip", b"PK\x03\x04torn", True),
        ("a.docx", b"PK\x03\x04torn", False),
        ("a.zip", DOCX, False),
        ("a.zip", b"Rar!\x1a\x07", False),
        ("a.zip", b"", False),
    ],
)
def test_an_archive_is_known_by_its_content(name, data, expected):
    assert packs.is_pack(name, BytesIO(data)) is expected


def test_what_systems_put_beside_files_is_left_out():
    assert paths(
        packed(
            {
                "表/甲.docx": b"1",
                "表/": b"",
                "__MACOSX/表/._甲.docx": b"2",
                "表/.DS_Store": b"3",
                "表/~$甲.docx": b"4",
                "Thumbs.db": b"5",
            }
        )
    ) == ["表/甲.docx"]


def test_names_of_old_windows():
    files = {"某街道办事处\\村级组织经费.xls": b"1", "a.txt": b"2"}
    assert paths(by_old_windows(files)) == ["某街道办事处/村级组织经费.xls", "a.txt"]
    assert contents(by_old_windows(files)) == [b"1", b"2"]


def test_names_in_utf_8_without_the_mark():
    data = packed({"经费.txt": b"1"})
    info = zipfile.ZipFile(BytesIO(data)).infolist()[0]
    assert info.flag_bits & packs.UTF_8
    unmarked = data.replace(struct.pack("<H", info.flag_bits), b"\0\0")
    assert paths(unmarked) == ["经费.txt"]


def test_no_name_leads_anywhere():
    names = [
        "../../etc/passwd",
        "/root/甲.docx",
        "C:\\Windows\\乙.docx",
        "..",
        "a\nb.txt",
    ]
    files = dict.fromkeys(names, b"x")
    assert paths(packed(files)) == [
        "etc/passwd",
        "root/甲.docx",
        "C_/Windows/乙.docx",
        "a b.txt",
    ]


def test_two_files_of_one_name_are_two_files():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive, pytest.warns(UserWarning):
        archive.writestr("甲.txt", "1")
        archive.writestr("甲.txt", "2")
    assert contents(out.getvalue()) == [b"1", b"2"]


def encrypted() -> bytes:
    """The mark of it stands in the directory."""
    data = bytearray(packed({"a.txt": b"x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def by_another_method() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (packed({}), packs.NOTHING),
        (packed({"空文件夹/": b""}), packs.NOTHING),
        (b"PK\x03\x04torn", packs.BROKEN),
        (packed({"a.txt": b"x"})[:-9], packs.BROKEN),
        (packed({f"{n}.txt": b"x" for n in range(1001)}), "有 1001 个文件"),
        (encrypted(), packs.ENCRYPTED),
        (by_another_method(), packs.PACKED_ODDLY),
    ],
    ids="empty folders torn cut many encrypted method".split(),
)
def test_what_is_refused_whole(data, said):
    with pytest.raises(BadFile) as refused:
        entries(data)
    assert said in refused.value.message


@pytest.mark.parametrize("kind", ["few, large", "many, empty"])
def test_a_bomb_is_not_unpacked(kind):
    """Made here and not above: every process that collects tests would make it."""
    many = {f"{n}/": b"" for n in range(50_001)}
    files = {"a.txt": b" " * 30_000_000} if kind == "few, large" else many
    with pytest.raises(BadFile) as refused:
        entries(packed(files))
    assert refused.value.message == packs.BOMB


def test_all_together_may_be_too_much(monkeypatch):
    monkeypatch.setattr(packs, "MOST_UNPACKED", 25_000)
    files = {f"{n}.txt": b"0123456789" * 1000 for n in range(3)}
    with pytest.raises(BadFile, match="展开后太大"):
        entries(packed(files))


def test_one_file_is_not_all(settings):
    """A file that is torn, or lies about its size, is its own trouble."""
    data = packed({"a.txt": b"first " * 50, "b.txt": b"second"})
    place = data.index(b"PK\x01\x02") + 24  # its size, in the directory
    liar = data[:place] + struct.pack("<I", 3) + data[place + 4 :]
    torn = data[:38] + b"\xff\xff" + data[40:]
    for broken in (liar, torn):
        with packs.opened(BytesIO(broken)) as archive:
            first, second = packs.entries(archive)
            with pytest.raises(BadFile, match="已损坏"):
                packs.read_entry(archive, first.place)
    settings.ATTACHMENT_BYTES = 200
    with packs.opened(BytesIO(data)) as archive:
        with pytest.raises(BadFile, match="文件超过"):
            packs.read_entry(archive, 0)
        assert packs.read_entry(archive, 1) == b"second"
