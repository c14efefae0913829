"""What somebody is in charge of in a unit: its reports, the decision on them, its list of members. A part
says so itself, among the ``charges`` of its ``part.py``; the directory shows who it is."""

from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Charge:
    """One of these: a name for addresses and files, what whoever has it does ("reports for it"), and the
    action for which they hold a role. It is theirs who hold such a role nearest to the unit."""

    name: str
    label: Text
    action: str
    position: int
