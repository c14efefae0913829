"""Groups of what is kept of a person beside the name: on what right they are seen, and for what the
restricted ones may be looked at. Each app states its groups beside its actions."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mandate.platform.access.actions import action

Purposes = tuple[tuple[str, str | Promise], ...]

CORRECTING = "correct"
TAKING = "table"
CARDS, ADMITTING = "card", "admission"
#: What comes with a deed and is not chosen.
WITH_A_DEED: Purposes = (
    (CORRECTING, _("to correct the entry")),
    (TAKING, _("in a table of members")),
    (CARDS, _("in a contact for an address book")),
    (ADMITTING, _("to see to an application")),
)


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """What is seen together, on the right to an ``action`` on the person's unit. Where there are ``purposes``
    (key, words) it is restricted: it shows for a day to whoever says one of them, and the person can read
    who looked (see looks.py)."""

    name: str
    label: str | Promise
    action: str
    purposes: Purposes = ()


_groups: dict[str, FieldGroup] = {}


def group_fields(name: str, label: str | Promise, action_name: str, purposes: Purposes = ()) -> FieldGroup:
    """Add a group; a second one of the same name is an error, as is an action that nobody defined."""
    if name in _groups:
        raise ValueError(f"the group of fields {name!r} is defined twice")
    _groups[name] = FieldGroup(name, label, action(action_name).name, purposes)
    return _groups[name]


def field_groups() -> tuple[FieldGroup, ...]:
    """All of them, in the order in which they were stated."""
    return tuple(_groups.values())


def purpose_in_words(group: str, purpose: str) -> str:
    """Of a look that is kept, also under a group or a purpose that is no more."""
    known = (*_groups[group].purposes, *WITH_A_DEED) if group in _groups else WITH_A_DEED
    return str(dict(known).get(purpose, purpose))
