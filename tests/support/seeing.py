"""Deciding on reports as they stand, for tests to which it does not matter what somebody saw."""

from collections.abc import Iterable

from mandate.apps.reporting.models import Report
from mandate.apps.reporting.seen import UNSEEN, mark_of
from mandate.apps.reporting.services import ReturnReport


def as_seen(reports: Iterable[int]) -> dict[int, int]:
    """Each report with its version, in their order; of one that there is not, none was seen."""
    wanted = list(reports)
    versions = dict(Report.objects.filter(pk__in=wanted).values_list("pk", "version"))
    return {pk: versions.get(pk, UNSEEN) for pk in wanted}


def marks(reports: Iterable[int]) -> list[str]:
    """The same as a page carries it."""
    return [mark_of(report, version) for report, version in as_seen(reports).items()]


def returning(report: int, reason: str) -> ReturnReport:
    """A report that was read as it stands, to be sent back."""
    return ReturnReport(report, reason, as_seen([report])[report])
