"""What blocks say in lines of text, and the tables in them, where nothing can be set."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mandate.platform.documents.value import (
    Beside,
    Block,
    Cell,
    Chart,
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
    Score,
    Signatures,
    State,
    Table,
)


def tables_in(blocks: Sequence[Block]) -> Iterator[Table]:
    """Every table, in lists and quotes too."""
    for block in blocks:
        if isinstance(block, Table):
            yield block
        else:
            for inner in _within(block):
                yield from tables_in(inner)


def _within(block: Block) -> Sequence[Sequence[Block]]:
    """The blocks of which a block is made, side by side or one under another."""
    match block:
        case Beside():
            return block.columns
        case Items():
            return block.items
        case Quote() | InLanguage():
            return (block.blocks,)
        case _:
            return ()


def lines_of(block: Block) -> Iterator[Cell]:
    """What a block says in lines of text; its tables are told elsewhere (:func:`tables_in`)."""
    match block:
        case Paragraph():
            yield Cell(block.text)
        case Heading():
            yield Cell(block.text, aside=block.aside)
        case Note():
            yield Cell(f"{block.title} {block.text}".strip())
        case Prose():
            yield Cell(block.line)
        case Items():
            yield from _items(block)
        case Facts():
            yield from (Cell(f"{label}: {cell.line}", struck=cell.struck) for label, cell in block.rows)
        case Score():
            yield Cell(f"{block.number} {block.words}", aside=_words(block.states))
            yield Cell(block.drawing.words if block.drawing else "")
            yield Cell(block.details)
        case Legend() | Chart() | Picture():
            yield from map(Cell, _seen(block))
        case Signatures():
            yield Cell(block.place)
            yield from (Cell(": ".join(filter(None, (line.role, line.name)))) for line in block.lines)
        case _:
            yield from (line for column in _within(block) for inner in column for line in lines_of(inner))


def _items(block: Items) -> Iterator[Cell]:
    """Each item behind its mark, what is further in it under that."""
    for place, item in enumerate(block.items):
        mark = f"{block.mark(place)} "
        for line in (line for inner in item for line in lines_of(inner)):
            yield replace(line, text=mark + line.text)
            mark = "   "


def _seen(block: Legend | Chart | Picture) -> Sequence[str]:
    """What is to be seen elsewhere, in words."""
    match block:
        case Legend():
            return (_words(block.states),)
        case Chart():
            return block.caption, block.drawing.words
        case Picture():
            return block.caption, block.words


def _words(states: Sequence[State]) -> str:
    return ", ".join(state.words for state in states)
