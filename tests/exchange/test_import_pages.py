"""The pages of an import, as a clerk meets them."""

import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exchange import preview
from exchange.models import ImportBatch, State
from indicators.services import save_target
from projects.models import Project, Target
from sheets.sheet import Sheet
from tests.exchange.importing import NAME, changed, stored, take
from tests.sheets.forms import PUBLISHED

DOCX = PUBLISHED / "01-tangxi-cunji.docx"


@pytest.fixture
def client(as_user):
    return as_user("tianbao")


def upload(client, office, year, name="2021年村级经费.docx", data=None):
    file = SimpleUploadedFile(name, DOCX.read_bytes() if data is None else data)
    sent = {"year": year.pk, "department": office.pk, "file": file}
    return client.post(reverse("imports"), sent)


def text(answer) -> str:
    """What is read, without tags."""
    return " ".join(re.sub(r"<[^>]+>", "", answer.content.decode()).split())


def address(batch: ImportBatch, name: str = "import") -> str:
    return reverse(name, args=[batch.pk])


def form_of(client, batch: ImportBatch) -> dict[str, str]:
    """The fields of the page as a browser would send them back."""
    page = client.get(address(batch)).content.decode()
    sent = {}
    for tag in re.findall(r"<input[^>]*>", page):
        found = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if "form" not in found.get("name", "") or "checkbox" not in tag:
            sent[found.get("name", "")] = found.get("value", "")
        elif re.search(r"\bchecked\b", tag):
            sent[found["name"]] = "on"
    return sent


def test_a_word_file_is_read_looked_at_and_taken(client, office, year):
    answer = upload(client, office, year)
    batch = ImportBatch.objects.get()
    assert (answer.status_code, answer.url) == (302, address(batch))
    assert not Target.objects.filter(project__position__gte=5).exists()
    page = text(client.get(address(batch)))
    assert "核对“2021年村级经费.docx”" in page
    assert "新建 1 份，有改动 0 份，没有变化 0 份，不能导入 0 份" in page
    answer = client.post(address(batch), form_of(client, batch))
    assert (answer.status_code, answer.url) == (302, address(batch))
    result = client.get(address(batch))
    assert "新建 1 份，没有导入 0 份" in text(result)
    made = batch.items.get().target
    assert f'href="/targets/{made.pk}/"' in result.content.decode()
    assert made.status == "draft"
    assert "2021年村级经费.docx" in text(client.get(reverse("imports")))


def test_the_same_file_again_says_so(client, office, year):
    upload(client, office, year)
    take(ImportBatch.objects.get())
    upload(client, office, year)
    again = ImportBatch.objects.first()
    page = text(client.get(address(again)))
    assert "由 填报人小田 导入过" in page
    assert "与系统中的完全一样，什么也不会改变" in page
    assert "导入</button>" not in client.get(address(again)).content.decode()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", b"", "文件是空的"),
        ("a.docx", b"%PDF-1.4", "PDF 打不开，可能已损坏"),
        ("a.xlsx", b"PK\x03\x04torn", "损坏"),
        ("a.json", b'{"a": 1}', "只能导入本系统导出的 JSON"),
        ("a.txt", "没有表格".encode(), "请核对是不是选错了文件"),
    ],
)
def test_a_file_that_cannot_be_read(client, office, year, name, data, said):
    answer = upload(client, office, year, name, data)
    assert answer.status_code == 422
    assert said in text(answer)
    assert not ImportBatch.objects.exists()


def test_a_file_that_is_too_large(client, office, year, settings):
    settings.ATTACHMENT_BYTES = 1024 * 1024
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = upload(client, office, year, data=b" " * 3 * 1024 * 1024)
    assert answer.status_code == 422
    assert "文件超过 1 MB" in text(answer)


def test_what_the_reader_says_stands_with_its_cell(client, batch_of):
    batch = batch_of(
        Sheet(name="新项目"),
        errors=[["Sheet1!B7", "“<b>约八十</b>”不是金额"]],
        warnings=[["表2第3行", "没有见过的栏目"]],
    )
    page = client.get(address(batch)).content.decode()
    assert "Sheet1!B7" in page
    assert "&lt;b&gt;约八十" in page
    assert "表2第3行" in page
    assert "没有读进来的 1 处" in text(client.get(address(batch)))


def test_another_year_or_department_in_the_file_is_told(client, batch_of):
    batch = batch_of(Sheet(name="新项目"))
    batch.book |= {"year": 2019, "department": {"code": None, "name": "别的单位"}}
    batch.save()
    page = text(client.get(address(batch)))
    assert "文件中写的是2019年，您选的是2021年。" in page
    assert "文件中写的部门是“别的单位”" in page


def test_it_is_corrected_on_the_page(client, batch_of, target):
    """Another project: first the new differences are shown, then they are taken."""
    batch = batch_of(replace(changed(stored()), name="村组织经费"))
    sent = form_of(client, batch) | {"form-0-into": NAME, "form-0-name": NAME}
    answer = client.post(address(batch), sent)
    assert answer.status_code == 422
    assert "差异已按新的选择重新列出" in text(answer)
    assert "1 处差异" in text(answer)
    compared = client.post(address(batch), sent | {"compare": "1"})
    assert compared.status_code == 200
    assert f'value="{target.pk}:1"' in compared.content.decode()
    sent["form-0-shown"] = f"{target.pk}:1"
    assert client.post(address(batch), sent).status_code == 302
    assert stored().usage == "只用于村级组织办公经费。"


def test_what_would_be_emptied_is_counted(client, batch_of, target):
    """Rows that the file lacks go: among forty differences nobody sees it."""
    before = stored()
    fewer = replace(before, indicators=before.indicators[:1], goals=("改了",))
    page = text(client.get(address(batch_of(fewer))))
    rows = [row for row in before.indicators[1:] if not row.is_blank]
    lost = sum(1 for row in rows for cell in row.texts if cell)
    lost += len(before.goals) - 1
    assert f"系统中有 {lost} 格会变成空的或随整行删掉" in page
    page = text(client.get(address(batch_of(changed(before)))))
    assert "会变成空的" not in page


def test_what_changed_meanwhile_is_answered_with_409(client, batch_of, target, people):
    batch = batch_of(changed(stored()))
    sent = form_of(client, batch)
    ours = replace(stored(), usage="同事改的")
    save_target(target=target, actor=people["admin"], version=1, document=ours)
    answer = client.post(address(batch), sent)
    assert answer.status_code == 409
    assert f"“{NAME}”在您核对期间被别人修改" in text(answer)
    assert "同事改的" in text(answer)
    assert stored() == ours


def test_a_page_that_was_tampered_with(client, batch_of):
    batch = batch_of(Sheet(name="新项目"))
    for sent in ({}, {"form-TOTAL_FORMS": "1000000"}, {"form-0-number": "x"}):
        answer = client.post(
            address(batch), form_of(client, batch) | sent if sent else {}
        )
        assert answer.status_code in (409, 422)
    assert not Target.objects.filter(project__name="新项目").exists()


def test_taken_back_on_the_page(client, batch_of):
    batch = take(batch_of(Sheet(name="新项目")))
    assert "撤销这次导入" in text(client.get(address(batch)))
    answer = client.post(address(batch, "import-undo"), follow=True)
    assert "新建的已删除" in text(answer)
    assert "撤销这次导入" not in text(answer)
    batch.refresh_from_db()
    assert batch.state == State.UNDONE


def test_what_cannot_be_taken_back_is_told(client, batch_of, people):
    batch = take(batch_of(Sheet(name="新项目")))
    made = Target.objects.with_names().get(project__name="新项目")
    save_target(
        target=made, actor=people["admin"], version=1, document=Sheet(name="新项目")
    )
    answer = client.post(address(batch, "import-undo"))
    assert answer.status_code == 409
    assert "“新项目”在导入以后有改动" in text(answer)


def test_the_list_of_targets_shows_the_way(as_user):
    link = f'href="{reverse("imports")}"'
    assert link in as_user("tianbao").get("/targets/").content.decode()
    assert link in as_user("admin").get("/targets/").content.decode()
    assert link not in as_user("chushen").get("/targets/").content.decode()


def test_a_colleague_does_not_see_it(as_user, batch_of, people):
    batch = batch_of(Sheet(name="新项目"), user=people["admin"])
    assert as_user("tianbao").get(address(batch)).status_code == 404
    assert as_user("admin").get(address(batch)).status_code == 200


def test_text_of_a_file_is_text(client, batch_of):
    name = '"><script>alert(1)</script>'
    batch = batch_of(Sheet(name=name, usage="=HYPERLINK(1)"))
    page = client.get(address(batch)).content.decode()
    assert "<script>alert" not in page
    take(batch)
    assert "<script>alert" not in client.get(address(batch)).content.decode()


def test_the_queries_do_not_grow(client, batch_of, django_assert_max_num_queries):
    few = batch_of(*(Sheet(name=f"新项目{i}") for i in range(2)))
    many = batch_of(*(Sheet(name=f"另一项目{i}") for i in range(60)))
    with django_assert_max_num_queries(40) as counted:
        client.get(address(few))
    with django_assert_max_num_queries(len(counted)):
        client.get(address(many))
    take(many)
    assert len(preview.lines(many)) == 60


def test_of_many_tables_the_page_says_where_to_look(client, batch_of):
    few = batch_of(changed(stored()), Sheet(name="新项目"))
    assert "先看这些" not in text(client.get(address(few)))
    many = batch_of(changed(stored()), *(Sheet(name=f"新{i}") for i in range(4)))
    page = client.get(address(many))
    assert f"先看这些 有改动的 1 份 第1份 {NAME} 到下面的按钮" in text(page)
    assert 'href="#line-1"' in page.content.decode()


def test_a_text_that_is_too_long_is_not_shown(client, batch_of, target):
    batch = batch_of(replace(stored(), usage="长" * 20_001))
    page = text(client.get(address(batch)))
    assert "有 20001 个字，最多 20000 个，请缩短" in page
    assert "长长长" not in page


def test_a_name_that_is_too_long_holds_up_its_own_line_only(client, batch_of, target):
    batch = batch_of(Sheet(name="长" * 201), Sheet(name="新项目"))
    sent = form_of(client, batch)
    answer = client.post(address(batch), {**sent, "form-0-is_taken": "on"})
    assert answer.status_code == 422
    assert "项目名称有 201 个字，最多 200 个，请缩短" in text(answer)
    sent.pop("form-0-is_taken", None)
    assert client.post(address(batch), sent).status_code == 302
    assert Project.objects.filter(name="新项目").exists()
