"""What can be chosen about a target, with its words."""

from django.utils.translation import gettext_lazy as _

from mandate.core.target import Direction, Measure

#: Which side of the goal is right.
DIRECTION_NAMES = {
    Direction.AT_LEAST: _("at least"),
    Direction.AT_MOST: _("at most"),
    Direction.EXACTLY: _("exactly"),
}
#: On what a target is judged.
MEASURE_NAMES = {
    Measure.PERIOD: _("in the period"),
    Measure.CUMULATIVE: _("since the term began"),
    Measure.STATE: _("in the last year of the term"),
}
