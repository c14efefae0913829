"""Kinds of member, what is kept of a person, memberships, transfers, and applications to become a member."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from mandate.apps.units.models import Unit
from mandate.core import admission
from mandate.core.admission import State, Step
from mandate.core.membership import Began, Ended
from mandate.platform.access.models import User
from mandate.platform.database.choices import choices
from mandate.platform.database.spans import DaySpan, OneNumber
from mandate.platform.files.models import Attachment
from mandate.platform.i18n.languages import text_in

NUMBER_LENGTH = 40
PHONE_LENGTH = 40
DOCUMENT_LENGTH = 300
REASON_LENGTH = 300
WORDS_LENGTH = 2000
DECISION_LENGTH = 100
SOURCE_CODE_LENGTH = 30
SOURCE_NAME_LENGTH = 200

BEGAN_NAMES = {
    Began.ADMITTED: _("admitted"),
    Began.RECEIVED: _("received from another unit"),
    Began.STEP: _("became this kind of member"),
}
ENDED_NAMES = {
    Ended.MOVED: _("moved to another unit"),
    Ended.STEP: _("became another kind of member"),
    Ended.LEFT: _("left"),
    Ended.DIED: _("died"),
    Ended.EXCLUDED: _("excluded"),
    Ended.STRUCK_OFF: _("struck off"),
}
STATE_NAMES = {
    State.APPLIED: _("applied"),
    State.RECOMMENDED: _("recommended"),
    State.PROPOSED: _("proposed"),
    State.RETURNED: _("returned to the unit"),
    State.ADMITTED: _("admitted"),
    State.REFUSED: _("refused"),
    State.WITHDRAWN: _("withdrawn"),
}
STEP_NAMES = {
    **{Step(state.value): name for state, name in STATE_NAMES.items()},
    Step.MOVED: _("gone over to another unit"),
}
OPEN = [state.value for state in admission.OPEN]


class MemberKind(models.Model):
    """Probationary, full, honorary …, with the rules of core/membership: ``first``, whether one may begin as
    such; ``months``, after how many at the latest it must have become another; ``steps``, which others.
    ``names`` are {language: text}."""

    code = models.CharField(max_length=40, unique=True)
    names = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)
    first = models.BooleanField(default=False)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    steps = models.ManyToManyField("self", symmetrical=False, related_name="+")

    def __str__(self) -> str:
        return self.code


class MemberSource(models.Model):
    """From where members come: students, workers, farmers … the organisation's own list, in its order. One
    that is not ``offered`` any more stays for those who came from it. ``names`` are {language: text}."""

    code = models.CharField(max_length=SOURCE_CODE_LENGTH, unique=True)
    names = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    offered = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.code

    @property
    def called(self) -> str:
        """What it is called in the reader's language."""
        return text_in(self.names) or self.code


class Particulars(models.Model):
    """What the work needs of a person beside the name, each of it optional. It is the person's alone, and
    goes when they are erased. ``number_key`` is what the member number looks like (core/membernumber)."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="particulars")
    number = models.CharField(max_length=NUMBER_LENGTH, blank=True)
    number_key = models.CharField(  # noqa: DJ001 -- no two look alike, but many have none
        max_length=NUMBER_LENGTH, null=True, unique=True, editable=False
    )
    born = models.DateField(null=True)
    phone = models.CharField(max_length=PHONE_LENGTH, blank=True)

    def __str__(self) -> str:
        return self.number or str(self.user_id)


class Membership(models.Model):
    """A spell of core/membership: a member of a kind in a unit from a day until a day (exclusive; None:
    still). No two of a person share a day: the database sees to it. Under the number of somebody who was
    erased it stays, for the counts. ``source`` is from where whoever was admitted came, if it is known."""

    person = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    kind = models.ForeignKey(MemberKind, models.PROTECT, related_name="memberships")
    starts = models.DateField()
    began = models.CharField(max_length=10, choices=choices(BEGAN_NAMES))
    source = models.ForeignKey(MemberSource, models.PROTECT, null=True, related_name="memberships")
    ends = models.DateField(null=True)
    ended = models.CharField(max_length=10, choices=choices(ENDED_NAMES), blank=True)
    document = models.CharField(max_length=DOCUMENT_LENGTH, blank=True)
    ending_document = models.CharField(max_length=DOCUMENT_LENGTH, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "starts", "ends"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__isnull=True) | Q(began=Began.ADMITTED.value),
                name="membership_source_of_the_admitted",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True, ended="") | Q(ends__gt=F("starts")) & ~Q(ended=""),
                name="membership_ends_by_something",
            ),
            ExclusionConstraint(
                name="membership_one_at_a_time",
                expressions=[
                    (OneNumber(F("person_id"), F("person_id")), RangeOperators.OVERLAPS),
                    (DaySpan(F("starts"), F("ends"), Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.unit_id} from {self.starts} until {self.ends}"


class Transfer(models.Model):
    """A member released to another unit on a day, and on the way until that unit has decided. Until they are
    received, they are counted where they were. ``outcome`` is empty until then: one such a person."""

    class Outcome(models.TextChoices):
        """What became of it."""

        RECEIVED = "received", _("received")
        DECLINED = "declined", _("not received")
        WITHDRAWN = "withdrawn", _("taken back")

    person = models.ForeignKey(User, models.PROTECT, related_name="transfers")
    source = models.ForeignKey(Unit, models.PROTECT, related_name="transfers_out")
    target = models.ForeignKey(Unit, models.PROTECT, related_name="transfers_in")
    released = models.DateField()
    document = models.CharField(max_length=DOCUMENT_LENGTH, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    decided = models.DateField(null=True)
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(outcome=""), name="transfer_one_a_person"),
            models.CheckConstraint(
                condition=Q(outcome="", decided__isnull=True) | Q(decided__isnull=False) & ~Q(outcome=""),
                name="transfer_open_or_decided",
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="transfer_to_another_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} from {self.source_id} to {self.target_id}"


class Arrival(Transfer):
    """The same, as the unit sees it to which somebody is on the way."""

    class Meta:
        proxy = True


class Application(models.Model):
    """Somebody who applies to become a member of a unit, by the procedure of core/admission. Its ``state`` is
    what its steps say; ``applied`` is the day of the first. With the decision come its number and day, the
    unit that decided, and the membership that it began. One open application a person."""

    person = models.ForeignKey(User, models.PROTECT, related_name="applications")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="applications")
    kind = models.ForeignKey(MemberKind, models.PROTECT, related_name="applications")
    source = models.ForeignKey(MemberSource, models.PROTECT, null=True, related_name="applications")
    state = models.CharField(max_length=12, choices=choices(STATE_NAMES), default=State.APPLIED.value)
    applied = models.DateField()
    number = models.CharField(max_length=DECISION_LENGTH, blank=True)
    decided = models.DateField(null=True)
    decider = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    membership = models.OneToOneField(Membership, models.PROTECT, null=True, related_name="application")

    class Meta:
        indexes = [models.Index(fields=["unit", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=OPEN), name="application_one_a_person"
            ),
            models.CheckConstraint(
                condition=Q(state=State.ADMITTED.value, membership__isnull=False, decided__isnull=False)
                | ~Q(state=State.ADMITTED.value) & Q(membership__isnull=True),
                name="application_admitted_is_a_membership",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} to {self.unit_id}"


class ApplicationStep(models.Model):
    """A step of an application: what, on which day, entered by whom (None: the operator), in which unit it is
    from then on, and who recommended."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="steps")
    what = models.CharField(max_length=12, choices=choices(STEP_NAMES))
    day = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    member = models.ForeignKey(User, models.PROTECT, null=True, related_name="recommendations")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(what=Step.RECOMMENDED.value, member__isnull=False)
                | ~Q(what=Step.RECOMMENDED.value) & Q(member__isnull=True),
                name="application_recommended_by_somebody",
            ),
            models.UniqueConstraint(fields=["application", "member"], name="application_recommended_once"),
        ]

    def __str__(self) -> str:
        return f"{self.what} on {self.day}"


class StepNote(models.Model):
    """What somebody wrote about the applicant at a step. It goes when the applicant is erased."""

    step = models.OneToOneField(ApplicationStep, models.CASCADE, primary_key=True, related_name="note")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    text = models.CharField(max_length=REASON_LENGTH)

    def __str__(self) -> str:
        return str(self.step_id)


class _ApplicationPapers(models.Manager["ApplicationPaper"]):
    """What is attached to applications."""

    def get_queryset(self) -> models.QuerySet["ApplicationPaper"]:
        return super().get_queryset().filter(subject_kind=ApplicationPaper.SUBJECT)


class ApplicationPaper(Attachment):
    """A document of an application: the letter, a curriculum vitae, the recommendations as signed."""

    SUBJECT: ClassVar[str] = "application"

    objects: ClassVar[_ApplicationPapers] = _ApplicationPapers()

    class Meta:
        proxy = True


class Correction(models.Model):
    """What a person asks to be put right of what is kept about them, in their own words; it goes when they
    are erased. ``outcome`` is empty until somebody has answered, or the person took it back."""

    class About(models.TextChoices):
        """What is wrong."""

        NAME = "name", _("the name")
        NUMBER = "number", _("the member number")
        BORN = "born", _("the date of birth")
        PHONE = "phone", _("the telephone")
        MEMBERSHIP = "membership", _("the memberships")
        OTHER = "other", _("something else")

    class Outcome(models.TextChoices):
        """What became of it."""

        DONE = "done", _("put right")
        KEPT = "kept", _("left as it is")
        TAKEN_BACK = "taken_back", _("taken back")

    person = models.ForeignKey(User, models.CASCADE, related_name="corrections")
    about = models.CharField(max_length=10, choices=About)
    words = models.TextField()
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="corrections_answered")

    class Meta:
        indexes = [models.Index(fields=["person"], condition=Q(outcome=""), name="correction_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", answered_at__isnull=True)
                | Q(answered_at__isnull=False) & ~Q(outcome=""),
                name="correction_open_or_answered",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("person")),
                name="correction_answered_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} of {self.person_id}"


class Joined(models.Model):
    """That two records were of one person: since then all that was about ``gone`` is about ``kept``.
    ``moved`` are the rows that came over, {table.field: numbers}; ``before`` is what else stood in both, so
    that they can be parted again, and ``after`` tells in a word what was there when it was done. It goes when
    the person is erased. Tables may still call the person by the number that was given up: ``number_key``."""

    kept = models.ForeignKey(User, models.CASCADE, related_name="joined")
    gone = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    moved = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    after = models.CharField(max_length=64, blank=True)
    number_key = models.CharField(max_length=NUMBER_LENGTH, blank=True)
    parted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(parted_at=None), name="joined_once"),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="joined_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} is {self.kept_id}"
