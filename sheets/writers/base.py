"""What an output format is."""

from abc import ABC, abstractmethod

from perftargets.registry import Registry

from ..document import Document, document_of, paper_document
from ..edition import Edition, Paper
from ..layouts import Layout


class Writer(ABC):
    """Turns an edition into the bytes of one file. Never touches the database."""

    id: str
    name: str
    content_type: str
    extension: str  # of the file's name, without the point

    @abstractmethod
    def write(self, edition: Edition, layout: Layout) -> bytes:
        """The whole file. Every string of the book is in it, as it was typed."""


class PaperWriter(Writer):
    """A format for people to read: it takes free tables, too."""

    def write(self, edition: Edition, layout: Layout) -> bytes:
        return self.write_document(document_of(edition, layout))

    def write_paper(self, paper: Paper) -> bytes:
        """The whole file, in the fonts and on the pages of :meth:`write`."""
        return self.write_document(paper_document(paper))

    @abstractmethod
    def write_document(self, document: Document) -> bytes:
        """The whole file, part by part."""


writers: Registry[Writer] = Registry("writer")
