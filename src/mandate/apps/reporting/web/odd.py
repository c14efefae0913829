"""Figures that look odd, asked about once before a report is submitted. A note explains one already."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from mandate.apps.reporting.queries.report import GridLine, ReportPage
from mandate.apps.reporting.web import summing_up
from mandate.core.rules import Severity
from mandate.platform.ui.asked import number_of

#: What the page brings back of each figure that it has asked about: the number of its indicator.
ASKED = "odd"


@dataclass(frozen=True, slots=True)
class Odd:
    """A figure that looks odd, and what is said of it."""

    indicator_id: int
    label: str
    text: str

    @property
    def field(self) -> str:
        """The id of its field in the page."""
        return f"value-{self.indicator_id}"


def to_ask(page: ReportPage, sent: QueryDict) -> tuple[Odd, ...]:
    """The odd figures, if one of them was not asked about yet; none where the report cannot be submitted
    anyway."""
    found = _odd(page) if summing_up.ready(page) else ()
    asked = {number_of(text) for text in sent.getlist(ASKED)}
    return found if any(one.indicator_id not in asked for one in found) else ()


def _odd(page: ReportPage) -> tuple[Odd, ...]:
    return tuple(
        Odd(item.indicator_id, item.name, text) for item in page.items for text in _warnings(item, page)
    )


def _warnings(item: GridLine, page: ReportPage) -> Sequence[str]:
    """What is said at this row; nothing of what Mandate counts, or where a note tells why."""
    if item.counting or item.current.note:
        return ()
    return [
        one.sentence
        for one in page.findings
        if one.severity == Severity.WARNING and one.indicator_ids[0] == item.indicator_id
    ]
