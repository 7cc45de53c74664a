"""What each URL answers to each persona: the table of ``test_access_matrix``."""

from dataclasses import dataclass, field
from typing import Any

LOGIN = 302
# 填报, 部门负责人, 审核, 财政业务, 绩效, 管理 and 只读 of the office.
FILLER, HEAD, REVIEWER, FINANCE = "tianbao", "head", "chushen", "caizheng"
PERFORMANCE, MANAGER, AUDITOR = "performance", "manager", "auditor"
SUBTREE = (HEAD, REVIEWER, FINANCE, PERFORMANCE, MANAGER, AUDITOR)
# And who has logged in without any post, and who has not.
PERSONAS = (None, "nobody", FILLER, *SUBTREE)
OWN, SUB, OTHER = "001", "001009", "002"
SEES = {OWN: (FILLER, *SUBTREE), SUB: SUBTREE, OTHER: ()}


@dataclass(frozen=True)
class Expected:
    """What a row answers: ``code`` to those who see the object, or what ``but`` says
    of a persona; ``hidden`` to those who do not see it."""

    code: int
    hidden: int = 404
    anonymous: int = LOGIN
    but: dict[str, int] = field(default_factory=dict)

    def to(self, persona: str | None, place: str) -> int:
        if persona is None:
            return self.anonymous
        if persona not in SEES[place]:
            return self.but.get(persona, self.hidden) if self.is_open else self.hidden
        return self.but.get(persona, self.code)

    @property
    def is_open(self) -> bool:
        """Nothing is hidden from anybody; who is named differs wherever they are."""
        return self.hidden == self.code


def everyone(code: int, anonymous: int = LOGIN, **but: int) -> Expected:
    """All who have logged in, but for those who are named."""
    return Expected(code, hidden=code, anonymous=anonymous, but=but)


def insiders(code: int, **but: int) -> Expected:
    """Those who see the department's targets; to the others they do not exist."""
    return Expected(code, but=but)


def fillers(code: int) -> Expected:
    """For the department's own filler; who only sees its targets may not."""
    return insiders(403, tianbao=code)


def overseers(code: int) -> Expected:
    """For those who see several departments, whichever these are."""
    return everyone(403, **dict.fromkeys(SUBTREE, code))


def creators(code: int) -> Expected:
    """Where no department is named yet: for the filler of any."""
    return everyone(403, tianbao=code)


def importers(code: int) -> Expected:
    """For who fills in or manages."""
    return everyone(403, tianbao=code, manager=code)


def managers(code: int) -> Expected:
    """Of windows and of what the office keeps: 绩效 and 管理."""
    return everyone(403, performance=code, manager=code)


def delegators(code: int) -> Expected:
    """For who has a post that can be handed over."""
    return everyone(code, tianbao=403, manager=403, nobody=403)


IN_2021, STALE = {"year": 2021}, {"version": "x"}
BOOK = {"year": 2021, "code": 0}
# (URL name, method) → (arguments, what is posted, expected codes). An argument of 0 is
# that of the place; every POST sends the version unless the row says otherwise.
TABLE: dict[tuple[str, str], tuple[dict[str, Any], dict[str, Any], Expected]] = {
    ("healthz", "get"): ({}, {}, everyone(200, anonymous=200)),
    ("favicon", "get"): ({}, {}, everyone(302)),
    ("login", "get"): ({}, {}, everyone(302, anonymous=200)),
    ("login", "post"): ({}, {"username": "x"}, everyone(302, anonymous=200)),
    ("logout", "get"): ({}, {}, everyone(405)),
    ("logout", "post"): ({}, {}, everyone(302)),
    ("desk", "get"): ({}, {}, everyone(200)),
    ("windows", "get"): ({}, {}, managers(200)),
    ("windows", "post"): ({}, {}, managers(422)),
    ("delegation", "get"): ({}, {}, delegators(200)),
    ("delegation", "post"): ({}, {}, delegators(422)),
    # That of chushen; to the others it does not exist.
    ("delegation-end", "get"): ({"given": 0}, {}, everyone(405)),
    ("delegation-end", "post"): ({"given": 0}, {}, everyone(404, chushen=302)),
    ("targets", "get"): ({}, {}, everyone(200)),
    ("value-meaning", "get"): ({}, {}, everyone(200)),
    ("carry-choose", "get"): ({}, {}, creators(200)),
    ("carry", "get"): (BOOK, {}, fillers(200)),
    ("carry", "post"): (BOOK, {}, fillers(422)),
    ("new-target", "get"): ({}, {}, creators(200)),
    ("new-target", "post"): ({}, {}, creators(422)),
    ("target", "get"): ({"pk": 0}, {}, insiders(200)),
    ("edit", "get"): ({"pk": 0}, {}, fillers(200)),
    ("edit", "post"): ({"pk": 0}, {}, fillers(422)),
    # It goes on from no table of an earlier year.
    ("compare", "get"): ({"pk": 0}, {}, everyone(404)),
    ("history", "get"): ({"pk": 0}, {}, insiders(200)),
    ("versions", "get"): ({"pk": 0}, {}, insiders(200)),
    # Nothing was ticked: the desk says so, to everybody.
    ("decide-many", "get"): ({"action": "pass"}, {}, everyone(405)),
    ("decide-many", "post"): ({"action": "pass"}, {}, everyone(422)),
    # Nobody reviews a draft; its filler answers, here without a word.
    ("remark", "get"): ({"pk": 0}, {}, everyone(405)),
    ("remark", "post"): ({"pk": 0}, {}, insiders(403)),
    ("remark-act", "get"): (
        {"pk": 0, "comment": 0, "action": "reply"},
        {},
        everyone(405),
    ),
    ("remark-act", "post"): (
        {"pk": 0, "comment": 0, "action": "reply"},
        {},
        fillers(422),
    ),
    # 审核表: the target is a draft, so nobody may fill one in now.
    ("review-form", "get"): ({"pk": 0}, {}, insiders(200)),
    ("review-form", "post"): (
        {"pk": 0},
        {"form_version": 0, "kind": "general"},
        insiders(403),
    ),
    ("export-review-form", "get"): (
        {"pk": 0, "form": 0, "format_id": "xlsx"},
        {},
        insiders(200),
    ),
    # The form on the screen, looked at by the automatic checks.
    ("check", "get"): ({"pk": 0}, {}, everyone(405)),
    ("check", "post"): ({"pk": 0}, {}, fillers(200)),
    ("check-answer", "get"): ({"pk": 0}, {}, everyone(405)),
    ("check-answer", "post"): ({"pk": 0}, {}, fillers(200)),
    ("export-findings", "get"): ({"pk": 0}, {}, insiders(200)),
    # 审核统计
    ("statistics", "get"): ({}, {}, overseers(200)),
    ("statistics-recount", "get"): ({}, {}, everyone(405)),
    ("statistics-recount", "post"): ({}, {}, overseers(302)),
    ("statistics-export", "get"): ({}, {}, overseers(200)),
    # 批复, of another target of the department.
    ("batches", "get"): ({}, {}, everyone(200)),
    ("batch", "get"): ({"batch": 0}, {}, insiders(200)),
    ("export-batch", "get"): ({"batch": 0, "format_id": "xlsx"}, {}, insiders(200)),
    # Nothing was ticked, or no reason given: the page says so.
    ("answers", "get"): ({"pk": 0}, {}, fillers(200)),
    ("answers", "post"): ({"pk": 0}, {}, fillers(422)),
    ("act", "get"): ({"pk": 0, "action": "submit"}, {}, everyone(405)),
    # Submitting an empty form: 422 for its filler, who may; 403 for the others.
    ("act", "post"): ({"pk": 0, "action": "submit"}, {}, fillers(422)),
    ("export-target", "get"): ({"pk": 0, "format_id": "json"}, {}, insiders(200)),
    # Without a file: back to the page, which says so.
    ("attach", "get"): ({"pk": 0}, {}, everyone(405)),
    ("attach", "post"): ({"pk": 0}, {}, fillers(302)),
    ("attachment", "get"): ({"pk": 0, "attachment": 0}, {}, insiders(200)),
    ("detach", "get"): ({"pk": 0, "attachment": 0}, {}, everyone(405)),
    ("detach", "post"): ({"pk": 0, "attachment": 0}, {}, fillers(302)),
    ("export-book", "get"): ({**BOOK, "format_id": "json"}, {}, insiders(200)),
    ("book", "get"): (BOOK, {}, insiders(200)),
    ("book", "post"): (BOOK, {}, insiders(422)),
    # Without a login: of a code that nothing was approved with.
    ("verify", "get"): ({"code": "1-0123456789"}, {}, everyone(404, anonymous=404)),
    # The rules of the checks.
    ("check-rules-now", "get"): ({}, {}, managers(302)),
    ("check-rules", "get"): (IN_2021, {}, managers(200)),
    ("check-rules", "post"): (IN_2021, STALE, managers(409)),
    ("check-words", "get"): (IN_2021, {}, managers(200)),
    ("check-words", "post"): (IN_2021, STALE, managers(409)),
    # A file that the filler has read in; to the others it does not exist.
    ("imports", "get"): ({}, {}, importers(200)),
    ("imports", "post"): ({}, {}, importers(422)),
    ("past-year", "get"): ({}, {}, managers(200)),
    ("past-year", "post"): ({}, {}, managers(422)),
    ("import", "get"): ({"file": 0}, {}, everyone(404, tianbao=200)),
    ("import", "post"): ({"file": 0}, {}, everyone(404, tianbao=409)),
    ("import-undo", "get"): ({"file": 0}, {}, everyone(405)),
    ("import-undo", "post"): ({"file": 0}, {}, everyone(404, tianbao=409)),
    ("import-marked", "get"): ({"file": 0}, {}, everyone(405)),
    ("import-marked", "post"): ({"file": 0}, {}, everyone(404, tianbao=200)),
    # The last of them: the file is gone after it.
    ("import-leave", "get"): ({"file": 0}, {}, everyone(405)),
    ("import-leave", "post"): ({"file": 0}, {}, everyone(404, tianbao=302)),
    ("import-template", "get"): ({}, {}, importers(200)),
    ("import-template", "post"): ({}, {}, importers(422)),
    ("template", "get"): ({"pk": 0}, {}, insiders(200)),
    # An archive that the filler has had read; nothing of it can be taken.
    ("import-job", "get"): ({"pack": 0}, {}, everyone(404, tianbao=200)),
    ("import-job-cancel", "get"): ({"pack": 0}, {}, everyone(405)),
    ("import-job-cancel", "post"): ({"pack": 0}, {}, everyone(404, tianbao=409)),
    ("import-job-take", "get"): ({"pack": 0}, {}, everyone(405)),
    ("import-job-take", "post"): ({"pack": 0}, {}, everyone(404, tianbao=422)),
    ("import-job-undo", "get"): ({"pack": 0}, {}, everyone(405)),
    ("import-job-undo", "post"): ({"pack": 0}, {}, everyone(404, tianbao=422)),
    # An export that the filler has asked for; its file has expired.
    ("exports", "get"): ({}, {}, everyone(200)),
    ("export-job", "get"): ({"job": 0}, {}, everyone(404, tianbao=200)),
    ("export-cancel", "get"): ({"job": 0}, {}, everyone(405)),
    ("export-cancel", "post"): ({"job": 0}, {}, everyone(404, tianbao=409)),
    ("export-again", "get"): ({"job": 0}, {}, everyone(405)),
    ("export-again", "post"): ({"job": 0}, {}, everyone(404, tianbao=302)),
    ("export-file", "get"): ({"job": 0}, {}, everyone(404)),
    # The record, for whoever manages or audits the whole tree.
    ("audit", "get"): ({}, {}, everyone(403, manager=200, auditor=200)),
    ("audit-export", "get"): ({}, {}, everyone(403, manager=200, auditor=200)),
    # The forms, for whoever chooses them.
    ("layouts", "get"): ({}, {}, managers(200)),
    ("layout", "get"): ({"layout_id": "hubei"}, {}, managers(200)),
    # The library; the entry is one that the department has proposed.
    ("library", "get"): ({}, {}, everyone(200)),
    ("library-propose", "get"): ({}, {}, creators(200)),
    ("library-propose", "post"): ({}, {}, creators(422)),
    ("library-entry", "get"): ({"entry": 0}, {}, insiders(200)),
    ("library-amend", "get"): ({"entry": 0}, {}, fillers(200)),
    ("library-amend", "post"): ({"entry": 0}, {}, fillers(422)),
    ("library-decide", "get"): ({"entry": 0, "action": "accept"}, {}, everyone(405)),
    ("library-decide", "post"): (
        {"entry": 0, "action": "accept"},
        {},
        insiders(403, caizheng=302, performance=302),
    ),
    ("target-library", "get"): ({"pk": 0}, {}, fillers(200)),
    # Nothing was ticked: back to the list, which says so.
    ("target-library", "post"): ({"pk": 0}, {}, fillers(302)),
    ("target-library-matches", "get"): ({"pk": 0}, {}, fillers(200)),
    # Notices; the one that is opened is the filler's.
    ("notices", "get"): ({}, {}, everyone(200)),
    ("notices-read", "get"): ({}, {}, everyone(405)),
    ("notices-read", "post"): ({}, {"upto": 0}, everyone(302)),
    ("notice-open", "get"): ({"notice": 0}, {}, everyone(405)),
    ("notice-open", "post"): ({"notice": 0}, {}, everyone(404, tianbao=302)),
}
