"""Output formats, one module each, registered beside its class.

Importing the package registers them all.
"""

from . import docx as docx
from . import html as html
from . import json as json
from . import pdf as pdf
from . import xlsx as xlsx
from .base import DocumentWriter as DocumentWriter
from .base import PaperWriter as PaperWriter
from .base import Writer as Writer
from .base import writers as writers
