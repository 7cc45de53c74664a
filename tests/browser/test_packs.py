"""Files in one archive: upload, wait, look at the odd ones, take the rest."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from exchange import jobs
from exchange.models import ImportJob, Read, TakingJob
from tests.exchange.importing import stored
from tests.exchange.packing import FORMATS, file_of, packed
from tests.sheets.forms import PUBLISHED

from .test_accessibility import looked_at

pytestmark = pytest.mark.e2e


@pytest.fixture
def archive(target, tmp_path):
    sheet = stored()
    files = {
        f"某街道办事处/{number}村经费.{kind}": file_of(
            replace(sheet, name=f"{number}村经费"), kind
        )
        for number, kind in zip("甲乙丙丁", FORMATS, strict=True)
    }
    files["某街道办事处/村级组织经费.xlsx"] = file_of(sheet)
    docx = PUBLISHED / "01-tangxi-cunji.docx"
    files["社区/村级经费（旧表式）.docx"] = docx.read_bytes()
    files["社区/现场照片.png"] = b"\x89PNG\r\n"
    path = tmp_path / "2021年绩效目标.zip"
    path.write_bytes(packed(files))
    return path


def test_many_files_at_once(desk_of, archive, picture):
    page = desk_of("tianbao")
    page.goto(f"{page.url.rstrip('/')}/imports/")
    page.get_by_label("文件*", exact=True).set_input_files(archive)
    page.get_by_role("button", name="读取文件").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(archive.name)
    expect(page.get_by_text("正在排队")).to_be_visible()
    job = ImportJob.objects.get()
    claimed = jobs.claim(ImportJob, job.pk)
    assert claimed is not None
    read = job.files.filter(number__lte=2)
    read.update(outcome=Read.REFUSED)
    # The page looks by itself, and counts the files.
    expect(page.get_by_text("2 / 7 个文件")).to_be_visible()
    expect(page.get_by_text("还没有读 5 个")).to_be_visible()
    picture(page, "packs-1-running")
    read.update(outcome=Read.WAITING)
    claimed.release()
    jobs.run("exchange.ImportJob", job.pk)

    button = page.get_by_role("button", name="全部导入（4 个文件）")
    expect(button).to_be_visible()
    expect(page.get_by_role("row", name="乙村经费.docx")).to_contain_text("读到 1 份")
    expect(page.get_by_role("row", name="村级组织经费.xlsx")).to_contain_text(
        "没有变化"
    )
    assert looked_at(page, "read") == []
    page.set_viewport_size({"width": 1366, "height": 768})
    picture(page, "packs-2-read")
    picture(page, "packs-2-read-full", full=True)
    page.get_by_role("link", name="只看有问题的").click()
    expect(page.get_by_role("row")).to_have_count(3)
    expect(page.get_by_role("row", name="现场照片.png")).to_contain_text("读不出来")
    picture(page, "packs-3-troubled")
    page.get_by_role("link", name="村级经费（旧表式）.docx").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("核对")
    picture(page, "packs-4-preview")
    page.get_by_role("link", name="返回，以后再导入").click()

    button.click()
    expect(page.get_by_text("正在排队")).to_be_visible()
    jobs.run("exchange.TakingJob", TakingJob.objects.get().pk)
    expect(page.get_by_role("row", name="甲村经费.xlsx")).to_contain_text("已导入")
    assert looked_at(page, "taken") == []
    page.set_viewport_size({"width": 1366, "height": 768})
    picture(page, "packs-5-taken", full=True)
    page.get_by_text("全部撤销", exact=True).click()
    page.get_by_role("button", name="确定全部撤销").click()
    expect(page.get_by_text("正在排队")).to_be_visible()
    jobs.run("exchange.TakingJob", TakingJob.objects.latest("pk").pk)
    expect(page.get_by_role("row", name="甲村经费.xlsx")).to_contain_text("已撤销")
    page.get_by_role("link", name="再导入文件").click()
    expect(page.get_by_role("row", name=archive.name)).to_contain_text("已完成")
    assert looked_at(page, "list") == []
    page.set_viewport_size({"width": 1366, "height": 768})
    picture(page, "packs-6-list", full=True)
