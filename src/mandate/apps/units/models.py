"""Kinds of unit, units, and their dated places in the tree."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value

from mandate.platform.database.spans import DaySpan, OneNumber


class UnitKind(models.Model):
    """City, ward, village, cell … ``names`` and ``plurals`` are {language: text}; a plural is a heading
    ("Wards"), never bent by a number."""

    code = models.CharField(max_length=40, unique=True)
    names = models.JSONField(default=dict)
    plurals = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.code


class Unit(models.Model):
    """A node of the organisation's tree. Its place, opening and closing are its placements.

    ``search_key`` is the folded code and names; ``sort_keys`` is {language: key} to be compared byte by byte.
    """

    code = models.CharField(max_length=40, unique=True)
    kind = models.ForeignKey(UnitKind, models.PROTECT, related_name="units")
    names = models.JSONField(default=dict)
    search_key = models.TextField(default="")
    sort_keys = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.code


class _Known(models.Manager["Placement"]):
    """The placements as they are known now."""

    def get_queryset(self) -> models.QuerySet["Placement"]:
        return super().get_queryset().filter(known_until__isnull=True)


class Placement(models.Model):
    """A unit under a parent from one date until another (exclusive); an open side is None. A root has no
    parent. No two placements of a unit overlap: the database sees to it.

    A placement is never changed or deleted: it is known from ``known_from`` (None: since always) until
    ``known_until``, when another takes its place. So the tree of any day can be told as it was known at any
    moment. ``objects`` are those known now, ``ever`` all.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="placements_below")
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    document = models.CharField(max_length=300, blank=True)
    known_from = models.DateTimeField(null=True)
    known_until = models.DateTimeField(null=True)

    objects = _Known()
    ever = models.Manager["Placement"]()

    class Meta:
        base_manager_name = "ever"
        indexes = [models.Index(fields=["parent", "starts"])]
        constraints = [
            models.CheckConstraint(condition=~Q(unit=F("parent")), name="placement_not_under_itself"),
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gt=F("starts")),
                name="placement_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(known_from__isnull=True)
                | Q(known_until__isnull=True)
                | Q(known_until__gte=F("known_from")),
                name="placement_known_before_it_ends",
            ),
            ExclusionConstraint(
                name="placement_one_at_a_time",
                condition=Q(known_until__isnull=True),
                expressions=[
                    (OneNumber(F("unit_id"), F("unit_id")), RangeOperators.OVERLAPS),
                    (DaySpan(F("starts"), F("ends"), Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} under {self.parent_id} from {self.starts} until {self.ends}"


class SisterLink(models.Model):
    """A unit of a sister organisation (``sister``, in a tree of its own) beside a unit from a day until a day
    (None: still), by a document. It has one such place on a day: the database sees to it. It changes nothing
    of either tree, and holds only while both units are open."""

    sister = models.ForeignKey(Unit, models.PROTECT, related_name="stands_beside")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="sisters")
    starts = models.DateField()
    ends = models.DateField(null=True)
    document = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "starts", "ends"])]
        constraints = [
            models.CheckConstraint(condition=~Q(sister=F("unit")), name="sister_not_beside_itself"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")), name="sister_ends_after_start"
            ),
            ExclusionConstraint(
                name="sister_one_place_at_a_time",
                expressions=[
                    (OneNumber(F("sister_id"), F("sister_id")), RangeOperators.OVERLAPS),
                    (DaySpan(F("starts"), F("ends"), Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sister_id} beside {self.unit_id} from {self.starts} until {self.ends}"


class TreeVersion(models.Model):
    """One row whose number grows with every change of the tree, so that structures can be kept in memory."""

    number = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_tree_version")]

    def __str__(self) -> str:
        return str(self.number)
