"""Every step, by everybody who might try."""

import pytest

from departments import access
from projects.models import Target
from reviews import flow
from reviews.models import Batch, Opinion, Phrase, Version
from tests.clean import make_clean
from tests.reviews.steps import MAY, PLACES, SECOND, put, step

INSIDERS = (
    "tianbao",
    "head",
    "chushen",
    "caizheng",
    "performance",
    "manager",
    "auditor",
    "admin",
)
REVIEWING = ("head", "chushen", "caizheng", "performance")
OUTSIDERS = ("stranger", "foreign_reviewer", "nobody")
PERSONAS = (None, *INSIDERS, *OUTSIDERS)
LOGIN = 302


def expected_of_step(persona: str | None, status: str, action: str) -> int:
    """What a press of the button is answered, whether or not it was on the page."""
    who, _ = MAY.get((status, action), (None, None))
    if persona is None:
        return LOGIN
    if persona in OUTSIDERS:
        return 404
    rights = {row.right for row in flow.TRANSITIONS if row.action == action}
    if rights == {access.REVIEW} and persona not in REVIEWING:
        return 403  # never this person's, whatever the status
    if rights == {access.SUBMIT} and persona != "tianbao":
        return 403
    if who is None:
        return 409
    return 302 if persona == who else 403


def test_every_step_at_every_status_by_every_persona(visit, target):
    make_clean(target)
    visited, wrong = 0, []
    data = {"version": target.version, "opinion": "意见", "reason": "policy"}
    for place in PLACES:
        put(target, place)
        for action in flow.LABELS:
            url = f"/targets/{target.pk}/act/{action}/"
            for persona in PERSONAS:
                code = visit(persona, "post", url, data)
                expected = expected_of_step(persona, place, action)
                visited += 1
                if code != expected:
                    wrong.append((place, action, persona, code, expected))
    assert wrong == []
    assert visited == 6 * 6 * 12
    assert Target.objects.get(pk=target.pk).version == target.version


def refused(persona: str | None) -> int:
    """Who may not even see it learns nothing of it."""
    if persona is None:
        return LOGIN
    return 404 if persona in OUTSIDERS else 403


@pytest.mark.parametrize("place", PLACES)
def test_whoever_may_not_write_changes_nothing(visit, target, place):
    put(target, place)
    url = f"/targets/{target.pk}/edit/"
    data = {"version": target.version, "name": "甲", "goals.0": "改"}
    for persona in PERSONAS:
        if persona == "tianbao":
            continue
        for op in ("save", "autosave", "discard", "goals.0.add"):
            code = visit(persona, "post", url, data | {"op": op}, undo=False)
            assert code == refused(persona), (persona, op)
    assert not target.drafts.exists()
    assert Target.objects.get(pk=target.pk).version == target.version
