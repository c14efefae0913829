"""What the command line says of applications and admissions."""

import json
from argparse import Namespace

import pytest
from tests.apps.people.applicants import admitted, applicant
from tests.support.organisation import tree

from mandate.apps.people.application_events import ApplicationsTaken
from mandate.apps.people.commands import admissions, applications
from mandate.platform.journal.models import Entry
from mandate.platform.journal.reading import read

pytestmark = pytest.mark.django_db


def test_the_admissions_of_a_year_as_text_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    admitted(tree()["A1"])  # of two recommenders nobody knows the source
    assert admissions.run(Namespace(unit="A", year=2023, json=False)) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        ["source", "2023", "2022"],
        ["students", "1", "0"],
        ["not", "known", "2", "0"],
        ["together", "3", "0"],
    ]
    admissions.run(Namespace(unit="A", year=2023, json=True))
    told = json.loads(capsys.readouterr().out)
    assert (told["admitted"], told["plan"], told["sources"][1]["source"]) == (3, None, None)
    assert [(one["unit"], one["admitted"]) for one in told["units"]] == [("A1", 3), ("A2", 0)]


def test_the_applications_and_the_journal_says_that_they_were_taken_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    units = tree()
    admitted(units["A1"]), applicant(units["A2"], "Lê Văn Tư")
    assert applications.run(Namespace(unit="A", open=True, json=False)) == 0
    out = capsys.readouterr().out
    assert "Lê Văn Tư" in out and "Đỗ Thị Sáu" not in out
    assert isinstance(read([Entry.objects.latest("id")])[0].event, ApplicationsTaken)
    applications.run(Namespace(unit="A", open=False, json=True))
    told = json.loads(capsys.readouterr().out)["applications"]
    assert {(one["name"], one["state"], one["number"]) for one in told} == {
        ("Lê Văn Tư", "applied", ""),
        ("Đỗ Thị Sáu", "admitted", "12-QĐ"),
    }
