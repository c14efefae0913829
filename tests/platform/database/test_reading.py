"""What a request reads once: never across a write, a transaction or another request, and never elsewhere."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.support.asking import asked_anew
from tests.support.organisation import acting, client_of, console, tree
from tests.support.reporting import world

from mandate.apps.units.services import MoveUnit, move_unit
from mandate.apps.units.structure import lineage, tree_version
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User
from mandate.platform.database.reading import once, reading_once


@pytest.mark.django_db(transaction=True)
def test_a_value_is_read_once_until_something_is_written() -> None:
    numbers = count(1)

    def asked() -> int:
        return once("number", lambda: next(numbers))

    assert (asked(), asked()) == (1, 2), "outside of a request nothing is kept"
    with reading_once():
        assert (asked(), asked()) == (3, 3)
        assert User.objects.count() == 0
        with connection.cursor() as cursor:
            cursor.execute("\nSELECT 1")
        assert asked() == 3, "a plain read changes nothing"
        User.objects.create_user("a@example.org", name="a")
        assert (asked(), asked()) == (4, 4)
        with transaction.atomic():
            assert (asked(), asked()) == (5, 6), "in a transaction others may not have what is read here"
            list(User.objects.select_for_update())
        assert (asked(), asked()) == (7, 7)
        with reading_once():
            assert (asked(), asked()) == (8, 8), "another request has read nothing yet"
        with ThreadPoolExecutor(1) as other:
            assert other.submit(asked).result() == 9, "nor has another thread"
        assert asked() == 7
    assert (asked(), asked()) == (10, 11)


@pytest.mark.django_db(transaction=True)
def test_a_change_of_the_tree_is_seen_at_once_and_one_taken_back_is_not() -> None:
    units = tree()
    day = console().today
    with reading_once():
        before = tree_version()
        assert lineage(units["A1"].pk, day) == (units["C"].pk, units["A"].pk, units["A1"].pk)
        with pytest.raises(RuntimeError), transaction.atomic():
            move_unit(console(), MoveUnit(units["A1"].pk, units["B"].pk, day))
            assert lineage(units["A1"].pk, day) == (units["C"].pk, units["B"].pk, units["A1"].pk)
            raise RuntimeError
        assert tree_version() == before
        assert lineage(units["A1"].pk, day) == (units["C"].pk, units["A"].pk, units["A1"].pk)
        move_unit(console(), MoveUnit(units["A1"].pk, units["B"].pk, day))
        assert lineage(units["A1"].pk, day) == (units["C"].pk, units["B"].pk, units["A1"].pk)


@pytest.mark.django_db(transaction=True)
def test_saving_while_typing_asks_little_twice() -> None:
    city = world()
    writer = acting(Role.REPORTER, city.units["A1"])
    client = client_of(User.objects.get(pk=writer.user_id))
    nothing = {"answer": 0, "value": None, "note": ""}
    change = {"indicator": city.families.pk, "seen": nothing, "text": "4", "note": ""}
    body = json.dumps({"language": "en", "changes": [change]})
    with asked_anew() as asked:
        answer = client.post(f"/reports/{city.report_ids['A1']}/save/", body, "application/json")
    assert answer.status_code == 200 and answer.json()["summary"] == "1 of 4 filled."
    times = Counter(query["sql"] for query in asked)
    versions = sum(number for sql, number in times.items() if "units_treeversion" in sql)
    # Before the saving once, in its transaction each time, and after it once.
    assert versions <= 8
    assert max(number for sql, number in times.items() if "units_treeversion" not in sql) <= 2
    assert whole_reports(asked) == 1, "what was typed is read by the fields alone"


@pytest.mark.django_db
def test_a_button_reads_no_page_before_it_acts() -> None:
    city = world()
    first, second = (
        client_of(User.objects.get(pk=acting(Role.SECRETARY, city.units[unit]).user_id))
        for unit in ("A1", "A")
    )
    address = f"/reports/{city.report_ids['A1']}/"
    fields = {f"value-{city.families.pk}": "4", "language": "en", "do": "submit"}
    with asked_anew() as asked:
        first.post(address, fields)
    assert city.report("A1").state == "submitted"
    assert whole_reports(asked) == 1, "read once, to ask whether a figure that looks odd is right"
    for button, state in (("accept/", "accepted"), ("correct/", "draft"), ("discard/", "accepted")):
        with asked_anew() as asked:
            said = {"seen": str(city.report("A1").version)}
            if button != "accept/":
                said["reason"] = "wrong"
            asking = first if button == "correct/" else second
            assert asking.post(address + button, said).status_code == 302
        assert city.report("A1").state == state
        assert whole_reports(asked) == 0
        assert second.post(f"/reports/999999/{button}", {"reason": "wrong"}).status_code == 404


def whole_reports(asked: CaptureQueriesContext) -> int:
    """How often a report was read with all that its page shows: what counted in the period before, too."""
    return sum(
        "reporting_formperiod" in query["sql"] and 'indicator_ids" &&' in query["sql"] for query in asked
    )
