"""Rules: a document in, findings out; no database.

Importing the package registers every check.
"""

from . import (  # noqa: F401
    across,
    amounts,
    copies,
    costs,
    deadlines,
    form,
    kinds,
    labels,
    linkage,
    names,
    publication,
    quality,
    satisfaction,
    schedule,
    slips,
    table,
    tiers,
    titles,
    values,
    wording,
    years,
)
