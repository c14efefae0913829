"""Entries as an iCalendar file (RFC 5545), which every calendar program reads."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from unicodedata import category
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from mandate.core.text import kept
from mandate.platform.access.actor import Actor
from mandate.platform.calendar.kinds import DAY, Moment
from mandate.platform.calendar.queries import Dated

CONTENT_TYPE = "text/calendar; charset=utf-8"
AGAIN = timedelta(hours=4)  # how often a program is asked to read it anew
PRODUCT = "-//Mandate//Mandate//EN"


def calendar_file(actor: Actor, dated: Sequence[Dated]) -> bytes:
    """The entries in the language in force. The same entries give the same bytes all day."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    name = _called()
    made.add("name", name)  # RFC 7986
    made.add("x-wr-calname", name)
    made.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(AGAIN))
    stamp = _beginning(actor)
    for one in dated:
        made.add_component(_event(one, stamp))
    written: bytes = made.to_ical()
    return written


def _event(one: Dated, stamp: datetime) -> Event:
    """One entry. A day that something is due by makes nobody busy."""
    entry, event = one.entry, Event()
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    event.add("uid", f"{one.uid}@{host}")
    event.add("dtstamp", stamp)
    event.add("dtstart", _moment(entry.starts))
    ends = entry.ends if entry.ends is not None else entry.starts + DAY if entry.all_day else None
    if ends is not None:
        event.add("dtend", _moment(ends))
    event.add("summary", one_line_of(one))
    address = f"{settings.SITE_URL.rstrip('/')}{entry.address}" if entry.address else ""
    if described := "\n".join(filter(None, (fit(entry.note), address))):
        event.add("description", described)
    if address:
        event.add("url", address)
    event.add("transp", "TRANSPARENT" if entry.all_day else "OPAQUE")
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event


def one_line_of(one: Dated) -> str:
    """What an entry says alone among others: "Due from you: Yearly figures for 2023, Phố 1"."""
    what = ", ".join(filter(None, (fit(one.entry.title), fit(one.entry.unit))))
    told = _("%(kind)s: %(what)s") % {"kind": one.kind.label, "what": what}
    return fit(told).replace("\n", " ")


def fit(text: str) -> str:
    """A text without what the format has no place for: of the controls, line ends alone stay.

    >>> fit("Number\\u2028 1\\x7f2\\r\\nBEGIN:VEVENT")
    'Number\\n 1 2\\nBEGIN:VEVENT'
    """
    fitting = (one if one == "\n" or category(one) != "Cc" else " " for one in kept(text))
    return "".join(fitting).strip()


def _moment(moment: Moment) -> Moment:
    """A day as it is, a moment in UTC, which needs no table of time zones beside it."""
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def _beginning(actor: Actor) -> datetime:
    """When the actor's day began."""
    local = timezone.localtime(actor.now, timezone.get_default_timezone())
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def _called() -> str:
    """How programs list it. Commas and the like are left out: some programs show how they are written."""
    return " ".join("".join(" " if one in ",;\\\n" else one for one in fit(settings.ORGANISATION)).split())
