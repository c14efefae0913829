"""The papers of a report: those of the revision that is shown, and of each one before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from mandate.apps.reporting.models import Paper, Report
from mandate.apps.reporting.permissions import PAPERS_ATTACH, PAPERS_REMOVE
from mandate.apps.reporting.queries.visible import report_for
from mandate.core.reportstate import Step
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can, visible
from mandate.platform.files.kinds import KINDS
from mandate.platform.files.models import Attachment
from mandate.platform.files.queries import belongs, in_some_edition, taken_from


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper; one that ``shows`` can be looked at in the browser."""

    paper_id: int
    name: str
    kind: str
    shows: bool
    size: int
    attached_at: datetime
    attached_by: str


@dataclass(frozen=True, slots=True)
class Papers:
    """Those of a revision. ``taken``: taken away from it, and can still be put back; ``may_attach`` and
    ``may_remove`` are what this actor may do now."""

    here: tuple[PaperRow, ...] = ()
    taken: tuple[PaperRow, ...] = ()
    may_attach: bool = False
    may_remove: bool = False


def papers_of(actor: Actor, report: Report, number: int, steps: Iterable[str]) -> Papers:
    """The papers of a revision of a report that the actor may see; ``steps`` are those possible with it."""
    all_papers = seen_papers(actor, report.pk)
    writing = Step.SAVE.value in steps
    may_remove = writing and can(actor, PAPERS_REMOVE, report.unit_id)
    return Papers(
        here=rows_of(all_papers, number),
        taken=tuple(_row(one) for one in taken_from(all_papers, number)) if may_remove else (),
        may_attach=writing and can(actor, PAPERS_ATTACH, report.unit_id),
        may_remove=may_remove,
    )


def seen_papers(actor: Actor, report_id: int) -> list[Paper]:
    """All papers of a report that the actor may see, whatever their revisions: one query."""
    return list(visible(actor, _papers(report_id)))


def rows_of(papers: Sequence[Paper], number: int) -> tuple[PaperRow, ...]:
    """Those of a revision."""
    return tuple(_row(paper) for paper in papers if belongs(paper, number))


def paper_for(actor: Actor, report_id: int, paper_id: int) -> Paper | None:
    """A paper of one of the report's revisions; None where there is none, or none that the actor may see: the
    two are not told apart. Raises UnknownReport."""
    report = report_for(actor, report_id)
    newest = report.revisions.order_by("-number").values_list("number", flat=True).first() or 1
    return visible(actor, _papers(report_id)).filter(in_some_edition(newest), pk=paper_id).first()


def _papers(report_id: int) -> QuerySet[Paper]:
    return Paper.objects.filter(subject_id=report_id).select_related("content", "attached_by").order_by("pk")


def _row(paper: Attachment) -> PaperRow:
    kind = KINDS[paper.content.kind]
    by = paper.attached_by.called if paper.attached_by else ""
    return PaperRow(paper.pk, paper.name, kind.label, kind.shows, paper.content.size, paper.attached_at, by)
