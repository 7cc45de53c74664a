"""What Django looks at when it starts."""

from typing import Any

from django.core.checks import CheckMessage, Error

from sheets.layouts import layouts, overall_layouts
from sheets.layouts.sample import missing


def check_layouts(**_: Any) -> list[CheckMessage]:
    """Every form shows every cell of a full document, or says why it does not."""
    return [
        Error(
            f"the form {form.id!r} has no place for {name!r}",
            hint="show it, or give the reason in leaves_out",
            obj=form,
            id="projects.E001",
        )
        for form in (*layouts, *overall_layouts)
        for name in missing(form)
    ]
