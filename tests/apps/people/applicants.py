"""Applications in a small organisation, through the real services, each by somebody else where it must be."""

from datetime import date

from tests.apps.people.members import member
from tests.support.organisation import console

from mandate.apps.people.models import Application
from mandate.apps.people.services import applications, deciding
from mandate.apps.people.services.persons import EnterPerson
from mandate.apps.units.models import Unit

APPLIED = date(2023, 9, 1)
PROPOSED = date(2023, 9, 10)
DECIDED = date(2023, 10, 1)


def applicant(
    unit: Unit, name: str = "Đỗ Thị Sáu", source: str = "students", day: date = APPLIED
) -> Application:
    """Somebody who applies to a unit."""
    said = applications.ApplicationSaid(unit.pk, "probationary", day, source, "Wrote a letter.")
    person = EnterPerson(name, "", date(1999, 2, 3), "0911")
    return applications.apply_person(console(), applications.ApplyPerson(person, said, another=True))


def recommended(unit: Unit, name: str = "Đỗ Thị Sáu") -> Application:
    """Somebody whom two members of the unit recommend."""
    row = applicant(unit, name)
    for one in ("Hà Văn Sơn", "Bùi Thị Đào"):
        by = member(unit, one, kind="full")
        applications.recommend(console(), applications.Recommend(row.pk, by.pk, APPLIED))
    row.refresh_from_db()
    return row


def proposed(unit: Unit, name: str = "Đỗ Thị Sáu") -> Application:
    """Somebody whom the unit proposes."""
    row = recommended(unit, name)
    applications.propose(console(), applications.TakeStep(row.pk, PROPOSED))
    row.refresh_from_db()
    return row


def admitted(unit: Unit, name: str = "Đỗ Thị Sáu", number: str = "12-QĐ") -> Application:
    """Somebody who was admitted by the procedure."""
    row = proposed(unit, name)
    said = deciding.AdmitApplicant(row.pk, number, DECIDED, "probationary", DECIDED)
    deciding.admit_applicant(console(), said)
    row.refresh_from_db()
    return row
