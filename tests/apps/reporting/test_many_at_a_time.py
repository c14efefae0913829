"""Many reports at a time: all that one by one leaves, and as many queries as for one."""

import random
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from tests.support.asking import asked_anew
from tests.support.organisation import NOW, acting, console, person, tree
from tests.support.reporting import World, indicators, value, world, yearly_form
from tests.support.seeing import as_seen, returning

from mandate.apps.reporting import services
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Figure, OwnDecision, Report, Revision
from mandate.apps.reporting.services import (
    NOTHING,
    AcceptReports,
    FigureChange,
    OpenPeriod,
    SaveDraft,
    SaveDrafts,
    SaveRule,
    StartCorrection,
    Stored,
    SubmitReport,
    SubmitReports,
)
from mandate.apps.units.services import CloseUnit, close_unit
from mandate.core.rules import Severity
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import Forbidden, can, can_on
from mandate.platform.journal.models import Entry

CODES = ("families", "cultural", "clean", "area")


@pytest.fixture
def city(db: None) -> World:
    made = world()
    rule = SaveRule(None, "cultural <= families", Severity.ERROR.value, {"en": "{cultural} are too many"})
    services.save_rule(console(), rule)
    return made


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """All that reporting and the journal keep, without the numbers that the database gives."""
    return {
        "reports": list(
            Report.objects.order_by("pk").values_list(
                "pk", "state", "version", "first_submitted_at", "counted__number"
            )
        ),
        "revisions": list(
            Revision.objects.order_by("report", "number").values_list(
                *(field.attname for field in Revision._meta.fields if field.name != "id")
            )
        ),
        "figures": list(
            Figure.objects.order_by("revision__report", "revision__number", "indicator").values_list(
                "revision__report",
                "revision__number",
                *(field.attname for field in Figure._meta.fields if field.name not in ("id", "revision")),
            )
        ),
        "journal": list(
            Entry.objects.order_by("pk").values_list(
                *(field.attname for field in Entry._meta.fields if field.name != "id")
            )
        ),
    }


def undone(action: Callable[[], Any]) -> tuple[Any, dict[str, list[tuple[Any, ...]]]]:
    """What an action gives and leaves, and all is as it was before."""
    with transaction.atomic():
        result = action()
        left = rows()
        transaction.set_rollback(True)
    return result, left


def told(done: object) -> object:
    """An outcome that can be compared."""
    return done.message_dict if isinstance(done, ValidationError) and hasattr(done, "error_dict") else done


def one_by_one(actor: Actor, drafts: Sequence[SaveDraft]) -> tuple[list[object], list[object]]:
    saved: list[object] = [services.save_draft(actor, draft) for draft in drafts]
    sent: list[object] = []
    for draft in drafts:
        try:
            with transaction.atomic():
                sent.append(services.submit_report(actor, SubmitReport(draft.report_id)))
        except ValidationError as error:
            sent.append(told(error))
    return saved, sent


def all_at_once(actor: Actor, drafts: Sequence[SaveDraft]) -> tuple[list[object], list[object]]:
    saved: list[object] = [*services.save_drafts(actor, SaveDrafts(drafts))]
    done = services.submit_reports(actor, SubmitReports([draft.report_id for draft in drafts]))
    return saved, [told(one) for one in done]


def begin(city: World, chance: random.Random) -> None:
    """Let every report be somewhere on its way."""
    for report in Report.objects.order_by("pk"):
        far = chance.randrange(6)
        if far >= 1:
            city.save(report, console(), families=chance.randrange(5, 9), area=2)
        if far >= 2:
            services.submit_report(console(), SubmitReport(report.pk))
        if far == 3:
            services.return_report(console(), returning(report.pk, "again"))
        if far >= 4:
            services.accept_reports(console(), AcceptReports(as_seen([report.pk])))
            services.start_correction(console(), StartCorrection(report.pk, "wrong"))


def change(city: World, report: Report, chance: random.Random) -> SaveDraft:
    """Some figures as somebody wants them who saw what stands, or something older."""
    newest = report.revisions.order_by("-number").first()
    stands = {
        figure.indicator_id: Stored(Answer(figure.answer), figure.value, figure.note)
        for figure in (newest.figures.all() if newest else ())
    }
    changes = []
    for code in chance.sample(CODES, chance.randrange(1, 5)):
        pk = city.indicators[code].pk
        new = chance.choice(
            [
                NOTHING,
                Stored(note="asked"),
                Stored(Answer.NOT_APPLICABLE),
                value(1 if code == "clean" else chance.randrange(9)),
            ]
        )
        seen = stands.get(pk) if chance.random() < 0.8 else value(100)
        changes.append(FigureChange(pk, seen, new))
    return SaveDraft(report.pk, changes)


@pytest.mark.parametrize("seed", range(12))
def test_many_at_once_leave_what_one_by_one_leaves(city: World, seed: int) -> None:
    chance = random.Random(seed)
    begin(city, chance)
    writing = Report.objects.exclude(state="submitted").order_by("unit__code")
    drafts = [change(city, report, chance) for report in writing]
    chance.shuffle(drafts)
    secretary = city.reviewer
    single, after_single = undone(lambda: one_by_one(secretary, drafts))
    many, after_many = undone(lambda: all_at_once(secretary, drafts))
    assert many == single
    assert after_many == after_single
    assert after_many["journal"] != rows()["journal"]


def test_the_rows_are_told_apart_by_what_is_in_them(city: World) -> None:
    """So that the test above compares what it says."""
    draft = SaveDraft(city.report("A1").pk, [FigureChange(city.families.pk, None, value(3))])
    other = SaveDraft(city.report("A1").pk, [FigureChange(city.families.pk, None, value(4))])
    assert (
        undone(lambda: all_at_once(city.reviewer, [draft]))[1]
        != (undone(lambda: all_at_once(city.reviewer, [other]))[1])
    )


def test_a_report_that_is_sent_already_is_not_sent_again_beside_others(city: World) -> None:
    first, second = city.report("A1"), city.report("A2")
    for report in (first, second):
        city.save(report, console(), families=3)
    services.submit_report(console(), SubmitReport(first.pk))
    single, after_single = undone(lambda: _sent_singly(city.reviewer, [first.pk, second.pk]))
    asked = SubmitReports([first.pk, second.pk])
    many, after_many = undone(lambda: services.submit_reports(city.reviewer, asked))
    assert [done.changed for done in many] == [done.changed for done in single] == [False, True]
    assert after_many == after_single


def _sent_singly(actor: Actor, report_ids: Sequence[int]) -> list[services.Submitted]:
    return [services.submit_report(actor, SubmitReport(pk)) for pk in report_ids]


@pytest.mark.parametrize("where", [0, 1, 2])
def test_what_one_of_many_may_not_keeps_all_out(city: World, where: int) -> None:
    """An unknown report, one that the actor may see and not write, a figure that cannot be, a closed way."""
    families = city.families.pk
    good = [
        SaveDraft(city.report(code).pk, [FigureChange(families, None, value(3))]) for code in ("A1", "A2")
    ]
    sent = city.report("B1")
    city.save(sent, console(), families=3)
    services.submit_report(console(), SubmitReport(sent.pk))
    bad = {
        Http404: SaveDraft(10**9, good[0].changes),
        Forbidden: SaveDraft(city.report("B2").pk, good[0].changes),
        "already_submitted": SaveDraft(sent.pk, good[0].changes),
        "number_negative": SaveDraft(city.report("A").pk, [FigureChange(families, None, value(-1))]),
    }
    observer = person(Role.OBSERVER, city.units["B"])
    reporter = acting(Role.REPORTER, city.units["A"])
    from mandate.platform.access.models import Grant
    from mandate.platform.access.request import actor_of

    Grant.objects.create(user=observer, role=Role.REPORTER.value, unit=city.units["A"])
    half = actor_of(observer, NOW)
    before = rows()
    for why, draft in bad.items():
        drafts = [*good]
        drafts.insert(where, draft)
        actor = half if why is Forbidden else (city.reviewer if why == "already_submitted" else reporter)
        with pytest.raises((Http404, Forbidden, ValidationError)) as single, transaction.atomic():
            for one in drafts:
                services.save_draft(actor, one)
        with pytest.raises(single.type) as many:
            services.save_drafts(actor, SaveDrafts(drafts))
        assert many.type is single.type
        assert str(many.value) == str(single.value)
        assert rows() == before
        if isinstance(why, type):
            assert issubclass(single.type, why)


@pytest.mark.parametrize("role", list(Role))
def test_where_somebody_may_is_said_of_many_as_of_each(city: World, role: Role) -> None:
    """On units that stand, that closed, that moved up, and on one that never was."""
    close_unit(console(), CloseUnit(city.units["B3"].pk, NOW.date()))
    units = [unit.pk for unit in city.units.values()] + [10**9]
    for holder in (None, "C", "A", "B", "B3", "A1"):
        actor = acting(role, city.units[holder] if holder else None)
        for action in ("reports.write", "reports.decide", "periods.manage", "units.view"):
            assert can_on(actor, action, units) == {unit for unit in units if can(actor, action, unit)}


def test_as_many_queries_for_thirty_as_for_three(db: None) -> None:
    streets = [(f"S{number:02}", "W", "street", f"Street {number}") for number in range(36)]
    units = tree([("W", "", "ward", "Ward"), *streets])
    known = indicators()
    form = services.save_form(console(), yearly_form(known, ("street",)))
    opened = services.open_period(console(), OpenPeriod(form.pk, "2023"))
    ward = acting(Role.SECRETARY, units["W"])
    reports = list(opened.reports.order_by("unit__code").values_list("pk", flat=True))
    last = acting(Role.REVIEWER, None)
    for code in ("S00", "S04", "S09"):  # one in each bundle
        close_unit(console(), CloseUnit(units[code].pk, NOW.date()))
    OwnDecision.objects.create(unit=units["W"], form=form, allowed_at=NOW)

    def queries(pks: Sequence[int]) -> list[int]:
        changes = [FigureChange(known[code].pk, None, value(1)) for code in CODES]
        overtaken = [FigureChange(known[code].pk, None, value(0)) for code in CODES]
        actions: list[Callable[[], object]] = [
            lambda: services.save_drafts(ward, SaveDrafts([SaveDraft(pk, changes) for pk in pks])),
            lambda: services.save_drafts(ward, SaveDrafts([SaveDraft(pk, overtaken) for pk in pks])),
            lambda: services.submit_reports(ward, SubmitReports(pks)),
            lambda: services.accept_reports(last, AcceptReports(as_seen(pks))),
        ]
        counts = []
        for action in actions:
            with asked_anew() as captured:
                action()
            counts.append(len(captured))
        return counts

    queries(reports[:3])  # the tree is kept from now on
    few = queries(reports[3:6])
    assert queries(reports[6:]) == few
    assert sum(few) < 100
    assert set(Figure.objects.values_list("value", flat=True)) == {Decimal(1)}
    assert Report.objects.filter(state="accepted").count() == 36
