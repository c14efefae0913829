"""The text of a reminder, in the language in force."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandate.platform.access.actor import Actor
from mandate.platform.access.models import User
from mandate.platform.duties import DueItem, Duty, concerns
from mandate.platform.i18n.formats import date_long, relative_days
from mandate.platform.i18n.languages import current
from mandate.platform.notices.kinds import Choice, Group
from mandate.platform.notices.letter import ToldNotice, cut, foot
from mandate.platform.ui.addresses import whole_address
from mandate.platform.ui.mails import our_mail


@dataclass(frozen=True, slots=True)
class Passage:
    """What a person's mail says of one duty. Without one that ``calls``, no mail goes out; the first passage
    gives the subject."""

    calls: bool
    subject: str
    paragraphs: tuple[str, ...]


#: Words a duty's passage for one person, in the language in force; None where there is nothing to say. The
#: days are those for which it was not asked yet, today the last: a mail is called for if one of them calls
#: for it, so that nothing is left untold where no mails went out for some days.
Wording = Callable[[Actor, Sequence[date]], Passage | None]

REMINDERS = Group(
    "reminders",
    gettext_lazy("What is due from me and what waits for me"),
    Choice.DAILY,
    (Choice.DAILY, Choice.NEVER),
)
UNITS_LISTED = 10


def letter(
    user: User, passages: Sequence[Passage], news: Sequence[ToldNotice] = ()
) -> EmailMultiAlternatives:
    """The mail; the first passage gives the subject. ``news`` is what the person is to be told beside it."""
    desk = whole_address("desk:desk")
    below = foot(user, [REMINDERS, *(one.group for one in news)])
    said = [
        _("Hello %(name)s,") % {"name": user.name},
        *(paragraph for passage in passages for paragraph in passage.paragraphs),
    ]
    listed, more = cut(news)
    new = [*map(_new, listed), *([more] if more else [])]
    links = [
        _("Your desk: %(address)s") % {"address": desk},
        below.why,
        _("You choose what comes by mail in your account: %(address)s") % {"address": below.choices},
        _("Stop these mails: %(address)s") % {"address": below.stop},
        f"-- \n{settings.ORGANISATION}",
    ]
    text = "\n\n".join([*said, *([_("What is new for you:"), *new] if new else []), *links]) + "\n"
    page = {"paragraphs": said, "lines": listed, "more": more, "desk": desk, "foot": below}
    return our_mail(user.address, passages[0].subject, text, "desk/mail.html", page, **below.headers)


def telling(duty: Duty, today: date) -> Wording:
    """What a mail says of a duty: all there is to do for a person."""
    read = duty.read(today)

    def passage(actor: Actor, days: Sequence[date]) -> Passage | None:
        items = read(actor) if concerns(actor, duty.action) else ()
        if not items:
            return None
        groups = groupby(items, key=lambda one: (one.what, one.day) if one.day else None)
        told = [_due(list(group), today) if key else list(map(_waiting, group)) for key, group in groups]
        return Passage(
            calls=any(duty.calls(item, day) for item in items for day in days),
            subject=duty.subject(sum(item.count for item in items)),
            paragraphs=(str(duty.lead), *("\n".join(lines) for lines in told)),
        )

    return passage


def _new(line: ToldNotice) -> str:
    """Something new, with what somebody wrote and where it is read."""
    return "\n    ".join([f"  - {line.said.sentence}", *line.said.quote.splitlines(), line.address])


def _due(items: Sequence[DueItem], today: date) -> Iterable[str]:
    """What is due by one day, a line a unit and a line where it is done."""
    day, language = items[0].day, current()
    assert day is not None
    yield items[0].what
    yield "  " + _("due on %(day)s (%(relative)s)") % {
        "day": date_long(day, language),
        "relative": relative_days((day - today).days, language),
    }
    for item in items[:UNITS_LISTED]:
        yield f"  - {item.unit} ({item.note})" if item.note else f"  - {item.unit}"
        if item.view:
            yield f"    {whole_address(*item.view)}"
    others = len(items) - UNITS_LISTED
    if others > 0:
        yield "  " + ngettext("and %(count)s more unit", "and %(count)s more units", others) % {
            "count": others
        }


def _waiting(item: DueItem) -> str:
    """What waits, with what somebody wrote and where it is done."""
    line = f"  - {item.what}, {item.unit}" + (f": {item.note}" if item.note else "")
    below = [item.said, whole_address(*item.view) if item.view else ""]
    return "\n    ".join([line, *filter(None, below)])
