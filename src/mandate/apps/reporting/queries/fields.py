"""The fields of a report, for whoever writes in them: all that it takes to read what was typed."""

from dataclasses import dataclass

from mandate.apps.indicators.choices import Kind
from mandate.apps.indicators.definition import count_of
from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.queries.visible import report_for
from mandate.apps.units.queries import UnitRef, ref_of
from mandate.platform.access.actor import Actor
from mandate.platform.i18n.languages import text_in


@dataclass(frozen=True, slots=True)
class EntryField:
    """Where one figure is typed, and what it may be; with ``counting`` only a note on it is, for Mandate
    counts it."""

    indicator_id: int
    code: str
    name: str
    decimals: int
    kind: Kind
    allow_negative: bool
    counting: bool = False


@dataclass(frozen=True, slots=True)
class EntryFields:
    """The fields of a unit's report, in the order of its form."""

    unit: UnitRef
    fields: tuple[EntryField, ...]


def fields_of(actor: Actor, report_id: int) -> EntryFields:
    """The fields alone, in two queries: what stands in them is read when it is saved. Raises
    UnknownReport."""
    report = report_for(actor, report_id)
    ids = report.form_period.indicator_ids
    known = Indicator.objects.in_bulk(ids)
    return EntryFields(ref_of(report.unit), tuple(_field(known[pk]) for pk in ids if pk in known))


def _field(indicator: Indicator) -> EntryField:
    return EntryField(
        indicator_id=indicator.pk,
        code=indicator.code,
        name=text_in(indicator.names) or indicator.code,
        decimals=indicator.decimals,
        kind=Kind(indicator.kind),
        allow_negative=indicator.allow_negative,
        counting=count_of(indicator) is not None,
    )
