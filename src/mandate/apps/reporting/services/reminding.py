"""Reminding those who write of reports that are missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from mandate.apps.reporting.events import WritersReminded
from mandate.apps.reporting.models import Report
from mandate.apps.reporting.notices import REMINDED
from mandate.apps.reporting.permissions import REPORTS_REMIND
from mandate.apps.reporting.queries.chasing import chases
from mandate.core.command import Command
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Forbidden, visible
from mandate.platform.journal.record import record_many
from mandate.platform.notices.services import notify


@dataclass(frozen=True, slots=True)
class RemindWriters(Command):
    """Remind of one report that is missing, or of many."""

    report_ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class Reminded:
    """The ids of which somebody was reminded, and those skipped by why: ``not_found`` or what
    queries/chasing.Chase says."""

    reminded: tuple[int, ...]
    skipped: dict[str, list[int]]


@transaction.atomic
def remind_writers(actor: Actor, command: RemindWriters) -> Reminded:
    """Tell whoever writes for the units, and leave out what they were reminded of within a day: as many
    queries for one as for a thousand. Two who remind together wait for each other at the reports.

    Raises Forbidden if the actor may remind of none of those that exist.
    """
    wanted = list(dict.fromkeys(command.report_ids))
    rows = visible(actor, Report.objects.filter(pk__in=wanted)).select_related("form_period__form")
    reports = {report.pk: report for report in rows.select_for_update(of=("self",)).order_by("pk")}
    found = chases(actor, list(reports.values()))
    if found and all(chase.why == "forbidden" for chase in found.values()):
        raise Forbidden(REPORTS_REMIND)
    reminded = [pk for pk in wanted if pk in found and not found[pk].why]
    skipped: dict[str, list[int]] = {}
    for pk in wanted:
        if why := found[pk].why if pk in found else "not_found":
            skipped.setdefault(why, []).append(pk)
    entries = record_many(
        actor, [(_event(reports[pk]), reports[pk].unit_id, ("report", pk)) for pk in reminded]
    )
    people = {
        entry.pk: [one.user_id for one in found[pk].writers]
        for pk, entry in zip(reminded, entries, strict=True)
    }
    notify(REMINDED, people, by=actor.user_id, at=actor.now)
    return Reminded(tuple(reminded), skipped)


def _event(report: Report) -> WritersReminded:
    opened = report.form_period
    return WritersReminded(opened.form.names, opened.period, opened.due.isoformat())
