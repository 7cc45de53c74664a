"""Imports point one way; imports inside functions and string foreign keys count."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from tests.conftest import ROOT

COMMON = {"perftargets.errors", "perftargets.registry"}
# ``audit`` is a room of its own at the bottom: logging in, saving and downloading are
# recorded by three different rooms. ``perftargets`` composes: settings and urls.
ALLOWED = {
    "sheets": set(),
    "audit": set(),
    "departments": {"audit"},
    "projects": {"audit", "departments", "sheets"},
    "indicators": {"audit", "departments", "projects", "sheets"},
    "attachments": {"audit", "departments", "projects", "indicators"},
    "library": {"audit", "departments", "projects", "sheets", "indicators"},
    "reviews": {
        *("audit", "departments", "projects", "sheets", "indicators", "attachments"),
        "library",
    },
    "exchange": {
        *("audit", "departments", "projects", "sheets", "indicators", "attachments"),
        *("library", "reviews"),
    },
}
HOUSE = {*ALLOWED, "perftargets"}
MODEL = re.compile(r"([a-z_]+)\.[A-Z]\w+")


def modules_of(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imports_in(source: str, path: str) -> Iterator[str]:
    """Absolute names of all that a module imports, relative imports resolved.

    ``from package import x`` counts as ``package.x``, for x may be a module.
    """
    package = list(Path(path).parent.parts)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = [*base, *filter(None, [node.module])]
            yield from (".".join([*module, alias.name]) for alias in node.names)


def strings_in(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def wrong_imports(source: str, path: str) -> list[str]:
    """Imports from a room that this one may not know."""
    room = path.split("/")[0]
    forbidden = HOUSE - {room} - ALLOWED[room]
    return [
        name
        for name in imports_in(source, path)
        if name.split(".")[0] in forbidden
        and name not in COMMON
        and name.rpartition(".")[0] not in COMMON
    ]


def wrong_keys(source: str, path: str) -> list[str]:
    """Models of a higher room, or of one that this may not know, named by a string."""
    room = path.split("/")[0]
    return [
        text
        for text in strings_in(source)
        if (match := MODEL.fullmatch(text))
        and match[1] in HOUSE - {room} - ALLOWED[room]
    ]


def found_in(rooms, rule) -> tuple[dict[str, list[str]], int]:
    """What breaks the rule, by module; and how many modules were visited."""
    found, visited = {}, 0
    for room in rooms:
        for module in modules_of(room):
            path = module.relative_to(ROOT).as_posix()
            if wrong := rule(module.read_text("utf-8"), path):
                found[path] = wrong
            visited += 1
    return found, visited


def test_every_room_is_in_the_table():
    rooms = {app.name for app in apps.get_app_configs() if (ROOT / app.name).is_dir()}
    assert rooms == set(ALLOWED)
    for room, known in ALLOWED.items():
        for lower in known:
            assert room not in ALLOWED[lower], f"{room} and {lower} know each other"


@pytest.mark.parametrize("rule", [wrong_imports, wrong_keys])
def test_a_room_knows_only_what_lies_below(rule):
    found, visited = found_in(ALLOWED, rule)
    assert found == {}
    assert visited >= 100


@pytest.mark.parametrize("room", ALLOWED)
def test_no_room_is_overlooked(room):
    assert len(modules_of(room)) >= 6


def test_a_relation_points_no_other_way():
    """The models as Django sees them; the user model is known to all."""
    visited = 0
    for model in apps.get_models():
        room = model.__module__.split(".")[0]
        if room not in ALLOWED:
            continue
        for field in model._meta.get_fields():
            if field.auto_created or field.related_model in (None, get_user_model()):
                continue
            other = field.related_model.__module__.split(".")[0]
            assert other not in HOUSE - {room} - ALLOWED[room], field
            visited += 1
    assert visited >= 20


def test_the_common_modules_know_no_room():
    for name in ("errors", "registry"):
        path = f"perftargets/{name}.py"
        names = list(imports_in((ROOT / path).read_text("utf-8"), path))
        assert [n for n in names if n.split(".")[0] in HOUSE] == []


def outside(allowed: set[str]):
    """A rule: nothing is imported from the house, or from Django, but these."""

    def rule(source: str, path: str) -> list[str]:
        return [
            name
            for name in imports_in(source, path)
            if name.split(".")[0] in {*HOUSE, "django"}
            and not name.startswith(tuple(allowed))
        ]

    return rule


def test_the_document_knows_neither_database_nor_request():
    """Not even Django: it runs in a script."""
    found, visited = found_in(["sheets"], outside({"sheets", *COMMON}))
    assert found == {}
    assert visited >= 28


def test_the_checks_see_the_document_alone():
    own = {"sheets", "reviews.checks"}
    found, visited = found_in(["reviews/checks"], outside(own))
    assert found == {}
    assert visited >= 2


BAD = {
    "def f():\n    from reviews import flow": ["reviews.flow"],
    "import reviews.flow as f": ["reviews.flow"],
    "from ..reviews import flow": ["reviews.flow"],
    "class A:\n    from projects.models import Target": ["projects.models.Target"],
    "from perftargets import settings": ["perftargets.settings"],
    "from perftargets.settings import DEBUG": ["perftargets.settings.DEBUG"],
}
GOOD = (
    "from perftargets.errors import BadFile",
    "from perftargets import errors",
    "from . import money",
    "import reviewsomething",
)


def test_the_rule_can_fail():
    """Negative control, on made-up modules of the lowest room."""
    for source, expected in BAD.items():
        assert wrong_imports(source, "sheets/x.py") == expected
    for source in GOOD:
        assert wrong_imports(source, "sheets/x.py") == []
    key = 'models.ForeignKey("{}", models.PROTECT)'
    assert wrong_keys(key.format("reviews.Opinion"), "projects/models/x.py")
    assert not wrong_keys(key.format("departments.User"), "projects/models/x.py")
    assert outside({"sheets"})("from django.db import models", "sheets/x.py")
    assert outside({"sheets"})("from projects import models", "reviews/checks/x.py")
    assert not outside({"sheets"})("from sheets import money", "reviews/checks/x.py")
