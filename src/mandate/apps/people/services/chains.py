"""A person's chain of memberships, read under a lock, changed by core, and written back where it differs."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mandate.apps.people.models import Membership, MemberSource
from mandate.apps.people.queries.rules import Rules, spell_of
from mandate.apps.units.watchers import open_on, open_times
from mandate.core.membership import Began, Chain, MembershipError
from mandate.platform.access.models import User
from mandate.platform.i18n import formats, languages
from mandate.platform.i18n.problems import sentence


@dataclass(frozen=True, slots=True)
class Kept:
    """The chain of a person whose row is locked, and the rows in which it is kept."""

    person: User
    rows: list[Membership]
    chain: Chain

    @property
    def unit_id(self) -> int | None:
        """The unit of the last spell; None for somebody who never was a member."""
        return self.rows[-1].unit_id if self.rows else None


def lock_chain(user_id: int, *, given_up: bool = False) -> Kept:
    """A person's chain; whoever else asks for it waits. Errors: ValidationError of somebody who was erased,
    or whose record was given up for another one unless that is asked for; User.DoesNotExist."""
    person = User.objects.select_for_update().get(pk=user_id)
    if person.erased_at is not None:
        raise ValidationError(_("This person was erased meanwhile."))
    if person.same_as_id is not None and not given_up:
        raise ValidationError(_("This record was merged with another one."))
    rows = list(Membership.objects.filter(person=person).select_related("unit", "kind").order_by("starts"))
    return Kept(person, rows, tuple(map(spell_of, rows)))


def write_chain(
    kept: Kept, chain: Chain, rules: Rules, document: str = "", source: MemberSource | None = None
) -> None:
    """Write what differs; a beginning or an end that is new has the document, and who is admitted the source.
    What goes makes room first."""
    for row in kept.rows[len(chain) :]:
        row.delete()
    for row, spell in zip(kept.rows, chain, strict=False):
        if spell_of(row) != spell:
            row.ends, row.ended = spell.ends, spell.ended.value if spell.ended else ""
            row.ending_document = document if spell.ended else ""
            row.save(update_fields=["ends", "ended", "ending_document"])
    for spell in chain[len(kept.rows) :]:
        Membership.objects.create(
            person=kept.person,
            unit_id=spell.unit,
            kind=rules.kinds[spell.kind],
            starts=spell.starts,
            began=spell.began.value,
            source=source if spell.began is Began.ADMITTED else None,
            document=document,
        )


def told(error: MembershipError, field: str, rules: Rules) -> ValidationError:
    """An error of core at a field, its days and kinds in the reader's language."""
    language = languages.current()
    for name, value in error.params.items():
        if isinstance(value, date):
            error.params[name] = formats.date_long(value, language)
        elif name in ("kind", "other"):
            error.params[name] = languages.text_in(rules.kinds[str(value)].names)
    return ValidationError({field: sentence(error)})


def require_open(unit_id: int, day: date, field: str) -> None:
    """The unit is open on the day: nobody comes to one that is closed. Errors: ValidationError (field)."""
    if not open_on(open_times([unit_id])[unit_id], day):
        raise ValidationError({field: _("This unit is not open on that day.")})
