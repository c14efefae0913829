"""What is told of reports: to all who write for the unit, that one came back or is missing; to whoever
submitted one, that it was accepted, or that others have corrected it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.duties import title
from mandate.apps.reporting.events import WritersReminded
from mandate.apps.reporting.models import Report, Revision
from mandate.apps.reporting.queries.returns import returns
from mandate.apps.units.placed import placed
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.i18n.formats import date_long
from mandate.platform.i18n.languages import current, text_in
from mandate.platform.journal.models import Entry
from mandate.platform.journal.reading import writers
from mandate.platform.notices.kinds import Choice, Group, NoticeKind, Said
from mandate.platform.periods import reader

RETURNS = Group("returned", gettext_lazy("Reports that came back to me"), Choice.AT_ONCE)
ACCEPTANCES = Group("accepted", gettext_lazy("Reports of mine that were accepted"), Choice.DAILY)
CORRECTIONS = Group("corrected", gettext_lazy("Reports of mine that others have corrected"), Choice.AT_ONCE)
CHASES = Group("chases", gettext_lazy("Reports of mine that somebody reminds me of"), Choice.AT_ONCE)


def _returns(actor: Actor) -> QuerySet[Entry]:
    """The returning of reports that the actor may see, each a row of the journal: a report may come back
    again. Of one that was taken back nobody is told any more, nor is its mail sent."""
    return returns().filter(subject_id__in=_reports(actor))


def _revisions(actor: Actor) -> QuerySet[Revision]:
    return Revision.objects.filter(report_id__in=_reports(actor))


def _reports(actor: Actor) -> QuerySet[Report, Any]:
    return visible(actor, Report.objects.all()).values("pk")


def _returned(actor: Actor, entries: Sequence[int]) -> Mapping[int, Said]:
    """With the reason and the remarks, as whoever returned it wrote them."""
    rows = list(Entry.objects.filter(pk__in=entries))
    names = _indicators(rows)
    by = writers(rows)
    units, read = placed({row.unit_id for row in rows if row.unit_id is not None}, actor.today), reader()
    return {
        row.pk: Said(
            _("Returned: %(report)s, %(unit)s")
            % {
                "report": title(text_in(row.data["form"]), read(row.data["period"])),
                "unit": units[row.unit_id].name,
            },
            ("reporting:report", str(row.subject_id)),
            quote="\n".join(
                [
                    f"{by[row.pk] or '–'}: {row.data['reason']}",
                    *(f"{names[one['indicator']]}: {one['text']}" for one in _remarks(row)),
                ]
            ),
            good=False,
        )
        for row in rows
        if row.unit_id is not None
    }


def _remarks(row: Entry) -> Sequence[Mapping[str, Any]]:
    return row.data.get("remarks") or ()


def _indicators(rows: Sequence[Entry]) -> dict[int, str]:
    """The names of those on which something was remarked: one query, or none."""
    ids = {one["indicator"] for row in rows for one in _remarks(row)}
    known = Indicator.objects.filter(pk__in=ids) if ids else ()
    return {one.pk: text_in(one.names) or one.code for one in known}


def _accepted(actor: Actor, revisions: Sequence[int]) -> Mapping[int, Said]:
    said = {}
    for row, words in _of(actor, revisions):
        text = _("Accepted as a correction: %(report)s, %(unit)s") if row.number > 1 else None
        said[row.pk] = Said(
            (text or _("Accepted: %(report)s, %(unit)s")) % words, ("reporting:report", str(row.report_id))
        )
    return said


def _corrected(actor: Actor, revisions: Sequence[int]) -> Mapping[int, Said]:
    """With the reason; the history says what was there before."""
    return {
        row.pk: Said(
            _("Corrected by others: %(report)s, %(unit)s") % words,
            ("reporting:history", str(row.report_id)),
            quote="" if row.imported else row.reason,
        )
        for row, words in _of(actor, revisions)
    }


def _of(actor: Actor, revisions: Sequence[int]) -> Iterator[tuple[Revision, Mapping[str, str]]]:
    """Each revision, and what its report is called."""
    rows = Revision.objects.filter(pk__in=revisions).select_related("report__form_period__form")
    units, read = placed({row.report.unit_id for row in rows}, actor.today), reader()
    for row in rows:
        opened = row.report.form_period
        report = title(text_in(opened.form.names) or opened.form.code, read(opened.period))
        yield row, {"report": report, "unit": units[row.report.unit_id].name}


def _reminders(actor: Actor) -> QuerySet[Entry]:
    """Reminders of reports that the actor may see, each a row of the journal."""
    return Entry.objects.filter(code=WritersReminded.code, subject_id__in=_reports(actor))


def _reminded(actor: Actor, entries: Sequence[int]) -> Mapping[int, Said]:
    rows = list(Entry.objects.filter(pk__in=entries))
    by = writers(rows)
    units, read = placed({row.unit_id for row in rows if row.unit_id is not None}, actor.today), reader()
    said = {}
    for row in rows:
        if row.unit_id is None:
            continue
        words = {
            "name": by[row.pk],
            "report": title(text_in(row.data["form"]), read(row.data["period"])),
            "unit": units[row.unit_id].name,
            "day": date_long(date.fromisoformat(row.data["due"]), current()),
        }
        text = (
            _("%(name)s reminds you of a report: %(report)s, %(unit)s, due on %(day)s")
            if words["name"]
            else _("A report is missing: %(report)s, %(unit)s, due on %(day)s")
        )
        said[row.pk] = Said(text % words, ("reporting:report", str(row.subject_id)), good=False)
    return said


RETURNED = NoticeKind("reporting.returned", RETURNS, seen=_returns, tell=_returned)
ACCEPTED = NoticeKind("reporting.accepted", ACCEPTANCES, seen=_revisions, tell=_accepted)
REMINDED = NoticeKind("reporting.reminded", CHASES, seen=_reminders, tell=_reminded)
CORRECTED = NoticeKind("reporting.corrected", CORRECTIONS, seen=_revisions, tell=_corrected)
