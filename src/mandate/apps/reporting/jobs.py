"""What of reporting can be done as a job."""

from collections.abc import Callable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from mandate.apps.reporting import accepted_words
from mandate.apps.reporting.permissions import REPORTS_DECIDE
from mandate.apps.reporting.queries.deciding import FORBIDDEN
from mandate.apps.reporting.seen import mark_of, seen_of
from mandate.apps.reporting.services import (
    AcceptReports,
    Decided,
    ReturnReports,
    accept_reports,
    return_reports,
)
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Forbidden
from mandate.platform.jobs.kinds import Data, JobKind, Work
from mandate.platform.jobs.services import StartJob

ACCEPTING, RETURNING = "reports.accept", "reports.return"
AT_ONCE = 500  # more reports than these are decided on by a job
A_STEP = 200


def accepting(seen: Mapping[int, int], unit_code: str, step: int = A_STEP) -> StartJob:
    """The job that accepts these reports in the versions that were seen, asked for on the page
    of a unit, or on that of all work (no code)."""
    marks = [mark_of(report, version) for report, version in seen.items()]
    return StartJob(ACCEPTING, {"reports": marks, "step": step, "unit": unit_code}, len(marks))


def returning(seen: Mapping[int, int], reason: str, unit_code: str, step: int = A_STEP) -> StartJob:
    """The job that returns them for one reason."""
    marks = [mark_of(report, version) for report, version in seen.items()]
    data = {"reports": marks, "reason": reason, "step": step, "unit": unit_code}
    return StartJob(RETURNING, data, len(marks))


def _accept(actor: Actor, work: Work) -> Work:
    return _step(work, lambda seen: accept_reports(actor, AcceptReports(seen)), "accepted")


def _return(actor: Actor, work: Work) -> Work:
    reason = work.data["reason"]
    return _step(work, lambda seen: return_reports(actor, ReturnReports(seen, reason)), "returned")


def _step(work: Work, decide: Callable[[Mapping[int, int]], Decided], done_as: str) -> Work:
    """The next of them; where none of one step may be decided any more, as when their ward moved away, the
    rest of the job goes on."""
    end = min(work.at + work.data["step"], work.total)
    marks = map(str, work.data["reports"][work.at : end])  # of a job before 0.2, numbers: not said as seen
    seen = seen_of(marks)
    try:
        decided = decide(seen)
    except Forbidden:
        decided = Decided((), tuple((pk, FORBIDDEN) for pk in seen))
    skipped: dict[str, list[int]] = {code: list(ids) for code, ids in work.result.get("skipped", {}).items()}
    for code, ids in decided.skipped_by_code().items():
        skipped.setdefault(code, []).extend(ids)
    done = work.result.get(done_as, 0) + len(decided.done)
    if end == work.total and not done and skipped.keys() == {FORBIDDEN}:
        raise Forbidden(REPORTS_DECIDE)
    return work.on(end, {done_as: done, "skipped": skipped})


def _told(actor: Actor, result: Data) -> Sequence[str]:
    told = [accepted_words.accepted(result["accepted"])] if result.get("accepted") else []
    told += [accepted_words.returned(result["returned"])] if result.get("returned") else []
    return [*told, *accepted_words.left_out(actor, result.get("skipped", {}))]


def _title(data: Data) -> str:
    number = len(data["reports"])
    return ngettext("Accept %(number)s report", "Accept %(number)s reports", number) % {"number": number}


def _title_of_return(data: Data) -> str:
    number = len(data["reports"])
    return ngettext("Return %(number)s report", "Return %(number)s reports", number) % {"number": number}


def _address(data: Data) -> str:
    """The list from which it was asked: what waits."""
    unit = data["unit"]
    listed = reverse("reporting:reports", args=[unit]) if unit else reverse("reporting:work")
    return f"{listed}?show=waiting"


KINDS: tuple[JobKind, ...] = (
    JobKind(
        name=ACCEPTING,
        label=gettext_lazy("accepting many reports"),
        action=lambda data: REPORTS_DECIDE,
        title=_title,
        step=_accept,
        told=_told,
        address=_address,
    ),
    JobKind(
        name=RETURNING,
        label=gettext_lazy("returning many reports"),
        action=lambda data: REPORTS_DECIDE,
        title=_title_of_return,
        step=_return,
        told=_told,
        address=_address,
    ),
)
