"""Names of departments and projects as parts of paths."""

import pytest

from departments.models import Department
from exchange.archive_names import DEVICES, names_of
from projects.models import Project, Target


def target(name: str | None, code: str = "001", office: str = "办事处") -> Target:
    department = Department(code=code, name=office)
    if name is None:
        return Target(kind="department", department=department)
    project = Project(name=name, department=department)
    return Target(kind="project", department=department, project=project)


def name_of(name: str) -> str:
    [path] = names_of([target(name)], "pdf")
    folder, _, file = path.partition("/")
    assert folder == "001 办事处"
    return file


HOSTILE = {
    "../../etc/passwd": "_.._etc_passwd.pdf",
    "..": "未命名.pdf",
    "": "未命名.pdf",
    'a/b\\c:d*e?f"g<h>i|j': "a_b_c_d_e_f_g_h_i_j.pdf",
    "C:\\Windows": "C__Windows.pdf",
    "名称. . .": "名称.pdf",
    " \t前后\n空白 ": "前后 空白.pdf",
    "con": "_con.pdf",
    "NUL.txt": "_NUL.txt.pdf",
    "com1 .x": "_com1 .x.pdf",
    "LPT¹": "_LPT¹.pdf",
    "console": "console.pdf",
    "倒\u202efdp.exe": "倒fdp.exe.pdf",
    "看\u200b不见\x00\x1b": "看不见.pdf",
    "=79人": "=79人.pdf",
    "䶮㐂😀": "䶮㐂😀.pdf",
    "~$x": "~$x.pdf",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_becomes_a_harmless_one(name):
    assert name_of(name) == HOSTILE[name]


def test_a_long_name_fits_on_every_disk():
    for letter in ("长", "😀", "a"):
        path = names_of([target(letter * 300, office=letter * 300)], "xlsx")[0]
        assert all(len(part.encode()) <= 255 for part in path.split("/"))
        assert len(path.encode("utf-16-le")) // 2 < 255


def test_every_file_has_a_name_of_its_own():
    """Also where case does not count, and accents may be written in two ways."""
    same = ["项目", "项目", "项目 ", "A", "a", "caf\u00e9", "cafe\u0301", "项目（2）"]
    paths = names_of([target(None), *map(target, same)], "pdf")
    assert paths[:4] == [
        f"001 办事处/{stem}.pdf"
        for stem in ("部门整体绩效目标", "项目", "项目（2）", "项目（3）")
    ]
    assert len({path.casefold() for path in paths}) == len(paths) == 9


def test_departments_of_one_name_do_not_mix():
    paths = names_of([target("项目", code) for code in ("001", "002")], "pdf")
    assert paths == ["001 办事处/项目.pdf", "002 办事处/项目.pdf"]


def test_the_devices_are_those_of_windows():
    assert len(DEVICES) == 6 + 2 * 13
