"""A closed review opens as it was closed, whatever happens to its unit, its tree and its names afterwards."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.apps.targets.city import City
from tests.support.organisation import NOW, acting, client_of, console, person

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.models import Form
from mandate.apps.reporting.queries.source import source
from mandate.apps.reporting.services import RetireForm, retire_form
from mandate.apps.reviews.codec import from_json, plain, to_json
from mandate.apps.reviews.content import Content
from mandate.apps.reviews.documents import write_document
from mandate.apps.reviews.documents.wording import worded
from mandate.apps.reviews.models import Review
from mandate.apps.reviews.queries import review_content
from mandate.apps.reviews.services import CloseReview, close_review
from mandate.apps.targets.models import Target
from mandate.apps.targets.services import RemoveTarget, SetTarget, remove_target, set_target
from mandate.apps.units.services import (
    ChangeKind,
    CloseUnit,
    MoveUnit,
    RenameUnit,
    SaveKind,
    UndoPlace,
    change_kind,
    close_unit,
    move_unit,
    rename_unit,
    save_kind,
    undo_place,
)
from mandate.core.period import Period
from mandate.platform.access.actor import Role
from mandate.platform.i18n.languages import CODES

YEAR = Period.parse("2023")
LATER = console(NOW + timedelta(days=30))


def close(city: City, unit: str) -> Content:
    secretary = acting(Role.SECRETARY, city.units["C"])
    close_review(secretary, CloseReview(city.units[unit].pk, YEAR, 0))
    return stored(unit)


def stored(unit: str) -> Content:
    return review_content(console(), unit, YEAR)


def same(now: Content, then: Content) -> bool:
    return replace(now, corrections=(), moved=()) == replace(then, corrections=(), moved=())


def words(content: Content) -> dict[str, Any]:
    """All that is read, in every language, but for what was corrected later."""
    bare = replace(content, corrections=(), moved=())
    return {language: plain(worded(bare, language)) for language in CODES}


def everything_changes(city: City) -> None:
    """What can happen to an organisation within a month, much of it entered with an earlier day."""
    units = city.units
    move_unit(LATER, MoveUnit(units["A1"].pk, units["B"].pk, date(2023, 6, 1), "Decree 9"))
    close_unit(LATER, CloseUnit(units["A2"].pk, date(2023, 5, 1)))
    close_unit(LATER, CloseUnit(units["A"].pk, date(2023, 7, 1)))
    for code in ("C", "B", "B1"):
        rename_unit(LATER, RenameUnit(units[code].pk, {"en": f"New {code}", "de": f"Neu {code}"}))
    change_kind(LATER, ChangeKind(units["B1"].pk, "ward"))
    save_kind(LATER, SaveKind("ward", {"en": "quarter"}, {"en": "Quarters"}))
    for target in Target.objects.all():
        remove_target(LATER, RemoveTarget(target.pk))
    for form in Form.objects.all():
        retire_form(LATER, RetireForm(form.pk))
    Indicator.objects.filter(code="families").update(names={"en": "Households"}, decimals=1)
    Indicator.objects.filter(code="share").delete()


@pytest.mark.parametrize("unit", ["C", "A", "A1", "A2"])
def test_it_opens_as_it_was_closed(city: City, unit: str) -> None:
    then = close(city, unit)
    said = words(then)
    everything_changes(city)
    now = stored(unit)
    assert same(now, then) and words(now) == said


@pytest.mark.parametrize("unit", ["C", "A", "A2"])
def test_its_page_and_documents_open(city: City, paper: None, unit: str) -> None:
    close(city, unit)
    everything_changes(city)
    client = client_of(person(Role.OBSERVER, None))
    page = client.get(reverse("reviews:review", args=[unit, "2023"]))
    assert page.status_code == 200 and "not open" in page.content.decode()
    assert client.get(reverse("reviews:reviews", args=[unit])).status_code == 200
    for format in ("html", "docx", "xlsx", "pdf"):
        query = {"language": "vi", "format": format}
        assert client.get(reverse("reviews:document", args=[unit, "2023"]), query).status_code == 200


def test_a_move_entered_later_with_an_earlier_day_shows_as_a_correction(city: City) -> None:
    close(city, "A")
    move_unit(LATER, MoveUnit(city.units["A1"].pk, city.units["B"].pk, date(2023, 6, 1), "Decree 9"))
    content = stored("A")
    assert content.line("families").now.value == 200
    (moved,) = content.moved
    assert (moved.unit.code, moved.document) == ("A1", "Decree 9")
    assert moved.old.above and moved.new.above
    assert (moved.old.above.code, moved.new.above.code) == ("A", "B")
    assert moved.entered_at == LATER.now
    row = worded(content, "en").corrections[-1]
    assert (row.unit, row.old, row.new) == ("Phố 1", "Phường A", "Phường B")
    assert "Entered on" in row.causes[0].text and "Decree 9" in row.causes[0].text
    assert stored_after_closing(city, "C").moved == (), "what was entered before the closing is none"


def stored_after_closing(city: City, unit: str) -> Content:
    secretary = acting(Role.SECRETARY, city.units["C"], LATER.now + timedelta(days=1))
    close_review(secretary, CloseReview(city.units[unit].pk, YEAR, 0))
    return stored(unit)


def test_a_child_that_moved_away_keeps_its_figures(city: City) -> None:
    close(city, "A")
    move_unit(LATER, MoveUnit(city.units["A1"].pk, city.units["B"].pk, date(2023, 6, 1)))
    assert not [row for row in stored("A").corrections if row.unit.code == "A1"]


def test_a_move_of_later_days_is_no_correction(city: City) -> None:
    close(city, "A")
    move_unit(LATER, MoveUnit(city.units["A1"].pk, city.units["B"].pk, date(2024, 6, 1)))
    assert stored("A").moved == () and stored("A").corrections == ()


def test_what_was_moved_and_moved_back_is_no_correction(city: City) -> None:
    close(city, "A")
    move_unit(LATER, MoveUnit(city.units["A1"].pk, city.units["B"].pk, date(2023, 6, 1)))
    undo_place(LATER, UndoPlace(city.units["A1"].pk))
    assert stored("A").moved == () and stored("A").corrections == ()


def test_every_name_is_kept_in_every_language(city: City) -> None:
    close(city, "C")
    data = json.loads(json.dumps(Review.objects.get().content))
    for names in (
        data["unit"]["names"],
        data["kind"],
        *(line["indicator"]["names"] for line in data["lines"]),
    ):
        assert set(names) == set(CODES)
    assert {words["code"] for words in data["period_words"]} == {"2019", "2020", "2021", "2022", "2023"}


def test_a_review_closed_by_an_earlier_version_still_opens(city: City, paper: None) -> None:
    then = close(city, "C")
    review = Review.objects.get()
    old = {key: value for key, value in to_json(then).items() if key not in ("period_words", "under_way")}
    old["version"] = 1
    old["unit"] = {"code": "C", "names": {"vi": "Thành phố"}}
    review.content = old
    review.save()
    everything_changes(city)
    content = stored("C")
    assert content.lines == then.lines
    assert worded(content, "de").title and write_document(content, "de", "html")
    with pytest.raises(ValueError, match="version"):
        from_json({**old, "version": 99})


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["move", "close", "undo", "rename"]),
        st.sampled_from(["A", "B", "A1", "A2", "B1", "B2", "B3"]),
        st.sampled_from(["C", "A", "B"]),
        st.sampled_from([date(2022, 3, 1), date(2023, 6, 1), date(2023, 12, 31), date(2024, 2, 1)]),
    ),
    max_size=5,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
def test_whatever_is_entered_later_it_opens_and_is_the_same(city: City, steps: list[Any]) -> None:
    from django.core.exceptions import ValidationError
    from django.db import transaction

    actions = {
        "move": lambda unit, under, day: move_unit(LATER, MoveUnit(unit, under, day)),
        "close": lambda unit, _under, day: close_unit(LATER, CloseUnit(unit, day)),
        "undo": lambda unit, _under, _day: undo_place(LATER, UndoPlace(unit)),
        "rename": lambda unit, _under, _day: rename_unit(LATER, RenameUnit(unit, {"en": "Other"})),
    }
    with transaction.atomic():
        then = {unit: close(city, unit) for unit in ("C", "A", "A1")}
        for action, unit, under, day in steps:
            try:
                with transaction.atomic():
                    actions[action](city.units[unit].pk, city.units[under].pk, day)
            except ValidationError:
                pass
        for unit, content in then.items():
            now = stored(unit)
            assert same(now, content)
            worded(now, "vi")
        transaction.set_rollback(True)


def test_later_targets_do_not_enter(city: City) -> None:
    then = close(city, "C")
    set_target(LATER, SetTarget(city.units["C"].pk, city.indicators["clean"].pk, "2023", "3", "at_least"))
    assert same(stored("C"), then)
    assert then.line("families").now.value == Decimal(500)


def test_a_number_of_the_review_is_traced_with_the_target_of_then(city: City) -> None:
    """Its own and a child's; and a target that is set later is none of then."""
    families = city.indicators["families"].pk
    Target.objects.filter(unit=city.units["B"], indicator_id=families).delete()
    for unit, goal in (("C", "600"), ("A", "450")):
        set_target(console(), SetTarget(city.units[unit].pk, families, "2023", goal, "at_least", "Plan 1"))
    then = close(city, "C")
    assert then.closed_at is not None
    for unit, goal in (("C", "1"), ("A", "2"), ("B", "3")):
        set_target(LATER, SetTarget(city.units[unit].pk, families, "2023", goal, "at_least", "Plan 2"))

    def aim(unit: str, indicator: str, known_at: datetime | None) -> tuple[str, str, str] | None:
        found = source(LATER, city.units[unit].pk, indicator, YEAR, known_at=known_at).aim
        return found and (found.shown, found.document, found.state)

    assert aim("C", "families", then.closed_at) == ("≥\xa0600", "Plan 1", "missed")
    assert aim("A", "families", then.closed_at) == ("≥\xa0450", "Plan 1", "missed")
    assert aim("B", "families", then.closed_at) is None
    assert aim("C", "families", None) == ("1", "Plan 2", "exceeded")
    stranger = acting(Role.SECRETARY, city.units["A"])
    assert source(stranger, city.units["A"].pk, "families", YEAR, known_at=then.closed_at).aim is None
