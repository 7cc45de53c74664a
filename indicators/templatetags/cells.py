"""Inputs of the editor for a department's overall target."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..editor import row_buttons

register = template.Library()


@register.simple_tag
def text_cell(
    path: str, text: str, label: str, errors: Mapping[str, str]
) -> SafeString:
    """A labelled text area named by its field path, with its error below."""
    error = errors.get(path)
    return format_html(
        '<label class="item-cell"><span>{1}</span>'
        '<textarea class="cell" rows="1" id="f-{0}" name="{0}"{3}>\n{2}</textarea>'
        "</label>{4}",
        path,
        label,
        text,
        format_html(' aria-invalid="true" aria-describedby="e-{}"', path)
        if error
        else "",
        format_html('<p class="cell-error" id="e-{}">{}</p>', path, error)
        if error
        else "",
    )


@register.simple_tag
def item_cell(
    section: str,
    index: int,
    cell: str,
    text: str | tuple[str, ...],
    label: str,
    errors: Mapping[str, str],
) -> SafeString:
    """A cell of a numbered item; a list shows one entry a line."""
    text = text if isinstance(text, str) else "\n".join(text)
    return text_cell(f"{section}.{index}.{cell}", text, label, errors)


@register.simple_tag
def item_buttons(part: str, index: int, name: str) -> SafeString:
    return row_buttons(f"{part}.{index}", f"{name} 第{index + 1}项")


@register.simple_tag
def first_button(part: str, label: str) -> SafeString:
    """For an empty list: there is no row yet whose button could add one."""
    return format_html(
        '<button class="btn btn-outline-secondary btn-sm" type="submit" name="op" '
        'value="{}.-1.add" data-row-op>{}</button>',
        part,
        label,
    )
