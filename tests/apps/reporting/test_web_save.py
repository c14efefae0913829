"""Saving while typing, and the form without script: what the server answers."""

import json
import re
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.support.organisation import client_of, console, person
from tests.support.reporting import World, world

from mandate.apps.reporting import services
from mandate.core.reportstate import State
from mandate.platform.access.actor import Role
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db
NOTHING = {"answer": 0, "value": None, "note": ""}


@pytest.fixture
def city() -> World:
    """The small city with its form opened for 2023."""
    return world()


def reporter(city: World, role: Role = Role.REPORTER) -> Client:
    """A browser of somebody at street A1."""
    return client_of(person(role, city.units["A1"], email=f"{role.value}-save@example.org"))


def send(client: Client, city: World, *changes: dict[str, Any], language: str = "en", **more: Any) -> Any:
    """What the script sends."""
    body = {"language": language, "changes": changes, **more}
    address = f"/reports/{city.report('A1').pk}/save/"
    return client.post(address, json.dumps(body), "application/json", headers={"accept": "application/json"})


def change(city: World, code: str, text: str, seen: Any = None, note: str = "") -> dict[str, Any]:
    """One figure as it is typed."""
    return {"indicator": city.indicators[code].pk, "seen": seen or NOTHING, "text": text, "note": note}


def test_the_answer_tells_zero_nothing_and_not_applicable_apart(city: World) -> None:
    told = send(reporter(city), city, change(city, "families", "0"), change(city, "area", "N/A")).json()
    said = {
        code: told["figures"][str(city.indicators[code].pk)]["said"]
        for code in ("families", "area", "cultural")
    }
    assert said == {"families": "reported zero", "area": "not applicable", "cultural": "not reported"}
    assert told["summary"] == "2 of 4 filled." and told["ready"] is True


def test_what_cannot_be_read_is_told_and_the_rest_is_saved(city: World) -> None:
    told = send(
        reporter(city),
        city,
        change(city, "families", "-3"),
        change(city, "cultural", "7"),
        change(city, "area", "1.234"),
    ).json()
    figures = told["figures"]
    assert (
        figures[str(city.families.pk)]["state"] == "error"
        and "below zero" in figures[str(city.families.pk)]["error"]
    )
    assert "decimals" in figures[str(city.indicators["area"].pk)]["error"]
    assert city.figures(city.report("A1").revisions.get()) == {"cultural": 7}
    assert told["ready"] is False


def test_numbers_are_read_in_the_language_of_the_page(city: World) -> None:
    send(reporter(city), city, change(city, "area", "1.234,5"), language="de")
    assert city.figures(city.report("A1").revisions.get()) == {"area": 1234.5}


def test_a_conflict_is_told_and_nothing_overwritten(city: World) -> None:
    city.save(city.report("A1"), console(), families=275)
    told = send(reporter(city), city, change(city, "families", "271")).json()
    figure = told["figures"][str(city.families.pk)]
    assert figure["state"] == "conflict" and "275" in figure["conflict"] and "271" in figure["conflict"]
    assert city.figures(city.report("A1").revisions.get()) == {"families": 275}
    told = send(reporter(city), city, change(city, "families", "271", seen=figure["seen"])).json()
    assert told["figures"][str(city.families.pk)]["state"] == "stored"
    assert city.figures(city.report("A1").revisions.get()) == {"families": 271}


def test_ones_own_second_window_is_not_somebody_else(city: World) -> None:
    client = reporter(city)
    send(client, city, change(city, "families", "275"))
    figure = send(client, city, change(city, "families", "271")).json()["figures"][str(city.families.pk)]
    assert figure["conflict"] == "You changed this to 275 in another window; here you typed 271."
    noted = change(city, "families", "275", note="of both lists")
    figure = send(client, city, noted).json()["figures"][str(city.families.pk)]
    assert figure["conflict"] == "You changed the note on this figure in another window."


def test_a_page_that_only_looks_learns_that_the_report_has_changed(city: World) -> None:
    city.save(city.report("A1"), families=275)
    services.submit_report(city.reporter, services.SubmitReport(city.report_ids["A1"]))
    client = reporter(city)
    page = client.get(f"/reports/{city.report_ids['A1']}/").content.decode()
    seen = re.search(r'data-version="(\d+)"', page)
    told = send(client, city).json()
    assert told["over"] and seen is not None and told["version"] == int(seen[1])
    services.withdraw_report(city.reporter, services.WithdrawReport(city.report_ids["A1"]))
    told = send(client, city).json()
    assert told["version"] != int(seen[1]) and "over" not in told


def test_reading_only_saves_nothing(city: World) -> None:
    told = send(
        reporter(city), city, change(city, "area", "1,234.5"), change(city, "clean", "3"), dry=True
    ).json()
    assert told["figures"][str(city.indicators["area"].pk)]["shown"] == "1,234.50"
    assert "3" in told["figures"][str(city.indicators["clean"].pk)]["error"]
    assert not city.report("A1").revisions.exists()


def test_an_ended_session_a_missing_right_and_a_closed_period_have_their_own_answers(city: World) -> None:
    typed = change(city, "families", "5")
    assert send(Client(), city, typed).status_code == 401
    assert send(reporter(city, Role.OBSERVER), city, typed).status_code == 403
    services.close_period(console(), services.ClosePeriod(city.opened.pk))
    closed = send(reporter(city), city, typed)
    assert closed.status_code == 409 and "closed" in closed.json()["error"]
    looked = send(reporter(city), city)
    assert looked.status_code == 200 and looked.json()["over"] is True
    assert (
        "This period was closed" in reporter(city).get(f"/reports/{city.report('A1').pk}/").content.decode()
    )


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"changes": 5}', '{"changes": [{"indicator": 0, "text": "1"}]}']
)
def test_a_broken_request_is_refused(city: World, body: str) -> None:
    address = f"/reports/{city.report('A1').pk}/save/"
    assert reporter(city).post(address, body, "application/json").status_code == 400


def form(city: World, **texts: str) -> dict[str, str]:
    """The fields of the form without script, by code of the indicator."""
    fields = {f"value-{city.indicators[code].pk}": text for code, text in texts.items()}
    return (
        fields | {name.replace("value", "seen"): json.dumps(NOTHING) for name in fields} | {"language": "en"}
    )


def test_without_script_everything_typed_survives_an_error(city: World) -> None:
    client = reporter(city)
    address = f"/reports/{city.report('A1').pk}/"
    answer = client.post(address, {**form(city, families="1.2.3", cultural="8"), "do": "submit"})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="1.2.3"' in page
    assert f'href="#value-{city.families.pk}"' in page
    assert city.report("A1").state == State.DRAFT


def test_a_required_figure_is_asked_for_on_submitting(city: World) -> None:
    client = reporter(city)
    address = f"/reports/{city.report('A1').pk}/"
    page = client.post(address, {**form(city, cultural="8"), "do": "submit"}).content.decode()
    assert "This figure is required" in page and city.report("A1").state == State.DRAFT


def test_without_script_a_conflict_is_decided_by_its_buttons(city: World) -> None:
    client = reporter(city)
    address = f"/reports/{city.report('A1').pk}/"
    city.save(city.report("A1"), console(), families=275)
    answer = client.post(address, {**form(city, families="271"), "do": "save"})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="271"' in page and "275" in page
    client.post(address, {**form(city, families="271"), "choose": f"theirs:{city.families.pk}"})
    assert city.figures(city.report("A1").revisions.get()) == {"families": 275}
    seen = json.dumps({"answer": 1, "value": "275", "note": ""})
    fields = {**form(city, families="271"), f"seen-{city.families.pk}": seen}
    client.post(address, {**fields, "choose": f"mine:{city.families.pk}"})
    assert city.figures(city.report("A1").revisions.get()) == {"families": 271}


def test_the_way_of_a_report_through_its_buttons(city: World) -> None:
    client, reviewer = reporter(city), client_of(person(Role.REVIEWER, city.units["A"]))
    address = f"/reports/{city.report('A1').pk}/"
    client.post(address, {**form(city, families="10"), "do": "submit"})

    def seen() -> dict[str, object]:
        return {"seen": city.report("A1").version}

    answer = reviewer.post(f"{address}return/", {"reason": " ", **seen()})
    assert answer.status_code == 422 and "Give a reason." in answer.content.decode()
    reviewer.post(f"{address}return/", {"reason": "Too few families", **seen()})
    assert "Too few families" in client.get(address).content.decode()
    client.post(address, {"language": "en", "do": "submit"})
    reviewer.post(f"{address}accept/", seen())
    assert city.report("A1").state == State.ACCEPTED
    assert "Correct" in client.get(address).content.decode()
    client.post(f"{address}correct/", {"reason": "One was counted twice"})
    page = client.get(address).content.decode()
    assert "One was counted twice" in page and "revision 2" in page
    history = client.get(f"{address}history/").content.decode()
    assert "Revision 2" in history and "Too few families" in history


@pytest.mark.django_db(transaction=True)
def test_two_submits_at_once_count_once(city: World) -> None:
    clients = [reporter(city), reporter(city)]
    fields = {**form(city, families="10"), "do": "submit"}
    both = threading.Barrier(2)
    codes: list[int] = []

    def submit(client: Client) -> None:
        both.wait()
        try:
            codes.append(client.post(f"/reports/{city.report('A1').pk}/", fields).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=submit, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Entry.objects.filter(code="reporting.submitted").count() == 1
    assert city.report("A1").revisions.count() == 1
    assert all(code in (302, 422) for code in codes), codes
