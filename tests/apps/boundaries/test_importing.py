"""Boundaries read in from GeoJSON and tables: matched by codes, all or nothing, problems at their feature."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.support.organisation import acting, client_of, console, person, tree

from mandate.apps.boundaries.checks import check_boundaries
from mandate.apps.boundaries.models import Boundary
from mandate.apps.boundaries.queries import boundaries_of
from mandate.apps.boundaries.tables import REMOVE, SKIP, kind
from mandate.apps.boundaries.tables.kind import BOUNDARIES_TABLE
from mandate.apps.units.models import Unit
from mandate.core.problem import Problems
from mandate.interop.models import Upload
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.journal.models import Entry
from mandate.platform.parts import table_named
from mandate.platform.tables.importing import import_table, tried
from mandate.platform.tables.kinds import Order
from mandate.platform.tables.reader.limits import PAGE
from mandate.platform.tables.writing import to_csv

pytestmark = pytest.mark.django_db
Feature = dict[str, Any]


def square(column: int, row: int = 0) -> dict[str, Any]:
    west, south = 105 + column / 10, 19 + row / 10
    east, north = west + 0.1, south + 0.1
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(geometry: object, **properties: object) -> Feature:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def load(data: bytes, *choices: str, as_of: date | None = None) -> str:
    return import_table(console(), BOUNDARIES_TABLE, data, Order(as_of, choices=frozenset(choices)))


def problems(data: bytes, *choices: str) -> list[tuple[int, str, str]]:
    with pytest.raises(Problems) as caught:
        load(data, *choices)
    return [(one.row, one.column, one.code) for one in caught.value.problems]


def stored() -> set[str]:
    return set(Boundary.objects.values_list("unit__code", flat=True))


@pytest.fixture
def units() -> Mapping[str, Unit]:
    return tree()


def test_the_property_with_the_codes_is_found_whatever_it_is_called(units: Mapping[str, Unit]) -> None:
    features = [feature(square(at), ten=f"Phố {at}", so=at, ma=code) for at, code in enumerate(("A", "B"))]
    assert load(collection(*features)) == "Boundaries: 2 new, 0 changed, 0 unchanged."
    assert stored() == {"A", "B"}
    assert Entry.objects.get(code="boundaries.imported").data["count"] == 2


def test_a_property_called_unit_is_meant_even_if_another_matches_more_often(
    units: Mapping[str, Unit],
) -> None:
    features = [feature(square(0), unit="A", above="C"), feature(square(1), unit="B", above="C")]
    load(collection(*features))
    assert stored() == {"A", "B"}


def test_a_property_called_unit_that_holds_no_code_at_all_is_not_meant(units: Mapping[str, Unit]) -> None:
    load(collection(feature(square(0), ma="A", unit="km²"), feature(square(1), ma="B", unit="km²")))
    assert stored() == {"A", "B"}


def test_a_table_in_which_no_code_is_one_says_so_in_each_row(units: Mapping[str, Unit]) -> None:
    rows = [("Q", json.dumps(square(0))), ("", json.dumps(square(1)))]
    data = to_csv(("unit", "boundary"), rows)
    assert problems(data) == [(2, "unit", "boundary_unit"), (3, "unit", "boundary_no_code")]


def test_of_properties_that_match_equally_the_likelier_name_is_taken(units: Mapping[str, Unit]) -> None:
    load(collection(feature(square(0), above="C", code="A")))
    assert stored() == {"A"}


def test_a_single_feature_and_a_code_in_the_id_do(units: Mapping[str, Unit]) -> None:
    load(json.dumps({**feature(square(0)), "id": "A"}).encode())
    assert stored() == {"A"}


def test_a_table_with_geometries_does_and_what_goes_out_comes_in_again(units: Mapping[str, Unit]) -> None:
    rows = [("A", json.dumps(square(0)), "2020-01-01"), ("B", json.dumps(square(1)), "")]
    load(to_csv(("unit", "boundary", "from"), rows), as_of=date(2021, 1, 1))
    assert dict(Boundary.objects.values_list("unit__code", "starts")) == {
        "A": date(2020, 1, 1),
        "B": date(2021, 1, 1),
    }
    out = BOUNDARIES_TABLE.rows(console(), None)
    again = to_csv(out.heading, out.rows)
    assert load(again) == "Boundaries: 0 new, 0 changed, 2 unchanged."
    assert Entry.objects.filter(code="boundaries.imported").count() == 1


def test_what_matches_no_unit_is_told_by_its_feature_and_can_be_left_out(units: Mapping[str, Unit]) -> None:
    data = collection(feature(square(0), ma="A"), feature(square(1), ma="Q"), feature(square(2), ten="?"))
    assert problems(data) == [(2, "unit", "boundary_unit"), (3, "unit", "boundary_no_code")]
    assert not stored()
    summary, offered = tried(console(), BOUNDARIES_TABLE, data, Order(), PAGE)
    assert {BOUNDARIES_TABLE.choice_for(one.code) for one in offered} == {SKIP}
    assert "2 rows belong to no unit and are left out." in summary
    load(data, SKIP)
    assert stored() == {"A"}


def test_what_is_left_out_may_be_broken_in_any_way(units: Mapping[str, Unit]) -> None:
    broken = {"type": "Polygon", "coordinates": [[["x"]]]}
    load(collection(feature(square(0), ma="A"), feature(broken, ma="Q")), SKIP)
    assert stored() == {"A"}


def test_a_file_in_which_no_property_matches_names_those_there_are(units: Mapping[str, Unit]) -> None:
    data = collection(feature(square(0), ten="Phường", so=17))
    with pytest.raises(Problems) as caught:
        load(data)
    [problem] = caught.value.problems
    assert (problem.code, problem.params["names"]) == ("boundary_no_match", "ten, so")


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        ({"type": "Point", "coordinates": [105, 19]}, "boundary_kind"),
        ({"type": "Polygon", "coordinates": [[[105, 19], [106, 19], [105, 20]]]}, "boundary_open_ring"),
        (
            {"type": "Polygon", "coordinates": [[[581000, 2190000], [1, 1], [2, 1], [581000, 2190000]]]},
            "boundary_outside",
        ),
        (
            {"type": "Polygon", "coordinates": [[[105, 1e999], [1, 1], [2, 1], [105, 1e999]]]},
            "boundary_no_number",
        ),
        ({"type": "Polygon"}, "boundary_no_geometry"),
        (None, "boundary_missing"),
    ],
)
def test_what_is_wrong_with_a_geometry_is_told_at_its_feature(
    units: Mapping[str, Unit], geometry: object, code: str
) -> None:
    data = collection(feature(square(0), ma="A"), feature(geometry, ma="B"))
    assert problems(data) == [(2, "boundary", code)]
    assert not stored()


def test_a_unit_twice_is_told(units: Mapping[str, Unit]) -> None:
    data = collection(feature(square(0), ma="A"), feature(square(1), ma="A"))
    assert problems(data) == [(2, "unit", "boundary_twice")]


def test_a_feature_without_a_geometry_takes_the_boundary_away_if_that_is_chosen(
    units: Mapping[str, Unit],
) -> None:
    load(collection(feature(square(0), ma="A"), feature(square(1), ma="B")))
    data = collection(feature(None, ma="A"), feature(square(1), ma="B"))
    told = load(data, REMOVE)
    assert told == "Boundaries: 0 new, 0 changed, 1 unchanged. 1 boundary is taken away."
    assert stored() == {"B"}
    last = Entry.objects.filter(code="boundaries.imported").latest("pk")
    assert (last.data["count"], last.data["removed"]) == (0, 1)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"type": "FeatureCollection", "features": [', "broken_json"),
        (b'{"type": "FeatureCollection"}', "no_features"),
        (b'{"type": "Topology", "objects": {}}', "no_features"),
        (b'{"type": "FeatureCollection", "features": ' + b"[" * 100_000, "spreadsheet_too_large"),
    ],
)
def test_another_file_is_refused(units: Mapping[str, Unit], data: bytes, code: str) -> None:
    assert [one[2] for one in problems(data)] == [code]


def test_odd_features_are_rows_like_others(units: Mapping[str, Unit]) -> None:
    data = collection(17, None, [], {"properties": [1]}, feature(square(0), ma="A"))
    assert {code for _row, _column, code in problems(data)} == {"boundary_no_code"}
    load(data, SKIP)
    assert stored() == {"A"}


def test_a_file_with_too_many_points_is_refused(
    units: Mapping[str, Unit], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kind, "MOST_POINTS", 7)
    data = collection(feature(square(0), ma="A"), feature(square(1), ma="B"))
    assert problems(data) == [(0, "boundary", "boundary_file_points")]


def test_a_wrong_day_is_told(units: Mapping[str, Unit]) -> None:
    data = collection(feature(square(0), unit="A", **{"from": "1.1.2020"}))
    assert problems(data) == [(1, "from", "unit_day")]


def test_a_boundary_holds_from_its_day(units: Mapping[str, Unit]) -> None:
    load(collection(feature(square(0), ma="A")), as_of=date(2023, 7, 1))
    a = units["A"].pk
    assert not boundaries_of(console(), [a], date(2023, 6, 30))
    assert set(boundaries_of(console(), [a], date(2023, 7, 1))) == {a}


def test_only_who_sees_a_unit_sees_where_it_lies(units: Mapping[str, Unit]) -> None:
    load(collection(feature(square(0), ma="A"), feature(square(1), ma="B")))
    ids = [units["A"].pk, units["B"].pk]
    observer = acting(Role.OBSERVER, units["B"])
    assert set(boundaries_of(observer, ids, date(2024, 1, 1))) == {units["B"].pk}
    rows = BOUNDARIES_TABLE.rows(observer, None).rows
    assert [row[0] for row in rows] == ["B"]


def test_boundaries_belong_to_the_whole_organisation(units: Mapping[str, Unit]) -> None:
    data = collection(feature(square(0), ma="A"))
    for who in (acting(Role.ADMINISTRATOR, units["A"]), acting(Role.SECRETARY, units["C"])):
        with pytest.raises(Forbidden):
            import_table(who, BOUNDARIES_TABLE, data, Order())
    import_table(acting(Role.ADMINISTRATOR, units["C"]), BOUNDARIES_TABLE, data, Order())


def test_the_check_finds_a_boundary_that_cannot_be_drawn(units: Mapping[str, Unit]) -> None:
    load(collection(feature(square(0), ma="A"), feature(square(1), ma="B")))
    assert check_boundaries() == []
    Boundary.objects.filter(unit=units["B"]).update(shape=[[[[1, 2]]]])
    [finding] = check_boundaries()
    assert finding.severity == "damage" and "unit B" in finding.text


def test_a_file_sent_to_the_page_is_shown_first_and_read_in_when_confirmed(units: Mapping[str, Unit]) -> None:
    client = client_of(person(Role.ADMINISTRATOR, None))
    page = client.get("/exchange/boundaries/").content.decode()
    assert 'accept=".geojson,.json,' in page
    data = collection(feature(square(0), ma="A"), feature(square(1), ma="Q"))
    shown = client.post("/exchange/boundaries/", {"file": SimpleUploadedFile("map.geojson", data)})
    assert shown.status_code == 200 and "1 new, 0 changed, 0 unchanged" in shown.content.decode()
    assert f'name="{SKIP}"' in shown.content.decode() and not stored()
    upload = Upload.objects.get()
    client.post(f"/exchange/boundaries/{upload.pk}/")
    assert not stored(), "what belongs to no unit was not chosen away"
    client.post(f"/exchange/boundaries/{upload.pk}/", {SKIP: "on"})
    assert stored() == {"A"}


def test_another_kind_of_table_says_that_a_geojson_file_is_none(units: Mapping[str, Unit]) -> None:
    with pytest.raises(Problems) as caught:
        import_table(console(), table_named("units"), collection(feature(square(0), code="A")), Order())
    assert "missing_column" in {one.code for one in caught.value.problems}
