"""Everybody reads all that is kept of them, and takes it away as a file; and nothing of anybody else."""

import json
from datetime import date

import pytest
from django.test import Client
from tests.apps.people.members import BEGUN, member
from tests.support.organisation import client_of, console, person, tree
from tests.support.pdf_text import lines

from mandate.apps.people.services.transfers import Decline, Release, decline, release
from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User
from mandate.platform.access.services import ChangeUser, change_user
from mandate.platform.parts import personal_tables

pytestmark = pytest.mark.django_db
ADDRESS = "/people/me/data/"


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


@pytest.fixture
def lan(units: dict[str, Unit]) -> User:
    """A member who reports, was called otherwise, and was not received by another unit."""
    user = member(units["A1"], "Lê Thị Lan", number="0042")
    User.objects.filter(pk=user.pk).update(email="lan@example.org", is_active=True)
    change_user(console(), ChangeUser(user.pk, "Lê Thị Lan Anh", True))
    sent = release(console(), Release(user.pk, units["B1"].pk, date(2023, 9, 1), "7-QĐ"))
    decline(console(), Decline(sent.pk, "She lives elsewhere."))
    person(Role.REPORTER, units["A1"], "lan@example.org")
    return User.objects.get(pk=user.pk)


def as_json(client: Client) -> dict[str, object]:
    answer = client.get(f"{ADDRESS}?format=json")
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    told: dict[str, object] = json.loads(answer.content)
    return told


def test_what_is_kept_is_told_on_the_page_and_in_both_files(lan: User) -> None:
    client = client_of(lan)
    told = as_json(client)
    assert set(told) == {"told_at", *(one.name for one in personal_tables())}
    assert [row["name"] for row in told["former_names"]] == ["Lê Thị Lan"]  # type: ignore[index, attr-defined] -- JSON
    assert told["particulars"] == [{"number": "0042", "born": "1990-05-19", "phone": "0912 000 111"}]
    (spell,) = told["memberships"]  # type: ignore[misc] -- JSON
    assert (spell["unit"], spell["from"], spell["until"]) == ("Phố 1, Phường A", BEGUN.isoformat(), None)
    (way,) = told["transfers"]  # type: ignore[misc] -- JSON
    assert (way["outcome"], way["reason"]) == ("Not received", "She lives elsewhere.")
    page = client.get(ADDRESS).content.decode()
    printed = " ".join(lines(client.get(f"{ADDRESS}?format=pdf").content))
    for words in (
        "Lê Thị Lan Anh",
        "lan@example.org",
        "0042",
        "19 May 1990",
        "Phố 1, Phường A",
        "She lives elsewhere.",
    ):
        assert words in page and words in printed, words


def test_nobody_reads_of_another(lan: User, units: dict[str, Unit]) -> None:
    other = client_of(person(Role.ADMINISTRATOR, None, "admin@example.org"))
    for format in ("", "json", "pdf"):
        told = other.get(f"{ADDRESS}?format={format}&user={lan.pk}").content
        assert "Lê Thị" not in (" ".join(lines(told)) if format == "pdf" else told.decode())
    assert as_json(other)["memberships"] == []
    assert Client().get(ADDRESS).status_code == 302
    assert other.get(f"{ADDRESS}?format=exe").status_code == 404
