"""What parts keep of a person, table by table, in the language in force."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from mandate.platform.i18n import formats
from mandate.platform.i18n.formats import NO_VALUE
from mandate.platform.i18n.languages import current
from mandate.platform.mydata.kinds import PersonalTable, Value
from mandate.platform.parts import personal_tables

WIDE = 6  # columns: more than fit side by side on paper


@dataclass(frozen=True, slots=True)
class Told:
    """What one part keeps of the person: a kind and its rows."""

    kind: PersonalTable
    rows: tuple[tuple[Value, ...], ...]

    @property
    def label(self) -> str:
        """Its heading."""
        return str(self.kind.label)

    @property
    def headings(self) -> tuple[str, ...]:
        """Those of its columns."""
        return tuple(str(heading) for _key, heading in self.kind.columns)

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """The rows in words."""
        return tuple(tuple(map(in_words, row)) for row in self.rows)

    @property
    def facts(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """Of a single row, and of rows that are too wide for a table, the values under their headings, but
        for those that say nothing; empty where a table holds them."""
        if len(self.headings) <= WIDE and len(self.rows) != 1:
            return ()
        told = (zip(self.headings, line, strict=True) for line in self.lines)
        return tuple(tuple(pair for pair in row if pair[1] != NO_VALUE) for row in told)


def all_personal(user_id: int, today: date) -> tuple[Told, ...]:
    """What all parts keep of a person, the empty ones too: that nothing is kept is worth knowing."""
    return tuple(Told(kind, tuple(kind.rows(user_id, today))) for kind in personal_tables())


def for_programs(told: tuple[Told, ...], at: datetime) -> dict[str, object]:
    """The same as values that JSON has: days and moments as ISO 8601, nothing as null."""
    tables: dict[str, object] = {"told_at": at.isoformat()}
    for one in told:
        keys = [key for key, _heading in one.kind.columns]
        tables[one.kind.name] = [dict(zip(keys, map(_plain, row), strict=True)) for row in one.rows]
    return tables


def in_words(value: Value) -> str:
    """A value as people read it; nothing is a dash."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return formats.datetime_short(value, current())
    if isinstance(value, date):
        return formats.date_short(value, current())
    return NO_VALUE if value in (None, "") else str(value)


def _plain(value: Value) -> object:
    return value.isoformat() if isinstance(value, date) else value
