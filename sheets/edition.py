"""What a writer is given: an ``Edition``, a book together with what each of its parts
says of its standing; or a ``Paper``, tables that are no target's form."""

from dataclasses import dataclass
from datetime import date

from .grid import Grid
from .sheet import Book

DRAFT_WORD = "草稿"


@dataclass(frozen=True)
class Stamp:
    """Printed at the foot of a part. Without a ``digest`` the part is a draft, or one
    that ``is_backfilled``: its paper is what the office says, and no version stands
    behind it.

    ``number`` is the approved version's (1, 2, …), ``digest`` its sha256, ``batch`` the
    批复文号, ``link`` the address at which anybody may verify it.
    """

    number: int | None = None
    digest: str | None = None
    approved_on: date | None = None
    batch: str | None = None
    link: str | None = None
    is_backfilled: bool = False

    @property
    def is_draft(self) -> bool:
        return self.digest is None and not self.is_backfilled

    @property
    def text(self) -> str:
        if self.is_draft:
            return "草稿，未经批复"
        day = f"，批复日期 {self.approved_on:%Y-%m-%d}" if self.approved_on else ""
        batch = f"，{self.batch}" if self.batch else ""
        if self.digest is None:
            return f"补录，未经本系统审核{batch}{day}"
        return f"第{self.number}版{batch}{day}，校验码 {self.digest[:8]}"


DRAFT = Stamp()


@dataclass(frozen=True)
class Foot:
    """As :class:`Stamp`, in words of one's own."""

    text: str
    is_draft: bool = False
    link: str | None = None


@dataclass(frozen=True)
class Paper:
    """Free tables under a common ``title``, each on a page of its own with ``foot``
    printed at its end."""

    title: str
    grids: tuple[Grid, ...]
    foot: Foot | None = None


@dataclass(frozen=True)
class Edition:
    """``stamps`` belong to ``book.projects`` one by one; ``overall_stamp`` to its
    department text. ``None`` prints no stamp at all (a converted file has no standing).
    One that ``is_book`` has a cover, with ``day`` on it, and contents.
    """

    book: Book
    stamps: tuple[Stamp | None, ...]
    overall_stamp: Stamp | None = None
    is_book: bool = False
    day: date | None = None

    def __post_init__(self) -> None:
        if len(self.stamps) != len(self.book.projects):
            raise ValueError("an edition needs one stamp for each table")

    @property
    def is_whole_book(self) -> bool:
        """Tables are numbered in a book, not when one is printed alone."""
        whole = self.book.overall is not None or len(self.book.projects) > 1
        return self.is_book or whole


def unstamped(book: Book, *, is_book: bool = False) -> Edition:
    """For conversion from file to file."""
    return Edition(book, tuple(None for _ in book.projects), is_book=is_book)
