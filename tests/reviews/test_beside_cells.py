"""What the editor asks the automatic checks, and the page before 送审."""

import pytest

from audit.models import Entry
from indicators import services, store
from projects.models import Target
from reviews import answers, counting, findings, flow
from reviews.models import Counted, FindingAnswer
from tests.indicators.pages import form_of
from tests.reviews.steps import APPROVED, FIRST, SECOND, put, step

WRONG_YEAR = "indicators.2.value"


def look(client, target: Target, **typed) -> list[dict]:
    """What is said of the form as it is typed."""
    data = form_of(client, target) | typed
    answer = client.post(f"/targets/{target.pk}/check/", data)
    assert answer.status_code == 200
    return answer.json()["findings"]


def of(found: list[dict], path: str, check: str) -> dict | None:
    return next((f for f in found if (f["path"], f["check"]) == (path, check)), None)


def test_the_form_is_looked_at_as_it_stands_and_nothing_is_saved(as_user, target):
    client = as_user("tianbao")
    wrong = of(look(client, target), WRONG_YEAR, "C24")
    assert wrong["label"] == "错误"
    assert wrong["cell"] == "时效指标 第1行 指标值"
    assert wrong["found"] == "2020年12月底前"
    assert wrong["mend"] == {"path": WRONG_YEAR, "text": "2021年12月底前"}
    entries = Entry.objects.count()
    typed = {WRONG_YEAR: wrong["mend"]["text"]}
    assert of(look(client, target, **typed), WRONG_YEAR, "C24") is None
    assert Entry.objects.count() == entries
    assert not target.drafts.exists()
    assert Target.objects.get(pk=target.pk).version == target.version
    assert of(look(client, target), WRONG_YEAR, "C24") is not None


def test_a_cell_that_cannot_be_read_speaks_for_itself(as_user, target):
    """The document has no amount there; to call it empty would be wrong."""
    found = look(as_user("tianbao"), target, **{"budget.total": "约八十八万"})
    assert [f for f in found if f["path"] == "budget.total"] == []
    assert len(found) > 10


def test_errors_come_first_and_then_the_order_of_the_form(as_user, target):
    found = look(as_user("tianbao"), target)
    weights = [f["severity"] for f in found]
    assert weights == sorted(weights, key=["error", "warning", "hint"].index)
    rows = [f["path"] for f in found if f["check"] == "C58"]
    assert rows == sorted(rows)


def say(client, target: Target, digest: str, reason: str) -> dict:
    data = {"version": target.version, "digest": digest, "reason": reason}
    return client.post(f"/targets/{target.pk}/check/answer/", data).json()


def test_one_warning_is_answered(as_user, target):
    client = as_user("tianbao")
    warning = of(look(client, target), "indicators.0.basis", "C58")
    said = say(client, target, warning["digest"], " 沿用县里的写法 ")
    assert said["answer"]["reason"] == "沿用县里的写法"
    assert said["answer"]["by"].startswith("填报人小田 ")
    assert FindingAnswer.objects.get().cell == "数量指标 第1行 指标值确定依据"
    again = of(look(client, target), "indicators.0.basis", "C58")
    assert again["answer"]["reason"] == "沿用县里的写法"


def test_what_is_no_answer_is_refused_in_words(as_user, target):
    client = as_user("tianbao")
    found = look(client, target)
    warning = of(found, "indicators.0.basis", "C58")
    error = of(found, WRONG_YEAR, "C24")
    long = "长" * (answers.LONGEST + 1)
    assert "请写明" in say(client, target, warning["digest"], " ")["refused"]
    assert "最多" in say(client, target, warning["digest"], long)["refused"]
    # An error is mended and not answered; nor is what is not saved.
    for digest in (error["digest"], "x", ""):
        assert "请先保存" in say(client, target, digest, "理由")["refused"]
    target.version += 1
    assert "已被修改" in say(client, target, warning["digest"], "理由")["refused"]
    assert not FindingAnswer.objects.exists()


def test_what_is_on_the_screen_is_counted_once_it_is_saved(as_user, people, target):
    client = as_user("tianbao")
    look(client, target, **{WRONG_YEAR: "2021年12月底前"})
    assert not Counted.objects.exists()
    look(client, target)
    assert Counted.objects.get().by_rule["C24"] == 1
    document = store.load(target)
    services.save_target(
        target=target, actor=people["tianbao"], version=1, document=document
    )
    assert counting.stale(Target.objects.filter(pk=target.pk)).exists()
    look(client, target)
    assert not counting.stale(Target.objects.filter(pk=target.pk)).exists()


def is_stale(target: Target) -> bool:
    return counting.stale(Target.objects.filter(pk=target.pk)).exists()


def test_what_is_submitted_is_counted_and_stays_true_on_its_way(people, sound):
    report = findings.report_on(sound, store.load(sound))
    for finding in findings.warnings_in(report):
        answers.answer(
            target=sound,
            actor=people["tianbao"],
            version=sound.version,
            reasons={findings.digest(finding, report.document): "理由"},
        )
    now = step(sound, flow.SUBMIT, people["tianbao"])
    assert now.counted.by_severity == findings.counts(report)
    assert not is_stale(now)
    now = step(now, flow.PASS, people["chushen"])
    now = step(now, flow.PASS, people["caizheng"])
    assert now.status == APPROVED
    assert not is_stale(now)
    # Dropping an adjustment brings other content back.
    now = step(now, flow.ADJUST, people["tianbao"])
    assert not is_stale(now)
    assert is_stale(step(now, flow.DROP, people["tianbao"]))


def page_before(client, target: Target):
    answer = client.get(f"/targets/{target.pk}/answers/")
    assert answer.status_code == 200
    return answer


def test_the_page_has_a_button_when_nothing_holds_it_up(as_user, people, sound):
    client = as_user("tianbao")
    warnings = page_before(client, sound).context["open_warnings"]
    sound.indicators.filter(position=2).update(value="2020年12月底前")
    held = page_before(client, sound)
    assert held.context["errors"]
    assert not held.context["is_ready"]
    assert f"/targets/{sound.pk}/edit/#f-{WRONG_YEAR}" in held.content.decode()
    sound.indicators.filter(position=2).update(value="2021年12月底前")
    assert page_before(client, sound).context["is_ready"] == (warnings == 0)


def test_a_press_of_submit_that_is_held_up_shows_the_page(as_user, target):
    data = {"version": target.version}
    answer = as_user("tianbao").post(f"/targets/{target.pk}/act/submit/", data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "未能送审：有" in page
    assert "送审前检查" in page
    # Its forms go where they belong, and not to the address of the press.
    assert f'method="post" action="/targets/{target.pk}/answers/"' in page


def test_unsaved_typing_is_said_on_the_page(as_user, sound):
    client = as_user("tianbao")
    data = form_of(client, sound) | {"op": "autosave", "usage": "还没有保存的用途"}
    assert client.post(f"/targets/{sound.pk}/edit/", data).status_code == 200
    held = page_before(client, sound)
    assert "还没有保存" in held.content.decode()
    assert not held.context["is_ready"]


@pytest.mark.parametrize("place", [FIRST, SECOND])
def test_under_review_there_is_nothing_to_press(as_user, sound, place):
    put(sound, place)
    page = page_before(as_user("tianbao"), sound)
    assert not page.context["is_ready"]
    assert "保存说明" not in page.content.decode()


def test_the_reviewer_reads_the_reasons(as_user, people, target):
    report = findings.report_on(target, store.load(target))
    [basis, *_] = [f for f in report.findings if f.check == "C58"]
    answers.answer(
        target=target,
        actor=people["tianbao"],
        version=target.version,
        reasons={findings.digest(basis, report.document): "沿用县里的写法"},
    )
    put(target, FIRST)
    page = as_user("chushen").get(f"/targets/{target.pk}/").content.decode()
    assert "沿用县里的写法" in page
    assert f"/targets/{target.pk}/check/export/" in page
