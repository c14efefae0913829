"""The rows of a table of members: as they stand in the file, and read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from mandate.apps.people.models import DOCUMENT_LENGTH, NUMBER_LENGTH, PHONE_LENGTH
from mandate.core.command import Command
from mandate.core.memberlist import MemberLine
from mandate.core.membernumber import number_key
from mandate.core.membership import Ended
from mandate.core.period import FIRST_YEAR, LAST_YEAR
from mandate.core.problem import Problem
from mandate.core.text import one_line
from mandate.core.textkey import fold
from mandate.platform.access.models import NAME_LENGTH

REQUIRED = ("number", "name", "unit", "kind", "from")
OPTIONAL = ("until", "ended", "document", "ending_document", "born", "phone", "person", "source")
_FIRST_BIRTH = 1850
_LONGEST = {
    "number": NUMBER_LENGTH,
    "name": NAME_LENGTH,
    "phone": PHONE_LENGTH,
    "document": DOCUMENT_LENGTH,
    "ending_document": DOCUMENT_LENGTH,
}


@dataclass(frozen=True, slots=True)
class MemberRow(Command):
    """A row as it stands in the file; ``person`` is the number under which Mandate knows somebody."""

    row: int
    number: str
    name: str
    unit: str
    kind: str
    starts: str
    ends: str = ""
    ended: str = ""
    document: str = ""
    ending_document: str = ""
    born: str = ""
    phone: str = ""
    person: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A row that can be read: who, and what of their membership. ``mark`` is what the number looks like."""

    line: MemberLine
    name: str
    number: str
    mark: str
    born: date | None
    phone: str
    person_id: int | None
    document: str
    ending_document: str
    source: str

    @property
    def key(self) -> tuple[object, ...]:
        """By what the rows of one person are known to be theirs."""
        if self.person_id is not None:
            return ("person", self.person_id)
        if self.mark:
            return ("number", self.mark)
        return ("name", fold(self.name), self.born)


def read_row(
    row: MemberRow,
    units: Mapping[str, int],
    kinds: Mapping[str, str],
    sources: Mapping[str, str],
    problems: list[Problem],
) -> Read | None:
    """The row, or None with what is wrong with it. ``units`` are numbers by code, ``kinds`` and ``sources``
    codes by what people write for them."""

    def wrong(column: str, code: str, **params: object) -> None:
        problems.append(Problem(row.row, column, code, params))

    before = len(problems)
    _look_at_texts(row, wrong)
    _look_at_codes(row, units, kinds, wrong)
    if row.source and row.source not in sources:
        told = ", ".join(sorted(set(sources.values())))
        wrong("source", "member_no_source", text=row.source[:80], sources=told)
    starts = _day(row.starts, "from", FIRST_YEAR, wrong)
    ends = _day(row.ends, "until", FIRST_YEAR, wrong)
    born = _day(row.born, "born", _FIRST_BIRTH, wrong)
    if not row.starts:
        wrong("from", "member_day", text="")
    if starts and ends and ends <= starts:
        wrong("until", "member_backwards")
    if len(problems) > before or starts is None:
        return None
    ended = Ended(row.ended) if row.ended else None
    return Read(
        line=MemberLine(row.row, units[row.unit], kinds[row.kind], starts, ends, ended),
        name=one_line(row.name),
        number=one_line(row.number),
        mark=number_key(row.number),
        born=born,
        phone=one_line(row.phone),
        person_id=int(row.person) if row.person else None,
        document=one_line(row.document),
        ending_document=one_line(row.ending_document),
        source=sources[row.source] if row.source else "",
    )


def _look_at_texts(row: MemberRow, wrong: Callable[..., None]) -> None:
    for column, most in _LONGEST.items():
        if len(one_line(getattr(row, column))) > most:
            wrong(column, "member_too_long", most=most)
    if len(number_key(row.number[: NUMBER_LENGTH + 1])) > NUMBER_LENGTH:
        wrong("number", "member_too_long", most=NUMBER_LENGTH)
    if not one_line(row.name):
        wrong("name", "member_no_name")


def _look_at_codes(
    row: MemberRow, units: Mapping[str, int], kinds: Mapping[str, str], wrong: Callable[..., None]
) -> None:
    if row.unit not in units:
        wrong("unit", "member_no_unit", unit=row.unit[:80])
    if row.kind not in kinds:
        wrong("kind", "member_no_kind", kind=row.kind[:80], kinds=", ".join(sorted(set(kinds.values()))))
    if row.ended and row.ended not in set(Ended):
        wrong("ended", "member_no_way", text=row.ended[:80], ways=", ".join(Ended))
    if row.person and not (row.person.isascii() and row.person.isdigit() and len(row.person) <= 18):
        wrong("person", "member_no_person", text=row.person[:40])


def _day(text: str, column: str, first_year: int, wrong: Callable[..., None]) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        wrong(column, "member_day", text=text[:40])
        return None
    if not first_year <= day.year <= LAST_YEAR:
        wrong(column, "member_day", text=text[:40])
        return None
    return day
