"""Kinds of member, what is kept of a person, memberships, and who is on the way to another unit."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from mandate.apps.units.models import Unit
from mandate.core.membership import Began, Ended
from mandate.platform.access.models import User
from mandate.platform.database.choices import choices
from mandate.platform.database.spans import DaySpan, OneNumber

NUMBER_LENGTH = 40
PHONE_LENGTH = 40
DOCUMENT_LENGTH = 300
REASON_LENGTH = 300

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
    erased it stays, for the counts."""

    person = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    kind = models.ForeignKey(MemberKind, models.PROTECT, related_name="memberships")
    starts = models.DateField()
    began = models.CharField(max_length=10, choices=choices(BEGAN_NAMES))
    ends = models.DateField(null=True)
    ended = models.CharField(max_length=10, choices=choices(ENDED_NAMES), blank=True)
    document = models.CharField(max_length=DOCUMENT_LENGTH, blank=True)
    ending_document = models.CharField(max_length=DOCUMENT_LENGTH, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "starts", "ends"])]
        constraints = [
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
