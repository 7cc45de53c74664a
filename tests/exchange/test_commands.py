"""The commands: file to file, file to database, database to file."""

import json
import os
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from audit.models import Entry
from exchange.sources import EMPTY
from projects.models import Project, Target
from sheets import interchange
from sheets.writers import writers
from tests.conftest import SEED
from tests.sheets.forms import PUBLISHED

from .packing import packed

BEGINNINGS = {"html": b"<!DOCTYPE", "json": b"{", "docx": b"PK"}
BEGINNINGS |= {"pdf": b"%PDF-", "pdf-a": b"%PDF-", "xlsx": b"PK", "xlsx-one": b"PK"}


def run(*arguments, **options) -> str:
    out = StringIO()
    options = {"stderr": StringIO()} | options
    call_command(*map(str, arguments), stdout=out, **options)
    return out.getvalue()


def test_every_format_is_looked_at():
    assert {writer.id for writer in writers} == set(BEGINNINGS)


@pytest.mark.parametrize("writer", writers, ids=lambda writer: writer.id)
def test_convert_needs_no_database(tmp_path, writer):
    path = tmp_path / "out"
    run("convert_targets", SEED, to=writer.id, output=path, layout="hebei-2021")
    assert path.read_bytes().startswith(BEGINNINGS[writer.id])
    assert path.stat().st_size > 1000


def test_convert_of_its_own_json_changes_nothing(tmp_path, seed_book):
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    run("convert_targets", SEED, to="json", output=first)
    run("convert_targets", first, to="json", output=second)
    assert first.read_bytes() == second.read_bytes()
    assert interchange.loads(first.read_bytes()) == seed_book


def test_convert_tells_what_was_not_read_and_writes_the_rest(tmp_path):
    source, path, said = tmp_path / "a.txt", tmp_path / "out", StringIO()
    source.write_text(SEED.read_text("utf-8").replace("\t69.3\n", "\t约70\n", 1))
    with pytest.raises(CommandError, match="有 1 处没有读出"):
        run("convert_targets", source, to="json", output=path, stderr=said)
    assert "第2张表第2行第3格 预算数：“约70”不是金额" in said.getvalue()
    assert len(json.loads(path.read_bytes())["projects"]) == 4


def test_convert_writes_to_standard_output(capfdbinary):
    run("convert_targets", SEED, to="json")
    book = json.loads(capfdbinary.readouterr().out)
    assert [p["budget"]["total"] for p in book["projects"]] == [
        "161",
        "69.3",
        "88.2",
        "50",
    ]
    assert len(book["overall"]["measures"]) == 10


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.png", b"\x89PNG", "不能读取“a.png”：这是图片.*请用原来的 Word 或 Excel"),
        ("a", b"", "不能读取“a”"),
        ("a.txt", b"\x00\x01", "这不是文本文件"),
        ("a.txt", b"", "没有找到绩效目标表"),
        ("a.json", b"[]", "应是一个对象"),
    ],
)
def test_a_bad_file_is_said_in_chinese(tmp_path, name, data, message):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(CommandError, match=message):
        run("convert_targets", path, to="json")


def test_a_dry_run_reports_and_touches_no_database(tmp_path):
    report = tmp_path / "report.json"
    run("import_targets", SEED, dry_run=True, report=report)
    found = json.loads(report.read_text("utf-8"))
    assert found["errors"] == []
    assert len(found["book"]["projects"]) == 4
    assert {w["file"] for w in found["warnings"]} == {SEED.name}


def test_a_dry_run_reports_errors_with_their_place(tmp_path):
    bad, picture, report = tmp_path / "a.txt", tmp_path / "b.png", tmp_path / "r.json"
    bad.write_text(SEED.read_text("utf-8").replace("\t50\n", "\t约50\n", 1))
    picture.write_bytes(b"\x89PNG")
    with pytest.raises(CommandError, match="2 处错误"):
        run("import_targets", picture, bad, dry_run=True, report=report)
    found = json.loads(report.read_text("utf-8"))
    first, second = found["errors"]
    assert (first["file"], first["where"]) == ("b.png", "")
    assert (second["file"], second["where"]) == ("a.txt", "第4张表第2行第3格 预算数")
    assert "“约50”不是金额" in second["message"]
    assert found["book"]["projects"][3]["budget"]["fiscal"] == "50"


def test_a_second_import_is_refused_whole(office, tmp_path):
    """The overall target would be new, and is not left behind alone."""
    Target.objects.filter(kind="department").delete()
    said, report = StringIO(), tmp_path / "report.json"
    options = {"year": 2021, "department": "001", "report": report, "stderr": said}
    with pytest.raises(CommandError, match="1 处错误"):
        run("import_targets", SEED, **options)
    assert "村干部工资、保险和聘用人员工资" in said.getvalue()
    [error] = json.loads(report.read_text("utf-8"))["errors"]
    assert "村干部工资、保险和聘用人员工资" in error["message"]
    assert Project.objects.count() == 4
    assert not Target.objects.filter(kind="department").exists()


def test_what_was_imported_comes_out_again(office, tmp_path, seed_book):
    path = tmp_path / "a.json"
    run("export_targets", year=2021, department="001", format="json", output=path)
    found = interchange.loads(path.read_bytes())
    assert found.projects == seed_book.projects
    assert found.overall == seed_book.overall
    assert found.department.code == "001"


def test_a_file_with_an_error_is_not_imported(year, elsewhere, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(SEED.read_text("utf-8").replace("\t69.3\n", "\t约七十\n"), "utf-8")
    with pytest.raises(CommandError, match="没有导入"):
        run("import_targets", path, year=2021, department="002")
    assert Project.objects.filter(department=elsewhere).count() == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"year": 1999, "department": "001"}, "没有预算年度 1999"),
        ({"year": 2021, "department": "999"}, "没有部门 999"),
    ],
)
def test_an_unknown_place_is_said(office, options, message):
    with pytest.raises(CommandError, match=message):
        run("import_targets", SEED, **options)


@pytest.mark.parametrize("writer", writers, ids=lambda writer: writer.id)
def test_export_of_a_book_and_of_one_table(office, tmp_path, writer):
    path = tmp_path / "out"
    options = {"year": 2021, "format": writer.id, "output": path}
    assert "5 份" in run("export_targets", department="001", **options)
    one = Project.objects.get(name="村级组织经费")
    assert path.read_bytes().startswith(BEGINNINGS[writer.id])
    whole = path.stat().st_size
    assert "1 份" in run("export_targets", project=one.pk, **options)
    assert 1000 < path.stat().st_size < whole
    entries = Entry.objects.filter(action="export").order_by("pk")
    assert [(e.actor, e.subject, e.detail["file"]) for e in entries] == [
        (None, "book:2021:001", "out"),
        (None, one.target.subject, "out"),
    ]


def test_nothing_to_export_is_said(office, tmp_path):
    with pytest.raises(CommandError, match="没有符合条件"):
        run("export_targets", year=1999, format="json", output=tmp_path / "x")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no-such.txt", "没有这个文件或文件夹"),
        ("a-folder.txt", "这是文件夹"),
        ("a-file/a.txt", "路径中间有一段不是文件夹"),
    ],
)
def test_a_path_that_cannot_be_used_is_said_in_chinese(office, tmp_path, name, message):
    (tmp_path / "a-folder.txt").mkdir()
    (tmp_path / "a-file").write_text("a")
    path, out = tmp_path / name, StringIO()
    with pytest.raises(CommandError, match=message):
        run("convert_targets", path, to="json", output=tmp_path / "out")
    with pytest.raises(CommandError, match="有 1 处错误"):
        run("import_targets", path, year=2021, department="001", stderr=out)
    is_folder = name == "a-folder.txt"
    assert (EMPTY if is_folder else message) in out.getvalue()
    if name != "no-such.txt":
        options = {"year": 2021, "department": "001", "format": "json"}
        with pytest.raises(CommandError, match=message):
            run("export_targets", output=path, **options)
        with pytest.raises(CommandError, match=message):
            run("convert_targets", SEED, to="json", output=path)


def test_sweeping_pages_leaves_those_in_use(settings, tmp_path):
    settings.PAGES_DIR = tmp_path
    old, new = tmp_path / "ab" / "ab1", tmp_path / "ab" / "ab2"
    old.parent.mkdir()
    for file in (old, new):
        file.write_bytes(b"x")
    os.utime(old, (0, 0))
    assert "已清理 1 份" in run("sweep_pages")
    assert not old.exists()
    assert new.exists()


@pytest.mark.parametrize("kind", ["html", "xlsx", "docx", "txt"])
def test_a_dry_run_of_a_file_from_another_province(tmp_path, kind):
    """Without a database: a test that may not use it would fail."""
    report = tmp_path / "report.json"
    source = PUBLISHED / f"41-huangshan-gongan.{kind}"
    run("import_targets", source, dry_run=True, report=report)
    found = json.loads(report.read_text("utf-8"))
    [project] = found["book"]["projects"]
    assert project["budget"]["total"] == "1681680"
    assert project["budget"]["unit"] == "元"
    assert len(project["indicators"]) == 9
    assert found["errors"] == []
    assert {w["file"] for w in found["warnings"]} <= {source.name}


def test_a_file_of_200_megabytes_is_not_read_into_memory(tmp_path):
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(CommandError, match="1 处错误"):
        run("import_targets", path, dry_run=True)


@pytest.fixture
def folder(tmp_path):
    """A seed, the same with another kind of error each, and what is no file."""
    path = tmp_path / "2021"
    (path / "b").mkdir(parents=True)
    (path / "a.txt").write_bytes(SEED.read_bytes())
    (path / "b" / "图.png").write_bytes(b"\x89PNG")
    (path / "b" / "c.docx").write_bytes(
        (PUBLISHED / "01-tangxi-cunji.docx").read_bytes()
    )
    (path / "b" / "~$c.docx").write_bytes(b"x")
    return path


def files_of(path) -> dict[str, bytes]:
    found = [one for one in sorted(path.rglob("*")) if one.is_file()]
    return {str(one.relative_to(path)): one.read_bytes() for one in found}


@pytest.mark.parametrize("is_archive", [False, True])
def test_a_folder_and_an_archive_are_worked_through(
    year, elsewhere, folder, tmp_path, is_archive
):
    given = folder
    if is_archive:
        given = tmp_path / "2021.zip"
        given.write_bytes(packed(files_of(folder)))
    report = tmp_path / "r.json"
    options = {"year": 2021, "department": "002", "report": report}
    with pytest.raises(CommandError, match="^1 个文件中有 1 处错误"):
        run("import_targets", given, **options)
    found = json.loads(report.read_text("utf-8"))
    by_name = {result["file"]: result for result in found["files"]}
    assert sorted(by_name) == ["a.txt", "b/c.docx", "b/图.png"]
    assert [by_name[name]["imported"] for name in sorted(by_name)] == [5, 1, 0]
    assert len(by_name["a.txt"]["book"]["projects"]) == 4
    [error] = found["errors"]
    assert error["file"] == "b/图.png" and "这是图片" in error["message"]
    assert by_name["b/图.png"]["errors"] == [error]
    assert Target.objects.filter(department=elsewhere).count() == 6


def test_a_dry_run_of_several_needs_no_database(folder, tmp_path):
    (folder / "b" / "图.png").unlink()
    report = tmp_path / "r.json"
    run("import_targets", folder, SEED, dry_run=True, report=report)
    found = json.loads(report.read_text("utf-8"))
    assert [result["file"] for result in found["files"]] == [
        "a.txt",
        "b/c.docx",
        SEED.name,
    ]


def test_a_file_of_no_year_holds_up_no_other(year, elsewhere, tmp_path):
    bare, dated = tmp_path / "a.html", tmp_path / "b.txt"
    bare.write_bytes((PUBLISHED / "01-tangxi-cunji.html").read_bytes())
    dated.write_bytes(SEED.read_bytes())
    said = StringIO()
    with pytest.raises(CommandError, match="1 个文件中有 1 处错误"):
        run("import_targets", bare, dated, department="002", stderr=said)
    assert "没有预算年度" in said.getvalue()
    assert Target.objects.filter(department=elsewhere).count() == 5


def test_an_archive_that_is_refused_is_told(tmp_path):
    path, said = tmp_path / "a.zip", StringIO()
    path.write_bytes(packed({f"{n}.txt": b"x" for n in range(1001)}))
    with pytest.raises(CommandError, match="1 处错误"):
        run("import_targets", path, dry_run=True, stderr=said)
    assert "一次最多 1000 个" in said.getvalue()
