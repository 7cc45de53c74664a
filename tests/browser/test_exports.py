"""From the page of a book to a file that was made in the background."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from exchange import jobs
from exchange.models import ExportJob

pytestmark = pytest.mark.e2e


def test_an_export_in_the_background(desk_of, live_server, office_in_demo, picture):
    page = desk_of("tianbao")
    page.goto(f"{live_server.url}/books/2021/001/")
    page.get_by_label("压缩包").check()
    picture(page, "export-1-book")
    page.get_by_role("button", name="Word", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("绩效文本")
    expect(page.get_by_text("正在排队")).to_be_visible()
    job = ExportJob.objects.get()
    claimed = jobs.claim(ExportJob, job.pk)
    assert claimed is not None
    claimed.progress(2, 5)
    # The page looks by itself.
    expect(page.get_by_text("2 / 5 份")).to_be_visible()
    picture(page, "export-2-running")
    claimed.release()
    jobs.run("exchange.ExportJob", job.pk)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载").click()
    picture(page, "export-3-done")
    with open(waiting.value.path(), "rb") as file:
        names = ZipFile(BytesIO(file.read())).namelist()
    assert "001 某街道办事处/村级组织经费.docx" in names
    page.get_by_role("button", name="重新导出").click()
    expect(page.get_by_text("正在排队")).to_be_visible()
    page.get_by_role("button", name="取消").click()
    expect(page.get_by_role("status")).to_contain_text("已取消")
    page.get_by_role("link", name="全部导出任务").click()
    expect(page.get_by_role("row")).to_have_count(3)
    picture(page, "export-4-list")
    page.get_by_role("link", name="通知").click()
    expect(page.get_by_text("已完成").first).to_be_visible()
