"""A review as a document in any of the languages."""

from mandate.apps.reviews.content import Content
from mandate.apps.reviews.documents.sections import document
from mandate.apps.reviews.documents.wording import worded
from mandate.platform.documents import write_document as write


def write_document(content: Content, language: str, format: str) -> bytes:
    """The whole review in one language, in one of the formats of the room. Raises KeyError for another
    format."""
    return write(document(worded(content, language)), format)
