"""A text in Markdown as blocks of a document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from markdown_it.token import Token

from mandate.platform.documents.value import (
    Block,
    Cell,
    Column,
    Heading,
    Items,
    Kind,
    Paragraph,
    Prose,
    Quote,
    Rule,
    Run,
    Table,
)
from mandate.platform.text.markdown import UnreadableError, tokens_of


def blocks(text: str, level: int = 1) -> tuple[Block, ...]:
    """What the text says, its outermost headings at ``level`` of a section. One that holds too much to be
    taken is told as it was typed."""
    try:
        tokens = tokens_of(text)
    except UnreadableError:
        return tuple(Paragraph(line) for line in text.split("\n") if line.strip())
    return tuple(_Reading(tokens, level).until(""))


@dataclass(slots=True)
class _Reading:
    """Goes through the tokens, once."""

    tokens: Sequence[Token]
    level: int
    place: int = 0

    def next(self) -> Token:
        token = self.tokens[self.place]
        self.place += 1
        return token

    def until(self, end: str) -> Iterator[Block]:
        """The blocks before the token that ends what they lie in."""
        while self.place < len(self.tokens):
            token = self.next()
            if token.type == end:
                return
            match token.type:
                case "inline":
                    yield Prose(tuple(_runs(token)))
                case "heading_open":
                    words = Prose(tuple(_runs(self.next()))).line
                    yield Heading(words, level=min(4, self.level + token.meta["level"] - 1))
                case "bullet_list_open":
                    yield Items(tuple(self.items("bullet_list_close")))
                case "ordered_list_open":
                    first = int(token.attrs.get("start", 1))
                    yield Items(tuple(self.items("ordered_list_close")), first)
                case "blockquote_open":
                    yield Quote(tuple(self.until("blockquote_close")))
                case "table_open":
                    yield self.table()
                case "hr":
                    yield Rule()
                case _:  # the ends of paragraphs and headings
                    pass

    def items(self, end: str) -> Iterator[tuple[Block, ...]]:
        """The items of a list."""
        while self.next().type != end:
            yield tuple(self.until("list_item_close"))

    def table(self) -> Table:
        """A table: its heads, then its rows."""
        rows: list[list[tuple[Token, Token]]] = []
        while (token := self.next()).type != "table_close":
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                rows[-1].append((token, self.next()))
        heads, *others = rows
        columns = tuple(Column(_told(cell).text, _kind(opened)) for opened, cell in heads)
        return Table(columns, tuple(tuple(_told(cell) for _opened, cell in row) for row in others))


def _kind(opened: Token) -> Kind:
    return "number" if opened.attrs.get("class") == "end" else "text"


def _told(cell: Token) -> Cell:
    """A cell as a document has it: its words, set strongly if all of them are."""
    runs = tuple(_runs(cell))
    return Cell(Prose(runs).line, strong=bool(runs) and all(run.strong for run in runs))


def _runs(inline: Token) -> Iterator[Run]:
    """The parts of a text; a line end as it was typed is a blank."""
    strong = slanted = 0
    link = ""
    for token in inline.children or ():
        match token.type:
            case "text" | "softbreak" | "hardbreak":
                text = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
                if text:
                    yield Run(text, strong > 0, slanted > 0, link)
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "em_open" | "em_close":
                slanted += token.nesting
            case "link_open":
                link = _whole(str(token.attrs.get("href", "")))
            case "link_close":
                link = ""


def _whole(address: str) -> str:
    """The address as it leads there from anywhere: a document is read elsewhere."""
    return settings.SITE_URL.rstrip("/") + address if address.startswith("/") else address
