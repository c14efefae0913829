"""Applications to become a member: all that the actor may see, and those that wait for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from mandate.apps.people.application_events import ApplicationsTaken
from mandate.apps.people.models import OPEN, STATE_NAMES, Application
from mandate.apps.people.permissions import MEMBERS_MANAGE, MEMBERS_VIEW
from mandate.apps.people.queries.keepers import deciders, keepers
from mandate.apps.people.queries.members import answering, by_person_name
from mandate.apps.people.queries.sources import all_sources
from mandate.apps.people.states import PREFIX
from mandate.apps.units.placed import placed
from mandate.apps.units.queries import UnitRef, unit_by_code
from mandate.apps.units.watchers import open_on, open_times
from mandate.core.admission import State
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can, can_anywhere, require, visible
from mandate.platform.access.tree import provider
from mandate.platform.database.arrays import among
from mandate.platform.database.reading import once
from mandate.platform.duties import Asked
from mandate.platform.i18n.languages import text_in
from mandate.platform.listing.showing import Shown, show
from mandate.platform.listing.value import Column, Filter, Listing, Search, Taken, day_of, options


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """An application in a list; ``state`` is one of states.py. ``unit_closed``: another unit must go on."""

    id: int
    name: str
    place: str
    code: str
    kind: str
    source: str
    state: str
    applied: date
    number: str
    decided: date | None
    unit_closed: bool


@dataclass(frozen=True, slots=True)
class ApplicationsPage:
    """Applications in all units of the actor, or in a ``unit`` and those below it."""

    applications: Shown[ApplicationRow]
    unit: UnitRef | None
    may_apply: bool


def applications_page(actor: Actor, query: Mapping[str, str], code: str = "") -> ApplicationsPage:
    """Raises UnknownUnit, Forbidden. The number of queries does not grow."""
    unit = asked_unit(actor, code)
    may_apply = (
        unit is not None
        and can(actor, MEMBERS_MANAGE, unit.id)
        and open_on(open_times([unit.id])[unit.id], actor.today)
    )
    return ApplicationsPage(show(applications_list(actor, unit), query), unit, may_apply)


def asked_unit(actor: Actor, code: str) -> UnitRef | None:
    """The unit of which the list is asked for, None for all. Raises UnknownUnit, Forbidden."""
    if not code:
        require_anywhere(actor)
        return None
    unit = unit_by_code(actor, code)
    require(actor, MEMBERS_VIEW, unit.id)
    return unit


def require_anywhere(actor: Actor) -> None:
    """Raises Forbidden for somebody who keeps the list of no unit."""
    if not can_anywhere(actor, MEMBERS_VIEW):
        require(actor, MEMBERS_VIEW)


def applications_list(actor: Actor, unit: UnitRef | None) -> Listing[ApplicationRow]:
    """The applications, the newest first."""
    found = visible(actor, Application.objects.all())
    if unit is not None:
        below = provider().with_all_below([unit.id], actor.today)
        found = found.filter(among("unit_id", below))
    years = [str(day.year) for day in found.dates("applied", "year", order="DESC")]
    states = [("open", gettext_lazy("all that are open")), *((one.value, STATE_NAMES[one]) for one in State)]
    return Listing(
        name="applications",
        title=gettext_lazy("Applications"),
        source=found.select_related("person", "kind", "source", "unit"),
        rows=lambda rows: application_rows(rows, actor.today),
        columns=(
            Column("name", gettext_lazy("Name"), lambda row: row.name, order=by_person_name()),
            Column("unit", gettext_lazy("Unit"), lambda row: row.place, order=("unit__code",)),
            Column("unit_code", gettext_lazy("Code"), lambda row: row.code, in_file=True),
            Column("kind", gettext_lazy("Kind"), lambda row: row.kind, in_file=True),
            Column("source", gettext_lazy("Source"), lambda row: row.source, order=("source__position",)),
            Column(
                "applied", gettext_lazy("Applied on"), lambda row: day_of(row.applied), order=("applied",)
            ),
            Column(
                "state", gettext_lazy("State"), lambda row: row.state.removeprefix(PREFIX), order=("state",)
            ),
            Column("number", gettext_lazy("Decision"), lambda row: row.number, order=("decided", "number")),
            Column("decided", gettext_lazy("Decided on"), lambda row: day_of(row.decided), in_file=True),
        ),
        search=Search(gettext_lazy("Name or number"), answering),
        filters=(
            Filter(
                "waits",
                gettext_lazy("For whom it waits"),
                options((("me", gettext_lazy("for me")),)),
                lambda rows, _chosen: rows.filter(pk__in=[one.pk for one in _waiting(actor)]),
            ),
            Filter("state", gettext_lazy("State"), options(states), _in_state),
            Filter(
                "source",
                gettext_lazy("Source"),
                options(all_sources()),
                lambda rows, chosen: rows.filter(source__code=chosen),
            ),
            Filter(
                "year",
                gettext_lazy("Year of application"),
                options((one, one) for one in years),
                lambda rows, chosen: rows.filter(applied__year=int(chosen)),
            ),
        ),
        order=("-applied", "-pk"),
        taken=Taken(ApplicationsTaken, MEMBERS_VIEW, (("unit", unit.code),) if unit else ()),
    )


def _in_state(rows: QuerySet[Application], chosen: str) -> QuerySet[Application]:
    return rows.filter(state__in=OPEN) if chosen == "open" else rows.filter(state=chosen)


def application_rows(found: Sequence[Application], day: date) -> tuple[ApplicationRow, ...]:
    """Applications that are known to be the reader's to see, in their order."""
    units = {one.unit_id for one in found}
    places, times = placed(units, day), open_times(units)
    return tuple(
        ApplicationRow(
            one.pk,
            one.person.called,
            places[one.unit_id].name,
            places[one.unit_id].unit.code,
            text_in(one.kind.names) or one.kind.code,
            one.source.called if one.source else "",
            f"{PREFIX}{one.state}",
            one.applied,
            one.number,
            one.decided,
            one.state in OPEN and not open_on(times[one.unit_id], day),
        )
        for one in found
    )


def waiting_applications(actor: Actor) -> tuple[ApplicationRow, ...]:
    """Those that wait for the actor, the oldest first: to be brought on by the unit, decided by the level
    above it, or given to another unit because theirs is closed. A few queries, however many there are."""
    return application_rows(_waiting(actor), actor.today)


def applications_shown(actor: Actor, asked: Asked) -> tuple[ApplicationRow, ...] | None:
    """The same for the desk; None where there are none."""
    return waiting_applications(actor) or None


def applications_count(actor: Actor) -> int:
    """How many :func:`waiting_applications` there are."""
    return len(_waiting(actor))


def any_applications(actor: Actor) -> bool:
    """Whether the actor may see any application, of whatever state."""
    read = visible(actor, Application.objects.all()).exists
    return once(f"any applications of {actor.user_id}", read)


def _waiting(actor: Actor) -> Sequence[Application]:
    return once(f"applications of {actor.user_id}", lambda: _read(actor))


def _read(actor: Actor) -> Sequence[Application]:
    if actor.user_id is None or not can_anywhere(actor, MEMBERS_MANAGE):
        return ()
    found = visible(actor, Application.objects.filter(state__in=OPEN), MEMBERS_MANAGE)
    rows = list(found.select_related("person", "kind", "source", "unit").order_by("applied", "pk"))
    units = {one.unit_id for one in rows}
    mine, times = keepers(units, actor.today), open_times(units)
    closed = {pk for pk in units if not open_on(times[pk], actor.today)}
    proposed = [one for one in rows if one.state == State.PROPOSED.value and one.unit_id not in closed]
    decide = deciders(proposed, actor.today)
    return [
        one
        for one in rows
        if actor.user_id in (decide[one.pk] if one.pk in decide else mine[one.unit_id] - {one.person_id})
    ]
