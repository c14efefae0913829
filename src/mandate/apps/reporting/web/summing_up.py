"""Why a report cannot be submitted yet, where to go on, and how much of it is filled."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandate.apps.reporting.queries.report import GridLine, ReportPage
from mandate.apps.reporting.services import Finding
from mandate.core.rules import Severity
from mandate.platform.i18n.formats import list_of
from mandate.platform.i18n.languages import current

NONE: Mapping[int, str] = {}


def required_missing(page: ReportPage) -> list[GridLine]:
    """What must be there before it can be submitted."""
    return [item for item in page.items if item.required and not item.current.answered]


def ready(page: ReportPage) -> bool:
    """Nothing keeps it from being submitted."""
    wrong = any(finding.severity == Severity.ERROR for finding in page.findings)
    begun = any(item.current.answered for item in page.typed) or (page.items and not page.typed)
    return not wrong and not required_missing(page) and bool(begun)


def summary(page: ReportPage, errors: Mapping[int, str] = NONE) -> str:
    """In a line, for the bar below the fields: how many are wrong and how many are missing, and how much is
    filled. Which they are stands at the fields; `first` is the one to go to."""
    parts = _wrong(page, errors)
    if missing := len(_missing(page, errors)):
        text = ngettext("%(number)s missing.", "%(number)s missing.", missing)
        parts.append(text % {"number": missing})
    return " ".join([*parts, _filled(page)])


def named(page: ReportPage) -> str:
    """The same for whoever reads the report and has no fields: what is missing is named."""
    parts, missing = _wrong(page, NONE), [item.name for item in _missing(page, NONE)]
    if missing:
        parts.append(_("Required and still empty: %(names)s.") % {"names": list_of(missing, current())})
    return " ".join([*parts, _filled(page)])


def first(page: ReportPage, errors: Mapping[int, str] = NONE) -> str:
    """The id of the first field that keeps the report from being submitted; "" where there is none."""
    waits = _wrong_ids(page, errors) | {item.indicator_id for item in _missing(page, errors)}
    return next((f"value-{item.indicator_id}" for item in page.typed if item.indicator_id in waits), "")


def here(finding: Finding, item: GridLine, severity: Severity) -> bool:
    """The finding is shown at this row: the first of those it is about."""
    return finding.severity == severity and finding.indicator_ids[0] == item.indicator_id


def _missing(page: ReportPage, errors: Mapping[int, str]) -> list[GridLine]:
    return [item for item in required_missing(page) if item.indicator_id not in errors]


def _wrong_ids(page: ReportPage, errors: Mapping[int, str]) -> set[int]:
    found = (item for item in page.items if any(here(one, item, Severity.ERROR) for one in item.findings))
    return {item.indicator_id for item in found} | set(errors)


def _wrong(page: ReportPage, errors: Mapping[int, str]) -> list[str]:
    if not (number := len(_wrong_ids(page, errors))):
        return []
    text = ngettext(
        "%(number)s figure must be corrected first.", "%(number)s figures must be corrected first.", number
    )
    return [text % {"number": number}]


def _filled(page: ReportPage) -> str:
    return _("%(filled)s of %(total)s filled.") % {"filled": page.answered, "total": len(page.items)}
