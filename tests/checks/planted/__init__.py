"""Faults to plant into tables: for each rule, ways in which people break it."""

from . import tables, values  # noqa: F401
from .plant import PLANTS  # noqa: F401
