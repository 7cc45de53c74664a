"""A file is what is inside it."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from attachments import kinds
from attachments.kinds import images, office, pdf
from perftargets.errors import BadFile

from . import samples
from .samples import GOOD, archive, named, word_parts


def reason(content: bytes) -> str:
    """Why it is refused."""
    with pytest.raises(BadFile) as refused:
        kinds.recognise(named("a.pdf", content))
    return refused.value.message


@pytest.mark.parametrize("kind", GOOD)
def test_every_kind_is_recognised_whatever_its_name(kind):
    assert kinds.recognise(named("没有扩展名", GOOD[kind]())).id == kind


def test_the_samples_cover_every_kind():
    assert set(GOOD) == set(kinds.KINDS)
    assert [key for key, _ in kinds.choices()] == list(kinds.KINDS)


@pytest.mark.parametrize(
    "content",
    [b"MZ\x90\0program", b"<html><script>", b"GIF89a", b"#!/bin/sh\n", b"\xff\xfe"],
)
def test_anything_else_is_refused(content):
    assert reason(content) == kinds.UNKNOWN


def test_an_empty_file_is_refused():
    assert reason(b"") == kinds.EMPTY


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_a_truncated_file_is_refused(kind, share):
    whole = GOOD[kind]() if kind not in ("jpg", "png") else big_picture(kind)
    message = reason(whole[: int(len(whole) * share)])
    assert message in (pdf.BROKEN, office.BROKEN, images.BROKEN)


def test_a_preview_inside_a_truncated_photograph_does_not_make_it_whole():
    out = io.BytesIO()
    Image.effect_noise((600, 400), 50).save(out, "JPEG", comment=samples.jpg())
    whole = out.getvalue()
    assert b"\xff\xd9" in whole[: len(whole) // 2]
    assert kinds.recognise(named("a", whole)).id == "jpg"
    assert reason(whole[: len(whole) // 2]) == images.BROKEN


def big_picture(kind: str) -> bytes:
    return samples.picture("JPEG" if kind == "jpg" else "PNG", 0, (600, 400))


@pytest.mark.parametrize("kind", ["docx", "xlsx", "png"])
def test_a_damaged_byte_is_found(kind):
    whole = bytearray(big_picture(kind) if kind == "png" else GOOD[kind]())
    # In the middle of the first entry, or of the picture itself.
    place = 60 if kind != "png" else len(whole) // 2
    whole[place + 30] ^= 0xFF
    assert reason(bytes(whole)) in (office.BROKEN, images.BROKEN, office.NEITHER)


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(data=st.data(), kind=st.sampled_from(sorted(GOOD)))
def test_no_damage_brings_it_down(data, kind):
    """Whatever the bytes are: a kind, or a reason."""
    whole = bytearray(GOOD[kind]())
    places = st.integers(0, len(whole) - 1)
    for place in data.draw(st.lists(places, min_size=1, max_size=8)):
        whole[place] = data.draw(st.integers(0, 255))
    try:
        assert kinds.recognise(named("a", bytes(whole))).id in GOOD
    except BadFile as error:
        assert error.message


MACROS = {
    "a macro part": word_parts() | {"word/vbaProject.bin": b"x"},
    "renamed xlsm or docm": word_parts(samples.MACRO_TYPE),
    "a macro part elsewhere": word_parts() | {"word/VBAProject.BIN": b"x"},
}


@pytest.mark.parametrize("parts", MACROS.values(), ids=MACROS)
def test_macros_are_refused(parts):
    assert reason(archive(parts)) == office.WITH_MACROS


def test_a_macro_under_another_name_is_found_by_its_type():
    parts = word_parts()
    kind = "application/vnd.ms-office.vbaProject"
    default = f'<Default Extension="x" ContentType="{kind}"/>'
    parts[office.LIST] = parts[office.LIST].replace("<Override", f"{default}<Override")
    assert reason(archive(parts | {"word/a.x": b"x"})) == office.WITH_MACROS


def test_an_encrypted_or_old_file_says_what_to_do():
    assert reason(samples.old_office("EncryptedPackage")) == office.ENCRYPTED
    assert reason(samples.old_office("WordDocument")) == office.OLD
    assert reason(samples.with_flag(samples.docx(), 1)) == office.ENCRYPTED


NEITHER = {
    "a plain archive": {"a.txt": "文字"},
    "no main part": {office.LIST: word_parts()[office.LIST]},
    "a presentation": word_parts(f"{samples.OFFICE}.presentationml.slides.main+xml"),
}


@pytest.mark.parametrize("parts", NEITHER.values(), ids=NEITHER)
def test_another_archive_is_refused(parts):
    assert reason(archive(parts)) == office.NEITHER


def test_what_unpacks_to_too_much_is_refused(monkeypatch):
    bomb = archive(word_parts() | {"word/a.xml": b"\0" * (office.MOST_UNPACKED + 1)})
    assert len(bomb) < 1024 * 1024
    assert reason(bomb) == office.TOO_BIG
    monkeypatch.setattr(office, "MOST_ENTRIES", 5)
    many = archive(word_parts() | {f"word/{i}.xml": b"" for i in range(5)})
    assert reason(many) == office.TOO_BIG


def test_a_list_of_parts_that_is_a_bomb_is_refused():
    laughs = '<!ENTITY a0 "haha">' + "".join(
        f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)
    )
    parts = word_parts()
    parts[office.LIST] = f"<!DOCTYPE t [{laughs}]><t>&a9;</t>"
    assert reason(archive(parts)) == office.BROKEN
    parts[office.LIST] = " " * (office.MOST_LIST + 1)
    assert reason(archive(parts)) == office.BROKEN


@pytest.mark.parametrize("size", [(10_000, 5_001), (60_000, 60_000)])
def test_a_picture_of_too_many_pixels_is_refused(size):
    assert reason(samples.huge_png(*size)) == images.TOO_MANY_PIXELS


def test_our_limit_is_below_pillows_own():
    assert images.MOST_PIXELS < Image.MAX_IMAGE_PIXELS
