"""Rules: a document in, findings out; no database.

Importing the package registers every check.
"""

from . import (  # noqa: F401
    across,
    costs,
    form,
    labels,
    linkage,
    publication,
    quality,
    satisfaction,
    schedule,
    table,
    tiers,
    titles,
    values,
    wording,
    years,
)
