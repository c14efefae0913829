"""A document as one HTML file that needs nothing else: its style, drawings and pictures are inside it."""

from base64 import b64encode
from collections.abc import Iterable
from functools import cache, singledispatch
from importlib.resources import files

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from mandate.core.text import clean
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
    Signature,
    Signatures,
    State,
    Table,
    image_kind,
)
from mandate.platform.ui.palette import COLOURS, LOOKS, Look
from mandate.platform.ui.states import state_class

_NOTHING = SafeString("")


def write_html(document: Document) -> bytes:
    """The file, in UTF-8."""
    text = format_html(
        '<!doctype html>\n<html lang="{}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{}</title>'
        '<meta name="author" content="{}"><meta name="generator" content="Mandate"><style>{}</style></head>\n'
        "<body><main>{}{}</main></body></html>\n",
        document.language,
        document.full_title,
        document.organisation,
        _style(),
        _head(document),
        _joined(_section(section) for section in document.to_read),
    )
    return clean(text).encode()


@cache
def _style() -> SafeString:
    """The colours and shapes of the house, and how they are used."""
    tokens = "".join(f"--{name}:{value};" for name, value in COLOURS.items())
    rules = [f":root{{{tokens}}}"]
    for name, look in LOOKS.items():
        rules.append(f".state.{name}{{color:var(--{look.colour})}}.state.{name}::before{{{_content(look)}}}")
        if name == "nodata":
            stripes = f"var(--{look.ground}) 0 3px,transparent 3px 7px"
            rules.append(f".shaded td.{name}{{background:repeating-linear-gradient(-45deg,{stripes})}}")
        elif look.ground:
            rules.append(f".shaded td.{name}{{background:var(--{look.ground})}}")
        if name in ("over", "missed"):
            rules.append(f".shaded td.{name} span::before{{{_content(look)};color:var(--{look.colour})}}")
    own = files("mandate.platform.documents").joinpath("document.css").read_text(encoding="utf-8")
    return mark_safe("\n".join([*rules, own]))  # noqa: S308 # nothing of it comes from outside


def _content(look: Look) -> str:
    """The shape before a state's words; it is not read out."""
    return f"content:'{look.mark} ';content:'{look.mark} '/''"


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("\n", "{}", ((part,) for part in parts))


def _head(document: Document) -> SafeString:
    notice = _block(Note(document.notice)) if document.notice else _NOTHING
    return format_html(
        '<header><p class="quiet">{}</p><h1>{}</h1><p class="title">{}</p><p class="quiet">{}</p>'
        "{}</header>\n",
        document.eyebrow,
        document.name,
        document.title,
        document.standing,
        notice,
    )


def _section(section: Section) -> SafeString:
    heading = format_html("<h2>{}</h2>", section.title) if section.title else _NOTHING
    return format_html("<section>{}\n{}</section>", heading, _joined(map(_block, section.blocks)))


@singledispatch
def _block(block: Block) -> SafeString:
    """One block; each kind has a function below."""
    raise TypeError(type(block))


@_block.register
def _paragraph(block: Paragraph) -> SafeString:
    look = SafeString(' class="quiet"') if block.quiet else _NOTHING
    return format_html("<p{}>{}</p>", look, block.text)


@_block.register
def _prose(block: Prose) -> SafeString:
    return format_html("<p>{}</p>", format_html_join("", "{}", ((_run(run),) for run in block.runs)))


def _run(run: Run) -> SafeString:
    text = _lines(run.text)
    if run.strong:
        text = format_html("<strong>{}</strong>", text)
    if run.slanted:
        text = format_html("<em>{}</em>", text)
    return format_html('<a href="{}">{}</a>', run.link, text) if run.link else text


@_block.register
def _heading(block: Heading) -> SafeString:
    tag = f"h{block.level + 2}"
    return format_html("<{}>{}{}</{}>", tag, block.text, _aside(block.aside), tag)


@_block.register
def _items(block: Items) -> SafeString:
    items = format_html_join("", "<li>{}</li>", ((_joined(map(_block, item)),) for item in block.items))
    if block.first is None:
        return format_html("<ul>{}</ul>", items)
    return format_html('<ol start="{}">{}</ol>', block.first, items)


@_block.register
def _quote(block: Quote) -> SafeString:
    return format_html("<blockquote>{}</blockquote>", _joined(map(_block, block.blocks)))


@_block.register
def _rule(block: Rule) -> SafeString:
    return SafeString("<hr>")


@_block.register
def _in_language(block: InLanguage) -> SafeString:
    return format_html('<div lang="{}">{}</div>', block.language, _joined(map(_block, block.blocks)))


@_block.register
def _facts(block: Facts) -> SafeString:
    rows = ((label, _inside(cell)) for label, cell in block.rows)
    return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows))


@_block.register
def _score(block: Score) -> SafeString:
    words = format_html('<p><strong>{}</strong> <span class="quiet">{}</span></p>', block.number, block.words)
    states = _block(Legend(block.states)) if block.states else _NOTHING
    details = _block(Paragraph(block.details, quiet=True)) if block.details else _NOTHING
    return format_html('<div class="score">{}{}{}{}</div>', words, _drawn(block.drawing), states, details)


@_block.register
def _beside(block: Beside) -> SafeString:
    columns = format_html_join(
        "", "<div>{}</div>", ((_joined(map(_block, blocks)),) for blocks in block.columns)
    )
    return format_html('<div class="beside">{}</div>', columns)


@_block.register
def _legend(block: Legend) -> SafeString:
    return format_html('<p class="states">{}</p>', _joined(map(_state, block.states)))


@_block.register
def _chart(block: Chart) -> SafeString:
    return _figure(_drawn(block.drawing), block.caption)


@_block.register
def _picture(block: Picture) -> SafeString:
    image = format_html(
        '<img src="data:image/{};base64,{}" alt="{}" width="{}%">',
        image_kind(block.data),
        b64encode(block.data).decode(),
        block.words,
        f"{block.width * 100:g}",
    )
    return _figure(image, block.caption)


@_block.register
def _note(block: Note) -> SafeString:
    title = format_html("<b>{}</b> ", block.title) if block.title else _NOTHING
    return format_html('<p class="note">{}{}</p>', title, block.text)


@_block.register
def _signatures(block: Signatures) -> SafeString:
    place = _block(Paragraph(block.place)) if block.place else _NOTHING
    return format_html('{}<div class="signatures">{}</div>', place, _joined(map(_signature, block.lines)))


def _signature(line: Signature) -> SafeString:
    return format_html("<div><b>{}</b><span>{}</span></div>", line.role, line.name)


@_block.register
def _table(block: Table) -> SafeString:
    names = naming_column(block)
    heads = format_html_join("", "{}", ((_head_of(head),) for head in block.columns))
    rows = format_html_join("\n", "<tr>{}</tr>", ((_row(block, row, names),) for row in block.rows))
    look = "shaded" if block.shaded else "rows"
    table = format_html(
        '<table class="{}"><thead><tr>{}</tr></thead>\n<tbody>{}</tbody></table>', look, heads, rows
    )
    if block.shaded:
        table = format_html('<div class="wide" tabindex="0">{}</div>', table)
    return _joined([table, *(_block(Paragraph(note, quiet=True)) for note in block.notes)])


def _head_of(head: Column) -> SafeString:
    if not head.text:
        return SafeString("<td></td>")
    return format_html('<th scope="col" class="{}">{}</th>', head.kind, head.text)


def naming_column(table: Table) -> int:
    """The place of the column that names a row."""
    return next((place for place, head in enumerate(table.columns) if head.kind in ("text", "word")), 0)


def _row(table: Table, row: tuple[Cell, ...], names: int) -> SafeString:
    cells = []
    for place, (head, cell) in enumerate(zip(table.columns, row, strict=True)):
        if place == names:
            cells.append(format_html('<th scope="row">{}</th>', _inside(cell)))
        elif table.shaded:
            cells.append(_shaded(cell))
        else:
            cells.append(_labelled(head, cell))
    return format_html_join("", "{}", ((cell,) for cell in cells))


def _labelled(head: Column, cell: Cell) -> SafeString:
    return format_html(
        '<td class="{}" data-label="{}"><span>{}</span></td>', head.kind, head.text, _inside(cell)
    )


def _shaded(cell: Cell) -> SafeString:
    if cell.state is None:
        return format_html("<td>{}</td>", _inside(cell))
    text = _weighed(cell, _lines(cell.text))
    look = state_class(cell.state.key)
    return format_html(
        '<td class="{}"><span>{}{}</span>{}</td>', look, text, _unseen(cell.state), _aside(cell.aside)
    )


def _inside(cell: Cell) -> SafeString:
    text = _state(State(cell.state.key, cell.words)) if cell.state else _lines(cell.text)
    if cell.state and cell.text:
        text = format_html("{}{}", text, _unseen(cell.state))
    return format_html("{}{}{}", _drawn(cell.drawing), _weighed(cell, text), _aside(cell.aside))


def _weighed(cell: Cell, text: SafeString) -> SafeString:
    if cell.strong:
        text = format_html("<b>{}</b>", text)
    return format_html("<del>{}</del>", text) if cell.struck else text


def _unseen(state: State) -> SafeString:
    """The words of a state that its colour and shape tell to who sees them."""
    return format_html('<span class="unseen"> {}</span>', state.words)


def _lines(text: str) -> SafeString:
    return format_html_join(SafeString("<br>"), "{}", ((line,) for line in text.split("\n")))


def _aside(text: str) -> SafeString:
    return format_html(" <small>{}</small>", text) if text else _NOTHING


def _state(state: State) -> SafeString:
    return format_html('<span class="state {}">{}</span>', state_class(state.key), state.words)


def _figure(inside: SafeString, caption: str) -> SafeString:
    told = format_html("<figcaption>{}</figcaption>", caption) if caption else _NOTHING
    return format_html("<figure>{}{}</figure>", told, inside)


def _drawn(drawing: Drawing | None) -> SafeString:
    if drawing is None:
        return _NOTHING
    svg = mark_safe(drawing.svg)  # noqa: S308 # charts.py escapes
    if not drawing.words or escape(drawing.words) in svg:
        return svg
    return format_html('<span role="img" aria-label="{}">{}</span>', drawing.words, svg)
