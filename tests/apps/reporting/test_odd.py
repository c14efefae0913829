"""Figures that look odd are asked about once before a report is submitted."""

import json

import pytest
from django.test import Client
from tests.apps.reporting.figurerows import load
from tests.support.organisation import client_of, person
from tests.support.reporting import World, world

from mandate.core.reportstate import State
from mandate.platform.access.actor import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> World:
    """Last year A1 had 100 families."""
    made = world()
    load("A1,families,2022,100")
    return made


@pytest.fixture
def writer(city: World) -> Client:
    return client_of(person(Role.REPORTER, city.units["A1"], "writer@example.org"))


def test_an_odd_figure_is_asked_about_once_with_the_way_to_its_field(city: World, writer: Client) -> None:
    report, key = city.report("A1"), city.families.pk
    typed = {"language": "en", f"value-{key}": "5000", f"seen-{key}": "null", "do": "submit"}
    answer = writer.post(f"/reports/{report.pk}/", typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Is this figure right?" in text
    assert f'<a href="#value-{key}">Families: 50 times the last value, 100. Is that right?</a>' in text
    assert city.report("A1").state == State.DRAFT
    assert [int(one.indicator_id) for one in answer.context["odd"]] == [key]
    answer = writer.post(f"/reports/{report.pk}/", {"language": "en", "do": "submit", "odd": str(key)})
    assert (answer.status_code, city.report("A1").state) == (302, State.SUBMITTED)


def test_what_a_note_explains_and_what_cannot_be_submitted_is_not_asked_about(
    city: World, writer: Client
) -> None:
    report, key, other = city.report("A1"), city.families.pk, city.cultural.pk
    load("A1,cultural,2022,100")
    typed = {"language": "en", f"value-{other}": "5000", f"seen-{other}": "null", "do": "submit"}
    text = writer.post(f"/reports/{report.pk}/", typed).content.decode()
    assert 'id="odd"' not in text and "required" in text  # no families yet
    typed = {f"value-{key}": "100", f"seen-{key}": "null", f"value-{other}": "5000"}
    typed[f"seen-{other}"] = json.dumps({"answer": 1, "value": "5000", "note": ""})
    noted = {**typed, f"note-{other}": "Two streets were joined.", "language": "en", "do": "submit"}
    answer = writer.post(f"/reports/{report.pk}/", noted)
    assert (answer.status_code, city.report("A1").state) == (302, State.SUBMITTED)
