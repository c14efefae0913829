"""What of reporting can be done as a job."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from mandate.apps.reporting import accepted_words
from mandate.apps.reporting.permissions import REPORTS_DECIDE
from mandate.apps.reporting.queries.deciding import FORBIDDEN
from mandate.apps.reporting.seen import mark_of, seen_of
from mandate.apps.reporting.services import Accepted, AcceptReports, accept_reports
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Forbidden
from mandate.platform.jobs.kinds import Data, JobKind, Work
from mandate.platform.jobs.services import StartJob

ACCEPTING = "reports.accept"
AT_ONCE = 500  # more reports than these are accepted by a job
A_STEP = 200


def accepting(seen: Mapping[int, int], unit_code: str, step: int = A_STEP) -> StartJob:
    """The job that accepts these reports in the versions that were seen, asked for on the page
    of a unit, or on that of all work (no code)."""
    marks = [mark_of(report, version) for report, version in seen.items()]
    return StartJob(ACCEPTING, {"reports": marks, "step": step, "unit": unit_code}, len(marks))


def _accept(actor: Actor, work: Work) -> Work:
    end = min(work.at + work.data["step"], work.total)
    marks = map(str, work.data["reports"][work.at : end])  # of a job before 0.2, numbers: not said as seen
    done = _accepted(actor, seen_of(marks))
    skipped: dict[str, list[int]] = {code: list(ids) for code, ids in work.result.get("skipped", {}).items()}
    for code, ids in done.skipped_by_code().items():
        skipped.setdefault(code, []).extend(ids)
    accepted = work.result.get("accepted", 0) + len(done.accepted)
    if end == work.total and not accepted and skipped.keys() == {FORBIDDEN}:
        raise Forbidden(REPORTS_DECIDE)
    return work.on(end, {"accepted": accepted, "skipped": skipped})


def _accepted(actor: Actor, seen: Mapping[int, int]) -> Accepted:
    """Those of one step. Where none of them may be decided any more, as when their ward moved away, the rest
    of the job goes on."""
    try:
        return accept_reports(actor, AcceptReports(seen))
    except Forbidden:
        return Accepted((), tuple((pk, FORBIDDEN) for pk in seen))


def _told(actor: Actor, result: Data) -> Sequence[str]:
    told = [accepted_words.accepted(result["accepted"])] if result.get("accepted") else []
    return [*told, *accepted_words.left_out(actor, result.get("skipped", {}))]


def _title(data: Data) -> str:
    number = len(data["reports"])
    return ngettext("Accept %(number)s report", "Accept %(number)s reports", number) % {"number": number}


def _address(data: Data) -> str:
    return reverse("reporting:reports", args=[data["unit"]]) if data["unit"] else reverse("reporting:work")


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
)
