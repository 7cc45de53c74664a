"""Imports point one way; function-level imports and string foreign keys count."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

COMMON = {"perftargets.errors", "perftargets.registry"}
ALLOWED = {
    "sheets": set(),
    "audit": set(),
    "departments": {"audit"},
    "projects": {"departments", "sheets"},
    "indicators": {"audit", "departments", "projects", "sheets"},
    "reviews": {"audit", "departments", "projects", "sheets", "indicators"},
    "exchange": {
        *("audit", "departments", "projects", "sheets", "indicators", "reviews"),
    },
}
STRING_KEY = re.compile(r'"([a-z]+)\.[A-Z]\w+"')


def files_of(room: str) -> list[Path]:
    found = sorted((ROOT / room).rglob("*.py"))
    return [path for path in found if "migrations" not in path.parts]


def imports_of(path: Path) -> Iterator[str]:
    """Absolute names of all that a module imports, relative imports resolved."""
    package = list(path.relative_to(ROOT).parent.parts)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            yield ".".join([*base, *filter(None, [node.module])])


def wrong_imports(room: str, path: Path) -> list[str]:
    rooms = {*ALLOWED, "perftargets"} - {room} - ALLOWED[room]
    return [
        name
        for name in imports_of(path)
        if name.split(".")[0] in rooms and name not in COMMON
    ]


@pytest.mark.parametrize("room", ALLOWED)
def test_a_room_imports_only_what_lies_below(room):
    files = files_of(room)
    assert len(files) >= 4, "the walk found too little"
    found = {str(path): wrong_imports(room, path) for path in files}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize("room", ["audit", "departments", "projects", "indicators"])
def test_a_string_foreign_key_points_no_other_way(room):
    models = [path for path in files_of(room) if "models" in str(path)]
    keys = {app for path in models for app in STRING_KEY.findall(path.read_text())}
    assert models
    assert keys & (set(ALLOWED) - ALLOWED[room] - {room}) == set()


def test_the_document_knows_neither_database_nor_request():
    for path in files_of("sheets"):
        names = list(imports_of(path))
        assert not [n for n in names if n.split(".")[0] == "django"], path


def test_the_checks_see_the_document_alone():
    for path in files_of("reviews/checks"):
        ours = [n for n in imports_of(path) if n.split(".")[0] in ALLOWED]
        assert {n.split(".")[0] for n in ours} <= {"sheets", "reviews"}, path


def test_the_rule_can_fail(tmp_path):
    """Negative control: a function-level import upwards is found."""
    bad = ROOT / "sheets" / "_bad_for_a_test.py"
    bad.write_text("def f():\n    from reviews import flow\n    return flow\n")
    try:
        assert wrong_imports("sheets", bad) == ["reviews"]
    finally:
        bad.unlink()
