"""Files as they were read."""

import pytest

from exchange.models import ImportBatch
from sheets.interchange import book_to_json
from sheets.sheet import Book, Sheet


@pytest.fixture
def filler(people):
    return people["tianbao"]


@pytest.fixture
def batch_of(office, year, filler):
    """``batch_of(sheet, …)``: as a file with these tables was read."""

    def made(*sheets: Sheet, overall=None, user=filler, **values) -> ImportBatch:
        book = Book(year=2021, overall=overall, projects=sheets)
        return ImportBatch.objects.create(
            user=user,
            department=office,
            year=year,
            file_name="2021年绩效目标.docx",
            sha256=f"{ImportBatch.objects.count():064}",
            book=book_to_json(book),
            tables=len(sheets) + (overall is not None),
            **values,
        )

    return made
