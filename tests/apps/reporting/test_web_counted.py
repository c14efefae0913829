"""The pages of a report of which Mandate counts a part: nothing is typed there, by whatever door."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from tests.apps.reporting.counting import SENTENCE, counting_world, street
from tests.support.organisation import client_of, console, person
from tests.support.reporting import World
from tests.support.seeing import as_seen

from mandate.apps.reporting import services
from mandate.apps.reporting.models import Figure, Report
from mandate.apps.reporting.services import AcceptReports, SubmitReport
from mandate.core.reportstate import State
from mandate.platform.access.actor import Role

pytestmark = pytest.mark.django_db
NOTHING = {"answer": 0, "value": None, "note": ""}
NOT_TYPED = "Mandate counts this figure when the report is submitted; it is not typed."


@pytest.fixture
def city() -> World:
    """Wards A and B type families, and Mandate counts their streets: two and three."""
    return counting_world()


def reporter(city: World) -> Client:
    return client_of(person(Role.REPORTER, city.units["A"], email="counted@example.org"))


def address(city: World) -> str:
    return f"/reports/{city.report_ids['A']}/"


def text(answer: Any) -> str:
    """What stands on a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def send(city: World, *texts: tuple[str, str], **more: Any) -> Any:
    """What the script sends."""
    changes = [
        {"indicator": city.indicators[code].pk, "seen": NOTHING, "text": typed, "note": ""}
        for code, typed in texts
    ]
    body = json.dumps({"language": "en", "changes": changes, **more})
    return reporter(city).post(f"{address(city)}save/", body, "application/json").json()


def test_the_grid_shows_it_with_where_it_comes_from_and_no_field(city: World) -> None:
    page = reporter(city).get(address(city)).content.decode()
    below = city.indicators["below"].pk
    assert f'name="value-{city.families.pk}"' in page
    assert f'name="value-{below}"' not in page and f'name="note-{below}"' in page
    assert SENTENCE in page and "<span data-shown>2</span>" in page
    assert "1 of 2 filled." in page and "&quot;ready&quot;: false" in page


def test_the_form_without_script_refuses_what_is_sent_for_it_and_saves_the_rest(city: World) -> None:
    sent = {f"value-{city.families.pk}": "5", f"value-{city.indicators['below'].pk}": "9", "do": "save"}
    answer = reporter(city).post(address(city), sent)
    assert answer.status_code == 422 and NOT_TYPED in text(answer)
    assert list(Figure.objects.values_list("indicator__code", "value")) == [("families", 5)]


def test_a_note_on_it_is_kept_whatever_is_counted_meanwhile(city: World) -> None:
    below = city.indicators["below"].pk
    seen = json.dumps({"answer": 1, "value": "2", "note": ""})
    sent = {f"value-{city.families.pk}": "5", f"seen-{below}": seen, f"note-{below}": "A3 opens in May."}
    assert reporter(city).post(address(city), {**sent, "do": "save"}).status_code == 302
    street(city.units, "A3", "A")
    page = reporter(city).get(address(city)).content.decode()
    assert "A3 opens in May." in page and "<span data-shown>3</span>" in page
    assert reporter(city).post(address(city), {"do": "submit"}).status_code == 302
    kept = Figure.objects.get(indicator_id=below)
    assert (kept.value, kept.note) == (3, "A3 opens in May.")


def test_two_notes_on_it_at_once_are_a_question(city: World) -> None:
    below = city.indicators["below"].pk
    for note, state in (("Mine.", "stored"), ("Theirs.", "conflict")):
        change = {
            "indicator": below,
            "seen": {**NOTHING, "answer": 1, "value": "2"},
            "text": "",
            "note": note,
        }
        body = json.dumps({"language": "en", "changes": [change]})
        told = reporter(city).post(f"{address(city)}save/", body, "application/json").json()
        assert told["figures"][str(below)]["state"] == state
    assert told["figures"][str(below)]["conflict"] == "You changed the note on this figure in another window."


def test_saving_while_typing_refuses_it_at_its_row_and_tells_what_is_counted(city: World) -> None:
    street(city.units, "A3", "A")
    told = send(city, ("families", "5"), ("below", "9"))
    figure = told["figures"][str(city.indicators["below"].pk)]
    assert (figure["state"], figure["error"], figure["shown"]) == ("error", NOT_TYPED, "3")
    assert not Figure.objects.filter(indicator__code="below").exists()
    told = send(city, ("families", "6"))
    assert told["figures"][str(city.indicators["below"].pk)]["shown"] == "3"
    assert told["ready"] is False  # another window saved 5 meanwhile
    assert Report.objects.get(unit__code="A").state == State.DRAFT


def test_what_is_pasted_for_it_is_refused_before_it_is_written(city: World) -> None:
    told = send(city, ("families", "5"), ("below", "9"), dry=True)["figures"]
    assert told == {
        str(city.families.pk): {"shown": "5"},
        str(city.indicators["below"].pk): {"error": NOT_TYPED},
    }
    assert not Figure.objects.exists()


def test_it_is_ready_with_the_figures_that_are_typed(city: World) -> None:
    told = send(city, ("families", "5"))
    assert told["ready"] is True and told["summary"] == "2 of 2 filled."


def test_a_report_of_which_all_is_counted_goes_up_by_one_button() -> None:
    city = counting_world(items=("below",))
    client = reporter(city)
    page = client.get(address(city))
    assert "Mandate counts every figure of this report." in text(page)
    assert "&quot;ready&quot;: true" in page.content.decode()
    assert client.post(address(city), {"do": "submit"}).status_code == 302
    assert city.report("A").state == State.SUBMITTED
    assert list(Figure.objects.values_list("indicator__code", "value")) == [("below", 2)]


def test_read_and_traced_it_says_where_it_comes_from(city: World) -> None:
    client = reporter(city)
    client.post(address(city), {f"value-{city.families.pk}": "5", "do": "submit"})
    services.accept_reports(console(), AcceptReports(as_seen([city.report_ids["A"]])))
    assert text(client.get(address(city))).count(SENTENCE) == 1
    assert SENTENCE in text(client.get("/unit/A/number/below/2023/"))
    assert "Counted by Mandate" not in text(client.get("/unit/A/number/families/2023/"))


def test_the_history_tells_what_was_counted(city: World) -> None:
    city.save(city.report("A"), families=5)
    services.submit_report(city.reporter, SubmitReport(city.report_ids["A"]))
    assert re.search(r"Below.*2", text(reporter(city).get(f"{address(city)}history/")))


def test_the_form_says_which_of_its_indicators_are_counted(city: World) -> None:
    administrator = client_of(person(Role.ADMINISTRATOR, None))
    assert "counted by Mandate" in text(administrator.get(f"/forms/{city.form.pk}/"))
