"""The pages of applications: what they show to whom, what they ask for, and that nothing typed is lost."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.apps.people.applicants import admitted, applicant, proposed, recommended
from tests.apps.people.members import member
from tests.support.asking import asked_anew
from tests.support.organisation import client_of, console, person, tree

from mandate.apps.people.checks import check_members
from mandate.apps.people.models import Application, ApplicationPaper, Membership, Particulars
from mandate.apps.people.personal import APPLICATIONS
from mandate.apps.people.services import papers
from mandate.apps.people.services.members import Admit, admit
from mandate.apps.units.models import Unit
from mandate.apps.units.services import CloseUnit, close_unit
from mandate.platform.access.actor import Role

pytestmark = pytest.mark.django_db

FORM = {"name": "Đỗ Thị Sáu", "kind": "probationary", "source": "students", "day": "2023-09-01"}


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


@pytest.fixture
def ward(units: dict[str, Unit]) -> Client:
    """The secretary of ward A."""
    return client_of(person(Role.SECRETARY, units["A"]))


@pytest.fixture
def city(units: dict[str, Unit]) -> Client:
    """The secretary of the city."""
    return client_of(person(Role.SECRETARY, units["C"]))


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split())


def test_the_whole_way_by_the_pages(units: dict[str, Unit], ward: Client, city: Client) -> None:
    done = ward.post("/unit/A1/people/apply/", FORM)
    row = Application.objects.get()
    here = f"/applications/{row.pk}/"
    assert done["Location"] == here
    assert "2 full members of the unit must still recommend." in text(ward, here)
    for name in ("Hà Văn Sơn", "Bùi Thị Đào"):
        by = member(units["A1"], name, kind="full")
        assert f'<option value="{by.pk}">{name}' in text(ward, f"{here}recommend/")
        assert ward.post(f"{here}recommend/", {"member": by.pk, "day": "2023-09-02"}).status_code == 302
    assert ward.post(f"{here}propose/", {"day": "2023-09-03"})["Location"] == here
    page = text(ward, here)
    assert "Đỗ Thị Sáu is proposed." in page and "somebody else decides" in page
    assert f"{here}admit/" not in page and ward.get(f"{here}admit/").status_code == 403
    assert f'href="{here}"' in text(city, "/queues/applications/?waits=me")
    decision = {"number": "12-QĐ", "day": "2023-09-01", "kind": "probationary", "starts": "2023-10-01"}
    refused = city.post(f"{here}admit/", decision)
    assert refused.status_code == 422 and 'value="12-QĐ"' in refused.content.decode()
    assert city.post(f"{here}admit/", decision | {"day": "2023-10-01"})["Location"] == here
    page = text(city, here)
    assert "12-QĐ" in page and f'href="/members/{row.person_id}/"' in page and "Take back" in page
    assert f'href="{here}"' in text(city, f"/members/{row.person_id}/")
    step = row.steps.latest("pk").pk
    assert city.post(f"{here}undo/", {"step": step})["Location"] == here
    assert not Membership.objects.filter(person=row.person).exists()


def test_what_was_typed_stays_and_somebody_alike_is_asked_about(units: dict[str, Unit], ward: Client) -> None:
    wrong = ward.post("/unit/A1/people/apply/", FORM | {"day": "2099-01-01", "note": "By letter"})
    page = wrong.content.decode()
    assert wrong.status_code == 422 and "By letter" in page and "This day is still to come." in page
    form = FORM | {"born": "1999-02-03"}
    assert ward.post("/unit/A1/people/apply/", form).status_code == 302
    again = ward.post("/unit/A1/people/apply/", form)
    assert again.status_code == 422 and "entered already" in again.content.decode()
    assert ward.post("/unit/A1/people/apply/", form | {"another": "on"}).status_code == 302


def test_a_date_of_birth_and_a_telephone_stand_there_while_the_application_is_open(
    units: dict[str, Unit], city: Client
) -> None:
    row = proposed(units["A1"], "Lê Văn Tư")
    Particulars.objects.filter(user=row.person).update(born=date(1999, 2, 3), phone="0912 000 111")
    here = f"/applications/{row.pk}/"
    page = text(city, here)
    assert "3 February 1999" in page and "0912 000 111" in page
    decision = {"number": "12-QĐ", "day": "2023-10-01", "kind": "probationary", "starts": "2023-10-01"}
    assert city.post(f"{here}admit/", decision)["Location"] == here
    page = text(city, here)
    assert "1999" not in page and "0912 000 111" not in page


def test_a_stranger_sees_nothing_and_finds_nothing(units: dict[str, Unit], ward: Client) -> None:
    row = applicant(units["A1"])
    here = f"/applications/{row.pk}/"
    found = ward.get("/find/hints/?q=do+thi+sau").content.decode()
    assert here in found
    for role, unit in (
        (Role.SECRETARY, "B"),
        (Role.SECRETARY, "A2"),
        (Role.REPORTER, "A1"),
        (Role.OBSERVER, "C"),
    ):
        other = client_of(person(role, units[unit]))
        assert other.get(here).status_code == 404
        assert "Đỗ Thị Sáu" not in other.get("/find/hints/?q=do+thi+sau").content.decode()
        assert other.post(f"{here}withdraw/", {"day": "2023-10-01"}).status_code == 404
        listed = other.get("/queues/applications/")
        assert listed.status_code == 403 or "Đỗ Thị Sáu" not in listed.content.decode()
    assert client_of(person(Role.SECRETARY, units["A1"])).get(here).status_code == 200


def test_the_list_is_searched_narrowed_and_taken_out(units: dict[str, Unit], city: Client) -> None:
    applicant(units["A1"]), proposed(units["A2"], "Lê Văn Tư"), admitted(units["B1"], "Hồ Thị Năm")
    for address, names in (
        ("/queues/applications/", {"Đỗ Thị Sáu", "Lê Văn Tư", "Hồ Thị Năm"}),
        ("/queues/applications/?state=open", {"Đỗ Thị Sáu", "Lê Văn Tư"}),
        ("/queues/applications/?state=admitted", {"Hồ Thị Năm"}),
        ("/queues/applications/?q=ho+thi", {"Hồ Thị Năm"}),
        ("/queues/applications/?source=workers", set()),
        ("/queues/applications/?year=2023", {"Đỗ Thị Sáu", "Lê Văn Tư", "Hồ Thị Năm"}),
        ("/unit/A/people/applications/", {"Đỗ Thị Sáu", "Lê Văn Tư"}),
    ):
        page = city.get(address).content.decode()
        assert {name for name in ("Đỗ Thị Sáu", "Lê Văn Tư", "Hồ Thị Năm") if name in page} == names, address
    file = city.get("/unit/A/people/applications/?as=csv")
    assert "Lê Văn Tư" in file.content.decode("utf-8-sig") and "Hồ Thị" not in file.content.decode(
        "utf-8-sig"
    )


def test_documents_are_attached_taken_away_and_put_back(units: dict[str, Unit], ward: Client) -> None:
    row = applicant(units["A1"])
    here = f"/applications/{row.pk}/"
    sent = SimpleUploadedFile("letter.txt", b"Dear members")
    assert ward.post(f"{here}attach/", {"file": sent})["Location"] == here
    paper = ApplicationPaper.objects.get()
    assert b"".join(ward.get(f"{here}papers/{paper.pk}/")) == b"Dear members"  # type: ignore[arg-type]
    stranger = client_of(person(Role.SECRETARY, units["B"]))
    assert stranger.get(f"{here}papers/{paper.pk}/").status_code == 404
    ward.post(f"{here}papers/{paper.pk}/take/")
    assert ward.get(f"{here}papers/{paper.pk}/").status_code == 404
    ward.post(f"{here}papers/{paper.pk}/back/")
    assert "letter.txt" in text(ward, here)
    bad = ward.post(f"{here}attach/", {"file": SimpleUploadedFile("run.exe", b"MZ\x90\x00")})
    assert bad.status_code == 422 and not ApplicationPaper.objects.filter(name="run.exe").exists()


def test_a_closed_unit_is_said_and_documents_go_along(
    units: dict[str, Unit], ward: Client, city: Client
) -> None:
    row = proposed(units["A1"])
    command = papers.AttachToApplication(row.pk, "letter.txt", BytesIO(b"Dear members"))
    papers.attach_to_application(console(), command)
    close_unit(console(), CloseUnit(units["A1"].pk, row.applied.replace(month=10)))
    here = f"/applications/{row.pk}/"
    assert f"application {row.pk} is open, and unit A1 closes or is closed" in [
        one.text for one in check_members()
    ]
    page = text(ward, here)
    assert "is closed. The application is as it was" in page and f"{here}admit/" not in text(city, here)
    assert "closed" in text(ward, "/queues/applications/?waits=me")
    assert ward.post(f"{here}move/", {"unit": "A2", "day": "2023-10-01"})["Location"] == here
    assert ApplicationPaper.objects.get().unit == units["A2"]
    assert "letter.txt" in text(client_of(person(Role.SECRETARY, units["A2"])), here)


def test_an_applicant_who_is_a_member_all_the_same_is_told_of(units: dict[str, Unit]) -> None:
    row, somebody = applicant(units["A1"]), member(units["A1"])
    assert check_members() == []
    Application.objects.update(person=somebody)  # as a table could have it, once
    assert [one.text for one in check_members()] == [
        f"application {row.pk} to unit A1 is open, and the person is a member"
    ]


def test_an_applicant_reads_their_own_steps_and_nobody_elses_name(units: dict[str, Unit]) -> None:
    row = recommended(units["A1"])
    rows = APPLICATIONS.rows(row.person_id, row.applied)
    assert [one[3] for one in rows] == ["Applied", "Recommended", "Recommended"]
    assert "Hà Văn Sơn" not in str(rows)


def test_whoever_was_refused_applies_anew_and_is_not_entered_twice(
    units: dict[str, Unit], ward: Client, city: Client
) -> None:
    row = proposed(units["A1"])
    here = f"/applications/{row.pk}/"
    assert f"{here}again/" not in text(ward, here)
    assert city.post(f"{here}refuse/", {"day": "2023-10-01", "note": "Too young."}).status_code == 302
    assert f"{here}again/" in text(ward, here)
    form = {"unit": "A1", "kind": "probationary", "source": "students", "day": "2023-11-01"}
    done = ward.post(f"{here}again/", form)
    anew = Application.objects.latest("pk")
    assert done["Location"] == f"/applications/{anew.pk}/" and anew.person == row.person
    assert "2 full members" in text(ward, done["Location"]) and f"{here}again/" not in text(ward, here)
    with pytest.raises(ValidationError, match="applied already"):
        admit(console(), Admit(row.person_id, units["A1"].pk, "full", anew.applied))


def test_sources_are_set_up_by_pages(units: dict[str, Unit]) -> None:
    admin = client_of(person(Role.ADMINISTRATOR, None, "admin@example.org"))
    form = {"code": "miners", "names_0": "miners", "names_en": "miners", "position": "7", "offered": "on"}
    wrong = admin.post("/set-up/sources/new/", {"code": "X Y", "position": "7"})
    assert wrong.status_code == 422 and 'value="X Y"' in wrong.content.decode()
    fields = admin.get("/set-up/sources/new/").context["form"].fields["names"].fields
    said = form | {f"names_{number}": "miners" for number in range(len(fields))}
    assert admin.post("/set-up/sources/new/", said)["Location"] == "/set-up/sources/"
    assert "miners" in text(admin, "/set-up/sources/") and "miners" in text(admin, "/unit/A1/people/apply/")
    assert admin.post("/set-up/sources/miners/remove/")["Location"] == "/set-up/sources/"
    assert client_of(person(Role.SECRETARY, units["C"])).get("/set-up/sources/").status_code == 403


def test_many_applications_take_no_more_queries(units: dict[str, Unit], ward: Client) -> None:
    applicant(units["A1"])
    text(ward, "/queues/applications/")

    def asked() -> int:
        with asked_anew() as found:
            text(ward, "/queues/applications/")
        return len(found)

    few = asked()
    for number in range(8):
        applicant(units["A2"], f"Lê Văn {number}")
    assert asked() <= few
