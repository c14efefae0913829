"""Writing what a table of members changes: a few statements, however many rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password

from mandate.apps.people.models import Membership, MemberSource, Particulars
from mandate.apps.people.queries.rules import Rules, spell_of
from mandate.apps.people.tables.known import Somebody
from mandate.core.membernumber import number_key
from mandate.core.membership import Chain
from mandate.platform.access.actor import Actor
from mandate.platform.access.models import User, found_by
from mandate.platform.access.names import rename
from mandate.platform.database.names import keys_of
from mandate.platform.i18n.languages import CODES

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody of a table, and their chain from now on."""

    one: Somebody
    chain: Chain


@dataclass(slots=True)
class Stored:
    """What was written, how many people it changed, and in which units."""

    people: int = 0
    began: int = 0
    ended: int = 0
    corrected: int = 0
    changed: int = 0
    units: set[int] = field(default_factory=set)

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """The first four."""
        return self.people, self.began, self.ended, self.corrected


def store(actor: Actor, changes: Sequence[Change], rules: Rules, *, correct: bool) -> Stored:
    """Write all changes, which are right: people, what is kept of them, memberships. ``correct``: what is
    known of a person gives way to what the table says."""
    done = Stored()
    new = _enter(actor, changes, done)
    known = {place: change.one for place, change in enumerate(changes) if place not in new}
    touched = new | _correct(actor, known, done, correct=correct)
    ended, began, told = [], [], []
    sources = {one.code: one for one in MemberSource.objects.all()}
    for number, change in enumerate(changes):
        one, kept = change.one, change.one.kept
        assert one.user is not None
        documents = {row.line.starts: row for row in one.rows}
        for row, spell in zip(kept, change.chain, strict=False):
            if spell_of(row) != spell:
                line = documents.get(spell.starts)
                row.ends, row.ended = spell.ends, spell.ended.value if spell.ended else ""
                row.ending_document = line.ending_document if line else ""
                ended.append(row)
                done.units.add(row.unit_id)
                touched.add(number)
            said = documents[row.starts].source if row.starts in documents else ""
            if said and sources[said] != row.source and (correct or row.source is None):
                row.source = sources[said]
                told.append(row)
                done.units.add(row.unit_id)
                done.corrected += number not in touched
                touched.add(number)
        for spell in change.chain[len(kept) :]:
            line = documents[spell.starts]
            began.append(
                Membership(
                    person=one.user,
                    unit_id=spell.unit,
                    kind=rules.kinds[spell.kind],
                    starts=spell.starts,
                    began=spell.began.value,
                    ends=spell.ends,
                    ended=spell.ended.value if spell.ended else "",
                    source=sources[line.source] if line.source else None,
                    document=line.document,
                    ending_document=line.ending_document,
                )
            )
            done.units.add(spell.unit)
            touched.add(number)
    Membership.objects.bulk_update(ended, ["ends", "ended", "ending_document"], batch_size=_BATCH)
    Membership.objects.bulk_update(told, ["source"], batch_size=_BATCH)
    Membership.objects.bulk_create(began, batch_size=_BATCH)
    done.began, done.ended, done.changed = len(began), len(ended), len(touched)
    return done


def _enter(actor: Actor, changes: Sequence[Change], done: Stored) -> set[int]:
    """The people who are new; the places of their changes."""
    new = {place: change.one for place, change in enumerate(changes) if change.one.user is None}
    unusable = make_password(None)  # as it is never compared, one does for all
    for one in new.values():
        name = one.first.name
        one.user = User(
            name=name,
            language=actor.language,
            is_active=False,
            password=unusable,
            sort_keys=keys_of(dict.fromkeys(CODES, name)),
            search_key=found_by(name, ""),
        )
    User.objects.bulk_create([one.user for one in new.values() if one.user], batch_size=_BATCH)
    told = [_particulars(one) for one in new.values()]
    Particulars.objects.bulk_create(told, batch_size=_BATCH)
    done.people = len(new)
    return set(new)


def _particulars(one: Somebody) -> Particulars:
    assert one.user is not None
    number, born, phone = _said(one)
    return Particulars(
        user=one.user, number=number, number_key=number_key(number) or None, born=born, phone=phone
    )


def _said(one: Somebody) -> tuple[str, date | None, str]:
    """Number, day of birth and telephone, each from the first row that has it."""
    number = next((row.number for row in one.rows if row.number), "")
    born = next((row.born for row in one.rows if row.born), None)
    return number, born, next((row.phone for row in one.rows if row.phone), "")


def _correct(actor: Actor, known: Mapping[int, Somebody], done: Stored, *, correct: bool) -> set[int]:
    """What is kept of people who are known, where the table has more or, to ``correct`` it, other; the places
    of their changes."""
    touched: set[int] = set()
    for place, one in known.items():
        assert one.user is not None
        told = one.told or Particulars(user=one.user)
        before, said = (told.number, told.born, told.phone), _said(one)
        first, second = (said, before) if correct else (before, said)
        number, born, phone = first[0] or second[0], first[1] or second[1], first[2] or second[2]
        if correct and one.user.name != one.first.name:
            rename(one.user, one.first.name, actor.now)
            one.user.save(update_fields=["name"])
            touched.add(place)
        if (number, born, phone) != before:
            told.number, told.number_key = number, number_key(number) or None
            told.born, told.phone = born, phone
            told.save()
            touched.add(place)
    done.corrected = len(touched)
    return touched
