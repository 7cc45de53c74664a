"""By what our own files are known again: marks on what was filled in, and worksheets
that we add to a workbook and do not read again.

A typed text may look like a label, a title or a sum. So what was filled in carries its
name as a style, in Word and in Excel, where an inserted row takes the style of the row
above; HTML has classes. The marks say no more than that: which cell it is, the labels
say.

The worksheets are known by a sentence that stands in a cell of its own, and not by
their name or place: a person may have a worksheet that is called 导入说明.
"""

from collections.abc import Iterable

# Names of styles begin so: 填写内容（金额）.
CONTENT = "填写内容"
# Of HTML: the class of a table.
TABLE_CLASS = "sheet"
# What the cells of a grid are that are filled in (see :data:`sheets.grid.Role`).
CONTENT_ROLES: frozenset[str] = frozenset(("text", "amount", "centre"))

OURS = "本页由绩效目标系统生成，再次上传时不会读入。"
# Says that the tables are on forms that we handed out: their empty lines are room to
# write in, and no lines.
TEMPLATE = "表中的空行、空格和没有填写的页，上传时不会读入。"


def is_template(texts: Iterable[str]) -> bool:
    return any(text.strip() == TEMPLATE for text in texts)


def is_ours(texts: Iterable[str]) -> bool:
    """Whether a worksheet with these cells is one of ours."""
    return any(text.strip() == OURS for text in texts)
