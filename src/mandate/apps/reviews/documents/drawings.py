"""The charts of a review as drawings for a document; charts.py says what they show."""

from decimal import Decimal

from mandate.apps.reviews.documents import charts
from mandate.apps.reviews.documents.worded import ChildRow, LineRow, Worded
from mandate.platform.documents.value import Chart, Drawing


def cells(review: Worded) -> Drawing:
    """One cell for each target."""
    return Drawing(charts.cells(review, True), review.score_sentence)


def coverage(review: Worded) -> Drawing:
    """Reports accepted of those expected."""
    return Drawing(charts.coverage(review, True), review.coverage.score)


def reached(review: Worded) -> Chart | None:
    """The share of each target that was reached; None if there is none that can be drawn."""
    drawn = charts.reached(review, True)
    if drawn is None:
        return None
    shares = (f"{line.name}: {line.aim.share}" for line in review.targets if line.aim)
    title = review.labels["reached"]
    return Chart(Drawing(drawn, f"{title}. {'; '.join(shares)}"), title)


def against(line: LineRow, top: Decimal) -> Drawing:
    """One target: the share reached against the whole."""
    return Drawing(charts.against(line, True, top))


def standing(row: ChildRow, top: Decimal) -> Drawing:
    """One child: its value against its target."""
    return Drawing(charts.standing(row, True, top))


def course(line: LineRow) -> Drawing:
    """An indicator over the years."""
    return Drawing(charts.course(line, True))
