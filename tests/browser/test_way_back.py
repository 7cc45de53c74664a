"""A workbook with faults: uploaded, given back with marks, mended, uploaded again."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from sheets.marking import notes, styles
from tests.sheets.forms import xlsx as made

from .conftest import SCREENSHOTS
from .test_accessibility import looked_at

pytestmark = pytest.mark.e2e

ROWS = (
    ("防汛物资储备项目绩效目标表⟨5⟩",),
    ("项目名称", "防汛物资储备⟨4⟩"),
    ("预算数（万元）", "约八十⟨4⟩"),
    ("绩效目标", "储备防汛物资，保障安全度汛。⟨4⟩"),
    ("一级指标", "二级指标", "三级指标", "指标值", "指标值确定依据"),
    ("产出指标", "数量指标", "储备编织袋数量", "", "储备方案"),
    ("效果指标", "社会效益指标", "险情处置及时率", "≥95%", "历史数据"),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "问卷"),
)


def upload(page, path: Path) -> None:
    page.get_by_label("文件*", exact=True).set_input_files(path)
    page.get_by_role("button", name="读取文件").click()
    expect(page.locator("h1")).to_contain_text(f"核对“{path.name}”")


def downloaded(page, button, folder: Path) -> Path:
    with page.expect_download() as waiting:
        button.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    if SCREENSHOTS:  # to be looked at in an office program
        waiting.value.save_as(Path(SCREENSHOTS) / path.name)
    return path


def test_a_workbook_with_faults_goes_through_in_the_end(desk_of, picture, tmp_path):
    page = desk_of("tianbao")
    page.goto(f"{page.url.rstrip('/')}/imports/")
    picture(page, "wayback-1-upload")
    path = tmp_path / "防汛.xlsx"
    path.write_bytes(made(ROWS))
    upload(page, path)
    expect(page.get_by_role("region", name="没有读进来的")).to_contain_text("约八十")
    assert looked_at(page, "faults") == []
    page.set_viewport_size({"width": 1366, "height": 768})
    picture(page, "wayback-2-faults", full=True)

    button = page.get_by_role("button", name="下载标注后的文件")
    marked = downloaded(page, button, tmp_path)
    assert marked.name == "防汛（标注）.xlsx"
    book = load_workbook(marked)
    sheet = book["Sheet"]
    assert sheet["B3"].fill.fgColor.rgb == styles.RED
    assert sheet["D6"].fill.fgColor.rgb == styles.AMBER
    assert notes.TITLE in book.sheetnames

    # As the clerk does it: in the marked file, marks and all.
    for ref, text in (("B3", "80"), ("D6", "≥5000条")):
        sheet[ref].value, sheet[ref].data_type = text, "s"
    book.save(marked)
    page.get_by_role("link", name="返回，以后再导入").click()
    upload(page, marked)
    expect(page.get_by_role("region", name="没有读进来的")).to_have_count(0)
    expect(page.get_by_role("region", name="第1份")).to_contain_text("新建")
    picture(page, "wayback-3-mended", full=True)
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("都是草稿，没有送审")
    expect(page.get_by_role("row", name="防汛物资储备")).to_contain_text("新建")

    # The first file is not wanted any more.
    page.get_by_role("link", name="再导入一个文件").click()
    page.get_by_role("link", name="防汛.xlsx").click()
    page.get_by_role("button", name="不导入，删除文件").click()
    expect(page.get_by_role("status")).to_contain_text("没有导入")
    expect(page.get_by_role("row", name="防汛.xlsx")).to_have_count(0)
    picture(page, "wayback-4-list")


def test_a_template_is_handed_out_and_comes_back(desk_of, target, picture, tmp_path):
    page = desk_of("tianbao")
    page.get_by_role("link", name="绩效目标", exact=True).click()
    page.get_by_role("link", name="填报模板").click()
    assert looked_at(page, "template") == []
    page.set_viewport_size({"width": 1366, "height": 768})
    picture(page, "wayback-5-template")
    button = page.get_by_role("button", name="下载填报模板")
    path = downloaded(page, button, tmp_path)
    book = load_workbook(path)
    sheet = book.worksheets[-1]
    label = next(c for r in sheet.iter_rows() for c in r if c.value == "项目名称")
    name = next(
        cell for cell in sheet[label.row][label.column :] if not cell.protection.locked
    )
    name.value = "防汛物资储备"
    book.save(path)
    page.get_by_role("link", name="到“导入”页").click()
    upload(page, path)
    expect(page.locator("main")).to_contain_text("新建 1 份，有改动 0 份")
    picture(page, "wayback-6-back")
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_role("row", name="防汛物资储备")).to_contain_text("新建")
