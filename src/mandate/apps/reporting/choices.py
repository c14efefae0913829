"""What can be chosen about a form, a rule and a figure, with its words."""

from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _

from mandate.core.period import Frequency
from mandate.core.rules import Severity

#: How often a form is reported.
FREQUENCY_NAMES = {
    Frequency.WEEKLY: _("weekly"),
    Frequency.TWO_WEEKLY: _("every two weeks"),
    Frequency.MONTHLY: _("monthly"),
    Frequency.QUARTERLY: _("quarterly"),
    Frequency.HALF_YEARLY: _("half-yearly"),
    Frequency.YEARLY: _("yearly"),
    Frequency.FINANCIAL_YEARLY: _("each financial year"),
    Frequency.TERM: _("each term"),
}
#: What a broken rule does.
SEVERITY_NAMES = {
    Severity.ERROR: _("error: cannot be submitted"),
    Severity.WARNING: _("warning: can be submitted"),
}


class Answer(IntegerChoices):
    """Three different things; a reported zero is a VALUE."""

    MISSING = 0, _("not reported")
    VALUE = 1, _("value")
    NOT_APPLICABLE = 2, _("not applicable")
