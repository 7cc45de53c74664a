"""Files that are wrong, for ``load_year``: nothing is stored, and it is said why."""

import json
from io import StringIO

import pytest
from django.core.management.base import CommandError

from exchange.year_dump import MODELS
from perftargets.errors import BadFile

from .test_commands import run
from .yearly import changed, dumped, empty, loaded, place


def without(text: str, number: int) -> str:
    rows = json.loads(text)
    del rows[number]
    return json.dumps(rows)


def twice(text: str, number: int) -> str:
    rows = json.loads(text)
    return json.dumps([*rows, rows[number]])


INDICATOR, TARGET = "indicators.indicator", "projects.target"
PROJECT, DEPARTMENT = "projects.project", "departments.department"
WRONG = {
    "half": (lambda t: t[: len(t) // 2], "不是完整的 JSON（第 .* 行）"),
    "empty": (lambda t: "", "不是完整的 JSON"),
    "a list of nothing": (lambda t: "[]", "不是 dump_year 生成的"),
    "an object": (lambda t: "{}", "不是 dump_year 生成的"),
    "deep": (lambda t: "[" * 100_000, "不是"),
    "numbers": (lambda t: "[1]", "不是一行数据"),
    "with a key": (
        lambda t: json.dumps([{**json.loads(t)[0], "pk": 1}]),
        "不是一行数据",
    ),
    "a user": (
        lambda t: '[{"model": "departments.user", "fields": {"username": "x"}}]',
        "不是年度数据里的内容",
    ),
    "unknown column": (
        lambda t: changed(t, place(t, INDICATOR), colour="red"),
        "不认识的栏目 colour",
    ),
    "whose": (
        lambda t: changed(t, place(t, INDICATOR), target=None),
        "没有写明属于",
    ),
    "no list": (
        lambda t: changed(t, place(t, INDICATOR), target=[2021, {}, [], "x"]),
        "没有写明属于",
    ),
    "a year in words": (
        lambda t: changed(t, place(t, "projects.budgetyear"), year="去年"),
        "格式不对",
    ),
    "a year far away": (
        lambda t: changed(t, place(t, "projects.budgetyear"), year=10**30),
        "不合规定",
    ),
    "not a number": (
        lambda t: changed(t, place(t, INDICATOR), position=float("nan")),
        "不合规定",
    ),
    "a list for a code": (
        lambda t: changed(t, place(t, DEPARTMENT), code=["001"]),
        "没有写明属于",
    ),
    "parent of none": (
        lambda t: changed(t, place(t, DEPARTMENT, code="001009"), parent=["x"]),
        "不在文件里",
    ),
    "too long a key": (
        lambda t: changed(t, place(t, INDICATOR), target=[2021, "001", "project"]),
        "没有写明属于",
    ),
    "no project": (lambda t: without(t, place(t, PROJECT)), "不在文件里"),
    "no target": (
        lambda t: without(t, place(t, TARGET, kind="project")),
        "不在文件里",
    ),
    "a row was cut out": (
        lambda t: without(t, place(t, INDICATOR, position=0)),
        "在文件里不完整",
    ),
    "a project alone": (
        lambda t: json.dumps(
            json.loads(t)
            + [
                {
                    "model": PROJECT,
                    "fields": json.loads(t)[place(t, PROJECT)]["fields"]
                    | {"name": "孤零零的"},
                }
            ]
        ),
        "在文件里不完整",
    ),
    "a row twice": (lambda t: twice(t, place(t, INDICATOR)), "存不进去"),
    "too long": (
        lambda t: changed(t, place(t, DEPARTMENT), name="甲" * 101),
        "不合规定",
    ),
    "unknown form": (
        lambda t: changed(t, place(t, "projects.budgetyear"), layout="x"),
        "不合规定",
    ),
    "no amount": (lambda t: changed(t, place(t, PROJECT), total="约五"), "格式不对"),
    "no label": (lambda t: changed(t, place(t, INDICATOR), tier1=""), "不合规定"),
    "nothing in it": (
        lambda t: changed(t, place(t, INDICATOR), position=None),
        "不合规定",
    ),
    "archived by nobody": (
        lambda t: without(t, place(t, "projects.backfill")),
        "没有写明来历",
    ),
    "NUL": (lambda t: changed(t, place(t, INDICATOR), value="\x00"), "控制字符"),
}


@pytest.mark.parametrize("name", WRONG)
def test_of_a_wrong_file_nothing_is_stored(full, name):
    spoil, words = WRONG[name]
    text = spoil(dumped())
    empty()
    with pytest.raises(BadFile, match=words) as caught:
        loaded(text)
    assert "什么也没有装入" in caught.value.message
    left = [m._meta.label for m in MODELS if m._base_manager.exists()]
    assert left == []


def test_a_command_says_it_in_one_line(full, tmp_path):
    path = tmp_path / "2021.json"
    with pytest.raises(CommandError, match="没有这个文件"):
        run("load_year", path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError, match="不是 UTF-8 文本"):
        run("load_year", path)
    whole = dumped().encode()
    cut = whole.rindex("项".encode()) + 1  # in the middle of a character
    path.write_bytes(whole[:cut])
    with pytest.raises(CommandError, match="文件不完整.*没有传完.*什么也没有装入"):
        run("load_year", path)
    path.write_text(dumped()[:-50], "utf-8")
    with pytest.raises(CommandError, match="不是完整的 JSON"):
        run("load_year", path)
    run("dump_year", 2021, "-o", path, stderr=StringIO())
    assert "装入 0 份绩效目标，6 份系统里已有" in run("load_year", path)
    with pytest.raises(CommandError, match="没有预算年度 2020，系统里有：2021年|2021"):
        run("dump_year", 2020)
    with pytest.raises(CommandError, match="没有编码为 x 的部门"):
        run("dump_year", 2021, "--department", "x")
    with pytest.raises(CommandError, match="没有这个文件或文件夹"):
        run("dump_year", 2021, "-o", tmp_path / "no" / "a.json")
    assert [p.name for p in tmp_path.iterdir()] == ["2021.json"]
