"""Cells whose formula has come to nothing: where its author expects a text, the program
shows an error. Copied into Word or a web page, the error is the text.

In a file of ours what was filled in is known to be a text, whatever it says; the reader
of Excel files calls no broken formula so.
"""

import re

from .table import Cell

# In the place of a result that no program has worked out yet: nobody sees it.
NO_RESULT = "#公式没有结果"
# Excel's and WPS's own words (ECMA-376 part 1, 18.17.3, and newer ones [K]);
# LibreOffice says Err:502 [K].
ERROR = re.compile(
    r"#(?:NULL|DIV/0|VALUE|REF|NUM|SPILL|CALC|FIELD|BLOCKED|CONNECT|UNKNOWN|BUSY)!"
    r"|#NAME\?|#N/A|#GETTING_DATA|Err:\d{3}"
)


def trouble(cell: Cell) -> str:
    """What is to be told of a cell; "" if it can be read."""
    text = "" if cell.is_content else cell.text.strip()
    if text == NO_RESULT:
        return "公式没有结果，没有读入：请在 Excel 中打开这个文件，保存后再导入"
    if ERROR.fullmatch(text):
        return f"公式出错（{text}），没有读入：请在文件里改正后再导入"
    return ""
