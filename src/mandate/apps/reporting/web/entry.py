"""What is typed into a report: read in the language of the page, saved, and answered field by field.

The form without script and the saving while typing go the same way through here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.queries.automatic import NOT_TYPED
from mandate.apps.reporting.queries.fields import EntryField
from mandate.apps.reporting.queries.values import stored_from
from mandate.apps.reporting.services import (
    NOTHING,
    Conflict,
    FigureChange,
    SaveDraft,
    Stored,
    save_draft,
)
from mandate.core.entry import EntryState, Kind, ReadEntry, read_entry, write_entry
from mandate.core.errors import CoreError
from mandate.platform.access.actor import Actor
from mandate.platform.i18n.formats import number
from mandate.platform.i18n.problems import sentence

_ANSWERS = {
    EntryState.VALUE: Answer.VALUE,
    EntryState.NOT_APPLICABLE: Answer.NOT_APPLICABLE,
    EntryState.MISSING: Answer.MISSING,
}
_STATES = {answer: state for state, answer in _ANSWERS.items()}
NOTE_LENGTH = 1000


class Counted(Protocol):
    """What decides how a figure is written: an item of a report, or an indicator."""

    @property
    def decimals(self) -> int: ...
    @property
    def kind(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Shape:
    """How figures of an indicator are written, where there is no item."""

    decimals: int
    kind: str


@dataclass(frozen=True, slots=True)
class Typed:
    """One field as it was sent: the text and note, what its writer saw before, and what the text means (None
    with the ``error`` why it cannot be read)."""

    item: EntryField
    text: str
    note: str
    seen: Stored
    new: Stored | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of saving: errors and conflicts by indicator id. All other fields are saved."""

    errors: Mapping[int, str] = field(default_factory=dict)
    conflicts: Mapping[int, Conflict] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Everything typed is saved."""
        return not self.errors and not self.conflicts


def read_typed(item: EntryField, language: str, text: str, note: str, seen: Stored) -> Typed:
    """Read a field; nothing is guessed, and an error tells how to write it."""
    note = note.strip().replace("\r\n", "\n")
    if len(note) > NOTE_LENGTH:
        error = _("A note has at most %(limit)s characters.") % {"limit": NOTE_LENGTH}
        return Typed(item, text, note, seen, None, error)
    if item.counting:
        error = str(NOT_TYPED) if text.strip() else ""
        return Typed(item, text, note, seen, None if error else replace(seen, note=note), error)
    try:
        entry = read_entry(text, language, item.decimals, kind_of(item), allow_negative=item.allow_negative)
    except CoreError as error:
        return Typed(item, text, note, seen, None, sentence(error))
    return Typed(item, text, note, seen, Stored(_ANSWERS[entry.state], entry.value, note))


def save_typed(actor: Actor, report_id: int, fields: Sequence[Typed]) -> Outcome:
    """Save what can be read and was changed. Raises ValidationError where the report as a whole cannot be
    written (it is submitted, its period is closed), Report.DoesNotExist, Forbidden."""
    errors = {one.item.indicator_id: one.error for one in fields if one.new is None}
    changes = [
        FigureChange(one.item.indicator_id, one.seen, one.new)
        for one in fields
        if one.new is not None and one.new != one.seen
    ]
    try:
        saved = save_draft(actor, SaveDraft(report_id, changes))
    except ValidationError as refused:
        by_code = {one.item.code: one.item.indicator_id for one in fields}
        told = getattr(refused, "error_dict", {})
        if not told or not set(told) <= set(by_code):
            raise
        errors |= {by_code[code]: " ".join(error.messages[0] for error in told[code]) for code in told}
        saved = save_draft(
            actor, SaveDraft(report_id, [one for one in changes if one.indicator_id not in errors])
        )
    return Outcome(errors, {conflict.indicator_id: conflict for conflict in saved.conflicts})


def kind_of(item: Counted) -> Kind:
    """The kind of entry an indicator takes."""
    return "yes_no" if item.kind == "yes_no" else "number"


def text_of(stored: Stored, item: Counted, language: str) -> str:
    """What stands in the field for a stored figure: with the indicator's decimals, in the language."""
    value = stored.value
    if value is not None:
        value = value.quantize(Decimal(1).scaleb(-item.decimals))
    return write_entry(ReadEntry(_STATES[stored.answer], value), language, kind_of(item))


def shown(stored: Stored, item: Counted, language: str) -> str:
    """A stored figure for reading: grouped digits, yes or no, "not applicable", "not reported"."""
    if stored.value is None:
        return str(stored.answer.label)
    if kind_of(item) == "yes_no":
        return text_of(stored, item, language)
    return number(stored.value, item.decimals, language)


def said(stored: Stored, item: Counted) -> str:
    """What stands under a field so that nothing, zero and "not applicable" are told apart."""
    if stored.value is None:
        return str(stored.answer.label)
    return _("reported zero") if not stored.value and kind_of(item) == "number" else ""


def pack(stored: Stored) -> dict[str, Any]:
    """What a writer saw, to be sent back with the next change."""
    value = None if stored.value is None else f"{stored.value:f}"
    return {"answer": int(stored.answer), "value": value, "note": stored.note}


def unpack(data: object) -> Stored:
    """The inverse of `pack`. What cannot be understood counts as nothing seen, which can only lead to a
    question."""
    if not isinstance(data, dict):
        return NOTHING
    try:
        return stored_from(data.get("answer", 0), data.get("value"), str(data.get("note", "")))
    except ValueError:
        return NOTHING
