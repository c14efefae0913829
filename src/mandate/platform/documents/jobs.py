"""The documents of many units, made as a job: one unit a step, each kept as a file of the job."""

from collections.abc import Sequence

from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can
from mandate.platform.documents import write_document
from mandate.platform.documents.kinds import DocumentKind, Reach
from mandate.platform.i18n.languages import own_name
from mandate.platform.i18n.periods import period_name
from mandate.platform.jobs.kinds import Data, File, JobKind, Work
from mandate.platform.jobs.services import StartJob
from mandate.platform.parts import document_named
from mandate.platform.periods import period_of

COLLECTING = "documents.collect"
NAMED = 20  # so many of the units without a document are named


def collecting(
    actor: Actor,
    kind: DocumentKind,
    unit: tuple[int, str],
    period: Period,
    reach: Reach,
    language: str,
    format: str,
) -> StartJob:
    """The job that makes the documents within reach of a unit (its number and its code)."""
    codes = kind.units(actor, unit[1], period, reach)
    data = {
        "kind": kind.name,
        "unit_id": unit[0],
        "unit": unit[1],
        "period": period.code,
        "units": list(codes),
        "language": language,
        "format": format,
    }
    return StartJob(COLLECTING, data, len(codes))


def _step(actor: Actor, work: Work) -> Work:
    """The document of the next unit; one that is gone, or no longer theirs to see, is left out and named."""
    kind, language, format = document_named(work.data["kind"]), work.data["language"], work.data["format"]
    code, period = work.data["units"][work.at], period_of(work.data["period"])
    try:
        with translation.override(language):
            document = kind.make(actor, code, period, language)
    except Http404:
        missing, named = work.result.get("missing", 0) + 1, work.result.get("named", [])
        named = [*named, code][:NAMED]
        return work.on(work.at + 1, {**work.result, "missing": missing, "named": named})
    name = kind.file_name(code, period, language, format)
    made = work.result.get("made", 0) + 1
    return work.on(
        work.at + 1, {**work.result, "made": made}, files=(File(name, write_document(document, format)),)
    )


def _told(actor: Actor, result: Data) -> Sequence[str]:
    told, missing, named = [], result.get("missing", 0), result.get("named", [])
    if made := result.get("made", 0):
        text = ngettext("%(number)s document is made.", "%(number)s documents are made.", made)
        told.append(text % {"number": made})
    if missing:
        text = ngettext(
            "%(number)s unit has none that you may see: %(units)s",
            "%(number)s units have none that you may see: %(units)s",
            missing,
        )
        units = ", ".join(named) + ("…" if missing > len(named) else "")
        told.append(text % {"number": missing, "units": units})
    return told


def _title(data: Data) -> str:
    kind, period = document_named(data["kind"]), period_of(data["period"])
    return _("%(documents)s, %(unit)s, %(period)s, %(language)s, %(format)s") % {
        "documents": kind.label,
        "unit": data["unit"],
        "period": period_name(period, translation.get_language() or "en", "within"),
        "language": own_name(data["language"]),
        "format": data["format"].upper(),
    }


def _may_have(actor: Actor, data: Data) -> bool:
    """Whoever may no longer read the unit's own document does not get those that were made either."""
    return can(actor, document_named(data["kind"]).action, data["unit_id"])


KINDS: tuple[JobKind, ...] = (
    JobKind(
        name=COLLECTING,
        label=gettext_lazy("making the documents of many units"),
        action=lambda data: document_named(data["kind"]).action,
        title=_title,
        step=_step,
        told=_told,
        address=lambda data: document_named(data["kind"]).address(data["unit"], data["period"]),
        may_have=_may_have,
    ),
)
