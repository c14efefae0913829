"""The sentences of a review, in the language in force."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from mandate.apps.reporting.standing import part_of
from mandate.apps.reviews.content import Cause, Content, Coverage, Moved, Place, Value
from mandate.apps.reviews.frozen import period_name
from mandate.platform.i18n import formats
from mandate.platform.i18n.languages import text_in
from mandate.platform.i18n.periods import name_of_code
from mandate.platform.periods import period_of


class Titles:
    """What stands at the head of a review."""

    def __init__(self, content: Content, language: str) -> None:
        period = period_name(content, content.period, language, sentence=True)
        self.review = _("Review for %(period)s") % {"period": period}
        day = formats.date_long(content.structure_date, language)
        self.structure = _("Structure of %(day)s") % {"day": day}
        self.standing = _standing(content, language)
        self.demo = (
            _("Demonstration. Only the city's totals for 2023 are real; every other figure is made up.")
            if content.demo
            else ""
        )
        self.share_of_above = _("Share of %(unit)s") % {"unit": text_in(content.above, language)}


def _standing(content: Content, language: str) -> str:
    if content.closed_at is None:
        told = {"moment": formats.datetime_short(content.told_at, language)}
        return _("Draft: the review is open, and its figures are those of %(moment)s.") % told
    told = {"moment": formats.datetime_short(content.closed_at, language), "name": content.closed_by}
    if not content.closed_by:
        return _("Closed on %(moment)s. Its figures are those known then.") % told
    return _("Closed on %(moment)s by %(name)s. Its figures are those known then.") % told


def rests_on(value: Value, language: str) -> str:
    """How many of those expected a total rests on, and whether a ratio's parts rest on different units."""
    told = part_of(value.reported, value.expected, language)
    return told + ", " + _("parts from different units") if value.mixed else told


def score(content: Content, language: str) -> str:
    """ "17 of 18"; while nothing is judged, only how many targets there are."""
    if not content.judged:
        return formats.number(len(content.targets), 0, language)
    return part_of(content.met_or_exceeded, content.judged, language)


def score_words(content: Content, language: str) -> str:
    """What stands behind it on the scoreboard."""
    total = len(content.targets)
    if content.judged:
        return ngettext("target met or exceeded", "targets met or exceeded", content.judged)
    if not content.under_way:  # the middle of a term, where the targets of the whole are told
        return ngettext("target is under way", "targets are under way", total)
    day = formats.date_long(period_of(content.period).last_day, language)
    return ngettext(
        "target is under way; the period ends on %(day)s",
        "targets are under way; the period ends on %(day)s",
        total,
    ) % {"day": day}


def state_count(state: str, count: int, language: str) -> str:
    """ "4 exceeded"."""
    words = {
        "exceeded": npgettext("targets", "%(count)s exceeded", "%(count)s exceeded", count),
        "met": npgettext("targets", "%(count)s met", "%(count)s met", count),
        "missed": npgettext("targets", "%(count)s missed", "%(count)s missed", count),
        "no_data": npgettext("targets", "%(count)s without data", "%(count)s without data", count),
        "under_way": npgettext("targets", "%(count)s under way", "%(count)s under way", count),
    }
    return words[state] % {"count": formats.number(count, 0, language)}


def level(kinds: Sequence[str], count: int, language: str) -> str:
    """ "Wards and communes: 34"; German keeps the capitals of its nouns."""
    rest = kinds[1:] if language == "de" else [name[:1].lower() + name[1:] for name in kinds[1:]]
    heading = formats.list_of([kinds[0], *rest], language)
    return _("%(label)s: %(value)s") % {"label": heading, "value": formats.number(count, 0, language)}


def coverage_counts(coverage: Coverage) -> Iterable[tuple[str, int]]:
    """What was counted, for a table."""
    return (
        (pgettext("reports", "Expected"), coverage.expected),
        (pgettext("reports", "Accepted"), coverage.accepted),
        (pgettext("reports", "Waiting for acceptance"), coverage.submitted),
        (pgettext("reports", "On time"), coverage.on_time),
        (pgettext("reports", "Late"), coverage.late),
        (pgettext("reports", "Corrected"), coverage.corrected),
        (pgettext("reports", "Not in the totals"), coverage.missing_count),
        (pgettext("reports", "Not due yet"), coverage.not_due),
    )


def and_more(count: int, language: str) -> str:
    """ "and 12 more"; empty for none."""
    if count <= 0:
        return ""
    return ngettext("and %(count)s more", "and %(count)s more", count) % {
        "count": formats.number(count, 0, language)
    }


def corrections(content: Content, language: str) -> str:
    """ "2 figures were corrected after closing"; where none was, that places were; empty for nothing."""
    count = len(content.corrections)
    if not count:
        return _("Places of units were changed after closing") if content.moved else ""
    return ngettext(
        "%(count)s figure was corrected after closing",
        "%(count)s figures were corrected after closing",
        count,
    ) % {"count": formats.number(count, 0, language)}


def place(place: Place, language: str) -> str:
    """Where a unit stands: the name of the unit above it."""
    if not place.open:
        return _("not open")
    if place.above is None:
        return _("at the top")
    return text_in(place.above.names, language) or place.above.code


def entered(moved: Moved, language: str) -> str:
    """When a place was changed, and by which document."""
    text = _("Entered on %(moment)s") % {"moment": formats.datetime_short(moved.entered_at, language)}
    return f"{text} ({moved.document})" if moved.document else text


def cause(cause: Cause, unit: str, language: str) -> str:
    """The revision that changed a figure: whose, which, when, by whom."""
    told = {
        "unit": unit,
        "period": name_of_code(cause.period, language),
        "number": formats.number(cause.revision, 0, language),
        "moment": formats.datetime_short(cause.at, language),
        "name": cause.by,
    }
    if cause.revision == 1:
        text = _("%(unit)s, %(period)s: report accepted on %(moment)s") % told
    else:
        text = _("%(unit)s, %(period)s: revision %(number)s, accepted on %(moment)s") % told
    return f"{text} ({cause.by})" if cause.by else text
