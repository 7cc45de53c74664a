"""What an output format is."""

from abc import ABC, abstractmethod

from perftargets.registry import Registry

from ..edition import Edition, Paper
from ..layouts import Layout


class Writer(ABC):
    """Turns an edition into the bytes of one file. Never touches the database."""

    id: str
    name: str
    content_type: str

    @abstractmethod
    def write(self, edition: Edition, layout: Layout) -> bytes:
        """The whole file. Every string of the book is in it, as it was typed."""


class PaperWriter(Writer):
    """A format for people to read: it takes free tables, too."""

    @abstractmethod
    def write_paper(self, paper: Paper) -> bytes:
        """The whole file, in the fonts and on the pages of :meth:`write`."""


writers: Registry[Writer] = Registry("writer")
