"""Pages: laid out by WeasyPrint, kept, and put together to a PDF file.

Knows HTML and no writer, so that its helpers (:mod:`.helper`) stay small.
"""
