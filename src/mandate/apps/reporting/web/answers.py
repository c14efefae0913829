"""The answers to a script that saves while typing.

``figures``: {indicator id: {state, text, note, seen, said, shown, error?, conflict?}} where state is
``stored``, ``error`` or ``conflict``; text and note are what the server has. ``findings``: [{severity,
sentence, indicators}]. ``ready``: it can be submitted. ``summary`` and ``saved`` are sentences for the page,
``first`` is the id of the first field that keeps it from that.
``version`` is another whenever the report has changed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from mandate.apps.reporting.queries.automatic import NOT_TYPED
from mandate.apps.reporting.queries.report import GridLine, ReportPage
from mandate.apps.reporting.services import Conflict, Stored
from mandate.apps.reporting.web import entry, pages, summing_up, words

NONE: Mapping[int, str] = {}


def answer(
    page: ReportPage, fields: Sequence[entry.Typed], outcome: entry.Outcome, language: str
) -> dict[str, Any]:
    """How the report stands after a save."""
    figures = {}
    for item in page.items:
        key = item.indicator_id
        if key in outcome.conflicts:
            typed = next(one for one in fields if one.item.indicator_id == key)
            figures[key] = _conflict(item, outcome.conflicts[key], typed, language)
        else:
            figures[key] = _figure(item, item.current, language)
            if key in outcome.errors:
                figures[key] |= {"state": "error", "error": outcome.errors[key]}
    standing_now = standing(page, outcome.errors)
    return {**standing_now, "figures": figures, "ready": standing_now["ready"] and outcome.clean}


def standing(page: ReportPage, errors: Mapping[int, str] = NONE) -> dict[str, Any]:
    """What a page that has just been opened knows already, without the figures, which stand in its fields."""
    return {
        "findings": _findings(page),
        "ready": summing_up.ready(page),
        "summary": summing_up.summary(page, errors),
        "first": summing_up.first(page, errors),
        "saved": pages.state_line(page),
        "version": page.version,
    }


def reading(fields: Sequence[entry.Typed], language: str) -> dict[str, Any]:
    """What pasted texts would mean; nothing is saved."""
    figures: dict[int, Mapping[str, str]] = {}
    for one in fields:
        if one.item.counting:
            figures[one.item.indicator_id] = {"error": str(NOT_TYPED)}
        elif one.new is None:
            figures[one.item.indicator_id] = {"error": one.error}
        else:
            figures[one.item.indicator_id] = {"shown": entry.shown(one.new, one.item, language)}
    return {"figures": figures}


def _figure(item: GridLine, stored: Stored, language: str) -> dict[str, Any]:
    return {
        "state": "stored",
        "text": "" if item.counting else entry.text_of(stored, item, language),
        "note": stored.note,
        "seen": entry.pack(stored),
        "said": entry.said(stored, item),
        "shown": entry.shown(stored, item, language),
    }


def _conflict(item: GridLine, conflict: Conflict, typed: entry.Typed, language: str) -> dict[str, Any]:
    theirs = item.current if item.counting else conflict.theirs
    return _figure(item, theirs, language) | {
        "state": "conflict",
        "conflict": words.conflict(item, conflict, typed, language),
    }


def _findings(page: ReportPage) -> list[dict[str, Any]]:
    """What is to be said of the figures; what is required and still empty stands in the summary only."""
    return [
        {"severity": one.severity.value, "sentence": one.sentence, "indicators": list(one.indicator_ids)}
        for one in page.findings
        if one.code != "required"
    ]
