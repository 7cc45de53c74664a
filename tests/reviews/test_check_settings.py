"""审核规则: severities, thresholds and word lists of a year, set by the office."""

import re
from dataclasses import fields

import pytest
from django.utils import timezone

from audit.models import Entry
from audit.sentences import tell
from departments.models import Delegation, Role
from indicators import store
from perftargets.errors import CheckFailed, Conflict, NotAllowed
from projects.models import BudgetYear
from reviews import check_settings, findings
from reviews.checks.base import checks
from reviews.checks.editable import EDITABLE, ELSEWHERE, SECTIONS
from reviews.checks.settings import Settings
from reviews.models import CheckSettings, Version
from tests.conftest import make_user

from .steps import FIRST, put

RULES, WORDS = "/checks/2021/", "/checks/2021/words/"
# What the office must be able to set, by the brief of the system.
NAMED = {"progress", "satisfaction", "vague_words", "sensitive_words", "typos"}


@pytest.fixture
def manager(as_user):
    return as_user("admin")


def save(client, url: str, **values) -> str:
    """What the page says after saving what it showed, with these values."""
    form = inputs(client.get(url).content.decode()) | values
    return client.post(url, form, follow=True).content.decode()


def inputs(html: str) -> dict[str, str]:
    """The values that the page would send."""
    found = dict(re.findall(r'<input[^>]*name="(version)" value="(\d+)"', html))
    for name, options in re.findall(
        r'<select id="s-\w+" name="([\w-]+)">(.*?)</select>', html, re.S
    ):
        [value] = re.findall(r'value="(\w*)" selected', options)
        found[name] = value
    return found


def own(year: BudgetYear) -> dict:
    return CheckSettings.objects.get(year=year).data


# --- All of it is on the page -------------------------------------------------


def test_every_setting_is_on_the_page_or_said_not_to_be():
    names = {field.name for field in fields(Settings)}
    assert names == EDITABLE.keys() | ELSEWHERE.keys()
    assert not EDITABLE.keys() & ELSEWHERE.keys()
    assert names >= NAMED
    assert all(ELSEWHERE.values())


@pytest.mark.parametrize("name", EDITABLE)
def test_what_the_page_shows_means_what_was_set(name):
    one, default = EDITABLE[name], Settings()
    data = {name: one.kind.read(check_settings.shown(one, default))}
    assert getattr(Settings.from_data(data), name) == getattr(default, name)


def test_the_rules_that_read_a_setting_exist():
    known = {check.id for check in checks}
    assert all(one.checks and set(one.checks) <= known for one in EDITABLE.values())
    assert sum(len(part) for _, part in SECTIONS) == len(EDITABLE)


def test_the_pages_show_all_rules_and_all_settings(manager, office):
    html = manager.get(RULES).content.decode()
    assert len(checks) >= 66
    for check in checks:
        assert f'name="severity-{check.id}"' in html
        assert check.name in html
    html = manager.get(WORDS).content.decode()
    for one in EDITABLE.values():
        assert f'name="text-{one.name}"' in html
        assert one.label in html


# --- Severities ---------------------------------------------------------------


def test_several_rules_are_set_at_once_and_told_with_before_and_after(manager, year):
    said = save(manager, RULES, **{"severity-C58": "hint", "severity-C20": "off"})
    assert "已保存，改了 2 处，用于2021年" in said
    assert own(year) == {"severities": {"C58": "hint", "C20": "off"}}
    entry = Entry.objects.get(action="check_settings")
    assert (entry.subject, entry.subject_name) == ("year:2021", "2021年自动审核设置")
    told = [str(change) for change in tell(entry).changes]
    assert sorted(told) == [
        "C20 疑似错别字：提示 → 关闭",
        "C58 依据笼统：警告 → 提示",
    ]


def test_the_default_is_restored_by_its_button_or_by_choosing_it(manager, year):
    save(manager, RULES, **{"severity-C58": "hint", "severity-C20": "off"})
    save(manager, RULES, restore="C58")
    assert own(year) == {"severities": {"C20": "off"}}
    # The default chosen by its own name is the default.
    save(manager, RULES, **{"severity-C20": "hint"})
    assert own(year) == {}
    assert "没有改动" in save(manager, RULES)
    assert CheckSettings.objects.get(year=year).version == 3


def test_what_is_filtered_out_stays_as_it_was(manager, year):
    save(manager, RULES, **{"severity-C58": "hint"})
    url = f"{RULES}?dimension=public&q=c6"
    html = manager.get(url).content.decode()
    assert set(inputs(html)) == {
        *("version", "severity-C64", "severity-C65", "severity-C66")
    }
    save(manager, url, **{"severity-C64": "hint"})
    assert own(year)["severities"] == {"C58": "hint", "C64": "hint"}
    changed = inputs(manager.get(f"{RULES}?changed=on").content.decode())
    assert set(changed) == {"version", "severity-C58", "severity-C64"}


def test_nonsense_is_refused_and_nothing_saved(manager, year):
    for wrong in ({"severity-C58": "fatal"}, {"severity-C999": "off"}):
        form = {"version": 0, "severity-C20": "off"} | wrong
        assert manager.post(RULES, form).status_code == 422
    assert not CheckSettings.objects.exists()
    assert not Entry.objects.filter(action="check_settings").exists()


# --- Thresholds and word lists ------------------------------------------------


def test_thresholds_and_words_count_in_the_year(manager, year, sound):
    row = store.load_sheet(sound).indicators[-1]
    assert (row.tier3, row.value) == ("村民满意度", "≥95%")
    said = save(
        manager,
        WORDS,
        **{
            "text-satisfaction": "96",
            "text-sensitive_words": "上访\n公益事业\n",
            "text-progress": "3＝30\n6=60%\n10=80",
        },
    )
    assert "改了 3 处" in said
    settings = findings.settings_of(year)
    assert settings.satisfaction == 96
    assert settings.progress == {3: 30, 6: 60, 10: 80}
    found = findings.report_on(sound, store.load(sound)).findings
    assert {"C10", "C56", "C64"} <= {f.check for f in found}
    entry = Entry.objects.get(action="check_settings")
    told = {c.label: (c.before, c.after) for c in tell(entry).changes}
    assert told["满意度指标值的下限"] == ("90", "96")
    progress = "支出进度：月底应达到的累计百分比"
    assert told[progress] == ("6=40\n10=80", "3=30\n6=60\n10=80")
    assert told["公开前要审核的词"][1] == "上访\n公益事业"


def test_a_word_list_goes_back_to_its_default(manager, year):
    save(manager, WORDS, **{"text-vague_words": "促进", "text-satisfaction": "80"})
    page = manager.get(WORDS).content.decode()
    assert page.count('name="restore"') == 2
    save(manager, WORDS, restore="vague_words", **{"text-vague_words": "促进"})
    assert own(year) == {"satisfaction": 80}
    assert findings.settings_of(year).vague_words == Settings().vague_words


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("satisfaction", "九十", "请填写 0 到 100 之间的整数"),
        ("satisfaction", "101", "请填写 0 到 100 之间的整数"),
        ("progress", "6月达到40", "请写成“月份=百分比”"),
        ("progress", "13=40", "请填写 1 到 12 之间的整数"),
        ("progress", "6=40\n06=50", "“6”写了两行"),
        ("vague_words", "词" * 41, "每个词最多 40 个字"),
        ("vague_words", "\n".join(map(str, range(501))), "最多 500 行"),
        ("typos", "布署=", "请写成“错词=正确写法”"),
        ("tiers", "产出指标", "请写成“一级指标=二级指标 二级指标”"),
        ("code_pattern", "[0-9", "不是正确的正则表达式"),
        ("code_pattern", "(a+)+b", "太长或太复杂"),
        ("people", "甲" * 501, "最多 500 个字"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_input(
    manager, year, name, text, words
):
    form = {"version": 0, f"text-{name}": text, "text-usage_length": "30"}
    answer = manager.post(WORDS, form)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "设置没有保存：有 1 处要修改" in html
    assert words in html
    assert "30" in html  # what was right is still there to be sent again
    assert not CheckSettings.objects.exists()


def test_a_list_may_be_emptied(manager, year, target):
    save(manager, WORDS, **{"text-vague_words": " \n"})
    assert findings.settings_of(year).vague_words == ()
    found = findings.report_on(target, store.load(target)).findings
    assert "C52" not in {f.check for f in found}


def test_markup_in_a_word_is_text(manager, year):
    save(manager, WORDS, **{"text-vague_words": "<b>好</b>"})
    html = manager.get(WORDS).content.decode()
    assert "&lt;b&gt;好" in html
    assert "<b>好" not in html


# --- Years, rights, races -----------------------------------------------------


def test_a_year_goes_on_with_the_latest_before_it(manager, year):
    earlier, later = (
        BudgetYear.objects.create(year=number, scheme=year.scheme)
        for number in (2020, 2023)
    )
    CheckSettings.objects.create(year=earlier, data={"satisfaction": 85})
    CheckSettings.objects.create(year=later, data={"satisfaction": 95})
    assert findings.settings_of(year).satisfaction == 85
    assert findings.settings_for(2019) == Settings()
    assert "现在沿用2020年的" in manager.get(RULES).content.decode()
    # The first change makes it its own, with what it had.
    save(manager, RULES, **{"severity-C58": "off"})
    assert own(year) == {"satisfaction": 85, "severities": {"C58": "off"}}
    assert own(earlier) == {"satisfaction": 85}
    assert "现在沿用" not in manager.get(RULES).content.decode()


def test_settings_of_another_program_do_no_harm(year):
    CheckSettings.objects.create(year=year, data={"gone": 1, "satisfaction": 85})
    assert findings.settings_of(year).satisfaction == 85


def test_only_who_manages_the_whole_tree(as_user, people, office, year):
    branch = office.children.create(code="00101", name="站所", path="001/00101/")
    people["below"] = make_user("below", Role.MANAGER, branch)
    people["above"] = make_user("above", Role.PERFORMANCE, office)
    for name, code in (("below", 403), ("chushen", 403), ("above", 200)):
        client = as_user(name)
        assert client.get(RULES).status_code == code
        link = 'href="/checks/"' in client.get("/windows/").content.decode()
        assert link == (code == 200)
    with pytest.raises(NotAllowed, match="最上级部门"):
        check_settings.save(
            year=year, actor=people["below"], version=0, severities={"C58": "off"}
        )


def test_who_stands_in_is_on_the_record_with_their_principal(people, office, year):
    chief = make_user("chief", Role.PERFORMANCE, office)
    deputy = make_user("deputy", None, None)
    today = timezone.localdate()
    Delegation.objects.create(
        principal=chief, deputy=deputy, starts_on=today, ends_on=today
    )
    check_settings.save(year=year, actor=deputy, version=0, severities={"C58": "off"})
    detail = Entry.objects.get(action="check_settings").detail
    assert detail["for"] == str(chief)


def test_the_slower_of_two_is_told(manager, people, year):
    for version in (0, 1):
        check_settings.save(
            year=year,
            actor=people["admin"],
            version=version,
            severities={"C58": ("off", "hint")[version]},
        )
    for version in (0, 1, 3):
        with pytest.raises(Conflict, match="已被别人修改"):
            check_settings.save(
                year=year,
                actor=people["admin"],
                version=version,
                severities={"C58": ""},
            )
    answer = manager.post(WORDS, {"version": 1, "text-satisfaction": "77"})
    assert answer.status_code == 409
    assert "77" in answer.content.decode()
    assert own(year) == {"severities": {"C58": "hint"}}


def test_a_service_names_what_is_wrong(people, year):
    with pytest.raises(CheckFailed) as failed:
        check_settings.save(
            year=year,
            actor=people["admin"],
            version=0,
            severities={"C58": "?"},
            texts={"satisfaction": "?"},
        )
    assert set(failed.value.problems) == {"C58", "satisfaction"}


def test_what_is_under_review_keeps_what_was_counted(manager, target):
    """A change of the rules is no change of what was submitted."""
    put(target, FIRST)
    counted = Version.objects.get().findings
    save(manager, RULES, **{"severity-C58": "off"})
    after = findings.counts(findings.report_on(target, store.load(target)))
    assert after["warning"] == counted["warning"] - 6
    assert Version.objects.get().findings == counted
