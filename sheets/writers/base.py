"""What an output format is."""

from abc import ABC, abstractmethod

from perftargets.registry import Registry

from ..document import Document, Progress, document_of, paper_document
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


class DocumentWriter(Writer):
    """A format for people to read."""

    def write(self, edition: Edition, layout: Layout) -> bytes:
        return self.write_document(document_of(edition, layout))

    @abstractmethod
    def write_document(
        self, document: Document, progress: Progress | None = None
    ) -> bytes:
        """The whole file, part by part. ``progress`` is told how many parts are done,
        of how many; what it raises ends the work."""


class PaperWriter(DocumentWriter):
    """It takes free tables, too."""

    def write_paper(self, paper: Paper) -> bytes:
        """The whole file, in the fonts and on the pages of :meth:`write`."""
        return self.write_document(paper_document(paper))


writers: Registry[Writer] = Registry("writer")
