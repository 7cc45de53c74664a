"""File names as people have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attachments import names
from attachments.kinds import KINDS

PDF, JPG = KINDS["pdf"], KINDS["jpg"]


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("实施方案.pdf", PDF, "实施方案.pdf"),
        ("实施方案.PDF", PDF, "实施方案.pdf"),
        ("现场.JPEG", JPG, "现场.jpg"),
        ("现场.png", JPG, "现场.jpg"),
        ("合同.docx", PDF, "合同.pdf"),
        ("附件1.2号", PDF, "附件1.2号.pdf"),
        ("程序.exe", PDF, "程序.exe.pdf"),
        ("没有扩展名", PDF, "没有扩展名.pdf"),
        (".pdf", PDF, "未命名.pdf"),
        ("", PDF, "未命名.pdf"),
        ("...", PDF, "未命名.pdf"),
        ("a. .pdf", PDF, "a.pdf"),
        ("../../etc/passwd", PDF, "_.._etc_passwd.pdf"),
        ("C:\\文件\\a.pdf", PDF, "C__文件_a.pdf"),
        ('a"b<c>|d?.pdf', PDF, "a_b_c__d_.pdf"),
        ("a\r\nX-Header: 1.pdf", PDF, "a X-Header_ 1.pdf"),
        ("\u202efdp.方案.pdf", PDF, "fdp.方案.pdf"),
        ("全角　空格\u200b.pdf", PDF, "全角 空格.pdf"),
    ],
)
def test_a_name_becomes_fit_for_use(name, kind, expected):
    assert names.named_as(names.clean(name), kind) == expected


def test_a_long_name_keeps_its_extension():
    name = names.named_as("长" * 300 + ".pdf", PDF)
    assert len(name) == names.LENGTH
    assert name.endswith("长.pdf")


@given(st.text(), st.sampled_from(sorted(KINDS)))
def test_no_name_is_dangerous(name, kind):
    made = names.named_as(names.clean(name), KINDS[kind])
    assert made.endswith(f".{kind}")
    assert not made.startswith(".")
    assert 0 < len(made) <= names.LENGTH
    assert made.isprintable()
    assert not names.REFUSED & set(made)


def test_an_extension_fits_its_kind():
    assert names.fits("a.JPEG", JPG)
    assert names.fits("a.jpg", JPG)
    assert not names.fits("a.png", JPG)
    assert not names.fits("jpg.a", JPG)
