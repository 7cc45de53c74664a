"""What a target said before its last saves, so that two people's work can be merged.

A page knows only the version that it began from. What the target said then is the
common ground of what is saved now and of what is on that page; see
:mod:`sheets.merge`.
"""

from projects.models import Target
from sheets.interchange import book_from_json, book_to_json
from sheets.sheet import Overall, Sheet

from . import store
from .models import EarlierDocument

# Beyond that many saves a page is too old to be merged; it is compared.
KEPT = 30


def remember(target: Target, version: int) -> None:
    """Keep what is saved now, as ``version``, before it is replaced. The caller holds
    the row."""
    EarlierDocument.objects.update_or_create(
        target=target,
        version=version,
        defaults={"document": book_to_json(store.load_book(target))},
    )
    kept = EarlierDocument.objects.filter(target=target).order_by("-version")
    oldest = kept.values_list("version", flat=True)[KEPT - 1 : KEPT]
    kept.filter(version__lt=oldest[0] if oldest else 0).delete()


def recall(target: Target, version: int) -> Sheet | Overall | None:
    """What the target said at ``version``; ``None`` if that is too long ago.

    A step of the workflow counts as a version and changes no text, so the first
    document kept from then on is the one.
    """
    kept = list(EarlierDocument.objects.filter(target=target).order_by("version"))
    if len(kept) == KEPT and version < kept[0].version:
        return None
    since = next((row for row in kept if row.version >= version), None)
    if since is None:
        return store.load(target)
    book = book_from_json(since.document)
    return book.overall or book.projects[0]
