"""Kinds of body and of post, bodies with their terms, posts, and who holds them."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from mandate.apps.units.models import Unit
from mandate.core.holding import Ended, How
from mandate.platform.access.models import ROLE_NAMES, User
from mandate.platform.database.choices import choices
from mandate.platform.database.spans import DaySpan, OneNumber
from mandate.platform.find.matching import key_of
from mandate.platform.i18n.languages import text_in

NAME_LENGTH = 200
REMIT_LENGTH = 2000
NUMBER_LENGTH = 100
SOURCE_LENGTH = 300
CODE_LENGTH = 40
MOST_RANK = 9999
MOST_PLACES = 9999
MOST_ORDINAL = 999

HOW_NAMES = {
    How.ELECTED: _("elected"),
    How.APPOINTED: _("appointed"),
    How.COOPTED: _("co-opted"),
    How.ACTING: _("acting"),
}
ENDED_NAMES = {
    Ended.TERM: _("the term is over"),
    Ended.OTHER: _("called to another post"),
    Ended.RESIGNED: _("resigned"),
    Ended.RELIEVED: _("relieved of it"),
    Ended.RETIRED: _("retired"),
    Ended.DIED: _("died"),
    Ended.CLOSED: _("the post or body was closed"),
}


class BodyKind(models.Model):
    """Congress, committee, secretariat, council …, in the order in which bodies are listed. ``names`` are
    {language: text}."""

    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    names = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.code


class PostKind(models.Model):
    """Secretary, deputy, chair, member …, by ``rank`` in the order of protocol. ``role`` is what a post of it
    carries unless somebody says otherwise when it is opened. ``most_terms`` in a row and ``most_age`` at the
    beginning are warned of; each with the text on which it rests."""

    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    names = models.JSONField(default=dict)
    rank = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(max_length=20, choices=choices(ROLE_NAMES), blank=True)
    most_terms = models.PositiveSmallIntegerField(null=True, blank=True)
    terms_source = models.CharField(max_length=SOURCE_LENGTH, blank=True)
    most_age = models.PositiveSmallIntegerField(null=True, blank=True)
    age_source = models.CharField(max_length=SOURCE_LENGTH, blank=True)

    def __str__(self) -> str:
        return self.code


def found_by(name: str, kind: BodyKind | PostKind) -> str:
    """What a body or post is found by: its own name, and those of its kind in all languages, a line each."""
    return key_of(*filter(None, (name, *kind.names.values(), kind.code)))


class NamedByKind(models.Model):
    """A thing with a kind, and a name of its own where it has one; without it is called by its kind."""

    kind: "models.ForeignKey[Any, Any]"
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    search_key = models.TextField(default="", editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.called

    def save(self, **options: Any) -> None:
        """The key goes with the name."""
        fields = options.get("update_fields")
        if fields is None or "name" in fields:
            self.search_key = found_by(self.name, self.kind)
            options["update_fields"] = None if fields is None else {*fields, "search_key"}
        super().save(**options)

    @property
    def called(self) -> str:
        """Its name, or that of its kind in the reader's language."""
        return self.name or self.kind_name

    @property
    def kind_name(self) -> str:
        """What its kind is called in the reader's language."""
        return text_in(self.kind.names) or str(self.kind.code)


class Body(NamedByKind):
    """A body of a unit from a day until a day."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="bodies")
    kind = models.ForeignKey(BodyKind, models.PROTECT, related_name="bodies")
    size = models.PositiveSmallIntegerField(null=True, blank=True)
    remit = models.TextField(max_length=REMIT_LENGTH, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "starts", "ends"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")), name="body_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(size__isnull=True) | Q(size__gte=1), name="body_has_a_size"),
        ]


class Term(models.Model):
    """A term of a body, the 17th say. No two of a body share a day: the database sees to it."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="terms")
    ordinal = models.PositiveSmallIntegerField()
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="term_ends_after_start"),
            models.UniqueConstraint(fields=["body", "ordinal"], name="term_ordinal_once"),
            ExclusionConstraint(
                name="term_one_at_a_time",
                expressions=[
                    (OneNumber(F("body_id"), F("body_id")), RangeOperators.OVERLAPS),
                    (DaySpan(F("starts"), F("ends"), Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ordinal} of {self.body_id}"


class Post(NamedByKind):
    """A post of a unit, or of a body of it. ``role`` is what its holders may do on the unit, and stays as it
    was when the post was opened: who had which right on a past day does not change by an entry."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="posts")
    kind = models.ForeignKey(PostKind, models.PROTECT, related_name="posts")
    places = models.PositiveSmallIntegerField(default=1)
    role = models.CharField(max_length=20, choices=choices(ROLE_NAMES), blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "starts", "ends"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")), name="post_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(places__gte=1), name="post_has_places"),
        ]


class Holding(models.Model):
    """A person in a post from a day until a day (exclusive; None: still), by a decision. Nobody holds a post
    twice on a day: the database sees to it. Under the number of somebody who was erased it stays."""

    person = models.ForeignKey(User, models.PROTECT, related_name="holdings")
    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    how = models.CharField(max_length=10, choices=choices(HOW_NAMES))
    starts = models.DateField()
    ends = models.DateField(null=True)
    number = models.CharField(max_length=NUMBER_LENGTH, blank=True)
    decided = models.DateField(null=True)
    ended = models.CharField(max_length=10, choices=choices(ENDED_NAMES), blank=True)
    ending_number = models.CharField(max_length=NUMBER_LENGTH, blank=True)
    ending_decided = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "starts", "ends"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")), name="holding_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(ended="") | Q(ends__isnull=False), name="holding_ended_on_a_day"
            ),
            ExclusionConstraint(
                name="holding_one_post_once",
                expressions=[
                    (OneNumber(F("person_id"), F("person_id")), RangeOperators.OVERLAPS),
                    (OneNumber(F("post_id"), F("post_id")), RangeOperators.OVERLAPS),
                    (DaySpan(F("starts"), F("ends"), Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.post_id} from {self.starts} until {self.ends}"
