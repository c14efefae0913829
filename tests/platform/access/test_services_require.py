"""Every write asks for the right first: an observer of everything is refused, and nothing changes."""

import inspect
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from tests.support.organisation import acting, console
from tests.support.reporting import World, world, yearly_form

import mandate
from mandate.apps.indicators.definition import Definition
from mandate.apps.indicators.services import (
    MoveIndicator,
    RemoveIndicator,
    SaveIndicator,
)
from mandate.apps.indicators.tables.importing import ImportIndicators, IndicatorRow
from mandate.apps.periods.services import AddPeriod, RemovePeriod
from mandate.apps.periods.tables.importing import ImportPeriods, PeriodRow
from mandate.apps.reporting.jobs import accepting
from mandate.apps.reporting.services import (
    AcceptReports,
    AllowOwnDecisions,
    ClosePeriod,
    DiscardCorrection,
    ExcuseUnits,
    ExpectUnits,
    OpenPeriod,
    PutPaperBack,
    RemoveRule,
    ReopenPeriod,
    ResumeCorrection,
    RetireForm,
    ReturnReport,
    SaveDraft,
    SaveDrafts,
    SaveRule,
    StartCorrection,
    SubmitReport,
    SubmitReports,
    TakePaper,
    UndoExpected,
    WithdrawReport,
    save_rule,
    submit_report,
)
from mandate.apps.reporting.tables.importing import ImportFigures
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.apps.reviews.services import (
    AskedReopening,
    CloseReview,
    RefuseReopening,
    ReopenReview,
    RestoreNotes,
    SaveNotes,
)
from mandate.apps.targets.services import RemoveTarget, SetTarget, SetTargets, set_target
from mandate.apps.targets.tables.importing import ImportTargets, TargetRow
from mandate.apps.units.services import (
    ChangeKind,
    CloseUnit,
    CreateUnit,
    MoveUnit,
    RenameUnit,
    ReopenUnit,
    SaveKind,
    UndoPlace,
    UnitRow,
)
from mandate.apps.units.tables.importing import ImportUnits
from mandate.core.period import Period
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.access.models import Grant
from mandate.platform.access.services import AddUser, ChangeUser, EndRole, GrantRole, RemoveSecondStep

pytestmark = pytest.mark.django_db

#: What a person does to nobody but themself needs no role; what only calls other services is refused by
#: those. Both have tests of their own.
APART = {
    "mandate.platform.access.services.change_self",
    "mandate.apps.reviews.services.closing.withdraw_reopening",
    "mandate.platform.jobs.services.cancel_job",
    "mandate.platform.notices.services.read_notice",
    "mandate.platform.notices.preferences.choose_mails",
    "mandate.platform.listing.saved.save_view",
    "mandate.platform.text.drafts.drop_draft",
    "mandate.platform.text.drafts.keep_draft",
    "mandate.interop.spreadsheets.level.fill",
}
YEAR = Period.parse("2023")
DAY = date(2024, 2, 1)


def services() -> dict[str, Callable[..., Any]]:
    """Every function that is one transaction and takes an actor first, by its full name."""
    found: dict[str, Callable[..., Any]] = {}
    for module in modules():
        for name, function in vars(module).items():
            if not inspect.isfunction(function) or function.__module__ != module.__name__:
                continue
            first = next(iter(inspect.signature(function).parameters), "")
            if hasattr(function, "__wrapped__") and first == "actor" and not name.startswith("_"):
                found[f"{module.__name__}.{name}"] = function
    return found


def modules() -> list[ModuleType]:
    names = [info.name for info in walk_packages(mandate.__path__, "mandate.")]
    floors = ("mandate.apps.", "mandate.platform.", "mandate.interop.")
    skipped = (".migrations", "__main__", "borrowed_strings")
    return [
        import_module(name)
        for name in names
        if name.startswith(floors) and not any(x in name for x in skipped)
    ]


class Arguments:
    """For each service, arguments that would be right for somebody who may."""

    def __init__(self, city: World) -> None:
        self.city = city
        self.unit = city.units["A"].pk
        self.report = city.report_ids["A1"]
        self.rule = save_rule(console(), SaveRule(None, "cultural <= families", "error", {"en": "No."})).pk
        self.target = set_target(
            console(), SetTarget(self.unit, city.families.pk, "2023", "5", "at_least")
        ).pk
        city.save(city.report("A1"), families=5, cultural=4)
        submit_report(city.reporter, SubmitReport(self.report))
        self.user = acting(Role.REPORTER, city.units["B"]).user_id or 0
        self.grant = Grant.objects.get(user=self.user).pk

    def of(self, name: str) -> tuple[Any, ...]:
        return getattr(self, name)()

    def create_unit(self) -> tuple[Any, ...]:
        return (CreateUnit("N", "street", {"en": "N"}, self.unit),)

    def rename_unit(self) -> tuple[Any, ...]:
        return (RenameUnit(self.unit, {"en": "N"}),)

    def change_kind(self) -> tuple[Any, ...]:
        return (ChangeKind(self.unit, "street"),)

    def save_kind(self) -> tuple[Any, ...]:
        return (SaveKind("ward", {"en": "N"}, {"en": "N"}),)

    def move_unit(self) -> tuple[Any, ...]:
        return (MoveUnit(self.city.units["A1"].pk, self.city.units["B"].pk, DAY),)

    def close_unit(self) -> tuple[Any, ...]:
        return (CloseUnit(self.city.units["A1"].pk, DAY),)

    def reopen_unit(self) -> tuple[Any, ...]:
        return (ReopenUnit(self.city.units["A1"].pk, self.unit, DAY),)

    def undo_place(self) -> tuple[Any, ...]:
        return (UndoPlace(self.city.units["A1"].pk),)

    def import_units(self) -> tuple[Any, ...]:
        return (ImportUnits(rows=(UnitRow(2, "N", "C", "ward", "N"),), as_of=None),)

    def import_periods(self) -> tuple[Any, ...]:
        row = PeriodRow(2, "2031Plan", "2031-01-01", "2031-12-31", {"en": "Plan"})
        return (ImportPeriods((row,)),)

    def save_indicator(self) -> tuple[Any, ...]:
        return (SaveIndicator(None, Definition("new"), {"en": "New"}),)

    def remove_indicator(self) -> tuple[Any, ...]:
        return (RemoveIndicator(self.city.indicators["share"].pk),)

    def move_indicator(self) -> tuple[Any, ...]:
        return (MoveIndicator(self.city.clean.pk, -1),)

    def import_indicators(self) -> tuple[Any, ...]:
        row = IndicatorRow(2, "new", "New", "", "0", "number", "sum", "sum", "", "higher")
        return (ImportIndicators((row,)),)

    def save_form(self) -> tuple[Any, ...]:
        return (yearly_form(self.city.indicators),)

    def retire_form(self) -> tuple[Any, ...]:
        return (RetireForm(self.city.form.pk),)

    def save_rule(self) -> tuple[Any, ...]:
        return (SaveRule(None, "cultural <= families", "error", {"en": "No."}),)

    def remove_rule(self) -> tuple[Any, ...]:
        return (RemoveRule(self.rule),)

    def open_period(self) -> tuple[Any, ...]:
        return (OpenPeriod(self.city.form.pk, "2022"),)

    def close_period(self) -> tuple[Any, ...]:
        return (ClosePeriod(self.city.opened.pk),)

    def reopen_period(self) -> tuple[Any, ...]:
        return (ReopenPeriod(self.city.opened.pk),)

    def expect_units(self) -> tuple[Any, ...]:
        return (ExpectUnits(self.city.opened.pk, [self.unit], "Late."),)

    def excuse_units(self) -> tuple[Any, ...]:
        return (ExcuseUnits(self.city.opened.pk, [self.unit], "Flooded."),)

    def undo_expected(self) -> tuple[Any, ...]:
        return (UndoExpected(self.city.opened.pk, self.unit),)

    def add_period(self) -> tuple[Any, ...]:
        return (AddPeriod("2023April", date(2023, 4, 1), date(2024, 3, 31)),)

    def remove_period(self) -> tuple[Any, ...]:
        return (RemovePeriod("2023April"),)

    def save_draft(self) -> tuple[Any, ...]:
        return (SaveDraft(self.report, []),)

    def start_job(self) -> tuple[Any, ...]:
        return (accepting([self.report], "A1"),)

    def save_drafts(self) -> tuple[Any, ...]:
        return (SaveDrafts([SaveDraft(self.report, [])]),)

    def submit_reports(self) -> tuple[Any, ...]:
        return (SubmitReports([self.report]),)

    def submit_report(self) -> tuple[Any, ...]:
        return (SubmitReport(self.report),)

    def take_paper(self) -> tuple[Any, ...]:
        return (TakePaper(self.report, 1),)

    def put_paper_back(self) -> tuple[Any, ...]:
        return (PutPaperBack(self.report, 1),)

    def withdraw_report(self) -> tuple[Any, ...]:
        return (WithdrawReport(self.report),)

    def return_report(self) -> tuple[Any, ...]:
        return (ReturnReport(self.report, "No."),)

    def allow_own_decisions(self) -> tuple[Any, ...]:
        return (AllowOwnDecisions(self.city.units["C"].pk, self.city.form.pk, True),)

    def accept_reports(self) -> tuple[Any, ...]:
        return (AcceptReports((self.report,)),)

    def start_correction(self) -> tuple[Any, ...]:
        return (StartCorrection(self.report, "Wrong."),)

    def discard_correction(self) -> tuple[Any, ...]:
        return (DiscardCorrection(self.report),)

    def resume_correction(self) -> tuple[Any, ...]:
        return (ResumeCorrection(self.report),)

    def import_figures(self) -> tuple[Any, ...]:
        return (ImportFigures((FigureRow(2, "A1", "families", "2022", "5"),)),)

    def set_target(self) -> tuple[Any, ...]:
        return (SetTarget(self.unit, self.city.cultural.pk, "2023", "5", "at_least"),)

    def set_targets(self) -> tuple[Any, ...]:
        return (SetTargets(self.set_target()),)

    def remove_target(self) -> tuple[Any, ...]:
        return (RemoveTarget(self.target),)

    def import_targets(self) -> tuple[Any, ...]:
        return (ImportTargets((TargetRow(2, "A", "cultural", "2023", "5", "at_least"),)),)

    def restore_notes(self) -> tuple[Any, ...]:
        return (RestoreNotes(self.unit, YEAR, 1, 1),)

    def save_notes(self) -> tuple[Any, ...]:
        return (SaveNotes(self.unit, YEAR, 0, {}),)

    def close_review(self) -> tuple[Any, ...]:
        return (CloseReview(self.unit, YEAR, 0),)

    def reopen_review(self) -> tuple[Any, ...]:
        return (ReopenReview(self.unit, YEAR, "Again."),)

    def confirm_reopening(self) -> tuple[Any, ...]:
        return (AskedReopening(self.unit, 1),)

    def refuse_reopening(self) -> tuple[Any, ...]:
        return (RefuseReopening(self.unit, 1, "Not so."),)

    def add_user(self) -> tuple[Any, ...]:
        return (AddUser("new@example.org", "New", Role.OBSERVER, self.unit),)

    bring_in = add_user

    def grant_role(self) -> tuple[Any, ...]:
        return (GrantRole(self.user, Role.OBSERVER, self.unit),)

    def end_role(self) -> tuple[Any, ...]:
        return (EndRole(self.grant, DAY),)

    def remove_second_step(self) -> tuple[Any, ...]:
        return (RemoveSecondStep(self.user),)

    def change_user(self) -> tuple[Any, ...]:
        return (ChangeUser(self.user, "X", is_active=False),)


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of all our tables."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("mandate.")]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in ours}


def test_every_service_refuses_an_observer_of_everything() -> None:
    arguments = Arguments(world())
    observer: Actor = acting(Role.OBSERVER, None)
    before = everything()
    allowed = []
    for name, service in services().items():
        if name in APART:
            continue
        short = name.rpartition(".")[2]
        try:
            service(observer, *arguments.of(short))
            allowed.append(name)
        except Forbidden:
            pass
    assert allowed == []
    assert everything() == before


def test_the_services_are_found() -> None:
    """The test above tries them all: as many as there are deeds in the journal, or nearly."""
    names = {name.rpartition(".")[2] for name in services()}
    assert {"save_drafts", "accept_reports", "import_units", "grant_role", "close_review"} <= names
    assert len(names) >= 35
