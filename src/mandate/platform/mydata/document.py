"""The same as a document, to be kept or handed on."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from mandate.platform.documents.value import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Paragraph,
    Rule,
    Section,
    Table,
)
from mandate.platform.i18n import formats
from mandate.platform.mydata.telling import Told


def my_document(name: str, told: tuple[Told, ...], day: date, language: str) -> Document:
    """In the language in force, which is this one."""
    return Document(
        language=language,
        organisation=settings.ORGANISATION,
        eyebrow="",
        name=name,
        title=_("My data"),
        standing=_("As of %(day)s.") % {"day": formats.date_long(day, language)},
        notice=_("Demonstration. Only the city's totals for 2023 are real; every other figure is made up.")
        if settings.DEMO
        else "",
        sections=tuple(Section(one.label, _blocks(one)) for one in told),
    )


def _blocks(told: Told) -> tuple[Block, ...]:
    if not told.rows:
        return (Paragraph(_("Nothing is kept."), quiet=True),)
    if told.facts:
        blocks: list[Block] = []
        for row in told.facts:
            blocks += [Rule(), Facts(tuple((head, Cell(text)) for head, text in row))]
        return tuple(blocks[1:])
    columns = tuple(Column(heading, "text") for heading in told.headings)
    return (Table(columns, tuple(tuple(Cell(text) for text in line) for line in told.lines)),)
