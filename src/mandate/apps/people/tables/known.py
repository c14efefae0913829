"""The people of a table, beside those who are known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from mandate.apps.people.models import OPEN, Application, Joined, Membership, Particulars
from mandate.apps.people.queries.rules import spell_of
from mandate.apps.people.tables.rows import Read
from mandate.core.membership import Chain
from mandate.core.problem import Problem
from mandate.core.textkey import fold
from mandate.platform.access.models import User
from mandate.platform.database.arrays import among


@dataclass(slots=True)
class Somebody:
    """The rows of one person, who may be known: then with what is kept of them. ``applied``: it is not
    decided yet whether they become a member."""

    rows: list[Read]
    user: User | None = None
    told: Particulars | None = None
    kept: list[Membership] = field(default_factory=list)
    applied: bool = False

    @property
    def first(self) -> Read:
        """The first of the rows, by which they are called."""
        return self.rows[0]

    @property
    def chain(self) -> Chain:
        """What is known of their memberships."""
        return tuple(map(spell_of, self.kept))


def people_of(rows: Iterable[Read], problems: list[Problem]) -> list[Somebody]:
    """The people of the rows, in the order of the table. Rows of one person that call them differently are
    problems, and so are people who cannot be told apart."""
    by_key: dict[tuple[object, ...], list[Read]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    people = [Somebody(same) for same in by_key.values()]
    for one in people:
        for row in one.rows[1:]:
            _same(one.first, row, problems)
    _find(people, problems)
    return people


def _same(first: Read, row: Read, problems: list[Problem]) -> None:
    """Rows of one number are of one person, who is called the same in each."""
    told = (fold(row.name), row.born or first.born, row.number or first.number)
    if told != (fold(first.name), first.born or row.born, first.number or row.number):
        problems.append(Problem(row.line.row, "name", "member_rows_differ", {"row": first.line.row}))


def _find(people: Sequence[Somebody], problems: list[Problem]) -> None:
    """Find out who is known: a few queries for everybody."""
    numbers = {one.first.key[1]: one for one in people if one.first.key[0] == "number"}
    ids = {one.first.key[1]: one for one in people if one.first.key[0] == "person"}
    named = {one.first.key[1:]: one for one in people if one.first.key[0] == "name"}
    for told in Particulars.objects.filter(number_key__in=list(numbers)).select_related("user"):
        _is(numbers[told.number_key], told.user)
    given_up = Joined.objects.filter(number_key__in=list(numbers), parted_at=None)
    for joined in given_up.select_related("kept__particulars"):
        _is(numbers[joined.number_key], joined.kept)
    users = User.objects.filter(among("pk", [pk for pk in ids if isinstance(pk, int)]), erased_at=None)
    for user in users.select_related("particulars", "same_as__particulars"):
        _is(ids[user.pk], user.same_as or user)
    for pk, one in ids.items():
        if one.user is None:
            problems.append(Problem(one.first.line.row, "person", "member_no_person", {"text": str(pk)}))
    _find_by_name(named, problems)
    _apart(people, problems)
    kept = {one.user.pk: one for one in people if one.user is not None}
    rows = Membership.objects.filter(among("person_id", list(kept))).select_related("kind", "source")
    for row in rows.order_by("starts"):
        kept[row.person_id].kept.append(row)
    _applied(people)


def _applied(people: Sequence[Somebody]) -> None:
    """Find out who has applied: somebody known, or somebody of the name and day of birth of whoever did."""
    rows = Application.objects.filter(state__in=OPEN).select_related("person__particulars")
    users = {row.person_id: row.person for row in rows}
    alike = {(fold(user.name), born_of(user)) for user in users.values() if born_of(user)}
    for one in people:
        row = one.first
        one.applied = one.user.pk in users if one.user else (fold(row.name), row.born) in alike


def _apart(people: Sequence[Somebody], problems: list[Problem]) -> None:
    """Nobody is two people of the table, and no number that somebody gets is another's."""
    numbers = {row.mark for one in people for row in one.rows if row.mark}
    held = Particulars.objects.filter(number_key__in=list(numbers))
    given_up = Joined.objects.filter(number_key__in=list(numbers), parted_at=None)
    holders: dict[str | None, int] = dict(given_up.values_list("number_key", "kept_id"))
    holders |= dict(held.values_list("number_key", "user_id"))
    first: dict[object, Read] = {}
    for one in people:
        key = one.first.mark
        marks = [mark for mark in (one.user and one.user.pk, key) if mark]
        for mark in marks:
            other = first.setdefault(mark, one.first)
            if other is not one.first:
                problems.append(
                    Problem(one.first.line.row, "number", "member_rows_differ", {"row": other.line.row})
                )
                break
        else:
            if key and holders.get(key, one.user and one.user.pk) != (one.user and one.user.pk):
                problems.append(Problem(one.first.line.row, "number", "member_number_taken"))


def _find_by_name(named: dict[tuple[object, ...], Somebody], problems: list[Problem]) -> None:
    """Somebody without a number is known by name and day of birth, and by a membership that begins as theirs
    does."""
    starts = {(row.line.unit, row.line.starts) for one in named.values() for row in one.rows}
    if not starts:
        return
    found = Membership.objects.filter(
        among("unit_id", [unit for unit, _ in starts]),
        starts__in={day for _, day in starts},
        person__erased_at=None,
        person__particulars__number_key=None,
    ).select_related("person__particulars")
    twice: set[tuple[object, ...]] = set()
    for row in found:
        user = row.person
        key = (fold(user.name), born_of(user))
        one = named.get(key)
        if one is None or (row.unit_id, row.starts) not in {(r.line.unit, r.line.starts) for r in one.rows}:
            continue
        if one.user not in (None, user) and key not in twice:
            twice.add(key)
            problems.append(Problem(one.first.line.row, "name", "member_ambiguous", {"name": user.name}))
        _is(one, user)


def _is(one: Somebody, user: User) -> None:
    one.user = user
    one.told = getattr(user, "particulars", None)


def born_of(user: User) -> date | None:
    """The day of birth, where it is known."""
    born: date | None = getattr(getattr(user, "particulars", None), "born", None)
    return born
