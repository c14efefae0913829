"""The grid of a report, with what the rules say of its figures."""

import pytest
from django.utils import translation
from tests.apps.reporting.steps import YEAR, accept, load, submit
from tests.support.asking import asked_anew
from tests.support.organisation import acting, console
from tests.support.reporting import findings_of, value
from tests.support.seeing import as_seen

from mandate.apps.reporting import services
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Figure
from mandate.apps.reporting.queries.history import history
from mandate.apps.reporting.queries.report import report_page
from mandate.apps.reporting.queries.values import NOTHING
from mandate.apps.reporting.queries.visible import UnknownReport
from mandate.apps.reporting.services import (
    AcceptReports,
    FigureChange,
    SaveDraft,
    SaveRule,
    StartCorrection,
    Stored,
)
from mandate.core.reportstate import State
from mandate.core.rules import Severity
from mandate.platform.access.actor import Actor, Role

pytestmark = pytest.mark.django_db


def test_the_grid_shows_each_figure_beside_the_last_period(city):
    load("A1,families,2022,250", "A1,cultural,2022,n/a")
    city.save(city.report("A1"), families=0)
    page = report_page(city.reporter, city.report_ids["A1"])
    families, cultural, clean, area = page.items
    assert (families.current, families.previous, families.required) == (value(0), value(250), True)
    assert (cultural.current, cultural.previous) == (NOTHING, Stored(Answer.NOT_APPLICABLE))
    assert (clean.kind, area.decimals, area.measure) == ("yes_no", 2, "ha")
    assert (page.answered, page.state, page.revision) == (1, State.DRAFT, 1)
    assert page.deciders == ("secretary-c",)
    assert page.period == YEAR


def test_what_may_be_done_depends_on_the_state_and_the_role(city):
    pk = city.report_ids["A1"]

    def steps(actor: Actor) -> set[str]:
        return set(report_page(actor, pk).steps)

    assert steps(city.reporter) == {"save"}
    city.save(city.report("A1"), families=3)
    assert steps(city.reporter) == {"save", "submit"}
    submit(city, "A1")
    assert steps(city.reporter) == {"withdraw"}
    assert steps(city.reviewer) == {"return", "accept"}, "a secretary above decides, and takes nothing back"
    assert steps(acting(Role.OBSERVER, city.units["A1"])) == set()
    services.close_period(console(), services.ClosePeriod(city.opened.pk))
    assert steps(city.reviewer) == {"accept"}
    services.reopen_period(console(), services.ReopenPeriod(city.opened.pk))
    services.accept_reports(city.reviewer, AcceptReports(as_seen([pk])))
    assert steps(city.reporter) == {"start_correction"}


def test_a_correction_shows_what_counts_beside_what_is_typed(city):
    accept(city, "A1", families=3)
    services.start_correction(city.reporter, StartCorrection(city.report_ids["A1"], "one more"))
    services.save_draft(
        city.reporter,
        SaveDraft(city.report_ids["A1"], [FigureChange(city.families.pk, value(3), value(4))]),
    )
    page = report_page(city.reporter, city.report_ids["A1"])
    assert (page.correction, page.revision, page.reason) == (True, 2, "one more")
    assert (page.items[0].current, page.items[0].counted) == (value(4), value(3))


def test_a_report_of_others_does_not_exist(city):
    for page in (report_page, history):
        with pytest.raises(UnknownReport):
            page(city.reporter, city.report_ids["B1"])


def test_the_grid_takes_the_same_queries_however_many_figures(city):
    submit(city, "A1", families=3)
    submit(city, "A2", families=3, cultural=1, clean=1, area=2)
    counts = []
    for unit in ("A1", "A1", "A2"):
        with asked_anew() as queries:
            report_page(city.reviewer, city.report_ids[unit])
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_findings_are_in_the_readers_words_and_save_nothing(city):
    sentences = {"en": "{cultural} of {families}? {Ask}", "vi": "{cultural} trong {families}?"}
    services.save_rule(console(), SaveRule(None, "cultural <= families", "error", sentences))
    stored = {city.families.pk: value(1234)}
    typed = {**stored, city.cultural.pk: value(5000)}
    (finding,) = findings_of(city.report("A1"), typed)
    assert finding.severity == Severity.ERROR
    assert finding.indicator_ids == (city.cultural.pk, city.families.pk)
    assert finding.sentence == "5,000 of 1,234? {Ask}"  # no figure, so it stays
    with translation.override("vi"):
        (finding,) = findings_of(city.report("A1"), typed)
    assert finding.sentence == "5.000 trong 1.234?"
    assert not Figure.objects.filter(indicator=city.cultural).exists()
    assert findings_of(city.report("A1"), {**stored, city.cultural.pk: value(3)}) == ()


def test_a_rule_without_a_sentence_shows_its_figures(city):
    services.save_rule(console(), SaveRule(None, "cultural <= families", "warning", {}))
    typed = {city.cultural.pk: value(5), city.families.pk: value(3)}
    (finding,) = findings_of(city.report("A1"), typed)
    assert (finding.code, finding.severity) == ("rule", Severity.WARNING)
    assert "Cultural families: 5 and Families: 3" in finding.sentence


def test_a_rule_with_an_indicator_that_the_form_lacks_is_not_checked(city):
    services.save_rule(console(), SaveRule(None, "cultural <= families", "error", {}))
    city.opened.indicator_ids = [city.cultural.pk]
    city.opened.save()
    assert findings_of(city.report("A1"), {city.cultural.pk: value(5)}) == ()


def test_a_value_far_from_the_units_own_history_is_a_warning(city):
    load("A1,families,2022,100", "A1,families,2021,90", "A2,families,2022,5000", "A1,families,2014,7")
    (finding,) = findings_of(city.report("A1"), {city.families.pk: value(5000)})
    assert (finding.severity, finding.code) == (Severity.WARNING, "outlier")
    assert finding.sentence == "50 times the last value, 100. Is that right?"
    assert findings_of(city.report("A1"), {city.families.pk: value(120)}) == ()
    (finding,) = findings_of(city.report("A1"), {city.families.pk: value(3)})
    assert finding.sentence.startswith("Much lower")


def test_history_is_of_the_same_frequency_and_of_the_last_eight_periods(city):
    load("A1,families,2022-05,100", "A1,families,2014,100")
    assert findings_of(city.report("A1"), {city.families.pk: value(9000)}) == ()
    load("A1,families,2015,100")
    assert findings_of(city.report("A1"), {city.families.pk: value(9000)})
