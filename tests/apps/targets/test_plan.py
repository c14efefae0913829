"""A plan of admissions: a target on the indicator that counts them, from the admission to the scoreboard."""

from datetime import date

import pytest
from tests.support.organisation import acting, client_of, console, person, tree
from tests.support.seeing import as_seen

from mandate.apps.indicators.definition import Definition
from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.services import SaveIndicator, save_indicator
from mandate.apps.people.queries.admissions import admissions_page
from mandate.apps.people.services.members import AdmitPerson, admit_person
from mandate.apps.people.services.persons import EnterPerson
from mandate.apps.reporting import services
from mandate.apps.reporting.services import AcceptReports, OpenPeriod, SaveForm, SaveFormItem, SubmitReport
from mandate.apps.targets.scoreboard import scoreboard_of
from mandate.apps.targets.services import SetTarget, set_target
from mandate.apps.units.models import Unit, UnitKind
from mandate.core.period import Period
from mandate.platform.access.actor import Role

pytestmark = pytest.mark.django_db

TODAY = date(2024, 1, 5)


@pytest.fixture
def units() -> dict[str, Unit]:
    """Three students and a worker are admitted in 2023, and one student in 2022."""
    units = tree()
    for number, (code, source, year) in enumerate(
        (("A", "students", 2023), ("A", "students", 2023), ("B", "students", 2023), ("B", "workers", 2023),
         ("B", "students", 2022))
    ):  # fmt: skip
        said = AdmitPerson(
            EnterPerson(f"Lê Văn {number}"), units[code].pk, "full", date(year, 5, 1), source=source
        )
        admit_person(console(), said)
    return units


def counting(code: str, counted: str) -> Indicator:
    definition = Definition(code, counted=counted)
    return save_indicator(console(), SaveIndicator(None, definition, {"en": code.title()}))


def reported(units: dict[str, Unit], *known: Indicator) -> None:
    """Both wards report what is counted, and it is accepted."""
    form = SaveForm(
        form_id=None,
        code="members",
        names={"en": "Members"},
        frequency="yearly",
        due_days=10,
        kind_ids=[UnitKind.objects.get(code="ward").pk],
        items=[SaveFormItem(one.pk, required=False) for one in known],
    )
    opened = services.open_period(console(), OpenPeriod(services.save_form(console(), form).pk, "2023"))
    pks = list(opened.reports.values_list("pk", flat=True))
    for pk in pks:
        services.submit_report(console(), SubmitReport(pk))
    services.accept_reports(acting(Role.SECRETARY, units["C"]), AcceptReports(as_seen(pks)))


def test_the_plan_is_judged_on_what_was_counted_and_so_are_the_students(units: dict[str, Unit]) -> None:
    admitted = counting("admitted", "people.admitted")
    students = counting("students", "people.admitted.students")
    for one, goal in ((admitted, "5"), (students, "3")):
        set_target(console(), SetTarget(units["C"].pk, one.pk, "2023", goal, "at_least", "Plan 7"))
    reported(units, admitted, students)
    board = scoreboard_of(units["C"].pk, Period.parse("2023"), TODAY)
    found = {one.indicator_code: (int(one.value or 0), one.state.value) for one in board.rows}
    assert found == {"admitted": (4, "missed"), "students": (3, "met")}


def test_the_page_of_the_year_says_how_much_of_the_plan_is_reached(units: dict[str, Unit]) -> None:
    page = admissions_page(console(), "C", 2023)
    assert page.plan is None and (page.total.number, page.total.before) == (4, 1)
    admitted, students = counting("admitted", "people.admitted"), counting("s", "people.admitted.students")
    set_target(console(), SetTarget(units["C"].pk, students.pk, "2023", "9", "at_least", "Another plan"))
    assert admissions_page(console(), "C", 2023).plan is None
    set_target(console(), SetTarget(units["C"].pk, admitted.pk, "2023", "5", "at_least", "Plan 7"))
    page = admissions_page(console(), "C", 2023)
    assert page.plan is not None and (page.plan.goal, page.plan.document, page.share) == (5, "Plan 7", 80)
    assert admissions_page(console(), "C", 2022).plan is None
    assert admissions_page(console(), "A", 2023).plan is None
    keeper = client_of(person(Role.SECRETARY, units["C"]))
    shown = " ".join(keeper.get("/unit/C/people/admissions/?year=2023").content.decode().split())
    assert "80% of it" in shown and "Plan 7" in shown
