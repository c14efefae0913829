"""The closed reviews of all units that a person may see, for the library."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.utils.translation import gettext as _

from mandate.apps.reporting.permissions import REPORTS_DECIDE, REPORTS_SUBMIT
from mandate.apps.reporting.queries.lists import by_unit_name
from mandate.apps.reviews.models import Review
from mandate.apps.reviews.queries import ReviewRow, review_row
from mandate.apps.units.queries import UnitRef, ref_of
from mandate.apps.units.under import called, parent_names
from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.database.reading import once
from mandate.platform.duties import Asked, concerns
from mandate.platform.i18n.languages import current
from mandate.platform.i18n.periods import period_name
from mandate.platform.listing.value import Column, Filter, Listing, Search, moment_of, options
from mandate.platform.periods import reader


@dataclass(frozen=True, slots=True)
class Shelved:
    """A closed review: of which unit (``above``: what it lies under, which tells units of one name apart),
    and how it ended."""

    unit: UnitRef
    above: str
    review: ReviewRow


def any_closed(actor: Actor) -> bool:
    """Whether there is a closed review that the actor may see."""
    closed = visible(actor, Review.objects.filter(closed_at__isnull=False))
    return once(f"any review closed for {actor.user_id}", closed.exists)


def library(actor: Actor) -> Listing[Shelved]:
    """The closed reviews, the newest period first."""
    reviews = visible(actor, Review.objects.filter(closed_at__isnull=False))
    codes = list(reviews.order_by("-ends", "starts").values_list("period", flat=True).distinct())

    def rows(found: Sequence[Review]) -> list[Shelved]:
        above = parent_names([one.unit_id for one in found], actor.today)
        read = reader()
        return [
            Shelved(ref_of(one.unit), above.get(one.unit_id, ""), review_row(actor, read(one.period), one))
            for one in found
        ]

    return Listing(
        name="library-reviews",
        title=_("Reviews"),
        source=reviews.select_related("unit__kind")
        .defer("notes", "content")
        .annotate(lines=KeyTransform("lines", "content"), closer=KeyTextTransform("closed_by", "content")),
        rows=rows,
        columns=(
            Column("unit", _("Unit"), lambda row: row.unit.name, order=tuple(by_unit_name())),
            Column("period", _("Period"), lambda row: row.review.period.code, order=("starts",)),
            Column(
                "met",
                _("Targets met or exceeded"),
                lambda row: row.review.met_or_exceeded if row.review.targets else None,
            ),
            Column("targets", _("Targets"), lambda row: row.review.targets or None, in_file=True),
            Column(
                "closed", _("Closed on"), lambda row: moment_of(row.review.closed_at), order=("closed_at",)
            ),
            Column("above", _("Under"), lambda row: row.above, in_file=True),
            Column("code", _("Code"), lambda row: row.unit.code, in_file=True),
            Column("by", _("Closed by"), lambda row: row.review.closed_by, in_file=True),
        ),
        search=Search(_("Unit"), lambda found, words: found.filter(called(words, actor.today, "unit__"))),
        filters=(
            Filter(
                "in",
                _("Period"),
                options((code, _named(code)) for code in dict.fromkeys(codes)),
                lambda found, code: found.filter(period=code),
            ),
        ),
        order=(F("ends").desc(), "starts", *by_unit_name()),
    )


@dataclass(frozen=True, slots=True)
class Newest:
    """The review that was closed last: of which unit (``above`` as in `Shelved`), for which period, when."""

    unit: UnitRef
    above: str
    period: Period
    closed_at: datetime


def newest_shown(actor: Actor, asked: Asked) -> Newest | None:
    """The closed review that is the newest of those the actor may see, for the desk of whoever only looks;
    None for others, and where there is none."""
    if concerns(actor, REPORTS_SUBMIT) or concerns(actor, REPORTS_DECIDE):
        return None
    closed = visible(actor, Review.objects.filter(closed_at__isnull=False)).defer("notes", "content")
    review = closed.select_related("unit__kind").order_by("-closed_at", "-pk").first()
    if review is None or review.closed_at is None:
        return None
    above = parent_names([review.unit_id], actor.today).get(review.unit_id, "")
    return Newest(ref_of(review.unit), above, reader()(review.period), review.closed_at)


def _named(code: str) -> str:
    period: Period = reader()(code)
    return period_name(period, current())
