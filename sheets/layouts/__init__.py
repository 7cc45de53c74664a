"""The official forms, one class each; see :mod:`sheets.layouts.base`.

Importing the package registers them all.
"""

from ..sheet import Book
from . import flat as flat
from . import hebei_2021 as hebei_2021
from . import hebei_text as hebei_text
from . import hubei as hubei
from . import mof_2015_department as mof_2015_department
from . import mof_2015_project as mof_2015_project
from . import mof_annual as mof_annual
from . import value_split as value_split
from .base import Column as Column
from .base import Layout as Layout
from .base import Line as Line
from .base import OverallLayout as OverallLayout
from .base import layouts as layouts
from .base import not_shown as not_shown
from .base import overall_layouts as overall_layouts

DEFAULT = "hebei-2021"


def layout_choices() -> list[tuple[str, str]]:
    """For a model field: passed as a callable, so a new form needs no migration."""
    return layouts.choices()


def overall_choices() -> list[tuple[str, str]]:
    """As :func:`layout_choices`, of forms for a department's overall target."""
    return overall_layouts.choices()


def layout_ids() -> list[str]:
    """Both kinds: what can be asked for by name."""
    return [form.id for form in (*layouts, *overall_layouts)]


def layout_of(book: Book, layout_id: str | None = None) -> Layout:
    """The form that the book is printed in, in its words; ``layout_id`` is another one,
    of either kind, that was asked for."""
    own = layouts.get(book.layout or DEFAULT).of_book(book)
    if layout_id is None:
        return own
    if layout_id in {form.id for form in overall_layouts}:
        own.overall_layout = layout_id
        return own
    return layouts.get(layout_id).of_book(book)
