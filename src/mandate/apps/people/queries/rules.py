"""The kinds of member with their rules, and rows as core knows them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mandate.apps.people.models import MemberKind, Membership
from mandate.core.membership import Began, Ended, Kind, Spell
from mandate.platform.i18n.languages import text_in


@dataclass(frozen=True, slots=True)
class Rules:
    """The kinds of member by code, in their order, and their rules."""

    kinds: Mapping[str, MemberKind]
    rules: Mapping[str, Kind]

    def kind(self, code: str) -> MemberKind:
        """The kind of a code. Errors: ValidationError (kind)."""
        if code not in self.kinds:
            raise ValidationError({"kind": _("There is no such kind of member.")})
        return self.kinds[code]

    def name(self, code: str) -> str:
        """What a kind is called in the reader's language."""
        return text_in(self.kinds[code].names) or code


def read_rules() -> Rules:
    """Two queries."""
    kinds = {kind.code: kind for kind in MemberKind.objects.order_by("position").prefetch_related("steps")}
    rules = {
        code: Kind(frozenset(step.code for step in kind.steps.all()), kind.first, kind.months)
        for code, kind in kinds.items()
    }
    return Rules(kinds, rules)


def spell_of(row: Membership) -> Spell:
    """A row, read with its kind, as core knows it."""
    ended = Ended(row.ended) if row.ended else None
    return Spell(row.unit_id, row.kind.code, row.starts, Began(row.began), row.ends, ended)
