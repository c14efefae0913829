"""What every change of the tree has in common: its new number, the keys of names, and the proof that there is
still a tree on every day that the change concerns."""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime

import numpy as np
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from mandate.apps.units.models import Placement, Unit
from mandate.core.text import one_line
from mandate.core.textkey import fold
from mandate.core.tree import Structure, StructureError
from mandate.platform.database import spans
from mandate.platform.database.names import keys_of
from mandate.platform.i18n import formats, languages

_NEXT = """
INSERT INTO units_treeversion (id, number) VALUES (1, nextval('units_tree_version'))
ON CONFLICT (id) DO UPDATE SET number = excluded.number
"""
_HOLD = "SELECT number FROM units_treeversion WHERE id = 1 FOR UPDATE"

CODE = re.compile(r"\w[\w.:-]*")  # what stands in an address without harm
CODE_LENGTH = 40
NAME_LENGTH = 300
DOCUMENT_LENGTH = 300
_NEVER = date.max.toordinal() + 1


class UnsoundTreeError(ValueError):
    """On ``day`` there would be no tree: ``code`` is "cycle" or "unknown_parent" (the parent is not open)."""

    def __init__(self, code: str, unit_id: int, day: date) -> None:
        super().__init__(code)
        self.code = code
        self.unit_id = unit_id
        self.day = day


def hold_tree() -> None:
    """Let nobody else change the tree until the transaction ends. What is read of it now is so when it is
    changed; to be called before :func:`begin_change`, after which no structure may be read."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD)


def begin_change() -> None:
    """Give the tree its next number. The row stays locked until the transaction ends, so that changes of the
    tree happen one after the other. A number that is rolled back never returns, for it comes from a sequence.

    Between this and the writes no structure may be read: it would be kept under the new number.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEXT)


def replace_placement(placement: Placement, moment: datetime, ends: date | None) -> None:
    """From a moment on the placement is known with another end; what was known before stays as it was."""
    end_known([placement.pk], moment)
    Placement.objects.create(
        unit_id=placement.unit_id,
        parent_id=placement.parent_id,
        starts=placement.starts,
        ends=ends,
        document=placement.document,
        known_from=moment,
    )


def end_known(placement_ids: Collection[int], moment: datetime) -> None:
    """From a moment on these placements are known no more; others of their units must take their place."""
    Placement.objects.filter(pk__in=placement_ids).update(known_until=moment)


def refuse_placeless(unit_ids: Collection[int]) -> None:
    """No unit may be left without any place, for then its figures would be in no total."""
    placed = Placement.objects.filter(unit_id__in=unit_ids).values("unit_id")
    lost = Unit.objects.filter(pk__in=unit_ids).exclude(pk__in=placed).first()
    if lost is not None:
        raise ValidationError(
            _("%(unit)s would have no place left in the tree.") % {"unit": languages.text_in(lost.names)}
        )


def set_keys(unit: Unit) -> None:
    """Fill what a unit is searched by (code and names, folded, line by line) and sorted by."""
    unit.search_key = "\n".join(fold(text) for text in (unit.code, *dict.fromkeys(unit.names.values())))
    unit.sort_keys = keys_of({code: languages.text_in(unit.names, code) for code in languages.CODES})


def check_tree(first: date | None, last: date | None) -> None:
    """Raise UnsoundTreeError unless the tree is sound on every day from ``first`` until before ``last``.

    None is an open side. The tree only changes on the days on which placements start or end, so these,
    and the first day, are the days to look at.
    """
    start = first or date.min
    lasting = Placement.objects.filter(spans.lasts(start))
    rows = list(lasting.values_list("unit_id", "parent_id", "starts", "ends"))
    days = {start} | {day for *_ids, begun, ended in rows for day in (begun, ended) if day and day > start}
    units = np.array([(unit, parent or 0) for unit, parent, _, _ in rows], np.int64).reshape(-1, 2)
    starts = np.array([(begun or date.min).toordinal() for *_ids, begun, _ in rows], np.int64)
    ends = np.array([ended.toordinal() if ended else _NEVER for *_ids, ended in rows], np.int64)
    for day in sorted(days):
        if last is None or day < last:
            number = day.toordinal()
            _check_day(units[(starts <= number) & (number < ends)], day)


def _check_day(units: NDArray[np.int64], day: date) -> None:
    try:
        Structure.build(units[:, 0], units[:, 1])
    except StructureError as error:
        raise UnsoundTreeError(error.code, int(str(error.params["id"])), day) from None


def refuse_unsound(first: date | None, last: date | None, field: str) -> None:
    """As :func:`check_tree`, as an error of a form's field, with the unit's name and the day."""
    try:
        check_tree(first, last)
    except UnsoundTreeError as error:
        unit = Unit.objects.get(pk=error.unit_id)
        sentence = (
            _("On %(day)s, %(unit)s would lie below itself.")
            if error.code == "cycle"
            else _("On %(day)s, the unit above %(unit)s is not open.")
        )
        told = {"unit": languages.text_in(unit.names), "day": day_in_words(error.day)}
        raise ValidationError({field: sentence % told}) from None


def day_in_words(day: date) -> str:
    """A day as a sentence has it; the first of all days stands for "from the beginning"."""
    return _("the first day") if day == date.min else formats.date_long(day, languages.current())


def parent_unit(parent_id: int | None) -> Unit | None:
    """The unit to be put above another; None is the top. An unknown one is an error of the field "parent"."""
    if parent_id is None:
        return None
    parent = Unit.objects.filter(pk=parent_id).first()
    if parent is None:
        raise ValidationError({"parent": _("There is no such unit.")})
    return parent


def clean_names(names: Mapping[str, str], field: str = "names") -> dict[str, str]:
    """The names without blanks, in our languages only. Raises ValidationError when none is left."""
    kept = {code: one_line(names.get(code, "")) for code in languages.CODES}
    kept = {code: text for code, text in kept.items() if text}
    if not kept:
        raise ValidationError({field: _("Write the name in at least one language.")})
    if max(map(len, kept.values())) > NAME_LENGTH:
        raise ValidationError(
            {field: _("A name may have at most %(count)s letters.") % {"count": NAME_LENGTH}}
        )
    return kept


def places_mark(unit_id: int) -> str:
    """A mark of a unit's places: each change of them is a new row, and makes it another one."""
    last = Placement.objects.filter(unit=unit_id).aggregate(last=Max("pk"))["last"]
    return str(last or "")


def clean_document(text: str) -> str:
    """What a change rests on, in one line. Raises ValidationError (document) when it is too long."""
    document = one_line(text)
    if len(document) > DOCUMENT_LENGTH:
        raise ValidationError({"document": _("This is too long.")})
    return document
