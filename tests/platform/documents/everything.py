"""A document with every block there is, its words made from one word of a language."""

import struct
import zlib
from dataclasses import replace
from datetime import date
from decimal import Decimal

from mandate.platform.documents.value import (
    Beside,
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Drawing,
    Facts,
    Heading,
    InLanguage,
    Items,
    Legend,
    Note,
    Paragraph,
    Picture,
    Prose,
    Quote,
    Rule,
    Run,
    Score,
    Section,
    Sheet,
    Signature,
    Signatures,
    State,
    Table,
)
from mandate.platform.ui import charts
from mandate.platform.ui.states import states

#: A word of each family of letters, with what is hard in it.
WORDS = {"en": "Year", "vi": "Phường", "ru": "Ещё"}


def png(width: int = 4, height: int = 4) -> bytes:
    """A picture in one grey."""
    rows = b"".join(b"\x00" + b"\x80" * width for _ in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def drawing(word: str) -> Drawing:
    return Drawing(charts.bars([charts.Bar(word, 3, "3")], title=word, standalone=True), word)


def table(word: str) -> Table:
    """Every kind of column and of cell."""
    columns = (
        Column(f"{word} name", "text", 3),
        Column(f"{word} day"),
        Column(f"{word} amount", "number"),
        Column(f"{word} share", "number", spare=True),
        Column(f"{word} drawn", "drawing"),
        Column(f"{word} state", width=2),
    )
    spark = Drawing(charts.sparkline([1, 2], title="", standalone=True))
    rows = [
        (
            Cell(f"{word} {place}\n{word} second line", aside=f"{word} aside"),
            Cell("31/12/2023", day=date(2023, 12, 31)),
            Cell("1,234.5", number=Decimal("1234.5"), decimals=1, strong=True, struck=place == 0),
            Cell("95.7%", number=Decimal("95.7"), decimals=1, percent=True),
            Cell(drawing=spark),
            Cell(state=State(state, f"{word} {state}")),
        )
        for place, state in enumerate(states())
    ]
    return Table(columns, tuple(rows), chart=Chart(drawing(f"{word} chart"), f"{word} caption"))


def shaded(word: str) -> Table:
    """A heat table."""
    columns = (Column(f"{word} unit"), *(Column(f"{word} {state}", "number") for state in states()))
    cells = (Cell("100%", state=State(state, f"{word} {state}")) for state in states())
    return Table(columns, ((Cell(f"{word} one"), *cells),), shaded=True)


def nested(word: str, depth: int) -> Items:
    """Lists within lists, every second one numbered."""
    inner = (nested(word, depth - 1),) if depth else ()
    return Items(((prose(f"{word} {depth} within"), *inner),), depth if depth % 2 else None)


def prose(text: str) -> Prose:
    return Prose((Run(text),))


def blocks(word: str) -> tuple[Block, ...]:
    """Every kind of block at least once."""
    told = tuple(State(state, f"{word} {state}") for state in states())
    score = Score("9 / 10", f"{word} score", drawing(f"{word} cells"), told[:3], f"{word} details")
    return (
        Paragraph(f"{word} paragraph & <b>more</b>"),
        Paragraph(f"{word} quiet", quiet=True),
        Prose(
            (
                Run(f"{word} plain "),
                Run(f"{word} strong", strong=True),
                Run(f"{word} slanted\n", slanted=True),
                Run(f"{word} link", link="https://example.org/"),
            )
        ),
        Heading(f"{word} heading", f"{word} behind"),
        *(Heading(f"{word} level {level}", level=level) for level in (2, 3, 4)),
        Items(
            ((Prose((Run(f"{word} first"),)), nested(word, 4)), (Quote((Paragraph(f"{word} said"),)),), ())
        ),
        Items(((Prose((Run(f"{word} third"),)), Prose((Run(f"{word} more of it"),))),), 3),
        Quote((Paragraph(f"{word} quoted"), Items(((Paragraph(f"{word} in it"),),)))),
        Rule(),
        InLanguage("de", (Paragraph("deutsch"),)),
        Facts(((f"{word} label", Cell(f"{word} fact")), ("n", Cell("5", number=5)))),
        Beside(((score,), (Paragraph(f"{word} beside"), Legend(told)))),
        table(word),
        replace(table(f"{word} small"), small=True, chart=None),
        shaded(word),
        Legend(told),
        Chart(drawing(f"{word} drawn alone"), f"{word} over it"),
        Picture(png(), f"{word} picture", f"{word} under it", 0.5),
        Note(f"{word} note", f"{word} title"),
        Signatures(
            (Signature(f"{word} role", f"{word} signer"), Signature(f"{word} other")), f"{word} place"
        ),
    )


def everything(language: str, word: str = "") -> Document:
    """The document."""
    word = word or WORDS[language]
    return Document(
        language=language,
        organisation=f"{word} organisation",
        eyebrow=f"{word} eyebrow",
        name=f"{word} name",
        title=f"{word} title",
        standing=f"{word} standing",
        notice=f"{word} notice",
        sections=(
            Section(f"{word} section", blocks(word)),
            Section(f"{word} only in sheets", (), (Sheet(f"{word} own sheet", table(word)),)),
        ),
    )
