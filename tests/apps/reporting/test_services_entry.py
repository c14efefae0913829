"""Saving figures: what is stored and journalled, who writes beside whom, and what is refused."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from tests.support.organisation import NOW, acting
from tests.support.reporting import value
from tests.support.seeing import as_seen

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting import services
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Figure, Revision
from mandate.apps.reporting.queries.visible import UnknownReport
from mandate.apps.reporting.services import (
    AcceptReports,
    FigureChange,
    SaveDraft,
    Stored,
    SubmitReport,
)
from mandate.apps.reporting.services.entry import NOTE_LENGTH
from mandate.core.reportstate import State
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db


def test_a_saved_figure_is_stored_and_its_change_is_journalled(city):
    report = city.report("A1")
    first = city.save(report, families=268, cultural=200)
    assert (first.version, first.conflicts) == (1, ())
    second = services.save_draft(
        city.reporter,
        SaveDraft(report.pk, [FigureChange(city.families.pk, value(268), value(270, "two new ones"))]),
    )
    assert second.version == 2
    assert city.report("A1").state == State.DRAFT
    revision = Revision.objects.get(report=report)
    assert city.figures(revision) == {"families": Decimal(270), "cultural": Decimal(200)}
    assert not Figure.objects.filter(counted=True).exists()
    saves = Entry.objects.filter(code="reporting.figures_changed").order_by("id")
    changes = [entry.data["changes"] for entry in saves]
    assert changes[1] == [
        {
            "indicator": city.families.pk,
            "code": "families",
            "before": {"answer": 1, "value": "268", "note": ""},
            "after": {"answer": 1, "value": "270", "note": "two new ones"},
        }
    ]


def test_two_editors_never_overwrite_each_other_unseen(city):
    report = city.report("A1")
    other = acting(Role.SECRETARY, city.units["A1"])
    city.save(report, families=268)
    saved = services.save_draft(
        other,
        SaveDraft(
            report.pk,
            [
                FigureChange(city.families.pk, None, value(300)),
                FigureChange(city.cultural.pk, None, value(120)),
            ],
        ),
    )
    assert saved.saved_ids == (city.cultural.pk,)
    (conflict,) = saved.conflicts
    assert conflict.theirs == value(268)
    assert (conflict.by, conflict.at, conflict.own) == (city.reporter.name, NOW, False)
    revision = Revision.objects.get(report=report)
    assert city.figures(revision) == {"families": Decimal(268), "cultural": Decimal(120)}


def test_both_editors_wanting_the_same_is_no_conflict(city):
    report = city.report("A1")
    city.save(report, families=268)
    saved = services.save_draft(
        city.reporter, SaveDraft(report.pk, [FigureChange(city.families.pk, value(5), value(268))])
    )
    assert (saved.conflicts, saved.saved_ids, saved.version) == ((), (city.families.pk,), 1)
    assert Entry.objects.filter(code="reporting.figures_changed").count() == 1


def test_zero_missing_and_not_applicable_are_three_things(city):
    report = city.report("A1")
    none = Stored(Answer.NOT_APPLICABLE)
    services.save_draft(
        city.reporter,
        SaveDraft(
            report.pk,
            [
                FigureChange(city.families.pk, None, value(0)),
                FigureChange(city.cultural.pk, None, none),
                FigureChange(city.clean.pk, None, Stored(note="asked the ward")),
            ],
        ),
    )
    kept = dict(Figure.objects.values_list("indicator__code", "answer"))
    assert kept == {"families": 1, "cultural": 2, "clean": 0}
    services.save_draft(
        city.reporter,
        SaveDraft(report.pk, [FigureChange(city.clean.pk, Stored(note="asked the ward"), Stored())]),
    )
    assert "clean" not in dict(Figure.objects.values_list("indicator__code", "answer"))


@pytest.mark.parametrize(
    ("code", "new"),
    [
        ("families", value("1.5")),
        ("families", value(-1)),
        ("families", value(10**18)),
        ("clean", value(2)),
        ("area", value("1.234")),
        ("families", Stored(Answer.VALUE, None)),
        ("families", Stored(Answer.MISSING, Decimal(3))),
        ("families", value(3, "x" * 1001)),
    ],
)
def test_a_bad_figure_is_refused_at_its_indicator_and_nothing_is_written(city, code, new):
    report = city.report("A1")
    changes = [
        FigureChange(city.cultural.pk, None, value(3)),
        FigureChange(Indicator.objects.get(code=code).pk, None, new),
    ]
    with pytest.raises(ValidationError) as refused:
        services.save_draft(city.reporter, SaveDraft(report.pk, changes))
    assert list(refused.value.message_dict) == [code]
    assert not Figure.objects.exists()
    assert city.report("A1").state == State.EXPECTED


def test_a_figure_below_zero_is_taken_where_it_may_be(city):
    Indicator.objects.filter(code="families").update(allow_negative=True)
    city.save(city.report("A1"), families=-4)
    assert Figure.objects.get().value == -4


def test_figures_of_another_form_or_given_twice_are_refused(city):
    report = city.report("A1")
    foreign = Indicator.objects.create(code="foreign")
    for changes in (
        [FigureChange(foreign.pk, None, value(1))],
        [FigureChange(city.families.pk, None, value(1)), FigureChange(city.families.pk, None, value(2))],
    ):
        with pytest.raises(ValidationError):
            services.save_draft(city.reporter, SaveDraft(report.pk, changes))
    assert not Figure.objects.exists()


def test_a_foreign_report_does_not_exist_and_a_seen_one_may_not_be_written(city):
    with pytest.raises(UnknownReport):
        city.save(city.report("B1"), families=1)
    observer = acting(Role.OBSERVER, city.units["A1"])
    with pytest.raises(Forbidden):
        services.save_draft(
            observer, SaveDraft(city.report("A1").pk, [FigureChange(city.families.pk, None, value(1))])
        )
    with pytest.raises(UnknownReport):
        services.submit_report(city.reporter, SubmitReport(10**9))


def test_a_note_has_its_bound(city):
    report = city.report("A1")
    most = FigureChange(city.clean.pk, None, Stored(note="x" * NOTE_LENGTH))
    longer = FigureChange(city.families.pk, None, Stored(note="x" * (NOTE_LENGTH + 1)))
    with pytest.raises(ValidationError) as refused:
        services.save_draft(city.reporter, SaveDraft(report.pk, [most, longer]))
    assert list(refused.value.message_dict) == ["families"]
    assert services.save_draft(city.reporter, SaveDraft(report.pk, [most])).version == 1


def test_a_note_without_an_answer_is_not_counted(city):
    report = city.report("A1")
    city.save(report, families=3)
    services.save_draft(
        city.reporter, SaveDraft(report.pk, [FigureChange(city.clean.pk, None, Stored(note="unknown"))])
    )
    services.submit_report(city.reporter, SubmitReport(report.pk))
    services.accept_reports(city.reviewer, AcceptReports(as_seen([report.pk])))
    assert list(Figure.objects.filter(counted=True).values_list("indicator__code", flat=True)) == ["families"]
