"""Rules: a document in, findings out; no database.

Importing the package registers every check.
"""

from . import form, linkage, publication, quality, years  # noqa: F401
