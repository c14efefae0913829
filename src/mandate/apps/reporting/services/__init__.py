"""Every write to forms, periods, reports, figures and rules. Reading figures in from a table is in
tables/importing.py."""

from mandate.apps.reporting.queries.values import NOTHING, Finding, Stored
from mandate.apps.reporting.services.decisions import (
    AcceptReports,
    StartCorrection,
    WithdrawReport,
    accept_reports,
    start_correction,
    withdraw_report,
)
from mandate.apps.reporting.services.discarding import (
    DiscardCorrection,
    ResumeCorrection,
    discard_correction,
    resume_correction,
)
from mandate.apps.reporting.services.entry import (
    Conflict,
    DraftSaved,
    FigureChange,
    SaveDraft,
    SaveDrafts,
    save_draft,
    save_drafts,
)
from mandate.apps.reporting.services.expecting import (
    ExcuseUnits,
    ExpectUnits,
    UndoExpected,
    excuse_units,
    expect_units,
    undo_expected,
)
from mandate.apps.reporting.services.forms import (
    RemoveRule,
    RetireForm,
    SaveForm,
    SaveFormItem,
    SaveRule,
    remove_rule,
    retire_form,
    save_form,
    save_rule,
)
from mandate.apps.reporting.services.locks import COUNTING_LOCK, counting_moment, freeze_counting
from mandate.apps.reporting.services.own_decisions import AllowOwnDecisions, allow_own_decisions
from mandate.apps.reporting.services.papers import (
    Attached,
    AttachPaper,
    PutPaperBack,
    TakePaper,
    attach_paper,
    put_paper_back,
    take_paper,
)
from mandate.apps.reporting.services.periods import (
    ClosePeriod,
    OpenPeriod,
    ReopenPeriod,
    close_period,
    open_period,
    reopen_period,
)
from mandate.apps.reporting.services.reminding import Reminded, RemindWriters, remind_writers
from mandate.apps.reporting.services.returning import (
    ReturnReport,
    ReturnReports,
    return_report,
    return_reports,
)
from mandate.apps.reporting.services.submitting import (
    SubmitReport,
    SubmitReports,
    Submitted,
    submit_report,
    submit_reports,
)
from mandate.apps.reporting.services.taking_back import TakeReturnBack, take_return_back
from mandate.apps.reporting.services.weighing import Decided

__all__ = [
    "COUNTING_LOCK",
    "NOTHING",
    "AcceptReports",
    "AllowOwnDecisions",
    "AttachPaper",
    "Attached",
    "ClosePeriod",
    "Conflict",
    "Decided",
    "DiscardCorrection",
    "DraftSaved",
    "ExcuseUnits",
    "ExpectUnits",
    "FigureChange",
    "Finding",
    "OpenPeriod",
    "PutPaperBack",
    "RemindWriters",
    "Reminded",
    "RemoveRule",
    "ReopenPeriod",
    "ResumeCorrection",
    "RetireForm",
    "ReturnReport",
    "ReturnReports",
    "SaveDraft",
    "SaveDrafts",
    "SaveForm",
    "SaveFormItem",
    "SaveRule",
    "StartCorrection",
    "Stored",
    "SubmitReport",
    "SubmitReports",
    "Submitted",
    "TakePaper",
    "TakeReturnBack",
    "UndoExpected",
    "WithdrawReport",
    "accept_reports",
    "allow_own_decisions",
    "attach_paper",
    "close_period",
    "counting_moment",
    "discard_correction",
    "excuse_units",
    "expect_units",
    "freeze_counting",
    "open_period",
    "put_paper_back",
    "remind_writers",
    "remove_rule",
    "reopen_period",
    "resume_correction",
    "retire_form",
    "return_report",
    "return_reports",
    "save_draft",
    "save_drafts",
    "save_form",
    "save_rule",
    "start_correction",
    "submit_report",
    "submit_reports",
    "take_paper",
    "take_return_back",
    "undo_expected",
    "withdraw_report",
]
