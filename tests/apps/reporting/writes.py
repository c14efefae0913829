"""Arguments for the services of forms and reports that would be right for somebody who may."""

from typing import Any

from tests.support.organisation import console
from tests.support.reporting import World, yearly_form
from tests.support.seeing import as_seen, returning

from mandate.apps.reporting.services import (
    AcceptReports,
    AllowOwnDecisions,
    ClosePeriod,
    DiscardCorrection,
    ExcuseUnits,
    ExpectUnits,
    OpenPeriod,
    PutPaperBack,
    RemindWriters,
    RemoveRule,
    ReopenPeriod,
    ResumeCorrection,
    RetireForm,
    ReturnReports,
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


def arguments(city: World) -> dict[str, tuple[Any, ...]]:
    """By the name of the service."""
    unit = city.units["A"].pk
    report = city.report_ids["A1"]
    rule = save_rule(console(), SaveRule(None, "cultural <= families", "error", {"en": "No."})).pk
    city.save(city.report("A1"), families=5, cultural=4)
    submit_report(city.reporter, SubmitReport(city.report_ids["A1"]))
    return {
        "save_form": (yearly_form(city.indicators),),
        "retire_form": (RetireForm(city.form.pk),),
        "save_rule": (SaveRule(None, "cultural <= families", "error", {"en": "No."}),),
        "remove_rule": (RemoveRule(rule),),
        "open_period": (OpenPeriod(city.form.pk, "2022"),),
        "close_period": (ClosePeriod(city.opened.pk),),
        "reopen_period": (ReopenPeriod(city.opened.pk),),
        "expect_units": (ExpectUnits(city.opened.pk, [unit], "Late."),),
        "excuse_units": (ExcuseUnits(city.opened.pk, [unit], "Flooded."),),
        "undo_expected": (UndoExpected(city.opened.pk, unit),),
        "save_drafts": (SaveDrafts([SaveDraft(report, [])]),),
        "submit_reports": (SubmitReports([report]),),
        "take_paper": (TakePaper(report, 1),),
        "put_paper_back": (PutPaperBack(report, 1),),
        "withdraw_report": (WithdrawReport(report),),
        "return_report": (returning(report, "No."),),
        "return_reports": (ReturnReports(as_seen((report,)), "No."),),
        "allow_own_decisions": (AllowOwnDecisions(city.units["C"].pk, city.form.pk, True),),
        "accept_reports": (AcceptReports(as_seen((report,))),),
        "remind_writers": (RemindWriters((report,)),),
        "start_correction": (StartCorrection(report, "Wrong."),),
        "discard_correction": (DiscardCorrection(report),),
        "resume_correction": (ResumeCorrection(report),),
        "import_figures": (ImportFigures((FigureRow(2, "A1", "families", "2022", "5"),)),),
    }
