"""A document as PDF: tagged, with title and language, in the fonts, colours and shapes of the pages."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from mandate.core.text import clean
from mandate.platform.documents.typesetting import typeset
from mandate.platform.documents.value import Document, Table, image_kind
from mandate.platform.ui.palette import COLOURS, LOOKS
from mandate.platform.ui.states import states


def write_pdf(document: Document) -> bytes:
    """The file."""
    told = _Told()
    data = {"document": told.plain(document), "colours": dict(COLOURS), "looks": _looks()}
    written = json.dumps(data, ensure_ascii=False).encode()
    return typeset("document.typ", "pdf", {"data.json": written, **told.pictures})


def _looks() -> Mapping[str, Mapping[str, str]]:
    """By state: its class, which names its shape, and its colours."""
    return {
        one.name: {"shape": one.look, "colour": LOOKS[one.look].colour, "ground": LOOKS[one.look].ground}
        for one in states().values()
    }


@dataclass(slots=True)
class _Told:
    """A document as JSON has it: each value with its kind, pictures as names of files."""

    pictures: dict[str, bytes] = field(default_factory=dict)

    def plain(self, value: Any) -> Any:
        """The value and all in it."""
        if isinstance(value, Table):
            value = on_paper(value)
        if is_dataclass(value):
            told = {one.name: self.plain(getattr(value, one.name)) for one in fields(value)}
            return {"kind": type(value).__name__.lower(), **told}
        if isinstance(value, tuple):
            return [self.plain(item) for item in value]
        if isinstance(value, bytes):
            name = f"picture-{len(self.pictures)}.{image_kind(value)}"
            self.pictures[name] = value
            return name
        if isinstance(value, str):
            return clean(value)
        return str(value) if isinstance(value, Decimal | date) else value


def on_paper(table: Table) -> Table:
    """The table without the columns for which paper has no room."""
    kept = [place for place, head in enumerate(table.columns) if not head.spare]
    columns = tuple(table.columns[place] for place in kept)
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    return replace(table, columns=columns, rows=rows)
