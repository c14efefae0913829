"""Many people at once: nothing is lost, nothing counts twice, accepting and freezing keep apart."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Event
from time import sleep

import pytest
from django.db import connection, transaction
from django.urls import reverse
from tests.apps.reporting.counting import counting_world
from tests.support.asking import asked_anew
from tests.support.organisation import NOW, client_of, console, person
from tests.support.reporting import indicators, value, world, yearly_form
from tests.support.seeing import as_seen

from mandate.apps.reporting import services
from mandate.apps.reporting.models import Excuse, Figure, FormPeriod, Report, Revision
from mandate.apps.reporting.services import (
    AcceptReports,
    ExcuseUnits,
    FigureChange,
    OpenPeriod,
    SaveDraft,
    SaveDrafts,
    SubmitReport,
)
from mandate.apps.reporting.services.locks import COUNTING_LOCK, EXPECTING_LOCK
from mandate.apps.units.models import Placement
from mandate.apps.units.services import (
    CloseUnit,
    CreateUnit,
    UndoPlace,
    close_unit,
    create_unit,
    undo_place,
)
from mandate.apps.units.watchers import Consequences
from mandate.core.reportstate import State
from mandate.platform.access.actor import Role
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


def together(*actions: Callable[[], object]) -> list[object]:
    """Run them at once, each in a thread with a connection of its own; errors are among the results."""
    start = Barrier(len(actions))

    def run(action: Callable[[], object]) -> object:
        start.wait(30)
        try:
            return action()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def until_somebody_waits() -> None:
    """Until a transaction of this database waits for a lock."""
    waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with connection.cursor() as cursor:
        while True:
            cursor.execute(waiting)
            if cursor.fetchone():
                return
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # or a transaction sees what it saw before
            sleep(0.01)


def test_who_comes_to_what_another_takes_away_at_that_moment_hears_so():
    indicators()
    rule = services.save_rule(
        console(), services.SaveRule(None, "cultural <= families", "error", {"en": "No"})
    )
    client = client_of(person(Role.ADMINISTRATOR, None))

    def press() -> int:
        try:
            return client.post(reverse("reporting:rule_remove", args=[rule.pk])).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            services.remove_rule(console(), services.RemoveRule(rule.pk))
            answer = pool.submit(press)
            until_somebody_waits()
        assert answer.result() == 409


def test_thirty_two_submit_the_same_report_and_it_counts_once():
    city = world()
    report = city.report("A1")
    city.save(report, families=3)
    results = together(*[lambda: services.submit_report(city.reporter, SubmitReport(report.pk))] * 32)
    assert sorted(result.changed for result in results) == [False] * 31 + [True]
    assert Entry.objects.filter(code="reporting.submitted").count() == 1
    assert city.report("A1").version == 2


def test_every_unit_writes_and_submits_at_once_and_each_is_there_once():
    city = world()

    def send(unit: str) -> Callable[[], object]:
        def action() -> object:
            report = city.report(unit)
            city.save(report, console(), families=len(unit))
            return services.submit_report(console(), SubmitReport(report.pk)).changed

        return action

    assert together(*map(send, city.report_ids)) == [True] * 7
    assert Report.objects.filter(state=State.SUBMITTED).count() == 7
    assert Revision.objects.count() == Figure.objects.count() == 7


def test_two_editors_of_one_figure_one_writes_the_other_hears_of_it():
    city = world()
    report = city.report("A1")

    def write(number: int) -> Callable[[], object]:
        change = FigureChange(city.families.pk, None, value(number))
        return lambda: services.save_draft(city.reporter, SaveDraft(report.pk, [change]))

    results = together(*[write(number) for number in range(1, 9)])
    winners = [result for result in results if not result.conflicts]
    assert len(winners) == 1
    kept = Figure.objects.get().value
    losers = [result for result in results if result.conflicts]
    assert {result.conflicts[0].theirs.value for result in losers} == {kept}
    assert Revision.objects.count() == 1


def test_two_editors_of_two_figures_both_write():
    city = world()
    report = city.report("A1")
    results = together(
        lambda: city.save(report, families=3),
        lambda: city.save(report, cultural=2),
    )
    assert all(not result.conflicts for result in results)
    assert city.figures(Revision.objects.get()) == {"families": 3, "cultural": 2}


def test_one_form_is_opened_once():
    city = world()
    results = together(*[lambda: services.open_period(console(), OpenPeriod(city.form.pk, "2022"))] * 4)
    assert sum(isinstance(result, FormPeriod) for result in results) == 1
    assert FormPeriod.objects.filter(period="2022").count() == 1


def test_two_forms_made_at_once_cannot_hold_the_same_indicator():
    city = world()
    services.retire_form(console(), services.RetireForm(city.form.pk))
    command = yearly_form(city.indicators)
    results = together(
        *[lambda code=code: services.save_form(console(), replace(command, code=code)) for code in "abc"]
    )
    assert sum(isinstance(result, Exception) for result in results) == 2


def test_accepting_the_same_reports_at_once_accepts_each_once():
    city = world()
    for unit in city.report_ids:
        city.save(city.report(unit), console(), families=3)
        services.submit_report(console(), SubmitReport(city.report(unit).pk))
    ids = list(city.report_ids.values())
    orders = [ids, ids[::-1], ids[3:] + ids[:3]]
    results = together(
        *[
            lambda o=order: services.accept_reports(city.reviewer, AcceptReports(as_seen(o)))
            for order in orders
        ]
    )
    assert sorted(len(result.done) for result in results) == [0, 0, 7]
    assert Figure.objects.filter(counted=True).count() == 7
    assert Entry.objects.filter(code="reporting.accepted").count() == 7


def test_accepting_waits_for_a_freeze_and_counts_from_after_it():
    city = world()
    report = city.report("A1")
    city.save(report, families=3)
    services.submit_report(city.reporter, SubmitReport(report.pk))
    frozen, accepting = Event(), Event()

    def freeze() -> object:
        with transaction.atomic():
            moment = services.freeze_counting(console(NOW + timedelta(days=1)))
            frozen.set()
            accepting.wait(30)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.3)")
            assert not Figure.objects.filter(counted=True).exists()
            return moment

    def accept() -> object:
        frozen.wait(30)
        accepting.set()
        return services.accept_reports(city.reviewer, AcceptReports(as_seen([report.pk])))

    moment, accepted = together(freeze, accept)
    assert accepted.done == (report.pk,)
    assert city.report("A1").counted.counted_from > moment


def test_closing_a_period_waits_for_a_save_and_then_keeps_savers_out():
    city = world()
    results = together(
        *[lambda n=n: city.save(city.report("A1"), families=n) for n in (1, 2, 3)],
        lambda: services.close_period(console(), services.ClosePeriod(city.opened.pk)),
    )
    refused = [result for result in results if isinstance(result, Exception)]
    assert all(error.code == "period_closed" for error in refused)
    journal = list(
        Entry.objects.filter(code__startswith="reporting.").order_by("id").values_list("code", flat=True)
    )
    assert journal[-1] == "reporting.period_closed"


def test_closing_a_unit_waits_for_who_submits_and_excuses_nothing_of_theirs():
    city = world()
    report = city.report("A1")
    city.save(report, families=3)
    submitted, closing = Event(), Event()

    def submit() -> object:
        with transaction.atomic():
            services.submit_report(city.reporter, SubmitReport(report.pk))
            submitted.set()
            closing.wait(30)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.3)")

    def close() -> object:
        submitted.wait(30)
        closing.set()
        return close_unit(console(), CloseUnit(city.units["A1"].pk, date(2023, 1, 1)))

    assert together(submit, close) == [None, Consequences()]
    assert city.report("A1").state == State.SUBMITTED
    assert not Excuse.objects.exists()


def test_what_a_closing_excuses_is_known_from_the_moment_of_the_closing():
    """Also for whoever waits for a change whose request began later."""
    city = world()
    later, closed, waiting = NOW + timedelta(seconds=5), Event(), Event()

    def first() -> object:
        with transaction.atomic():
            close_unit(console(later), CloseUnit(city.units["A1"].pk, date(2023, 1, 1)))
            closed.set()
            waiting.wait(30)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.3)")

    def second() -> object:
        closed.wait(30)
        waiting.set()
        return close_unit(console(), CloseUnit(city.units["A2"].pk, date(2023, 1, 1))).excused

    assert together(first, second) == [None, 1]
    placed = Placement.objects.get(unit=city.units["A2"], ends=date(2023, 1, 1))
    assert placed.known_from == Excuse.objects.get(report__unit=city.units["A2"]).known_from == later
    undo_place(console(), UndoPlace(city.units["A2"].pk))
    placed.refresh_from_db()
    assert placed.known_until == Excuse.ever.get(report__unit=city.units["A2"]).known_until == later


def test_locks_are_taken_in_one_order():
    city = world()
    unit, late = city.units["A1"].pk, city.units["A2"].pk
    city.save(city.report("B1"), console(), families=3)
    services.submit_report(console(), SubmitReport(city.report("B1").pk))
    actions = [
        lambda: services.excuse_units(console(), ExcuseUnits(city.opened.pk, [late], "Flooded")),
        lambda: services.undo_expected(console(), services.UndoExpected(city.opened.pk, late)),
        lambda: close_unit(console(), CloseUnit(unit, date(2023, 1, 1))),
        lambda: undo_place(console(), UndoPlace(unit)),
        lambda: services.accept_reports(console(), AcceptReports(as_seen([city.report("B1").pk]))),
        lambda: services.close_period(console(), services.ClosePeriod(city.opened.pk)),
        lambda: services.open_period(console(), OpenPeriod(city.form.pk, "2022")),
    ]
    for action in actions:
        with asked_anew() as captured:
            action()
        taken = [lock for query in captured.captured_queries if (lock := lock_of(query["sql"]))]
        assert taken
        first = list(dict.fromkeys(taken))
        assert first == sorted(first), first


def lock_of(sql: str) -> int:
    """Which lock a statement waits for, numbered by the order of locks.py; 0 for none."""
    marks = ["units_tree_version", f"({EXPECTING_LOCK})", f"({COUNTING_LOCK})"]
    rows = ["reporting_form", "reporting_formperiod", "reporting_report"]
    if "FOR UPDATE" in sql:
        marks += [f'FROM "{table}"' for table in rows]
    return next((number for number, mark in enumerate(marks, start=1) if mark in sql), 0)


def test_bundles_of_the_same_reports_in_another_order_wait_for_each_other():
    """They lock by number, so nobody waits in a ring; one writer stands, the others are told."""
    city = world()
    pks = [city.report(code).pk for code in ("A1", "A2", "B1", "B2", "B3")]
    writers = 6

    def save(number: int) -> Callable[[], object]:
        change = FigureChange(city.families.pk, None, value(number))
        drafts = [SaveDraft(pk, [change]) for pk in (pks if number % 2 else pks[::-1])]
        return lambda: services.save_drafts(console(), SaveDrafts(drafts))

    done = together(*(save(number) for number in range(writers)))
    first = [one for one in done if isinstance(one, list) and not one[0].conflicts]
    assert len(first) == 1
    assert all(isinstance(one, list) and len(one) == len(pks) for one in done)
    assert Figure.objects.values("value").distinct().count() == 1
    assert Figure.objects.count() == len(pks)
    assert set(Report.objects.filter(pk__in=pks).values_list("version", flat=True)) == {1}
    assert Entry.objects.filter(code="reporting.figures_changed").count() == len(pks)


def test_who_submit_at_once_count_once_whatever_the_tree_does_meanwhile():
    city = counting_world(items=("below",))
    report = city.report_ids["A"]
    opening = CreateUnit("A3", "street", {"en": "A3"}, city.units["A"].pk)
    submits = [lambda: services.submit_report(city.reporter, SubmitReport(report))] * 8
    *sent, unit = together(*submits, lambda: create_unit(console(), opening))
    assert sorted(one.changed for one in sent) == [False] * 7 + [True] and unit.code == "A3"
    (entry,) = Entry.objects.filter(code="reporting.submitted")
    (figure,) = Figure.objects.all()
    assert Revision.objects.count() == 1 and figure.value in (2, 3)
    assert entry.data["counted"][0]["after"]["value"] == str(int(figure.value))
