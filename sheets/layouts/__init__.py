"""The official forms, one class each; see :mod:`sheets.layouts.base`.

Importing the package registers them all.
"""

from . import hebei_2021 as hebei_2021
from .base import Layout as Layout
from .base import Line as Line
from .base import layouts as layouts

DEFAULT = "hebei-2021"


def layout_choices() -> list[tuple[str, str]]:
    """For a model field: passed as a callable, so a new form needs no migration."""
    return layouts.choices()
