"""Every write to forms, periods, reports, figures and rules. Reading figures in from a table is in
tables/importing.py."""

from mandate.apps.reporting.queries.values import NOTHING, Finding, Stored
from mandate.apps.reporting.services.decisions import (
    Accepted,
    AcceptReports,
    ReturnReport,
    StartCorrection,
    SubmitReport,
    SubmitReports,
    Submitted,
    accept_reports,
    return_report,
    start_correction,
    submit_report,
    submit_reports,
    withdraw_report,
)
from mandate.apps.reporting.services.discarding import discard_correction, resume_correction
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
    excuse_units,
    expect_units,
    undo_expected,
)
from mandate.apps.reporting.services.forms import (
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
from mandate.apps.reporting.services.periods import OpenPeriod, close_period, open_period, reopen_period

__all__ = [
    "COUNTING_LOCK",
    "NOTHING",
    "AcceptReports",
    "Accepted",
    "AllowOwnDecisions",
    "Conflict",
    "DraftSaved",
    "ExcuseUnits",
    "ExpectUnits",
    "FigureChange",
    "Finding",
    "OpenPeriod",
    "ReturnReport",
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
    "accept_reports",
    "allow_own_decisions",
    "close_period",
    "counting_moment",
    "discard_correction",
    "excuse_units",
    "expect_units",
    "freeze_counting",
    "open_period",
    "remove_rule",
    "reopen_period",
    "resume_correction",
    "retire_form",
    "return_report",
    "save_draft",
    "save_drafts",
    "save_form",
    "save_rule",
    "start_correction",
    "submit_report",
    "submit_reports",
    "undo_expected",
    "withdraw_report",
]
