"""A small organisation for tests: made through the real services, with the clock held still."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.test import Client

from mandate.apps.units.models import Unit
from mandate.apps.units.services import UnitRow
from mandate.apps.units.tables.importing import ImportUnits, import_units
from mandate.platform.access import actor as actors
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.models import Grant, User
from mandate.platform.access.request import actor_of

NOW = datetime(2024, 1, 5, 3, 0, tzinfo=UTC)
PASSWORD = "a long password for tests"

#: What a person's own page says of mails, where they chose nothing.
USUAL_MAILS = {
    "mails-reminders": "daily", "mails-jobs": "at_once", "mails-returned": "at_once",
    "mails-accepted": "daily", "mails-requests": "at_once", "mails-chases": "at_once",
    "mails-mentions": "at_once", "mails-transfers": "at_once", "mails-posts": "at_once",
    "mails-admissions": "at_once",
    "mails-corrections": "at_once", "mails-roles": "at_once", "mails-corrected": "at_once",
}  # fmt: skip

#: city C › wards A and B › streets A1 A2 and B1 B2 B3
SMALL = [
    ("C", "", "city", "Thành phố"),
    ("A", "C", "ward", "Phường A"),
    ("B", "C", "ward", "Phường B"),
    ("A1", "A", "street", "Phố 1"),
    ("A2", "A", "street", "Phố 2"),
    ("B1", "B", "street", "Phố 1"),
    ("B2", "B", "street", "Phố 2"),
    ("B3", "B", "street", "Phố 3"),
]


def console(now: datetime = NOW) -> Actor:
    """The operator at the command line."""
    return actors.console(now)


def tree(rows: Sequence[tuple[str, str, str, str]] = SMALL) -> dict[str, Unit]:
    """Units imported as if by `mandate import units`; by code."""
    numbered = tuple(UnitRow(number, *row) for number, row in enumerate(rows, start=2))
    import_units(console(), ImportUnits(rows=numbered))
    return {unit.code: unit for unit in Unit.objects.all()}


def person(role: Role, unit: Unit | None, email: str = "", language: str = "en") -> User:
    """Somebody with a role on a unit (None: everywhere), who can sign in with PASSWORD."""
    address = email or f"{role.value}-{unit.code if unit else 'all'}@example.org".lower()
    user = User.objects.filter(email=address).first()
    if user is None:
        user = User.objects.create_user(address, PASSWORD, name=address.split("@")[0], language=language)
    Grant.objects.create(user=user, role=role.value, unit=unit)
    return user


def acting(role: Role, unit: Unit | None, now: datetime = NOW) -> Actor:
    """The actor of a new person with this role."""
    return actor_of(person(role, unit), now)


def client_of(user: User) -> Client:
    """Django's client, signed in."""
    client = Client()
    client.force_login(user)
    return client
