"""A guide's Markdown as a page. A guide may hold more than what people write (code, pictures), and goes
through as fine a sieve.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from mandate.core.textkey import fold
from mandate.platform.text.addresses import is_allowed
from mandate.platform.text.markdown import ATTRIBUTES, TAGS, set_sides, sieved, with_wide_tables

_TAGS: Final = {*(TAGS - {"h1", "h5", "h6"}), "img", "code", "pre"}
_ATTRIBUTES: Final = {
    **ATTRIBUTES,
    "pre": {"tabindex"},
    "img": {"src", "alt", "loading"},
    **{heading: {"id"} for heading in ("h2", "h3", "h4")},
}

#: Where a link or a picture of a guide leads on the site; "" where it is not on the site.
Address = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading with all below it up to the next: its anchor ("" for what stands first), its words, its
    level from 2, and the text as it is typed."""

    anchor: str
    title: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A guide: its title, its passages, and what stands on the page."""

    title: str
    passages: tuple[Passage, ...]
    html: SafeString


def rendered(text: str, address: Address, anchors: Sequence[str] = ()) -> Rendered:
    """Read a guide; ``address`` says where its links lead. Headings are called by their own words, or in
    their order by these ``anchors``: those of the guide of which this is a translation."""
    reader = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable("table")
    with_wide_tables(reader)
    tokens = reader.parse(text)
    set_sides(tokens)
    title, tokens = _without_title(tokens)
    passages = _with_anchors(tokens, text.splitlines(), anchors)
    for token in tokens:
        if token.type in ("fence", "code_block"):
            token.type = "code_block"
            token.info = ""
            token.attrs = {}
        token.children = _with_addresses(token.children, address) if token.children else token.children
    made = str(reader.renderer.render(tokens, reader.options, {})).replace("<pre>", '<pre tabindex="0">')
    return Rendered(title, passages, mark_safe(sieved(made, _TAGS, _ATTRIBUTES, _attribute)))  # noqa: S308 # by nh3


def anchor_of(words: str) -> str:
    """What a heading is called in an address, as readers of Markdown have it.

    >>> anchor_of("Find what is due"), anchor_of("Language, look & more")
    ('find-what-is-due', 'language-look--more')
    """
    return re.sub(r"[^\w\- ]", "", fold(words)).replace(" ", "-")


def _without_title(tokens: list[Token]) -> tuple[str, list[Token]]:
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        return _words(tokens[1]), tokens[3:]
    return "", tokens


def _words(inline: Token) -> str:
    return "".join(child.content for child in inline.children or ())


def _with_anchors(
    tokens: Sequence[Token], lines: Sequence[str], anchors: Sequence[str]
) -> tuple[Passage, ...]:
    """Give each heading its anchor, and cut the text at them."""
    heads: list[tuple[str, str, int, int]] = [("", "", 2, 0)]
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.map:
            words = _words(inline)
            anchor = anchors[len(heads) - 1] if anchors else anchor_of(words)
            token.attrs["id"] = anchor
            heads.append((anchor, words, int(token.tag[1:]), token.map[0]))
    ends = [*(start for *_, start in heads[1:]), len(lines)]
    return tuple(
        Passage(anchor, words, level, "\n".join(lines[start:end]))
        for (anchor, words, level, start), end in zip(heads, ends, strict=True)
    )


def _with_addresses(children: Sequence[Token], address: Address) -> list[Token]:
    """Links lead to pages of the site; of one that leads nowhere there the words stay."""
    return list(_led(children, address))


def _led(children: Sequence[Token], address: Address) -> Iterator[Token]:
    kept: list[bool] = []
    for token in children:
        if token.type == "link_open":
            leads = address(str(token.attrs["href"]))
            kept.append(bool(leads))
            token.attrs["href"] = leads
        elif token.type == "image":
            token.attrs["src"] = address(str(token.attrs["src"]))
            token.attrs["loading"] = "lazy"
        if token.type not in ("link_open", "link_close") or kept[-1]:
            yield token
        if token.type == "link_close":
            kept.pop()


def _attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "src":
        return value if is_allowed(value) and value.startswith("/") else None
    return value if name != "href" or value.startswith("#") or is_allowed(value) else None
