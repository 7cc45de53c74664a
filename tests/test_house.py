"""Budgets and habits of the house, held by a walk over all files."""

import ast
import re
import subprocess
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.conftest import ROOT

listed = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=ROOT,
    capture_output=True,
    text=True,
    check=True,
)
# What was just deleted is still listed.
FILES = [path for name in listed.stdout.split("\n") if (path := ROOT / name).is_file()]
CODE = [p for p in FILES if p.suffix == ".py" and "migrations" not in p.parts]
OURS = [path for path in CODE if "tests" not in path.parts]
PAGES = [path for path in FILES if path.suffix == ".html" and "templates" in path.parts]
STATIC = [path for path in FILES if path.suffix in (".css", ".js", ".svg")]
HERE = Path(__file__)

# (what is forbidden, where, a line that breaks the rule, a line that does not)
FORBIDDEN = [
    (r"import \*", CODE, "from x import *", "from x import y"),
    (
        r"^\s*(self\.)?(assertNumQueries|django_assert_\w*num_queries)\(",
        CODE,
        "    self.assertNumQueries(1)",
        "with self.assertNumQueries(1):",
    ),
    (r"\bstyle\s*=", PAGES, '<p style="a">', '<p class="style">'),
    (r"\son\w+\s*=", PAGES, '<p onclick="a">', '<p class="on">'),
    (r"javascript:", PAGES, '<a href="javascript:x">', '<a href="/javascript">'),
    (r"<script(?![^>]*src=)", PAGES, "<script>", '<script src="a">'),
    (r"<style", PAGES, "<style>", '<link rel="stylesheet">'),
    (r"https?://", [*PAGES, *STATIC], "https://cdn.example", "/static/a"),
    (
        r"(src|href|action|url)\s*[=(]\s*[\"']?//",
        [*PAGES, *STATIC],
        '<script src="//cdn.example/a.js">',
        '<script src="/static/a.js"> // a remark',
    ),
    (r"@import", STATIC, "@import 'a.css'", ".import {"),
    (r"\|\s*safe\b|autoescape off", PAGES, "{{ a|safe }}", "{{ a }}"),
    (r"(TODO|FIXME|XXX)\b", OURS, "# TODO: later", "# to do"),
    (r"@receiver|\.connect\(", OURS, "@receiver(post_save)", "receiver = 1"),
    (r"csrf_exempt", OURS, "@csrf_exempt", "{% csrf_token %}"),
    (
        r"get_object_or_404\(Target|Target\.objects\.get\(",
        [path for path in OURS if path.name.startswith("views")],
        "get_object_or_404(Target, pk=pk)",
        "get_target(request.user, pk)",
    ),
]


def text_of(path: Path) -> str:
    return path.read_text("utf-8")


def breaking(
    paths: list[Path], rule: Callable[[str], list[str]]
) -> tuple[dict[str, list[str]], int]:
    """What breaks a rule, by file; and how many files were visited."""
    found = {str(path.relative_to(ROOT)): rule(text_of(path)) for path in paths}
    return {path: what for path, what in found.items() if what}, len(found)


def functions(source: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_the_walk_sees_the_house():
    assert len(OURS) > 80
    assert len(CODE) > 130
    assert len(PAGES) > 20
    assert len(STATIC) > 7


@pytest.mark.parametrize(
    ("files", "most"),
    [(CODE, 400), (PAGES, 150), (STATIC, 300)],
    ids=["python", "templates", "css and js"],
)
def test_files_stay_small(files, most):
    def rule(text: str) -> list[str]:
        count = text.count("\n")
        return [f"{count} lines"] if count > most else []

    assert breaking(files, rule)[0] == {}
    assert not rule("a\n" * most)
    assert rule("a\n" * (most + 1))


def too_long(source: str, most: int = 50) -> list[str]:
    return [
        f"{node.name} {size}"
        for node in functions(source)
        if (size := (node.end_lineno or 0) - node.lineno + 1) > most
    ]


def test_functions_stay_short():
    # A journey through the browser is told in one piece.
    journeys = [path for path in CODE if "browser" in path.parts]
    found, visited = breaking([p for p in CODE if p not in journeys], too_long)
    assert found == {}
    assert visited > 120
    assert breaking(journeys, lambda source: too_long(source, 70))[0] == {}
    body = "    a = 1\n"
    assert not too_long("def f():\n" + body * 49)
    assert too_long("class A:\n  async def f():\n" + body * 50) == ["f 51"]


def inner_imports(source: str) -> list[str]:
    return [
        f"line {inner.lineno}"
        for node in functions(source)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]


def test_nothing_is_imported_inside_a_function():
    assert breaking(OURS, inner_imports)[0] == {}
    assert inner_imports("def f():\n    if a:\n        import x") == ["line 3"]
    assert not inner_imports("if a:\n    import x")


@pytest.mark.parametrize(("pattern", "files", "bad", "good"), FORBIDDEN)
def test_a_forbidden_habit_is_nowhere(pattern, files, bad, good):
    pattern = re.compile(pattern)

    def rule(text: str) -> list[str]:
        # The name space of SVG is a name and no address.
        lines = text.replace("http://www.w3.org/2000/svg", "").split("\n")
        return [line.strip() for line in lines if pattern.search(line)]

    assert breaking([path for path in files if path != HERE], rule)[0] == {}
    assert rule(bad)
    assert not rule(good)


WRITERS = {"update", "create", "bulk_create", "update_or_create", "get_or_create"}


def status_writes(source: str) -> list[str]:
    """Lines that set the status of a row, in any of the ways there are."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute | ast.Subscript):
            key = getattr(node, "attr", None) or getattr(
                getattr(node, "slice", None), "value", None
            )
            if key == "status" and isinstance(node.ctx, ast.Store):
                found.append(f"line {node.lineno}")
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            keywords = {keyword.arg for keyword in node.keywords}
            texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
            if (name in {*WRITERS, "Target"} and "status" in keywords) or (
                name == "setattr" and "status" in texts
            ):
                found.append(f"line {node.lineno}")
        elif isinstance(node, ast.Dict):
            keys = [k.value for k in node.keys if isinstance(k, ast.Constant)]
            found += [f"line {node.lineno}"] if "status" in keys else []
    return found


STATUS_LINES = (
    "target.status = x",
    "target.status, a = x",
    "values['status'] = x",
    "Target.objects.filter(pk=1).update(a=1, status=x)",
    "Target.objects.create(status=x)",
    "Target(status=x).save()",
    "setattr(target, 'status', x)",
    "update(**{'status': x})",
)


def test_only_the_workflow_writes_a_status():
    found, visited = breaking(OURS, status_writes)
    # The form of the list has a field of this name; it reads. And a file for another
    # installation says what a target may be there: never approved.
    reading = {"projects/forms.py", "exchange/year_dump.py"}
    assert set(found) == {"reviews/services.py", *reading}
    assert visited > 80
    for line in STATUS_LINES:
        assert status_writes(line) == ["line 1"], line
    for line in ("a = target.status", "f(status=422)", "target.status == x"):
        assert not status_writes(line), line


def without_token(text: str) -> list[str]:
    forms = re.findall(r"<form\b[^>]*method=[\"']?post.*?</form>", text, re.S | re.I)
    return [form for form in forms if "{% csrf_token %}" not in form]


def test_every_form_that_writes_carries_a_token():
    assert breaking(PAGES, without_token)[0] == {}
    visited = sum(text_of(page).lower().count('method="post"') for page in PAGES)
    assert visited >= 4
    assert without_token('<form class="a" method="POST"><input></form>')
    assert not without_token('<form method="post">{% csrf_token %}</form>')


def test_a_template_says_what_it_accepts():
    partials = [page for page in PAGES if page.name.startswith("_")]
    silent = [p.name for p in partials if not text_of(p).startswith("{% comment %}")]
    assert silent == []
    assert len(partials) >= 7


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_django_finds_nothing_to_complain_about():
    call_command("check", fail_level="WARNING", stdout=StringIO(), stderr=StringIO())
