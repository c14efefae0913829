"""The room of documents: a value (value.py) and a writer for each format. docs/documents.md tells how a part
gives a document."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from mandate.platform.documents.html import write_html
from mandate.platform.documents.pdf import write_pdf
from mandate.platform.documents.value import Document
from mandate.platform.documents.xlsx import write_xlsx

__all__ = ["FORMATS", "Document", "Format", "write_document"]


def write_docx(document: Document) -> bytes:
    """The writer for Word. Its library takes a while to load: only who needs it waits for that."""
    from mandate.platform.documents.docx import write_docx

    return write_docx(document)


@dataclass(frozen=True, slots=True)
class Format:
    """What a button calls it, its media type, and its writer."""

    name: str
    media_type: str
    write: Callable[[Document], bytes]


#: By the ending of the file, in the order in which pages offer them; the names are those of every language.
FORMATS: Final[Mapping[str, Format]] = {
    "pdf": Format("PDF", "application/pdf", write_pdf),
    "docx": Format(
        "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", write_docx
    ),
    "xlsx": Format("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "html": Format("HTML", "text/html; charset=utf-8", write_html),
}


def write_document(document: Document, format: str) -> bytes:
    """The file. Raises KeyError for another format."""
    return FORMATS[format].write(document)
