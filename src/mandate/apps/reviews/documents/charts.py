"""The charts of a review: for a page (coloured by its classes), or standing alone for a document."""

from decimal import Decimal

from django.utils.safestring import SafeString

from mandate.apps.reviews.documents.worded import ChildRow, LineRow, Worded
from mandate.platform.ui import charts
from mandate.platform.ui.charts import Bar
from mandate.platform.ui.states import state_class

_WHOLE = Decimal(100)


def cells(review: Worded, standalone: bool) -> SafeString:
    """One cell for each target."""
    states = [state_class(state) for state in review.score_states]
    return charts.score_cells(states, title=review.score_sentence, standalone=standalone)


def reached(review: Worded, standalone: bool) -> SafeString | None:
    """The share of each target that was reached. Targets of zero have none; None if there is no other."""
    rows = [
        Bar(line.name, line.aim.share_value, line.aim.share, _mark(line.aim.state))
        for line in review.targets
        if line.aim and line.aim.value > 0
    ]
    if not rows:
        return None
    return charts.bars(rows, title=review.labels["reached"], goal=_WHOLE, standalone=standalone)


def against(line: LineRow, standalone: bool, top: Decimal) -> SafeString:
    """One target: the share reached against the whole. The words stand beside it."""
    share = line.aim.share_value if line.aim else None
    return charts.bullet(share, _WHOLE, top, title="", standalone=standalone)


def standing(row: ChildRow, standalone: bool, top: Decimal) -> SafeString:
    """One child: its value against its target, on the scale of its ranking."""
    goal = row.aim.value if row.aim else None
    return charts.bullet(row.now.value, goal, top, title="", standalone=standalone)


def course(line: LineRow, standalone: bool) -> SafeString:
    """An indicator over the years."""
    return charts.sparkline(
        line.course,
        title=line.course_words,
        under_way=int(line.under_way and not line.of_term),
        standalone=standalone,
    )


def coverage(review: Worded, standalone: bool) -> SafeString:
    """Reports of those expected."""
    told = review.coverage
    return charts.coverage(told.part, told.expected, title=told.score, standalone=standalone)


def _mark(state: str) -> str:
    """The class of a bar: without data, or not judged yet, it has none."""
    return "" if state in ("no_data", "under_way") else state_class(state)
