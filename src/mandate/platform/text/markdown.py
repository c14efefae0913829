"""A text in Markdown on a page.

What is understood is what docs/texts.md lists: CommonMark with tables, without what is for programmers or
brings something in from elsewhere (raw HTML, pictures, code, definitions of links). What is not understood
stands there as it was typed; nothing is lost.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final

import nh3
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from mandate.core.text import seen
from mandate.platform.text.addresses import is_allowed
from mandate.platform.text.bounds import COLUMNS, DEPTH, TABLES, Trouble, trouble_before_reading

_NOT_UNDERSTOOD: Final = (
    "code",
    "fence",
    "html_block",
    "lheading",
    "reference",
    "backticks",
    "html_inline",
    "image",
)
_DEEPEST_HEADING: Final = 3  # of a text, within the page or section in which it stands
#: What the reader goes down to. It leaves out what lies deeper, so a text is refused before that.
_NESTING: Final = 2 * DEPTH + 6
TAGS: Final = {
    *(
        "p",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "strong",
        "em",
        "a",
    ),
    *("div", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES: Final = {"a": {"href"}, "ol": {"start"}, "div": {"tabindex"}, "th": {"scope"}}
_CLASSES: Final = {"div": {"wide"}, "th": {"end", "middle"}, "td": {"end", "middle"}}
_SIDES: Final = {"text-align:right": "end", "text-align:center": "middle"}


class UnreadableError(ValueError):
    """A text holds more than is taken; ``trouble`` says of what."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def html(text: str, level: int = 3) -> SafeString:
    """The text for a page on which its outermost headings are of ``level``. One that holds too much to be
    taken is shown as it was typed."""
    try:
        tokens = tokens_of(text)
    except UnreadableError:
        return _as_typed(text)
    reader = _reader()
    made: str = reader.renderer.render(tokens, reader.options, {"level": level})
    return mark_safe(sieved(made, TAGS, ATTRIBUTES, _attribute))  # noqa: S308 # by nh3


def trouble_of(text: str) -> Trouble | None:
    """Why a text is not taken; None for one that is."""
    try:
        tokens_of(text)
    except UnreadableError as error:
        return error.trouble
    return None


def tokens_of(text: str) -> Sequence[Token]:
    """The text as it is understood: its headings in order (``meta["level"]`` from 1), its tables with the
    sides of their columns as classes. Raises UnreadableError."""
    if trouble := trouble_before_reading(text):
        raise UnreadableError(trouble)
    tokens = _reader().parse(text)
    if trouble := _trouble_as_read(tokens):
        raise UnreadableError(trouble)
    tokens = _without_empty_headings(tokens)
    _set_outline(tokens)
    set_sides(tokens)
    return tokens


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": _NESTING, "xhtmlOut": False})
    reader.enable("table").disable(list(_NOT_UNDERSTOOD))
    reader.validateLink = is_allowed  # type: ignore[assignment, method-assign] # as its documentation says
    reader.add_render_rule("heading_open", _heading)
    reader.add_render_rule("heading_close", _heading)
    with_wide_tables(reader)
    return reader


def with_wide_tables(reader: MarkdownIt) -> MarkdownIt:
    """The reader, which lets a wide table be scrolled on its own."""
    reader.add_render_rule("table_open", _table)
    reader.add_render_rule("table_close", _table)
    return reader


def _trouble_as_read(tokens: Sequence[Token]) -> Trouble | None:
    """What only the reader can tell: how deep it goes, how many tables there are, and how wide."""
    depth = tables = columns = 0
    for token in tokens:
        if token.type in ("blockquote_open", "bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("blockquote_close", "bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type == "table_open":
            tables, columns = tables + 1, 0
        elif token.type == "th_open":
            columns += 1
        if depth > DEPTH:
            return Trouble.DEEP
        if tables > TABLES:
            return Trouble.TABLES
        if columns > COLUMNS:
            return Trouble.COLUMNS
    return None


def _without_empty_headings(tokens: Sequence[Token]) -> list[Token]:
    """A heading without a word is none: nobody could read it, and an outline must not count it."""
    left: list[Token] = []
    for token in tokens:
        left.append(token)
        if token.type == "heading_close" and not _says_something(left[-2]):
            del left[-3:]
    return left


def _says_something(inline: Token) -> bool:
    return bool(seen("".join(child.content for child in inline.children or ())).strip())


def _set_outline(tokens: Sequence[Token]) -> None:
    """No heading is more than one level below the one before it, whatever was typed."""
    above: list[int] = []
    level = 0
    for token in tokens:
        if token.type == "heading_open":
            typed = int(token.tag[1:])
            while above and above[-1] >= typed:
                above.pop()
            above.append(typed)
            level = min(len(above), _DEEPEST_HEADING)
        if token.type in ("heading_open", "heading_close"):
            token.meta["level"] = level


def set_sides(tokens: Sequence[Token]) -> None:
    """Columns to the right and in the middle by a class, for no page takes a style; and a head without words
    names no column."""
    for opened, inside, closed in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opened.type not in ("th_open", "td_open"):
            continue
        if side := _SIDES.get(str(opened.attrs.pop("style", ""))):
            opened.attrs["class"] = side
        if opened.type == "th_open" and inside.content:
            opened.attrs["scope"] = "col"
        else:
            opened.tag = closed.tag = "td"


def _heading(_renderer: Any, tokens: Sequence[Token], place: int, _options: Any, env: Any) -> str:
    token = tokens[place]
    return f"<{'/' if token.nesting < 0 else ''}h{min(6, env['level'] + token.meta['level'] - 1)}>"


def _table(_renderer: Any, tokens: Sequence[Token], place: int, _options: Any, _env: Any) -> str:
    """A wide table is scrolled on its own, by keyboard too."""
    return '<div class="wide" tabindex="0"><table>' if tokens[place].nesting > 0 else "</table></div>"


def sieved(
    made: str,
    tags: set[str],
    attributes: Mapping[str, set[str]],
    attribute: Callable[[str, str, str], str | None],
) -> str:
    """The second wall: what the reader should never have written does not come through."""
    return nh3.clean(
        made,
        tags=tags,
        attributes=dict(attributes),
        allowed_classes=_CLASSES,
        attribute_filter=attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )


def _attribute(_tag: str, name: str, value: str) -> str | None:
    return value if name != "href" or is_allowed(value) else None


def _as_typed(text: str) -> SafeString:
    parts = [part.split("\n") for part in text.split("\n\n") if part.strip()]
    lines = (format_html_join(SafeString("<br>"), "{}", ((line,) for line in part)) for part in parts)
    return format_html_join("\n", "<p>{}</p>", ((shown,) for shown in lines)) or format_html("")
