"""Worksheets that we add to a workbook and do not read again.

They are known by a sentence that stands in a cell of its own, and not by their name or
place: a person may have a worksheet that is called 导入说明.
"""

from collections.abc import Iterable

OURS = "本页由绩效目标系统生成，再次上传时不会读入。"
# Says that the tables are on forms that we handed out: their empty lines are room to
# write in, and no lines.
TEMPLATE = "表中的空行、空格和没有填写的页，上传时不会读入。"


def is_template(texts: Iterable[str]) -> bool:
    return any(text.strip() == TEMPLATE for text in texts)


def is_ours(texts: Iterable[str]) -> bool:
    """Whether a worksheet with these cells is one of ours."""
    return any(text.strip() == OURS for text in texts)
