"""The times that a report was returned, as the journal tells them."""

from django.db.models import BigIntegerField, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from mandate.apps.reporting.events import CorrectionStarted, FiguresChanged, ReportReturned, ReturnTakenBack
from mandate.apps.reporting.models import Report
from mandate.apps.reporting.paper_events import PaperAttached, PaperPutBack, PaperTaken
from mandate.platform.journal.models import Entry

_CORRECTING = [event.code for event in (FiguresChanged, PaperAttached, PaperTaken, PaperPutBack)]


def returns() -> QuerySet[Entry]:
    """Of all reports, without what was taken back."""
    number = Cast(KeyTextTransform("returned", "data"), BigIntegerField())
    taken_back = Entry.objects.filter(code=ReturnTakenBack.code).values_list(number)
    return Entry.objects.filter(code=ReportReturned.code).exclude(pk__in=taken_back)


def returns_of(report: Report) -> QuerySet[Entry]:
    """Of one report, the last first."""
    return returns().filter(subject_kind="report", subject_id=report.pk).order_by("-id")


def returns_of_revision(report: Report, number: int) -> QuerySet[Entry]:
    """Of its revision of that number, the last first: the number of a correction that was given up is used
    again by the next."""
    about = Entry.objects.filter(subject_kind="report", subject_id=report.pk)
    begun = about.filter(code=CorrectionStarted.code).order_by("-pk").values_list("pk", flat=True).first()
    return returns_of(report).filter(data__revision=number, pk__gt=begun or 0)


def is_being_corrected(report: Report) -> bool:
    """Whether somebody changed a figure or a paper of a report since it was returned last."""
    about = Entry.objects.filter(subject_kind="report", subject_id=report.pk)
    last = returns_of(report).values("pk")[:1]
    return about.filter(code__in=_CORRECTING, pk__gt=Subquery(last)).exists()
