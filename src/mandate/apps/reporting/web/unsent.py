"""What whoever decides has typed, kept for them while the report cannot be decided: its writer withdrew it,
or somebody else was faster. It stands in its fields again once the report waits."""

from collections.abc import Mapping
from typing import Any

from mandate.apps.reporting.queries.report import ReportPage
from mandate.apps.reporting.web.pages import NOTHING_TRIED, Attempt, Trouble
from mandate.apps.reporting.web.remarks import RETURN, Remark, remarks_typed
from mandate.platform.access.request import ActorRequest

_KEPT = "typed_for_decisions"
#: So many reports at once; of more, the oldest is let go.
_MOST = 10
#: Of so many signs at most: all that is kept is read for each page, and more than that nobody types.
LONGEST = 100_000


def keep(request: ActorRequest, report_id: int, deed: str) -> None:
    """Keep the reason and the remarks of this request, each for the decision for which it was typed."""
    reason, remarks = request.POST.get("reason", ""), remarks_typed(request.POST, deed)
    kept = _kept(request)
    kept.pop(str(report_id), None)
    length = len(reason) + sum(len(one.text) for one in remarks.values())
    if (reason.strip() or remarks) and length <= LONGEST:
        typed = {str(pk): [one.text, one.deed] for pk, one in remarks.items()}
        kept[str(report_id)] = {"reason": reason, "remarks": typed}
    request.session[_KEPT] = dict(list(kept.items())[-_MOST:])


def sent_with(page: ReportPage) -> Attempt:
    """The reason and the remarks with which a report was returned."""
    remarks = {item.indicator_id: Remark(item.remark, RETURN) for item in page.items if item.remark}
    return Attempt(reason=page.return_reason, deed=RETURN, remarks=remarks)


def keep_again(request: ActorRequest, report_id: int, sent: Attempt) -> None:
    """Keep what was sent with a return that is taken back."""
    kept = _kept(request)
    kept[str(report_id)] = {
        "reason": sent.reason,
        "remarks": {str(pk): [one.text, one.deed] for pk, one in sent.remarks.items()},
    }
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
    remarks = {int(pk): Remark(*typed) for pk, typed in one["remarks"].items()}
    return Attempt(reason=one["reason"], deed=RETURN, remarks=remarks)


def lines(page: ReportPage, kept: Attempt) -> tuple[Trouble, ...]:
    """What was kept, as it is shown where there are no fields for it."""
    names = {item.indicator_id: item.name for item in page.items}
    reason = [Trouble(kept.reason)] if kept.reason else []
    return (*reason, *(Trouble(one.text, label=names.get(pk, "")) for pk, one in kept.remarks.items()))


def _kept(request: ActorRequest) -> dict[str, Any]:
    return dict(request.session.get(_KEPT, {}))
