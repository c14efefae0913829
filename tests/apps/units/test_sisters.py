"""Sister organisations: what links them, who may, what closes and moves in between, and that nothing else
changes by it."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test import Client
from tests.apps.people.members import BEGUN, member
from tests.apps.posts.posts import post, put
from tests.apps.units.sisters import SINCE, linked, sister, sister_unit
from tests.support.asking import asked_anew
from tests.support.organisation import acting, client_of, console, person, tree
from tests.support.reporting import indicators

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.apps.reporting.total import Total
from mandate.apps.reporting.totals import open_ledger
from mandate.apps.units.around import home_unit
from mandate.apps.units.checks import check_sisters
from mandate.apps.units.models import SisterLink, Unit
from mandate.apps.units.services import CloseUnit, MoveUnit, UndoPlace, close_unit, move_unit, undo_place
from mandate.apps.units.services.sisters import (
    EndSister,
    LinkSister,
    RemoveSister,
    end_sister,
    link_sister,
    remove_sister,
)
from mandate.apps.units.sisters import sister_rows, sisters_of
from mandate.core.period import Period
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db
TODAY = date(2024, 1, 5)


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


def beside(unit: Unit, day: date = TODAY, actor: Actor | None = None) -> list[str]:
    """The codes of what stands beside a unit, and beside what it stands."""
    return [row.unit.code for row in sister_rows(actor or console(), unit.pk, day)]


def refused(sister: Unit, unit: Unit, starts: date = SINCE, ends: date | None = None) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        linked(sister, unit, starts, ends)
    return error.value.message_dict


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split())


def test_both_sides_show_it_from_its_first_day_until_its_end(units: dict[str, Unit]) -> None:
    union = sister_unit()
    link = linked(union, units["A"])
    assert beside(units["A"]) == ["F"] and beside(union) == ["A"] and beside(units["B"]) == []
    end_sister(console(), EndSister(link.pk, date(2024, 2, 1)))
    assert beside(units["A"], date(2024, 1, 31)) == ["F"]
    assert beside(units["A"], date(2024, 2, 1)) == []
    assert sisters_of(console(), [units["A"].pk], date(2022, 12, 31)) == []
    assert [one.sister.code for one in sisters_of(console(), [units["A"].pk], SINCE)] == ["F"]


def test_several_organisations_stand_beside_one_unit_and_each_once(units: dict[str, Unit]) -> None:
    women, youth = sister_unit("F"), sister_unit("Y")
    linked(women, units["A"])
    linked(youth, units["A"])
    assert beside(units["A"]) == ["F", "Y"]
    assert "stands beside Phường A" in refused(women, units["B"], date(2024, 1, 1))["sister"][0]
    assert "sister" in refused(women, units["B"], date(2022, 1, 1), date(2023, 1, 2))
    linked(women, units["B"], date(2022, 1, 1), SINCE)  # until the day on which the other begins


def test_a_move_to_another_unit_shares_no_day(units: dict[str, Unit]) -> None:
    union = sister_unit()
    link = linked(union, units["A"])
    end_sister(console(), EndSister(link.pk, TODAY))
    linked(union, units["B"], TODAY)
    assert beside(union, date(2024, 1, 4))[0] == "A" and beside(union) == ["B"]
    with pytest.raises(ValidationError):
        end_sister(console(), EndSister(link.pk, None))  # it stands beside B meanwhile


def test_no_unit_stands_beside_itself_or_its_own_tree(units: dict[str, Unit]) -> None:
    assert refused(units["A"], units["A"])["sister"] == ["A unit cannot stand beside itself."]
    assert "both lie in one tree" in refused(units["A1"], units["B"])["sister"][0]
    union = sister_unit("F")
    branch = sister_unit("F1", union)
    assert "both lie in one tree" in refused(branch, union)["sister"][0]
    linked(branch, units["A"])


def test_a_move_that_is_planned_already_is_seen(units: dict[str, Unit]) -> None:
    union = sister_unit()
    move_unit(console(), MoveUnit(union.pk, units["C"].pk, date(2024, 6, 1)))
    assert "June" in refused(union, units["A"])["sister"][0]
    linked(union, units["A"], SINCE, date(2024, 6, 1))


def test_both_must_be_open_on_its_first_day(units: dict[str, Unit]) -> None:
    union = sister_unit(starts=date(2024, 1, 1))
    assert "Union F is not open" in refused(union, units["A"], date(2023, 12, 31))["starts"][0]
    close_unit(console(), CloseUnit(units["A1"].pk, date(2024, 2, 1)))
    assert "Phố 1 is not open" in refused(union, units["A1"], date(2024, 2, 1))["starts"][0]
    assert refused(union, units["A"], date(2024, 1, 2), date(2024, 1, 2)).keys() == {"ends"}


def test_it_rests_while_one_of_its_units_is_closed(units: dict[str, Unit]) -> None:
    union = sister_unit()
    linked(union, units["A1"])
    close_unit(console(), CloseUnit(units["A1"].pk, date(2024, 2, 1)))
    assert beside(union, date(2024, 1, 31)) == ["A1"] and beside(union, date(2024, 2, 1)) == []
    (found,) = check_sisters()
    assert found.text.startswith("F is linked beside A1 on days on which one of them is closed")
    undo_place(console(), UndoPlace(units["A1"].pk))
    assert beside(union, date(2024, 2, 1)) == ["A1"] and check_sisters() == []


def test_a_unit_that_moves_within_its_tree_keeps_it_and_one_that_changes_sides_is_found(
    units: dict[str, Unit],
) -> None:
    union = sister_unit()
    linked(union, units["A1"])
    move_unit(console(), MoveUnit(units["A1"].pk, units["B"].pk, date(2024, 2, 1)))
    assert beside(union, date(2024, 2, 1)) == ["A1"] and check_sisters() == []
    move_unit(console(), MoveUnit(union.pk, units["C"].pk, date(2024, 3, 1)))
    (found,) = check_sisters()
    assert "lies in its tree on 2024-03-01" in found.text


def test_the_link_takes_both_sides_and_its_end_either(units: dict[str, Unit]) -> None:
    union = sister_unit()
    ours, theirs = acting(Role.ADMINISTRATOR, units["C"]), acting(Role.ADMINISTRATOR, union)
    command = LinkSister(union.pk, units["A"].pk, SINCE)
    for who in (ours, theirs, acting(Role.SECRETARY, None)):
        with pytest.raises(Forbidden):
            link_sister(who, command)
    link = link_sister(acting(Role.ADMINISTRATOR, None), command)
    for who in (acting(Role.ADMINISTRATOR, units["B"]), acting(Role.ADMINISTRATOR, units["A1"])):
        with pytest.raises(Forbidden):
            end_sister(who, EndSister(link.pk, TODAY))
    for who in (ours, theirs):
        with pytest.raises(Forbidden):
            remove_sister(who, RemoveSister(link.pk))
        end_sister(who, EndSister(link.pk, TODAY))
        with pytest.raises(Forbidden):
            end_sister(who, EndSister(link.pk, None))
        end_sister(console(), EndSister(link.pk, None))
    remove_sister(acting(Role.ADMINISTRATOR, None), RemoveSister(link.pk))
    assert not SisterLink.objects.exists()
    with pytest.raises(Http404):
        remove_sister(console(), RemoveSister(link.pk))


def test_who_sees_one_side_learns_who_heads_the_other_and_no_more(units: dict[str, Unit]) -> None:
    union = sister_unit()
    linked(union, units["A"])
    put(member(union, "Bùi Thị Lan", BEGUN), post(union, "chair", name="Chủ tịch Hội"))
    put(member(union, "Bùi Thị Mai", BEGUN), post(union, "member", name="Ủy viên"))
    reader = client_of(person(Role.OBSERVER, units["C"], "ours@example.org"))
    page = text(reader, "/unit/A/about/")
    assert "Union F" in page and "Bùi Thị Lan (Chủ tịch Hội)" in page and "Bùi Thị Mai" not in page
    assert "/unit/F/about/" not in page and reader.get("/unit/F/about/").status_code == 404
    assert "Union F" not in text(reader, "/unit/B/about/")
    theirs = client_of(person(Role.OBSERVER, union, "theirs@example.org"))
    page = text(theirs, "/unit/F/about/")
    assert "Phường A, Thành phố" in page and "this unit stands beside it" in page
    assert theirs.get("/unit/A/about/").status_code == 404
    whole = client_of(person(Role.OBSERVER, None, "whole@example.org"))
    assert "/unit/F/about/" in text(whole, "/unit/A/about/") and "/unit/A/about/" in text(
        whole, "/unit/F/about/"
    )


def test_it_is_made_ended_and_taken_back_on_the_pages(units: dict[str, Unit]) -> None:
    union = sister_unit()
    keeper = client_of(person(Role.ADMINISTRATOR, None))
    assert "Link a sister organisation" in text(keeper, "/unit/A/about/")
    wrong = keeper.post("/unit/A/about/sister/", {"sister": "B", "starts": "2023-01-01", "document": "7-QĐ"})
    assert wrong.status_code == 422 and "both lie in one tree" in wrong.content.decode()
    assert 'value="7-QĐ"' in wrong.content.decode()
    keeper.post("/unit/A/about/sister/", {"sister": "F", "starts": "2023-01-01", "document": "7-QĐ"})
    link = SisterLink.objects.get()
    assert (link.sister, link.unit, link.document) == (union, units["A"], "7-QĐ")
    page = text(keeper, "/unit/A/about/")
    assert "Union F stands beside Phường A." in page and "Take back" in page
    asked = text(keeper, f"/sisters/{link.pk}/end/")
    assert "Union F then no longer stands beside Phường A, Thành phố." in asked
    wrong = keeper.post(f"/sisters/{link.pk}/end/", {"ends": "2023-01-01", "document": "8-QĐ"})
    assert wrong.status_code == 422 and "must come after the beginning" in wrong.content.decode()
    keeper.post(f"/sisters/{link.pk}/end/", {"ends": "2023-06-01", "document": ""})
    assert "The link is ended." in text(keeper, "/unit/A/about/")
    keeper.post(f"/sisters/{link.pk}/end/keep/")
    link.refresh_from_db()
    assert link.ends is None
    keeper.post(f"/sisters/{link.pk}/end/remove/")
    assert not SisterLink.objects.exists()
    said = [row.code for row in Entry.objects.filter(code__startswith="units.sister").order_by("pk")]
    assert said == [
        "units.sister_linked",
        "units.sister_ended",
        "units.sister_ended",
        "units.sister_removed",
    ]
    journal = text(keeper, "/journal/")
    assert "Put Union F beside Phường A from 1 January 2023" in journal


def test_strangers_are_refused_on_the_pages(units: dict[str, Unit]) -> None:
    link = sister(units["A"])
    for who in (person(Role.ADMINISTRATOR, units["B"]), person(Role.SECRETARY, units["B"])):
        client = client_of(who)
        assert client.get("/unit/A/about/sister/").status_code == 404
        for deed in ("end", "end/keep", "end/remove"):
            assert client.post(f"/sisters/{link.pk}/{deed}/").status_code == 404
    client = client_of(person(Role.SECRETARY, units["A"]))
    assert client.get("/unit/A/about/sister/").status_code == 403
    assert client.get(f"/sisters/{link.pk}/end/").status_code == 403
    assert "End the link" not in text(client, "/unit/A/about/")


def test_the_database_refuses_a_second_place_and_a_place_beside_itself(units: dict[str, Unit]) -> None:
    union = sister_unit()
    linked(union, units["A"])
    for other in ({"unit": units["B"], "starts": TODAY}, {"unit": union, "starts": date(2020, 1, 1)}):
        ends = None if other["unit"] != union else date(2020, 1, 2)
        with pytest.raises(IntegrityError), transaction.atomic():
            SisterLink.objects.create(sister=union, ends=ends, **other)


def test_the_link_changes_no_total_of_either_tree(units: dict[str, Unit]) -> None:
    indicators()
    union = sister_unit()
    branch = sister_unit("F1", union)
    rows = [("A1", "7"), ("A2", "5"), ("B1", "3"), ("F1", "11")]
    figures = [FigureRow(n, unit, "families", "2023", told) for n, (unit, told) in enumerate(rows, start=2)]
    import_figures(console(), ImportFigures(figures))
    families, year = Indicator.objects.get(code="families"), Period.parse("2023")

    def totals() -> dict[str, Total]:
        return {
            top.code: open_ledger([families], year.start, year.end, today=TODAY, unit_id=top.pk).total(
                top.pk, "families", year
            )
            for top in (units["C"], units["A"], union)
        }

    before = totals()
    assert [int(one.value or 0) for one in before.values()] == [15, 12, 11]
    linked(union, units["C"])
    linked(branch, units["A"])
    assert totals() == before


def test_whoever_sees_several_trees_starts_from_the_largest(units: dict[str, Unit]) -> None:
    sister_unit("0")  # stands before C by code, and by name
    whole, theirs = acting(Role.OBSERVER, None), acting(Role.OBSERVER, Unit.objects.get(code="0"))
    for who, code in ((whole, "C"), (theirs, "0")):
        home = home_unit(who)
        assert home is not None and home.code == code


def test_the_number_of_queries_does_not_grow(units: dict[str, Unit]) -> None:
    linked(sister_unit("F"), units["A"])
    reader = client_of(person(Role.OBSERVER, None))
    reader.get("/unit/A/about/")
    with asked_anew() as few:
        reader.get("/unit/A/about/")
    for code in ("G", "H", "I"):
        union = sister_unit(code)
        linked(union, units["A"])
        put(member(union, f"Bùi Thị {code}", BEGUN), post(union, "chair"))
    reader.get("/unit/A/about/")
    with asked_anew() as many:
        reader.get("/unit/A/about/")
    assert len(many) <= len(few) + 3, (len(few), len(many))  # holders are asked for, once for all


@pytest.mark.django_db(transaction=True)
def test_of_two_who_link_one_unit_at_once_one_is_told(units: dict[str, Unit]) -> None:
    union, ready, told = sister_unit(), Barrier(2), []

    def link(unit: Unit) -> None:
        try:
            ready.wait()
            linked(union, unit)
        except ValidationError as error:
            told.append(error.message_dict)
        finally:
            connection.close()

    threads = [Thread(target=link, args=(units[code],)) for code in ("A", "B")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert SisterLink.objects.count() == 1 and [list(one) for one in told] == [["sister"]]
