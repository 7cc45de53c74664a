"""Every URL against every persona. A new URL fails until it is in the table."""

import pytest
from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse

PERSONAS = (
    None,
    "tianbao",
    "chushen",
    "caizheng",
    "admin",
    "stranger",
    "foreign_reviewer",
    "nobody",
)
LOGIN = 302
EVERYONE = dict.fromkeys(PERSONAS, 200)
ALL_WHO_LOG_IN = {**EVERYONE, None: LOGIN}
# Whoever sees the office's targets; to the others they do not exist.
SEE = {
    **dict.fromkeys(("stranger", "foreign_reviewer", "nobody"), 404),
    **dict.fromkeys(("tianbao", "chushen", "caizheng", "admin"), 200),
    None: LOGIN,
}
FILL = {**SEE, "chushen": 403, "caizheng": 403, "admin": 403}
FILLERS = {
    **dict.fromkeys(PERSONAS, 403),
    "tianbao": 200,
    "stranger": 200,
    None: LOGIN,
}
STAFF = {**dict.fromkeys(PERSONAS, LOGIN), "admin": 200}

# URL name → (method, arguments from the target, expected code by persona)
TABLE = {
    "healthz": ("get", {}, EVERYONE),
    "login": ("get", {}, {**dict.fromkeys(PERSONAS, 302), None: 200}),
    "logout": ("post", {}, dict.fromkeys(PERSONAS, 302)),
    "desk": ("get", {}, ALL_WHO_LOG_IN),
    "targets": ("get", {}, ALL_WHO_LOG_IN),
    "value-meaning": ("get", {}, ALL_WHO_LOG_IN),
    "carry-choose": ("get", {}, FILLERS),
    "carry": (
        "get",
        {"year": 2021, "code": "001"},
        {**FILL},
    ),
    "new-target": ("get", {}, FILLERS),
    "target": ("get", {"pk": 0}, SEE),
    "edit": ("get", {"pk": 0}, FILL),
    "compare": ("get", {"pk": 0}, {**dict.fromkeys(PERSONAS, 404), None: LOGIN}),
    "history": ("get", {"pk": 0}, SEE),
    # Submitting the seed as it is: 422 for its filler, who may; 403 for the others.
    "act": ("post", {"pk": 0, "action": "submit"}, {**FILL, "tianbao": 422}),
    "export-target": ("get", {"pk": 0, "format_id": "json"}, SEE),
    "export-book": ("get", {"year": 2021, "code": "001", "format_id": "json"}, SEE),
}


def names(resolver: URLResolver) -> list[str]:
    """All URL names, nested ones included; the back office counts as one group."""
    found = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                found += names(pattern)
        elif isinstance(pattern, URLPattern):
            found.append(pattern.name)
    return found


def test_every_url_is_in_the_table():
    missing = set(names(get_resolver())) - set(TABLE)
    assert not missing, f"please add to TABLE: {missing}"
    assert len(TABLE) == 16


def test_every_url_answers_every_persona_as_it_should(as_user, target):
    visited, wrong = 0, []
    for name, (method, arguments, expected) in TABLE.items():
        arguments = {k: target.pk if k == "pk" else v for k, v in arguments.items()}
        url = reverse(name, kwargs=arguments)
        for persona in PERSONAS:
            send = getattr(as_user(persona), method)
            code = send(url, {"version": target.version} if method == "post" else {})
            visited += 1
            if code.status_code != expected[persona]:
                wrong.append((name, persona, code.status_code, expected[persona]))
    assert wrong == []
    assert visited == len(TABLE) * len(PERSONAS) == 128


def test_anonymous_is_sent_to_log_in(as_user, target):
    answer = as_user(None).get(f"/targets/{target.pk}/")
    assert answer.url == f"/login/?next=/targets/{target.pk}/"


@pytest.mark.parametrize("persona", PERSONAS)
def test_the_back_office_is_for_staff_only(as_user, office, persona):
    client, visited = as_user(persona), 0
    for model, _ in admin.site._registry.items():
        url = reverse(
            f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        )
        assert client.get(url).status_code == STAFF[persona], url
        row = model.objects.first()
        if row is not None:
            change = url + f"{row.pk}/change/"
            assert client.get(change).status_code == STAFF[persona], change
        visited += 1
    assert visited == 9


POSTS = [
    ("edit", "chushen", 403),
    ("edit", "stranger", 404),
    ("edit", None, 302),
]


@pytest.mark.parametrize(("name", "persona", "code"), POSTS)
def test_writing_is_guarded_like_reading(as_user, target, name, persona, code):
    client = as_user(persona)
    answer = client.post(f"/targets/{target.pk}/edit/", {"version": 1, "name": "甲"})
    assert answer.status_code == code
    target.refresh_from_db()
    assert target.version == 1


@pytest.mark.parametrize("action", ["pass", "return"])
@pytest.mark.parametrize(
    ("persona", "code"),
    [("tianbao", 403), ("caizheng", 403), ("foreign_reviewer", 404)],
)
def test_a_review_is_for_its_reviewer(as_user, people, target, action, persona, code):
    type(target).objects.filter(pk=target.pk).update(status="first_review")
    url = f"/targets/{target.pk}/act/{action}/"
    answer = as_user(persona).post(url, {"version": 1, "opinion": "请修改"})
    assert answer.status_code == code
    target.refresh_from_db()
    assert target.status == "first_review"
