"""The periods to choose from for a page: those asked for now, and all kinds around the one that it shows."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from mandate.core.period import NAMED, Frequency, Period, PeriodError
from mandate.core.search import search_words
from mandate.core.textkey import fold
from mandate.platform.i18n.languages import current
from mandate.platform.i18n.periods import period_name
from mandate.platform.parts import asked
from mandate.platform.periods import calendar, period_of

NOW, NAMED_OFFERED, FOUND = 6, 12, 30
YEARS_BEFORE, YEARS_OFFERED = 4, 16
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_WITHIN = (Frequency.HALF_YEARLY, Frequency.QUARTERLY, Frequency.MONTHLY)
_WEEKS = (Frequency.WEEKLY, Frequency.TWO_WEEKLY)


@dataclass(frozen=True, slots=True)
class Way:
    """A period and where it leads."""

    name: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class ChoicePage:
    """The periods in groups, each with its heading; ``found`` are those that ``text`` names (None: nothing
    was asked). ``of`` is the page that is asked for them, ``period`` the one that it shows."""

    groups: tuple[tuple[str, tuple[Way, ...]], ...]
    text: str
    found: tuple[Way, ...] | None
    of: str
    period: str


def choice_page(of: str, shown: str, text: str) -> ChoicePage:
    """What to choose from. ``of``, ``shown`` and ``text`` come from an address: a page that is not ours is
    the home, a period that there is not is nothing."""
    of = sound(of)
    here: Period | None = None
    with suppress(PeriodError):
        here = period_of(shown)
    text = text.strip()

    def ways(periods: Iterable[Period]) -> tuple[Way, ...]:
        return tuple(
            Way(period_name(one, current()), _address(of, one), here is not None and one.code == here.code)
            for one in dict.fromkeys(periods)
        )

    if text:
        return ChoicePage((), text, ways(_found(text, here)), of, shown)
    groups = ((heading, ways(periods)) for heading, periods in _groups(here))
    return ChoicePage(tuple(one for one in groups if one[1]), text, None, of, shown)


def sound(of: str) -> str:
    """The page that is asked for other periods; one of another house is none, nor is the name of a page."""
    ours = of.startswith("/") and url_has_allowed_host_and_scheme(of, allowed_hosts=None)
    return of if ours else "/"


def _address(of: str, period: Period) -> str:
    """Where a period is taken for all pages, and the page is shown for it."""
    return f"{reverse('periods:choose')}?{urlencode({'of': of, 'take': period.code})}"


def of_period(of: str, period: Period) -> str:
    """The page for that period: whatever else it was asked for stays, but for its place in a list, and for
    the period to which its list was narrowed."""
    parts = urlsplit(of)
    query = QueryDict(parts.query, mutable=True)
    query["period"] = period.code
    for name in ("page", "in"):
        query.pop(name, None)
    return f"{parts.path}?{query.urlencode()}"


def _groups(here: Period | None) -> Iterator[tuple[str, Iterable[Period]]]:
    now = asked()
    yield _("Open now"), now[:NOW]
    base = here or next(iter(now), None)
    if base is not None:
        year = _year_of(base)
        yield _("Years"), [one for one in _years(year, now) if one not in now[:NOW]]
        inside = [part for kind in _WITHIN for part in year.parts(kind)]
        title = _("Within %(period)s") % {"period": period_name(year, current(), "within")}
        yield title, [*inside, *(_beside(base) if base.frequency in _WEEKS else ())]
    yield _("Financial years and terms"), [*reversed(calendar().periods)][:NAMED_OFFERED]


def _year_of(period: Period) -> Period:
    day = period.last_day if period.frequency in NAMED else period.start
    return Period.containing(day, Frequency.YEARLY)


def _years(year: Period, now: Iterable[Period]) -> list[Period]:
    years = {year, *(_year_of(one) for one in now)}
    with suppress(PeriodError):  # the first and the last year that there are have no neighbour
        after = year
        years.add(after.next())
        while after.start < max(one.start for one in years) and len(years) < YEARS_OFFERED:
            after = after.next()
            years.add(after)
    with suppress(PeriodError):
        before = year
        for _step in range(YEARS_BEFORE):
            before = before.previous()
            years.add(before)
    return sorted(years, key=lambda one: one.start, reverse=True)


def _beside(week: Period) -> Iterator[Period]:
    for step in (Period.previous, Period.next):
        with suppress(PeriodError):
            yield step(week)


def _found(text: str, here: Period | None) -> list[Period]:
    """What a text names: "quý 2 2024", "mai 2023", "2024-W05", "17th term". Without a year in it, that of the
    page."""
    with suppress(PeriodError):
        return [period_of(text)]
    words = search_words(text)
    found = [one for one in _named_by(text, here) if _answers(one, words)]
    return found[:FOUND]


def _named_by(text: str, here: Period | None) -> Iterator[Period]:
    years = [*dict.fromkeys(_YEAR.findall(text))][:3] or ([_year_of(here).code] if here else [])
    for code in years:
        with suppress(PeriodError):
            year = Period.parse(code)
            yield year
            for kind in (*_WITHIN, *_WEEKS):
                yield from year.parts(kind)
    yield from reversed(calendar().periods)


def _answers(period: Period, words: tuple[str, ...]) -> bool:
    own = fold(f"{period.code} {period_name(period, current())}").replace("-", " ").split()
    return bool(words) and all(any(one.startswith(word) for one in own) for word in words)
