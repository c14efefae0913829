"""A review's content as JSON and back."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from mandate.apps.reviews.content import VERSION, Content
from mandate.platform.text.plain import as_markdown

#: Since this version the notes are Markdown; before, they were plain text.
IN_MARKDOWN = 3


def to_json(content: Content) -> dict[str, Any]:
    """What ``Review.content`` stores: decimals as plain strings, days in ISO 8601, no corrections."""
    data: dict[str, Any] = plain(content)
    del data["corrections"], data["moved"]
    return {"version": VERSION, **data}


def from_json(data: Mapping[str, Any]) -> Content:
    """The content that was stored, by this version or an earlier one. Raises ValueError for a later one."""
    if data["version"] > VERSION:
        raise ValueError(f"a review of version {data['version']}; this program reads up to {VERSION}")
    content: Content = _read(Content, data)
    if data["version"] < IN_MARKDOWN:
        sections = {name: as_markdown(text) for name, text in content.notes.sections.items()}
        content = replace(content, notes=replace(content.notes, sections=sections))
    return content


def plain(value: Any) -> Any:
    """A dataclass as values that JSON has, its fields by name."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else value


@lru_cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _read(wanted: Any, data: Any) -> Any:
    if isinstance(wanted, UnionType):
        return None if data is None else _read(get_args(wanted)[0], data)
    if get_origin(wanted) is tuple:
        return tuple(_read(get_args(wanted)[0], item) for item in data)
    if is_dataclass(wanted) and isinstance(wanted, type):
        hints = _hints(wanted)
        return wanted(**{name: _read(hints[name], data[name]) for name in hints if name in data})
    if wanted is Decimal:
        return Decimal(data)
    return wanted.fromisoformat(data) if wanted in (date, datetime) else data
