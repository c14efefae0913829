"""Arguments for the services of forms and reports that would be right for somebody who may."""

from dataclasses import replace
from io import BytesIO
from typing import Any

from tests.support.organisation import console
from tests.support.reporting import World, value, yearly_form
from tests.support.seeing import as_seen, returning

from mandate.apps.reporting.services import (
    AcceptReports,
    AllowOwnDecisions,
    AttachPaper,
    ClosePeriod,
    DiscardCorrection,
    ExcuseUnits,
    ExpectUnits,
    FigureChange,
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
    TakeReturnBack,
    UndoExpected,
    WithdrawReport,
    accept_reports,
    attach_paper,
    close_period,
    discard_correction,
    excuse_units,
    open_period,
    return_report,
    save_rule,
    start_correction,
    submit_report,
    take_paper,
)
from mandate.apps.reporting.tables.importing import ImportFigures
from mandate.apps.reporting.tables.rows import FigureRow


def arguments(city: World) -> dict[str, tuple[Any, ...]]:
    """By the name of the service."""
    unit = city.units["A"].pk
    report = city.report_ids["A1"]
    rule = save_rule(console(), SaveRule(None, "cultural <= families", "error", {"en": "No."})).pk
    city.save(city.report("A1"), families=5, cultural=4)
    submit_report(city.reporter, SubmitReport(report))
    draft = city.report_ids["A2"]
    city.save(city.report("A2"), console(), families=5, cultural=4)
    first, second = (
        attach_paper(console(), AttachPaper(draft, f"{name}.txt", BytesIO(name.encode()))).paper_id
        for name in ("one", "two")
    )
    take_paper(console(), TakePaper(draft, second))
    right, begun, dropped = (_accepted(city, code) for code in ("B1", "B2", "B3"))
    for one in (begun, dropped):
        start_correction(console(), StartCorrection(one, "Wrong."))
    discard_correction(console(), DiscardCorrection(dropped))
    excuse_units(console(), ExcuseUnits(city.opened.pk, [city.units["B"].pk], "Flooded."))
    closed = open_period(console(), OpenPeriod(city.form.pk, "2021")).pk
    close_period(console(), ClosePeriod(closed))
    sent_back = city.report_ids["A"]
    city.save(city.report("A"), console(), families=5, cultural=4)
    submit_report(console(), SubmitReport(sent_back))
    return_report(console(), returning(sent_back, "No."))
    figure = FigureChange(city.families.pk, value(5), value(6))
    return {
        "save_form": (replace(yearly_form(city.indicators), code="another"),),
        "retire_form": (RetireForm(city.form.pk),),
        "save_rule": (SaveRule(None, "families >= 0", "error", {"en": "No."}),),
        "remove_rule": (RemoveRule(rule),),
        "open_period": (OpenPeriod(city.form.pk, "2022"),),
        "close_period": (ClosePeriod(city.opened.pk),),
        "reopen_period": (ReopenPeriod(closed),),
        "expect_units": (ExpectUnits(city.opened.pk, [city.units["B"].pk], "Late."),),
        "excuse_units": (ExcuseUnits(city.opened.pk, [unit], "Flooded."),),
        "undo_expected": (UndoExpected(city.opened.pk, city.units["B"].pk),),
        "save_drafts": (SaveDrafts([SaveDraft(draft, [figure])]),),
        "submit_reports": (SubmitReports([draft]),),
        "take_paper": (TakePaper(draft, first),),
        "put_paper_back": (PutPaperBack(draft, second),),
        "withdraw_report": (WithdrawReport(report),),
        "return_report": (returning(report, "No."),),
        "return_reports": (ReturnReports(as_seen((report,)), "No."),),
        "take_return_back": (TakeReturnBack(sent_back, city.report("A").version),),
        "allow_own_decisions": (AllowOwnDecisions(city.units["C"].pk, city.form.pk, True),),
        "accept_reports": (AcceptReports(as_seen((report,))),),
        "remind_writers": (RemindWriters((draft,)),),
        "start_correction": (StartCorrection(right, "Wrong."),),
        "discard_correction": (DiscardCorrection(begun),),
        "resume_correction": (ResumeCorrection(dropped),),
        "import_figures": (ImportFigures((FigureRow(2, "A1", "families", "2022", "5"),)),),
    }


def _accepted(city: World, code: str) -> int:
    """The report of a unit, accepted."""
    report = city.report_ids[code]
    city.save(city.report(code), console(), families=5, cultural=4)
    submit_report(console(), SubmitReport(report))
    accept_reports(console(), AcceptReports(as_seen((report,))))
    return report
