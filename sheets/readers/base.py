"""What an input format is, and what reading yields."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field

from perftargets.registry import Registry

from ..sheet import Book

NO_TABLE = "文件里没有找到绩效目标表，也没有部门整体绩效目标"
NOTHING_FOUND = (
    f"{NO_TABLE}。请核对是不是选错了文件；"
    "选对了的，表里要有“项目名称”“三级指标”“指标值”这样的栏目名称"
)

OVERALL = 0  # the number of the overall target; tables count from 1


@dataclass(frozen=True)
class Message:
    """``where`` names the place as the file's author would: 第2张表 预算数."""

    where: str
    message: str


@dataclass(frozen=True)
class Reading:
    """The book, with all errors (a cell could not be taken over) and warnings (it
    was taken over, but a person should look).

    ``places`` says where in the file a document's cells stood: number of the document
    (:data:`OVERALL`, tables from 1) → field path → place, as in
    :attr:`Message.where`. What a format does not know is not in it. ``kind`` is the id
    of the reader.
    """

    book: Book
    errors: tuple[Message, ...] = ()
    warnings: tuple[Message, ...] = ()
    places: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    kind: str = ""


class Reader(ABC):
    """Turns the bytes of one file into a book; ``BadFile`` if it is no such file."""

    id: str
    name: str
    suffixes: tuple[str, ...]
    only: str = ""  # which of such files it reads, if not all: 本系统导出的

    @abstractmethod
    def read(self, data: bytes) -> Reading:
        """Collect all errors; stop at none that leaves something readable."""


readers: Registry[Reader] = Registry("reader")
