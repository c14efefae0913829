"""The problems of a table of units that this part finds, and what a change of places did, in words of the
reader's language."""

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mandate.apps.units.watchers import Consequences

SENTENCES: Mapping[str, Promise] = {
    "unit_code_malformed": _(
        "“%(code)s” cannot be a code. Use letters, digits, points, colons, hyphens and underscores, "
        "%(length)s at most."
    ),
    "unit_kind_malformed": _(
        "There is no kind “%(kind)s”, and it cannot be the code of a new one. Use letters, digits, points, "
        "colons, hyphens and underscores, %(length)s at most."
    ),
    "unit_kind_unclear": _("“%(kind)s” can be one of several kinds: %(kinds)s. Write its code."),
    "unit_kind_named_twice": _("Another row calls the kind %(kind)s “%(name)s”."),
    "unit_name_too_long": _("The name is longer than %(length)s characters."),
    "unit_move_undated": _(
        "The unit %(code)s lies under %(before)s. From which day does it lie under %(after)s? Give the day "
        "as of which the table holds, or write it in the column “from”."
    ),
    "unit_top_unsaid": _(
        "The unit %(code)s lies under %(before)s, and an empty cell does not place it at the top of the "
        "organisation. Write the unit above, or the first day at the top in the column “from”."
    ),
    "unit_day": _("“%(text)s” is not a day; write 2024-12-31."),
    "unit_places_overlap": _("The days of the places of %(code)s must follow one another."),
    "unit_rows_differ": _(
        "The rows of %(code)s must have the same kind and names; row %(other)s has others."
    ),
    "unit_name_elsewhere": _(
        "The name “%(name)s” stands in none of the columns of names by language; change it there."
    ),
    "unit_cycle_later": _(
        "On %(day)s, because of a move already planned, the unit %(code)s would lie below itself."
    ),
    "unit_parent_closes": _("On %(day)s, the unit above %(code)s is not open."),
}


def move_foreseen(unit: str, before: str | None, after: str, day: str, along: int) -> Iterator[str]:
    """What a move will do, before it is done; ``before`` and ``after`` are "" at the top, and ``before`` is
    None where the unit opens on that day."""
    told = {"unit": unit, "before": before, "after": after, "day": day}
    if not after:
        words = _("From %(day)s on, %(unit)s lies at the top of the organisation, under no unit.")
    else:
        words = _("From %(day)s on, %(unit)s lies under %(after)s.")
    yield words % told
    if before is not None:
        words = _("Until then it lies under %(before)s.") if before else _("Until then it lies at the top.")
        yield words % told
    if along:
        yield ngettext("%(count)s unit below it goes along.", "%(count)s units below it go along.", along) % {
            "count": along
        }
    else:
        yield str(_("No unit lies below it."))


def told(done: Consequences) -> Iterator[str]:
    """What a change of places did to the reports that are expected."""
    if done.excused:
        yield ngettext(
            "%(count)s report of a period that begins while the unit is closed is not expected any more.",
            "%(count)s reports of periods that begin while the unit is closed are not expected any more.",
            done.excused,
        ) % {"count": done.excused}
    if done.again:
        yield ngettext(
            "%(count)s report that the closing excused is expected again.",
            "%(count)s reports that the closing excused are expected again.",
            done.again,
        ) % {"count": done.again}
    if done.still:
        yield ngettext(
            "%(count)s report stays excused, for its period began while the unit was closed.",
            "%(count)s reports stay excused, for their periods began while the unit was closed.",
            len(done.still),
        ) % {"count": len(done.still)}
