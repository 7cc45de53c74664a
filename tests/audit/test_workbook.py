"""The record as Excel: all of what was asked for, text as text, and itself recorded."""

import shutil
import subprocess
from io import BytesIO

import pytest
from openpyxl import load_workbook

from audit import chain, export, workbook
from audit.models import Entry
from audit.origin import coming_from
from audit.services import record

HEAD = 4  # the row of the headings


@pytest.fixture
def admin(as_user):
    return as_user("admin")


def sheet_of(answer):
    assert answer.status_code == 200
    return load_workbook(BytesIO(answer.getvalue())).active


def rows_of(sheet) -> list[dict]:
    rows = list(sheet.iter_rows(values_only=True))
    while rows[0][0] != "编号":
        del rows[0]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def write(name: str, **more) -> Entry:
    values = {"actor": None, "action": "save", "subject": "target:1"}
    return record(**(values | {"subject_name": name} | more))


def test_what_was_found_is_in_the_file(admin, people):
    change = {"label": "用途", "before": "旧", "after": "新\n的"}
    with coming_from("10.1.2.3"):
        entry = write(
            "村级组织经费",
            actor=people["tianbao"],
            detail={"changes": [change], "version": 2},
        )
    write("别的", action="export")
    chain.seal()
    answer = admin.get("/audit/export/", {"address": "10.1.2.3"})
    assert ".xlsx" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"
    sheet = sheet_of(answer)
    assert sheet["A1"].value == "审计记录，来源地址 10.1.2.3，共 1 条"
    assert "由 管理员 导出" in sheet["A2"].value
    assert chain.last_seal().hash in sheet["A3"].value
    [row] = rows_of(sheet)
    assert row["编号"] == entry.pk
    assert (row["操作人"], row["用户名"]) == ("填报人小田", "tianbao")
    assert (row["来源地址"], row["操作"]) == ("10.1.2.3", "保存")
    assert row["说明"].endswith("从 10.1.2.3 修改了“村级组织经费”，改了 1 处")
    assert row["变更（前 → 后）"] == "用途：旧 → 新\n的"
    assert row["其他内容"] == "修改次数：2"
    assert row["校验码"] == Entry.objects.get(pk=entry.pk).seal.hash
    assert sheet.freeze_panes == f"A{HEAD + 1}"
    assert sheet.auto_filter.ref == f"A{HEAD}:M{HEAD + 1}"


def test_taking_it_away_is_recorded(admin, people):
    query = {"q": "经费", "action": "import", "since": "2026-01-01"}
    admin.get("/audit/export/", query).getvalue()
    entry = Entry.objects.first()
    assert (entry.action, entry.actor) == ("export", people["admin"])
    assert (entry.subject, entry.address) == ("audit", "127.0.0.1")
    assert entry.detail["query"] == "人员或对象 经费；操作 导入；从 2026-01-01"
    count = Entry.objects.filter(action="import", subject_name__contains="经费").count()
    assert entry.detail["rows"] == count


HOSTILE = ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "#N/A", "{=1}", "007"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(admin, people, text):
    people["tianbao"].name = text
    change = {"label": text, "before": text, "after": text}
    write(text, actor=people["tianbao"], subject=text, detail={"changes": [change]})
    sheet = sheet_of(admin.get("/audit/export/", {"q": text}))
    cells = [c for row in sheet.iter_rows() for c in row if c.value is not None]
    texts = [cell for cell in cells if not isinstance(cell.value, int)]
    assert {cell.data_type for cell in texts} == {"s"}
    assert rows_of(sheet)[-1]["对象名称"] == text


def test_what_excel_cannot_hold_is_left_out_or_cut(db):
    write("a\x01b\x0bc", detail={"opinion": "长" * 40_000, "reason": "\ufffe"})
    with workbook.write(Entry.objects.all(), about=[]) as file:
        sheet = load_workbook(file).active
    assert sheet["H2"].value == "abc"
    assert len(sheet["K2"].value) <= 32_767
    assert sheet["K2"].value.endswith("（太长，已截断）")


def test_more_than_fits_is_cut_and_said(admin, monkeypatch):
    monkeypatch.setattr(export, "MOST_ROWS", 3)
    monkeypatch.setattr("departments.views_audit.MOST_ROWS", 3)
    for number in range(5):
        write(f"第{number}", action="attach")
    chain.seal()
    page = admin.get("/audit/", {"action": "attach"}).content.decode()
    assert "一次最多导出最近的 3 条，更早的 2 条不会在文件里" in page
    sheet = sheet_of(admin.get("/audit/export/", {"action": "attach"}))
    assert "没有导出完：只有最近的 3 条，更早的 2 条" in sheet["A4"].value
    names = [cell.value for cell in sheet["H"][HEAD + 1 :]]
    assert names == ["第4", "第3", "第2"]
    assert Entry.objects.first().detail["rows"] == 3
    few = admin.get("/audit/", {"q": "第4"}).content.decode()
    assert "一次最多导出" not in few


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_another_program_reads_it(db, tmp_path):
    write("=1+1")
    path = tmp_path / "a.xlsx"
    with workbook.write(Entry.objects.all(), about=["=2+2"]) as file:
        path.write_bytes(file.read())
    utf8 = "csv:Text - txt - csv (StarCalc):44,34,76"
    subprocess.run(
        ["soffice", "--headless", "--convert-to", utf8, "--outdir", tmp_path, path],
        check=True,
        capture_output=True,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    text = (tmp_path / "a.csv").read_text("utf-8")
    assert text.startswith("=2+2")
    assert ",=1+1," in text
