"""What somebody has seen of reports when they decide: each report with its version, as a page carries it."""

from collections.abc import Iterable

from mandate.platform.ui.asked import number_of

#: The version of a report of which its decider does not say what they saw: no report ever has it.
UNSEEN = -1


def mark_of(report_id: int, version: int) -> str:
    """A report as it was shown, for a form.

    >>> mark_of(12, 3)
    '12.3'
    """
    return f"{report_id}.{version}"


def seen_of(marks: Iterable[str]) -> dict[int, int]:
    """Versions by report from what a form brought back; what is no mark of ours is left out, and a report
    without a version was not seen.

    >>> seen_of(["12.3", "13", "x.4", "14.²"])
    {12: 3, 13: -1, 14: -1}
    """
    found: dict[int, int] = {}
    for mark in marks:
        report, _, version = mark.partition(".")
        if (report_id := number_of(report)) is not None:
            number = number_of(version)
            found[report_id] = UNSEEN if number is None else number
    return found
