"""How many reports there are of those expected, in the words of pages, documents and desks: one sentence, and
what there is to say beside it. A report that is not due yet is never told as missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from mandate.platform.i18n import formats


class Counted(Protocol):
    """The numbers of reports of some units: ``expected`` is the sum of ``accepted``, ``submitted`` (which
    wait), ``overdue`` (due, and not submitted) and ``not_due``, due from ``due_from`` to ``due_until``."""

    @property
    def expected(self) -> int: ...
    @property
    def accepted(self) -> int: ...
    @property
    def submitted(self) -> int: ...
    @property
    def overdue(self) -> int: ...
    @property
    def not_due(self) -> int: ...
    @property
    def due_from(self) -> date | None: ...
    @property
    def due_until(self) -> date | None: ...
    @property
    def on_time(self) -> int: ...
    @property
    def late(self) -> int: ...
    @property
    def corrected(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """``score`` is "308 of 311", ``words`` what stands behind it, ``part`` its first number; ``details`` only
    what there is to say. ``not_due`` is a sentence of its own for lists of what is missing, or empty."""

    part: int
    score: str
    words: str
    details: tuple[str, ...]
    not_due: str

    @property
    def sentence(self) -> str:
        """Score and words."""
        return f"{self.score} {self.words}"


def standing(count: Counted, language: str) -> Standing:
    """In a language, which is the one in force."""
    part = count.accepted + count.submitted if _only_submitted(count) else count.accepted
    return Standing(
        part,
        part_of(part, count.expected, language),
        _words(count, language),
        tuple(_details(count, language)),
        _not_due(count, language),
    )


def part_of(part: int | Decimal, whole: int | Decimal, language: str) -> str:
    """ "17 of 18"."""
    return pgettext("numbers", "%(part)s of %(whole)s") % {
        "part": formats.number(part, 0, language),
        "whole": formats.number(whole, 0, language),
    }


def _only_submitted(count: Counted) -> bool:
    """Nothing can be said of acceptance yet: it is too early, and none is there."""
    return bool(count.not_due) and not count.accepted


def _words(count: Counted, language: str) -> str:
    number = count.expected
    if not count.not_due:
        return ngettext("report accepted", "reports accepted", number)
    if count.accepted:
        return ngettext("report accepted so far", "reports accepted so far", number)
    if count.submitted:
        words = ngettext(
            "report submitted so far, none accepted yet",
            "reports submitted so far, none accepted yet",
            number,
        )
    else:
        words = ngettext("report submitted so far", "reports submitted so far", number)
    return words if count.overdue else f"{words}; {_due(count, language)}"


def _details(count: Counted, language: str) -> Iterable[str]:
    # That a report came in time says nothing before any was decided on or has become late.
    on_time = count.on_time if count.accepted or count.late or count.overdue else 0
    # First what with the accepted makes up all that are expected, then what is told of those submitted.
    where = (
        (
            count.submitted,
            ngettext("%(count)s waiting for acceptance", "%(count)s waiting for acceptance", count.submitted),
        ),
        (count.overdue, ngettext("%(count)s overdue", "%(count)s overdue", count.overdue)),
        (count.not_due, ngettext("%(count)s not due yet", "%(count)s not due yet", count.not_due)),
    )
    submitted = (
        (on_time, ngettext("%(count)s on time", "%(count)s on time", on_time)),
        (count.late, ngettext("%(count)s late", "%(count)s late", count.late)),
    )
    corrected = ngettext("%(count)s corrected", "%(count)s corrected", count.corrected)
    yield from _told(where, language)
    if times := ", ".join(_told(submitted, language)):
        yield _("first submitted: %(times)s") % {"times": times}
    yield from _told([(count.corrected, corrected)], language)


def _told(counts: Iterable[tuple[int, str]], language: str) -> Iterable[str]:
    for number, text in counts:
        if number:
            yield text % {"count": formats.number(number, 0, language)}


def _not_due(count: Counted, language: str) -> str:
    if not count.not_due:
        return ""
    text = ngettext(
        "%(count)s report is not due yet: %(due)s.",
        "%(count)s reports are not due yet: %(due)s.",
        count.not_due,
    )
    return text % {"count": formats.number(count.not_due, 0, language), "due": _due(count, language)}


def _due(count: Counted, language: str) -> str:
    """The day, or the first and the last."""
    first, last = count.due_from, count.due_until
    if first is None or last is None:
        return ""
    if first == last:
        return _("due on %(day)s") % {"day": formats.date_long(first, language)}
    days = {"first": formats.date_long(first, language), "last": formats.date_long(last, language)}
    return _("due from %(first)s to %(last)s") % days
