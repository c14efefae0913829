"""Forms, their opened periods, reports, revisions and figures."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.choices import FREQUENCY_NAMES, SEVERITY_NAMES, Answer
from mandate.apps.reporting.states import REPORT_STATES
from mandate.apps.units.models import Unit, UnitKind
from mandate.core.expectation import Ended
from mandate.core.reportstate import State
from mandate.platform.database.choices import choices
from mandate.platform.files.models import Attachment
from mandate.platform.periods import PERIOD_LENGTH


class Form(models.Model):
    """A set of indicators that some kinds of unit report, due so many days after the period ends.

    An ``automatic`` form was made by an import of figures for the kinds and indicators found there.
    """

    code = models.CharField(max_length=100, unique=True)
    names = models.JSONField(default=dict)
    frequency = models.CharField(max_length=20, choices=choices(FREQUENCY_NAMES))
    due_days = models.PositiveSmallIntegerField(default=10)
    kinds = models.ManyToManyField(UnitKind, related_name="forms")
    automatic = models.BooleanField(default=False)
    retired = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code


class FormItem(models.Model):
    """One indicator in a form, in its order; without a figure a report can still be submitted unless it is
    ``required`` (then a figure, a zero or "not applicable" must be there)."""

    form = models.ForeignKey(Form, models.CASCADE, related_name="items")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    required = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["form", "indicator"], name="form_indicator_once")]

    def __str__(self) -> str:
        return f"{self.form_id}: {self.indicator_id}"


class OwnDecision(models.Model):
    """In the organisation under a top unit, who submits this form may also decide on it; without a row,
    somebody else decides. Whoever allowed it (``allowed_by``; None: the operator) does not profit from it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    form = models.ForeignKey(Form, models.CASCADE, related_name="own_decisions")
    allowed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    allowed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "form"], name="own_decision_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.form_id}"


class Rule(models.Model):
    """A comparison between indicators, such as ``cultural_families <= families``, for every form that holds
    all of them. ``sentences`` is {language: what to tell the person}."""

    expression = models.CharField(max_length=500)
    severity = models.CharField(max_length=8, choices=choices(SEVERITY_NAMES))
    sentences = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["expression", "severity"], name="rule_once")]

    def __str__(self) -> str:
        return self.expression


class FormPeriod(models.Model):
    """A form opened for one period: what is expected is frozen here.

    The expected units are the reports made at the opening, from the structure of ``structure_date``;
    ``indicator_ids`` are the form's indicators at that moment, in order, and after them those of `Widening`.
    ``ends`` is exclusive.
    """

    form = models.ForeignKey(Form, models.PROTECT, related_name="periods")
    period = models.CharField(max_length=PERIOD_LENGTH)
    starts = models.DateField()
    ends = models.DateField()
    due = models.DateField()
    structure_date = models.DateField()
    indicator_ids = ArrayField(models.BigIntegerField())
    required_ids = ArrayField(models.BigIntegerField(), default=list)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "period"], name="form_period_once")]
        indexes = [models.Index(fields=["starts", "ends"])]

    def __str__(self) -> str:
        return f"{self.form_id} {self.period}"


class Widening(models.Model):
    """An indicator that an opened period expects only from a moment on: a later file brought it to a form
    that was made by an import. As known before, the period did not hold it."""

    form_period = models.ForeignKey(FormPeriod, models.CASCADE, related_name="widenings")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    known_from = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form_period", "indicator"], name="widened_once"),
        ]

    def __str__(self) -> str:
        return f"{self.form_period_id}: {self.indicator_id} from {self.known_from}"


_STATES = [(one.name, one.word) for one in REPORT_STATES]


class Report(models.Model):
    """One unit's form for one period. ``state`` is that of the newest revision; ``counted`` is the revision
    whose figures are in the totals (the last accepted one), which stays while a correction is on its way.
    ``version`` grows with every change, so that two writers notice each other. ``expected_from`` is when the
    report was added to what an opened period expects; None: at the opening."""

    form_period = models.ForeignKey(FormPeriod, models.PROTECT, related_name="reports")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports")
    state = models.CharField(max_length=10, choices=_STATES, default=State.EXPECTED)
    counted = models.ForeignKey("Revision", models.PROTECT, null=True, related_name="+")
    first_submitted_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)
    expected_from = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form_period", "unit"], name="report_once")]
        indexes = [models.Index(fields=["unit", "state"]), models.Index(fields=["state", "form_period"])]

    def __str__(self) -> str:
        return f"report {self.pk}"


class Revision(models.Model):
    """One state of a report's figures. The first is number 1; a correction of an accepted report is the next
    number with its reason. ``counted_from`` until ``counted_until`` (exclusive) is when its figures were the
    ones in the totals, so that totals can be told as they were known at any moment. ``remarks`` are what
    whoever decided last said of single figures, {number of the indicator, as text: text}."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=_STATES, default=State.DRAFT)
    reason = models.CharField(max_length=1000, blank=True)
    imported = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    return_reason = models.CharField(max_length=1000, blank=True)
    remarks = models.JSONField(default=dict)
    counted_from = models.DateTimeField(null=True)
    counted_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.report_id}.{self.number}"


class _Papers(models.Manager["Paper"]):
    """What is attached to reports."""

    def get_queryset(self) -> models.QuerySet["Paper"]:
        return super().get_queryset().filter(subject_kind=Paper.SUBJECT)


class Paper(Attachment):
    """A file attached to a report as evidence: minutes, a list, a scan. Its editions are the revisions: a
    correction begins with the papers of the revision before, and takes none from that one."""

    SUBJECT: ClassVar[str] = "report"

    objects: ClassVar[_Papers] = _Papers()

    class Meta:
        proxy = True


class _InForce(models.Manager["Excuse"]):
    """The excuses that hold now."""

    def get_queryset(self) -> models.QuerySet["Excuse"]:
        return super().get_queryset().filter(known_until__isnull=True)


class Excuse(models.Model):
    """A report that is not expected any more, for a reason: its unit is excused, or closed before the period
    begins (``closing``, the unit whose closing excused it). It holds from ``known_from`` until
    ``known_until`` (None: still); it is ended, never changed or deleted. ``takes_back``: it began as the
    addition of this number was taken back; ``ended`` is how it ended (core/expectation.py). ``objects`` hold
    now, ``ever`` are all."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="excuses")
    reason = models.CharField(max_length=1000)
    closing = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    excused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True)
    takes_back = models.PositiveIntegerField(null=True)
    ended = models.CharField(max_length=10, blank=True)

    objects = _InForce()
    ever = models.Manager["Excuse"]()

    class Meta:
        base_manager_name = "ever"
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(known_until__isnull=True), name="excused_once"
            ),
            models.CheckConstraint(
                condition=Q(known_until__isnull=True) | Q(known_until__gte=F("known_from")),
                name="excuse_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(known_until__isnull=True, ended="")
                | Q(known_until__isnull=False, ended__in=[one.value for one in Ended]),
                name="excuse_tells_how_it_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} from {self.known_from} until {self.known_until}"


class Figure(models.Model):
    """One value in a revision: an exact decimal. A row with MISSING is kept only for its note.

    ``unit``, ``starts`` and ``ends`` repeat the report's so that a roll-up reads one table; ``counted``
    marks the figures now in the totals.
    """

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="figures")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField()
    answer = models.PositiveSmallIntegerField(choices=Answer)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    note = models.CharField(max_length=1000, blank=True)
    counted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "indicator"], name="figure_once"),
            models.UniqueConstraint(
                fields=["unit", "indicator", "starts", "ends"],
                condition=Q(counted=True),
                name="figure_counted_once",
            ),
            models.CheckConstraint(
                condition=(Q(answer=1) & Q(value__isnull=False)) | (~Q(answer=1) & Q(value__isnull=True)),
                name="figure_value_if_answered",
            ),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="figure_span"),
        ]
        indexes = [
            models.Index(
                fields=["indicator", "starts", "ends"],
                condition=Q(counted=True),
                name="figure_counted_by_indicator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision_id}/{self.indicator_id}"


class Freeze(models.Model):
    """A moment at which the totals were frozen (a review was closed): what is accepted afterwards counts from
    after ``at``, so that the totals known at that moment never change."""

    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.at}"
