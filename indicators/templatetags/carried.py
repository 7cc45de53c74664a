"""What a template asks about last year."""

from django import template

from projects.models import Target

from ..carry import last_year_of

register = template.Library()


@register.filter
def has_last_year(target: Target) -> bool:
    """Whether there is something to compare it with."""
    if target.project is not None:
        return target.project.continued_from_id is not None
    return last_year_of(target) is not None
