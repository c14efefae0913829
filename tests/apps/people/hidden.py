"""What only those of a unit may know of it: here who its members are."""

from io import BytesIO

from tests.apps.people.applicants import applicant
from tests.apps.people.members import member
from tests.support.hidden import City
from tests.support.organisation import NOW, console

from mandate.apps.people.queries.joined import Which
from mandate.apps.people.services.joining import JoinRecords, join_records
from mandate.apps.people.services.papers import AttachToApplication, attach_to_application
from mandate.apps.people.services.transfers import Release, release

SECRETS = ("Ptarmigan", "WHIN-17")


def put(city: City) -> dict[str, str]:
    """A member of B, and one on the way within B."""
    units = city.world.units
    here = member(units["B"], "Ptarmigan", number="WHIN-17")
    leaving = member(units["B"], "Ptarmigan Minor")
    transfer = release(
        console(), Release(leaving.pk, units["B1"].pk, leaving.memberships.get().starts.replace(month=9))
    )
    applies = applicant(units["B"], "Ptarmigan Third")
    paper = attach_to_application(
        console(), AttachToApplication(applies.pk, "ptarmigan.txt", BytesIO(b"Ptarmigan writes"))
    )
    asked = here.corrections.create(about="other", words="WHIN-17 is not mine.", asked_at=NOW)
    second = member(units["B"], "Ptarmigan", number="WHIN-18")
    join_records(console(), JoinRecords(here.pk, second.pk, Which.KEPT))
    return {
        "other_id": str(leaving.pk),
        "correction_id": str(asked.pk),
        "group": "birth",
        "person_id": str(here.pk),
        "transfer_id": str(transfer.pk),
        "application_id": str(applies.pk),
        "document_id": str(paper.pk),
        "source_code": "students",
    }
