"""A file whose tables name another department than the one that was chosen."""

import pytest

from departments.models import Department
from departments.services import save_department
from exchange.whose import elsewhere
from sheets.sheet import Sheet

OTHER = "某市教育局"


@pytest.fixture
def below(office):
    made = Department(code="001009", name="幸福社区", parent=office)
    return save_department(department=made)


def said(batch_of, **facts: str) -> str:
    return "".join(elsewhere(batch_of(Sheet("校舍修缮", facts=tuple(facts.items())))))


@pytest.mark.parametrize(
    "label", ["主管部门", "预算单位", "实施单位", "主管部门及代码"]
)
def test_another_department_is_told(batch_of, office, label):
    told = said(batch_of, **{label: OTHER})
    assert told == f"文件中写的部门是“{OTHER}”，您选的是“{office}”。"


def test_one_that_fits_is_enough(batch_of, office, below):
    assert said(batch_of, 主管部门=OTHER, 实施单位=f"[001] {office.name}") == ""
    assert said(batch_of, 主管部门=OTHER, 实施单位=office.name[:-1]) == ""
    assert said(batch_of, 实施单位="幸福社区居委会") == ""


def test_what_is_no_name_is_not_told(batch_of, office):
    assert said(batch_of, 主管部门="无", 项目负责人=OTHER) == ""
