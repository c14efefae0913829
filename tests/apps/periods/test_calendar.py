"""Financial years and terms: named, renamed, taken away; by page and command line, by whom."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.support.organisation import acting, client_of, console, person, tree
from tests.support.reporting import world

from mandate.apps.periods.models import NamedPeriod
from mandate.apps.periods.services import AddPeriod, RemovePeriod, add_period, remove_period
from mandate.core.period import PeriodError
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.i18n.periods import name_of_code
from mandate.platform.journal.events import event_from
from mandate.platform.journal.models import Entry
from mandate.platform.periods import calendar, period_of, reader

pytestmark = pytest.mark.django_db
APRIL = AddPeriod("2023April", date(2023, 4, 1), date(2024, 3, 31))
TERM = AddPeriod("2020-2025", date(2020, 10, 16), date(2025, 10, 15), {"en": "17th term"})


def told() -> list[str]:
    return [event_from(row.code, row.data).sentence() for row in Entry.objects.order_by("id")]


def test_a_named_period_is_known_at_once_and_written_down() -> None:
    with pytest.raises(PeriodError):
        period_of("2023April")
    add_period(console(), APRIL)
    assert period_of("2023April").last_day == date(2024, 3, 31)
    assert period_of("2023-04").last_day == date(2023, 4, 30)
    assert told() == ["Named the period 2023April: 2023-04-01 to 2024-03-31"]


def test_naming_it_again_changes_its_words_only() -> None:
    add_period(console(), TERM)
    add_period(console(), TERM)
    add_period(console(), AddPeriod("2020-2025", TERM.first, TERM.last, {"en": "Term of Hope"}))
    assert name_of_code("2020-2025", "en") == "Term of Hope"
    assert len(told()) == 2
    with pytest.raises(ValidationError) as caught:
        add_period(console(), AddPeriod("2020-2025", TERM.first, date(2025, 12, 31)))
    assert "taken already" in caught.value.messages[0]


def test_the_same_days_have_one_code() -> None:
    add_period(console(), APRIL)
    with pytest.raises(ValidationError):
        add_period(console(), AddPeriod("FY2023", APRIL.first, APRIL.last))
    assert NamedPeriod.objects.count() == 1


def test_what_is_used_stays() -> None:
    add_period(console(), APRIL)
    made = world()
    made.form.periods.create(
        period="2023April", starts=APRIL.first, ends=date(2024, 4, 1), due=date(2024, 4, 11),
        structure_date=APRIL.last, opened_at=console().now, indicator_ids=[made.families.pk],
    )  # fmt: skip
    with pytest.raises(ValidationError):
        remove_period(console(), RemovePeriod("2023April"))
    made.form.periods.filter(period="2023April").delete()
    remove_period(console(), RemovePeriod("2023April"))
    remove_period(console(), RemovePeriod("2023April"))
    assert calendar().periods == ()
    assert name_of_code("2023April", "en") == "2023April"


def test_only_an_administrator_of_the_whole_changes_the_calendar() -> None:
    units = tree()
    for role, unit in ((Role.SECRETARY, "C"), (Role.ADMINISTRATOR, "A"), (Role.OBSERVER, "C")):
        with pytest.raises(Forbidden):
            add_period(acting(role, units[unit]), APRIL)
        with pytest.raises(Forbidden):
            remove_period(acting(role, units[unit]), RemovePeriod("2023April"))
    add_period(acting(Role.ADMINISTRATOR, units["C"]), APRIL)


def test_the_calendar_is_looked_at_once_for_many_codes(django_assert_num_queries) -> None:
    add_period(console(), APRIL)
    period_of("2023April")
    with django_assert_num_queries(0):
        assert [reader()(code).code for code in ("2023", "2023-W05")] == ["2023", "2023-W05"]
    with django_assert_num_queries(1):
        read = reader()
        assert {read("2023April").code for _number in range(20)} == {"2023April"}


def test_the_page_adds_refuses_and_removes() -> None:
    units = tree()
    client = client_of(person(Role.ADMINISTRATOR, units["C"]))
    address = reverse("periods:calendar")
    said = {"code": "2023April", "first": "2023-04-01", "last": "2024-04-01"}
    refused = client.post(address, said)
    assert refused.status_code == 422 and "did you mean 2024-03-31?" in refused.content.decode()
    assert client.post(address, {**said, "last": "2024-03-31"}).status_code == 302
    page = client.get(address).content.decode()
    assert "Financial year 2023/24" in page and "31 Mar 2024" in page
    assert client.post(reverse("periods:remove", args=["2023April"])).status_code == 302
    assert not NamedPeriod.objects.exists()


def test_an_observer_reads_the_page_and_no_more() -> None:
    units = tree()
    add_period(console(), APRIL)
    client = client_of(person(Role.OBSERVER, units["C"]))
    page = client.get(reverse("periods:calendar")).content.decode()
    assert "2023/24" in page and reverse("periods:remove", args=["2023April"]) not in page
    assert client.post(reverse("periods:calendar"), {"code": "x"}).status_code == 403
    assert client.post(reverse("periods:remove", args=["2023April"])).status_code == 403
