"""The editor's form as a browser sees it: what it would send back."""

from html.parser import HTMLParser

from django.test import Client

from projects.models import Target

BUTTONS = ("submit", "button")


class _Form(HTMLParser):
    """Collects the inputs and text areas of the form ``#editor``."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.fields: dict[str, str] = {}
        self.area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        if tag == "form":
            self.inside = at.get("id") == "editor"
        name = at.get("name")
        if not self.inside or name is None:
            return
        unticked = at.get("type") == "checkbox" and "checked" not in at
        if tag == "input" and at.get("type") not in BUTTONS and not unticked:
            self.fields[name] = at.get("value") or ""
        elif tag == "textarea":
            self.area, self.fields[name] = name, ""

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.fields[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.area is not None:
            # As in a browser, the first line break does not count.
            text = self.fields[self.area].removeprefix("\n")
            self.fields[self.area], self.area = text, None


def form_in(answer) -> dict[str, str]:
    """Names and values of the form on an answered page, without its token, which is
    another one each time."""
    form = _Form()
    form.feed(answer.content.decode())
    form.fields.pop("csrfmiddlewaretoken", None)
    return form.fields


def url(target: Target) -> str:
    return f"/targets/{target.pk}/edit/"


def form_of(client: Client, target: Target) -> dict[str, str]:
    """The form as the client would send it back untouched."""
    answer = client.get(url(target))
    assert answer.status_code == 200
    return form_in(answer)


def fresh(target: Target) -> Target:
    """The target as the database has it now, nothing remembered."""
    return Target.objects.with_names().get(pk=target.pk)
