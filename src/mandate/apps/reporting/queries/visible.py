"""The one report that an actor may see, and the units whose reports may be decided."""

from collections.abc import Collection

import numpy as np
from django.http import Http404
from numpy.typing import NDArray

from mandate.apps.reporting.models import Report
from mandate.apps.reporting.permissions import REPORTS_DECIDE
from mandate.apps.units.structure import structure_on
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can, covered_units, visible


class UnknownReport(Http404, LookupError):  # noqa: N818 -- it is the absence of a report
    """There is no such report, or none that the actor may see: the two are not told apart."""


def report_for(actor: Actor, report_id: int) -> Report:
    """The report with its unit, form and period. Raises UnknownReport."""
    reports = Report.objects.select_related("unit__kind", "form_period__form")
    report = visible(actor, reports).filter(pk=report_id).first()
    if report is None:
        raise UnknownReport("There is no such report.")
    return report


def decidable(actor: Actor, unit_ids: Collection[int]) -> set[int]:
    """Those of the units whose reports the actor may decide: as `can` says for each, in two queries."""
    covered = covered_units(actor, REPORTS_DECIDE)
    if covered is None:
        return set(unit_ids)
    structure = structure_on(actor.today)
    wanted = np.array(sorted(unit_ids), dtype=np.int64)
    at = structure.indices(wanted)
    known = at >= 0
    above = structure.parent[at[known]]
    deciding: NDArray[np.int64] = np.where(above < 0, wanted[known], structure.ids[np.maximum(above, 0)])
    allowed = {int(unit) for unit in wanted[known][np.isin(deciding, covered)]}
    closed = (int(unit) for unit in wanted[~known])
    return allowed | {unit for unit in closed if can(actor, REPORTS_DECIDE, unit)}
