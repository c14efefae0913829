"""The versions of a review's notes, for whoever may read the review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from mandate.apps.reviews.content import SECTIONS
from mandate.apps.reviews.documents.labels import labels
from mandate.apps.reviews.models import Review
from mandate.apps.reviews.permissions import REVIEWS_EDIT, REVIEWS_VIEW
from mandate.apps.reviews.queries import UnknownReview, period_called, subject_of
from mandate.apps.units.queries import UnitRef, unit_by_code
from mandate.core.period import Period
from mandate.core.worddiff import Piece
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can
from mandate.platform.listing.showing import Shown, show
from mandate.platform.listing.value import Column, Listing, moment_of
from mandate.platform.text.models import Version
from mandate.platform.text.versions import changes, numbered, versions_of, writers


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in the list. ``changed`` are the titles of the sections that it changed; ``newest``: these
    are the notes as they are."""

    number: int
    at: datetime
    by: str
    back_to: int | None
    changed: tuple[str, ...]
    newest: bool


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """The versions of the notes of a review, the newest first."""

    unit: UnitRef
    period: Period
    rows: Shown[VersionRow]


@dataclass(frozen=True, slots=True)
class Changed:
    """A section of the notes that is another text in the later version."""

    key: str
    title: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """One version beside another: ``old`` None is before anything was written. ``may_restore``: the actor can
    go back to ``old``; ``seen`` is the version of the notes for that. ``last`` is the newest."""

    unit: UnitRef
    period: Period
    old: Version | None
    new: Version
    old_by: str
    new_by: str
    changed: tuple[Changed, ...]
    may_restore: bool
    seen: int
    last: int


def versions_list(actor: Actor, unit_code: str, period_code: str) -> Listing[VersionRow]:
    """The versions as a list. Raises UnknownUnit, UnknownReview."""
    return _listing(_review(actor, unit_by_code(actor, unit_code), period_called(period_code)))


def versions_page(actor: Actor, unit_code: str, period_code: str, query: Mapping[str, str]) -> VersionsPage:
    """A page of them. Raises UnknownUnit, UnknownReview."""
    unit, period = unit_by_code(actor, unit_code), period_called(period_code)
    return VersionsPage(unit, period, show(_listing(_review(actor, unit, period)), query))


def comparison_page(
    actor: Actor, unit_code: str, period_code: str, old: int | None, new: int | None
) -> ComparisonPage:
    """Two versions beside one another: as a rule the newest and the one before. Raises UnknownUnit,
    UnknownReview."""
    unit, period = unit_by_code(actor, unit_code), period_called(period_code)
    review = _review(actor, unit, period)
    last = versions_of(subject_of(review)).values_list("number", flat=True).first() or 0
    new = last if new is None else new
    old = new - 1 if old is None else old
    found = numbered(subject_of(review), [old, new])
    if new not in found or (old and old not in found):
        raise UnknownReview(_("There is no such version."))
    titles = labels()
    before, after = found.get(old), found[new]
    differences, by = changes(before.parts if before else {}, after.parts), writers(found.values())
    return ComparisonPage(
        unit=unit,
        period=period,
        old=before,
        new=after,
        old_by=by.get(old, ""),
        new_by=by[new],
        changed=tuple(
            Changed(key, titles[key], differences[key]) for key in SECTIONS if differences.get(key)
        ),
        may_restore=(
            before is not None
            and review.closed_at is None
            and before.number != last
            and can(actor, REVIEWS_EDIT, unit.id)
        ),
        seen=review.version,
        last=last,
    )


def _review(actor: Actor, unit: UnitRef, period: Period) -> Review:
    review = Review.objects.filter(unit_id=unit.id, period=period.code).defer("content").first()
    if review is None or not can(actor, REVIEWS_VIEW, unit.id):
        raise UnknownReview(_("There is no such review."))
    return review


def _listing(review: Review) -> Listing[VersionRow]:
    subject = subject_of(review)
    return Listing(
        name="versions",
        title=_("Versions of the notes"),
        source=versions_of(subject),
        rows=lambda found: _rows(subject, found),
        columns=(
            Column("number", _("Version"), lambda row: row.number),
            Column("at", _("Saved on"), lambda row: moment_of(row.at)),
            Column("by", _("Saved by"), lambda row: row.by),
            Column("changed", _("Changed"), lambda row: ", ".join(row.changed)),
        ),
        order=("-number",),
    )


def _rows(subject: tuple[str, int], found: Sequence[Any]) -> Sequence[VersionRow]:
    """A stretch of versions, each with what it changed of the one before, and who wrote it."""
    titles = labels()
    known = {version.number: version for version in found}
    missing = [number - 1 for number in known if number > 1 and number - 1 not in known]
    before = {**known, **numbered(subject, missing)}
    last = versions_of(subject).values_list("number", flat=True).first()
    by, rows = writers(found), []
    for version in found:
        earlier = before[version.number - 1].parts if version.number > 1 else {}
        changed = tuple(titles[key] for key in SECTIONS if earlier.get(key, "") != version.parts.get(key, ""))
        rows.append(
            VersionRow(
                number=version.number,
                at=version.at,
                by=by[version.number],
                back_to=version.back_to,
                changed=changed,
                newest=version.number == last,
            )
        )
    return rows
