"""Members of a small organisation, through the real services."""

from datetime import date

from tests.support.organisation import console

from mandate.apps.people.services.members import AdmitPerson, admit_person
from mandate.apps.people.services.persons import EnterPerson
from mandate.apps.units.models import Unit
from mandate.platform.access.models import User

BEGUN = date(2023, 3, 1)


def member(
    unit: Unit, name: str = "Lê Văn Tám", day: date = BEGUN, kind: str = "probationary", number: str = ""
) -> User:
    """Somebody admitted to a unit."""
    person = EnterPerson(name, number, date(1990, 5, 19), "0912 000 111")
    return admit_person(console(), AdmitPerson(person, unit.pk, kind, day, "12-QĐ/ĐU", another=True))
