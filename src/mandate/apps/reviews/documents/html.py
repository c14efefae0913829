"""The review as one HTML file that needs nothing else: its style and charts are inside it."""

from importlib.resources import files

from django.template.loader import render_to_string
from django.utils import translation

from mandate.apps.reviews.documents.worded import Worded


def write_html(review: Worded) -> bytes:
    """The file, in UTF-8."""
    style = files("mandate.apps.reviews.documents").joinpath("document.css").read_text(encoding="utf-8")
    context = {"review": review, "style": style, "standalone": True, "links": False}
    with translation.override(review.language):
        return render_to_string("reviews/document.html", context).encode()
