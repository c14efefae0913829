"""What came of deciding on reports, in words."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandate.apps.reporting.queries.lists import unit_ids_of
from mandate.apps.units.placed import placed
from mandate.platform.access.actor import Actor
from mandate.platform.i18n.formats import list_of
from mandate.platform.i18n.languages import current

#: So many names stand in the sentence about reports that were skipped.
NAMED = 5


def accepted(number: int) -> str:
    """ "3 reports are accepted." """
    text = ngettext("%(number)s report is accepted.", "%(number)s reports are accepted.", number)
    return text % {"number": number}


def returned(number: int) -> str:
    """ "3 reports are returned with your reason." """
    text = ngettext(
        "%(number)s report is returned with your reason.",
        "%(number)s reports are returned with your reason.",
        number,
    )
    return text % {"number": number}


def accepted_of(actor: Actor, report_id: int) -> str:
    """That one report is accepted, and whose: the page that follows is about another."""
    text = _("%(unit)s: the report is accepted. Its figures count in all totals.")
    return text % {"unit": _unit_of(actor, report_id)}


def returned_of(actor: Actor, report_id: int) -> str:
    """That one report is returned, and whose."""
    return _("%(unit)s: the report is returned with your reason.") % {"unit": _unit_of(actor, report_id)}


def _unit_of(actor: Actor, report_id: int) -> str:
    """With the unit above it, which tells units of one name apart."""
    unit_id = unit_ids_of(actor, [report_id])[report_id]
    return placed({unit_id}, actor.today)[unit_id].name


def left_out(
    actor: Actor, skipped_by_code: Mapping[str, Sequence[int]], why: Callable[[str], str] | None = None
) -> Iterator[str]:
    """For each reason, in the words of ``why``, how many reports were left as they are, and some of their
    units."""
    units = unit_ids_of(actor, [pk for ids in skipped_by_code.values() for pk in ids[:NAMED]])
    names = placed(set(units.values()), actor.today)
    for code, ids in sorted(skipped_by_code.items()):
        named = [names[units[pk]].name for pk in ids[:NAMED] if pk in units]
        text = ngettext("%(number)s skipped.", "%(number)s skipped.", len(ids)) % {"number": len(ids)}
        where = f" ({list_of(named, current())}{' …' if len(ids) > NAMED else ''})" if named else ""
        yield f"{text} {(why or skipped)(code)}{where}"


def skipped(code: str) -> str:
    """Why a report was not decided on."""
    return {
        "not_found": _("There is no such report."),
        "forbidden": _("You may not decide on it."),
        "own": _("You submitted it yourself, so somebody else decides on it."),
        "already_accepted": _("It was accepted already."),
        "not_submitted": _("It is not submitted any more: it was withdrawn or returned meanwhile."),
        "nothing_entered": _("Nothing is entered in it yet."),
        "period_closed": _("Its period is closed, so it cannot be returned any more."),
        "submitted_since": _("It was submitted only after you had opened the page. Look at it first."),
    }[code]
