"""Inputs of the editor for a department's overall target."""

from collections.abc import Mapping, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sheets.numbering import bare, mark

from ..editor import row_buttons

register = template.Library()


@register.simple_tag
def text_cell(
    path: str, text: str, label: str, errors: Mapping[str, str]
) -> SafeString:
    """A labelled text area named by its field path, with its error below."""
    error = errors.get(path)
    return format_html(
        '<div class="item-cell"><label><span>{1}</span>'
        '<textarea class="cell" rows="1" id="f-{0}" name="{0}"{3}>\n{2}</textarea>'
        "</label></div>{4}",
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
def heading_cell(
    section: str, index: int, title: str, errors: Mapping[str, str]
) -> SafeString:
    """A heading; its number stands before it and counts by itself."""
    label = f"标题 {mark(index)}"
    return text_cell(f"{section}.{index}.title", bare(title), label, errors)


@register.simple_tag
def project_boxes(
    index: int, chosen: Sequence[str], names: Sequence[str]
) -> SafeString:
    """A box for each project of the year, and for each one that the goal still lists
    and the year does not have."""
    path = f"overall.sub_goals.{index}.projects"
    known = list(dict.fromkeys([*names, *chosen]))
    boxes = format_html_join(
        "",
        '<label class="box"><input type="checkbox" id="f-{0}.{1}" name="{0}.{1}" '
        'value="{2}"{3}><span>{2}{4}</span></label>',
        [
            (
                path,
                place,
                name,
                SafeString(" checked") if name in chosen else "",
                "" if name in names else "（本年度没有这个项目）",
            )
            for place, name in enumerate(known)
        ],
    )
    return format_html(
        '<fieldset class="boxes" id="f-{}"><legend>对应项目（{}）</legend>'
        "{}</fieldset>",
        path,
        len(chosen),
        boxes or "本年度还没有项目",
    )


@register.simple_tag
def item_buttons(part: str, index: int, name: str, count: int) -> SafeString:
    """``count``: how many there are; the first cannot go up nor the last down."""
    ends = [v for v, end in (("up", 0), ("down", count - 1)) if index == end]
    return row_buttons(f"{part}.{index}", f"{name} 第{index + 1}项", ends)


@register.simple_tag
def first_button(part: str, label: str) -> SafeString:
    """For an empty list: there is no row yet whose button could add one."""
    return format_html(
        '<button class="btn btn-outline-secondary btn-sm" type="submit" name="op" '
        'value="{}.-1.add" data-row-op>{}</button>',
        part,
        label,
    )
