"""The automatic checks from the command line."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from exchange.management.commands.load_demo import SEED
from indicators import carry
from projects.models import BudgetYear
from reviews import findings
from reviews.models import CheckSettings

# What the published seed trips of the 66 checks; why any differs from its description
# stands with the check's own tests.
TRIPPED = """
    C01 C02 C06 C07 C08 C10 C11 C12 C15 C16 C17 C18 C19 C20 C21 C22 C23 C24 C25 C26 C27
    C28 C29 C31 C32 C33 C34 C35 C36 C38 C39 C40 C41 C42 C45 C46 C47 C48 C49 C50 C51
    C52 C53 C55 C57 C58 C59 C60 C64 C66
""".split()
PASSED = ["C03", "C05", "C09", "C13", "C14", "C37", "C54", "C56", "C61", "C65"]


def run(*args: object, **options: object) -> str:
    out = StringIO()
    call_command("check_targets", *args, stdout=out, **options)
    return out.getvalue()


def test_the_seed_as_a_file(db):
    rows = json.loads(run(str(SEED), year=2021, format="json"))
    found = {row["code"] for row in rows}
    assert sorted(found) == TRIPPED
    assert not found & set(PASSED)
    assert set(rows[0]) >= {
        *("code", "severity", "project", "field", "found", "message"),
    }


def test_what_the_reader_was_unsure_of_is_told_beside_the_findings(db):
    told = StringIO()
    json.loads(run(str(SEED), year=2021, format="json", stderr=told))
    assert "第1张表：没有写明金额单位，按万元读入，请核对" in told.getvalue()


def test_the_seed_as_it_is_stored(office):
    text = run(year=2021, department="001")
    assert "error C24 村级组织经费 时效指标 第1行 指标值" in text
    assert "不能检查 C21" in text
    assert text.splitlines()[-1].startswith("共 ")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "请给出一个文件"),
        ({"year": 1999, "department": "001"}, "没有这个年度"),
        ({"year": 2021, "department": "x"}, "没有这个年度"),
    ],
)
def test_what_does_not_exist_is_told(office, options, words):
    with pytest.raises(CommandError, match=words):
        run(**options)


def test_a_missing_file_is_told():
    with pytest.raises(CommandError, match="没有这个文件"):
        run("nowhere.txt")


def codes(text: str) -> list[str]:
    return [row["code"] for row in json.loads(text)]


def test_the_settings_of_the_year_count_for_both(office, year):
    data = {"severities": {"C24": "hint", "C58": "off"}}
    CheckSettings.objects.create(year=year, data=data)
    for where in ([str(SEED)], []):
        options = {} if where else {"department": "001"}
        rows = json.loads(run(*where, year=2021, format="json", **options))
        assert "C58" not in {row["code"] for row in rows}
        assert {r["severity"] for r in rows if r["code"] == "C24"} == {"hint"}


def test_last_year_is_another_file(tmp_path, db):
    assert "C30" not in codes(run(str(SEED), year=2021, format="json"))
    found = codes(run(str(SEED), year=2021, last=SEED, format="json"))
    assert found.count("C30") == 4
    with pytest.raises(CommandError, match="没有这个文件"):
        run(str(SEED), last=tmp_path / "nowhere.txt")


def test_last_year_is_what_is_stored(office, year, people):
    later = BudgetYear.objects.create(year=2022, scheme=year.scheme)
    targets = carry.last_targets(later, office)
    carry.carry_over(
        targets=list(targets), year=later, actor=people["tianbao"], with_values=True
    )
    assert "C30" in codes(run(year=2022, department="001", format="json"))
    with pytest.raises(CommandError, match="只和文件一起用"):
        run(year=2022, department="001", last=SEED)


def test_a_file_can_be_looked_at_without_a_database(monkeypatch):
    def broken(year: int) -> None:
        raise OperationalError("no such table")

    monkeypatch.setattr(findings, "settings_for", broken)
    assert "C24" in codes(run(str(SEED), year=2021, format="json"))
