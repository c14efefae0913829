"""What whoever decides has typed, kept for them while the report cannot be decided: its writer withdrew it,
or somebody else was faster. It stands in its fields again once the report waits."""

from collections.abc import Mapping
from typing import Any

from mandate.apps.reporting.queries.report import ReportPage
from mandate.apps.reporting.web.pages import NOTHING_TRIED, Attempt, Trouble
from mandate.apps.reporting.web.remarks import remarks_typed
from mandate.platform.access.request import ActorRequest

_KEPT = "unsent_decisions"
#: So many reports at once; of more, the oldest is let go.
_MOST = 10


def keep(request: ActorRequest, report_id: int) -> None:
    """Keep the reason and the remarks of this request."""
    reason, remarks = request.POST.get("reason", ""), remarks_typed(request.POST)
    kept = _kept(request)
    kept.pop(str(report_id), None)
    if reason.strip() or remarks:
        kept[str(report_id)] = {"reason": reason, "remarks": {str(pk): text for pk, text in remarks.items()}}
    request.session[_KEPT] = dict(list(kept.items())[-_MOST:])


def forget(request: ActorRequest, report_id: int) -> None:
    """The report is decided by what was typed."""
    kept = _kept(request)
    if kept.pop(str(report_id), None) is not None:
        request.session[_KEPT] = kept


def kept_for(request: ActorRequest, report_id: int) -> Attempt:
    """What was typed for a report and not sent."""
    one: Mapping[str, Any] | None = _kept(request).get(str(report_id))
    if one is None:
        return NOTHING_TRIED
    return Attempt(reason=one["reason"], remarks={int(pk): text for pk, text in one["remarks"].items()})


def lines(page: ReportPage, kept: Attempt) -> tuple[Trouble, ...]:
    """What was kept, as it is shown where there are no fields for it."""
    names = {item.indicator_id: item.name for item in page.items}
    reason = [Trouble(kept.reason)] if kept.reason else []
    return (*reason, *(Trouble(text, label=names.get(pk, "")) for pk, text in kept.remarks.items()))


def _kept(request: ActorRequest) -> dict[str, Any]:
    return dict(request.session.get(_KEPT, {}))
