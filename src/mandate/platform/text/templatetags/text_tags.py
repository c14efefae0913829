"""Long texts in templates."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mandate.core.worddiff import Piece
from mandate.platform.text.markdown import html

register = template.Library()


@register.filter
def markdown(text: str, level: int = 3) -> SafeString:
    """`{{ section.text|markdown:4 }}`: the text, its outermost headings being of that level."""
    return html(text, level)


@register.simple_tag
def word_difference(pieces: Sequence[Piece]) -> SafeString:
    """`{% word_difference row.pieces %}`: what is gone is struck out, what is new underlined; both are
    said, too."""
    tags = {"gone": ("del", _("taken out:")), "new": ("ins", _("added:"))}
    return format_html_join("", "{}", ((_shown(piece, tags),) for piece in pieces))


def _shown(piece: Piece, tags: dict[str, tuple[str, str]]) -> SafeString:
    if piece.kind == "same":
        return format_html("{}", piece.text)
    tag, words = tags[piece.kind]
    return format_html('<{}><span class="unseen">{} </span>{}</{}>', tag, words, piece.text, tag)
