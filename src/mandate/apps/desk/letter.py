"""The text of a reminder, in the language in force."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandate.platform.access.actor import Actor
from mandate.platform.duties import Duty, Item, concerns
from mandate.platform.i18n.formats import date_long, relative_days
from mandate.platform.i18n.languages import current
from mandate.platform.parts import Passage, Wording
from mandate.platform.ui.addresses import whole_address

UNITS_LISTED = 10


def letter(name: str, passages: Sequence[Passage]) -> tuple[str, str]:
    """Subject and body; the first passage gives the subject."""
    paragraphs = [
        _("Hello %(name)s,") % {"name": name},
        *(paragraph for passage in passages for paragraph in passage.paragraphs),
        _("Your desk: %(address)s") % {"address": whole_address("desk:desk")},
        _("You can switch these reminders off in your account: %(address)s")
        % {"address": whole_address("people:me")},
        f"-- \n{settings.ORGANISATION}",
    ]
    return passages[0].subject, "\n\n".join(paragraphs) + "\n"


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


def _due(items: Sequence[Item], today: date) -> Iterable[str]:
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


def _waiting(item: Item) -> str:
    """What waits, with what somebody wrote and where it is done."""
    line = f"  - {item.what}, {item.unit}" + (f": {item.note}" if item.note else "")
    below = [item.said, whole_address(*item.view) if item.view else ""]
    return "\n    ".join([line, *filter(None, below)])
