"""A review as a document in any of the languages."""

from collections.abc import Callable, Mapping

from mandate.apps.reviews.content import Content
from mandate.apps.reviews.documents.docx import write_docx
from mandate.apps.reviews.documents.html import write_html
from mandate.apps.reviews.documents.pdf import write_pdf
from mandate.apps.reviews.documents.worded import Worded
from mandate.apps.reviews.documents.wording import worded
from mandate.apps.reviews.documents.xlsx import write_xlsx

_WRITERS: Mapping[str, Callable[[Worded], bytes]] = {
    "pdf": write_pdf,
    "docx": write_docx,
    "xlsx": write_xlsx,
    "html": write_html,
}
#: Media types by format; the formats in the order in which pages offer them.
MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
}


def write_document(content: Content, language: str, format: str) -> bytes:
    """The whole review in one language, as "pdf", "docx", "xlsx" or "html". Raises KeyError for another
    format."""
    return _WRITERS[format](worded(content, language))


def file_name(content: Content, language: str, format: str) -> str:
    """What a download is called: "review-D380-2023-vi.pdf"."""
    return f"review-{content.unit.code}-{content.period}-{language}.{format}"
