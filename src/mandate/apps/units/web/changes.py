"""Forms that change units: each asks, does, says what happened, and comes back to the unit."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mandate.apps.units import queries, services
from mandate.apps.units.changes import places_mark
from mandate.apps.units.outlook import foretold, offered
from mandate.apps.units.pages import may_undo
from mandate.apps.units.permissions import UNITS_MANAGE
from mandate.apps.units.places import last_change, places_of
from mandate.apps.units.queries import UnitRef
from mandate.apps.units.sentences import move_foreseen, told
from mandate.apps.units.services.places import require_place
from mandate.apps.units.watchers import Consequences
from mandate.apps.units.web.fields import ask_as, written
from mandate.apps.units.web.forms import (
    CloseForm,
    CreateForm,
    KindForm,
    KindNamesForm,
    MoveForm,
    NamesForm,
    PlaceForm,
    UnderForm,
)
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can, require
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.i18n.formats import date_long
from mandate.platform.i18n.languages import current
from mandate.platform.ui.asked import number_of
from mandate.platform.ui.asking import Asking, ask
from mandate.platform.ui.undo import offer_undo

SECTION = "units"
asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
@signed_in
def create(request: ActorRequest) -> HttpResponse:
    """Open a unit, under `?under=` if that is given."""
    actor = request.actor
    under = request.GET.get("under", "")
    parent = queries.unit_by_code(actor, under) if under else None
    require(actor, UNITS_MANAGE, parent.id if parent else None)
    initial = {"parent": _written(actor, parent), "top": queries.is_fresh()}
    form = _placing(request, CreateForm, initial)
    page = Asking(
        title=_("Add a unit"),
        explanation=foretold("create"),
        go=_("Add the unit"),
        back=_address(parent),
        back_label=parent.name if parent else _("All units"),
    )

    def do(said: dict[str, Any]) -> str:
        command = services.CreateUnit(
            said["code"], said["kind"], said["names"], _id(said["parent"]), said["starts"], said["document"]
        )
        unit = services.create_unit(actor, command)
        messages.success(request, _("The unit is open."))
        return reverse("units:unit", args=[unit.code])

    return _ask(request, form, page, do, parent)


@asks
@signed_in
def names(request: ActorRequest, code: str) -> HttpResponse:
    """Rename a unit."""
    unit = queries.unit_by_code(request.actor, code)
    require(request.actor, UNITS_MANAGE, unit.id)
    stored = queries.given_names(request.actor, code)
    page = _asking(
        unit,
        title=_("Rename %(unit)s") % {"unit": unit.name},
        explanation=_("The new names are used everywhere at once, also for figures of earlier periods."),
        go=_("Save the names"),
    )

    def do(said: dict[str, Any]) -> str:
        services.rename_unit(request.actor, services.RenameUnit(unit.id, said["names"]))
        messages.success(request, _("The names are saved."))
        return _address(unit)

    return _ask(request, NamesForm(request.POST or None, initial={"names": stored}), page, do, unit)


@asks
@signed_in
def kind(request: ActorRequest, code: str) -> HttpResponse:
    """Make a unit one of another kind."""
    unit = queries.unit_by_code(request.actor, code)
    require(request.actor, UNITS_MANAGE, unit.id)
    page = _asking(
        unit,
        title=_("Change the kind of %(unit)s") % {"unit": unit.name},
        explanation=foretold("kind"),
        go=_("Change the kind"),
    )

    def do(said: dict[str, Any]) -> str:
        services.change_kind(request.actor, services.ChangeKind(unit.id, said["kind"]))
        messages.success(request, _("The kind is changed."))
        return _address(unit)

    return _ask(request, KindForm(request.POST or None, initial={"kind": unit.kind_code}), page, do, unit)


@asks
@signed_in
def move(request: ActorRequest, code: str) -> HttpResponse:
    """Move a unit under another one."""
    actor = request.actor
    unit = queries.unit_by_code(actor, code)
    require_place(actor, unit.id)
    asked = _asking(
        unit,
        title=_("Move %(unit)s") % {"unit": unit.name},
        explanation=_(
            "It moves with everything below it. Totals as of earlier days stay with the unit above that it "
            "had then."
        ),
        go=_("Move the unit"),
    )

    def command_of(said: dict[str, Any]) -> services.MoveUnit:
        return services.MoveUnit(unit.id, _id(said["parent"]), said["starts"], said["document"], said["seen"])

    def do(said: dict[str, Any]) -> str:
        services.move_unit(actor, command_of(said))
        words = _("The unit is moved from %(day)s on.") % {"day": _day(said["starts"])}
        _done(request, unit, words, ("moved", said["starts"]))
        return _address(unit)

    def foresee(said: dict[str, Any]) -> list[str]:
        with transaction.atomic():
            services.move_unit(actor, command_of(said))
            transaction.set_rollback(True)
        until = queries.place_on(unit.id, said["starts"] - timedelta(days=1))
        before = _written(actor, until.parent) if until else None
        after, day = _written(actor, said["parent"]), _day(said["starts"])
        along = queries.number_below(unit.id, said["starts"])
        return [*move_foreseen(unit.name, before, after, day, along), asked.explanation]

    initial = _present_place(actor, unit) | {"seen": places_mark(unit.id)}
    return _ask(request, _placing(request, MoveForm, initial), asked, do, unit, foresee)


@asks
@signed_in
def close(request: ActorRequest, code: str) -> HttpResponse:
    """Close a unit."""
    actor = request.actor
    unit = queries.unit_by_code(actor, code)
    require_place(actor, unit.id)
    page = _asking(
        unit,
        title=_("Close %(unit)s") % {"unit": unit.name},
        explanation=foretold("close", _("Its history and the roles that people hold on it stay.")),
        go=_("Close the unit"),
    )

    def do(said: dict[str, Any]) -> str:
        done = services.close_unit(actor, services.CloseUnit(unit.id, said["ends"], said["document"]))
        words = _("The unit is closed from %(day)s.") % {"day": _day(said["ends"])}
        _done(request, unit, words, ("closed", said["ends"]))
        _tell(request, done)
        return _address(unit)

    return _ask(request, CloseForm(request.POST or None, initial={"ends": actor.today}), page, do, unit)


@asks
@signed_in
def reopen(request: ActorRequest, code: str) -> HttpResponse:
    """Open a closed unit again."""
    actor = request.actor
    unit = queries.unit_by_code(actor, code)
    require_place(actor, unit.id)
    page = _asking(
        unit,
        title=_("Open %(unit)s again") % {"unit": unit.name},
        explanation=foretold("reopen", _("It keeps its code, its names and its earlier figures.")),
        go=_("Open it again"),
    )

    def do(said: dict[str, Any]) -> str:
        command = services.ReopenUnit(unit.id, _id(said["parent"]), said["starts"], said["document"])
        done = services.reopen_unit(actor, command)
        words = _("The unit is open again from %(day)s.") % {"day": _day(said["starts"])}
        _done(request, unit, words, ("reopened", said["starts"]))
        _tell(request, done)
        return _address(unit)

    form = _placing(request, PlaceForm, _present_place(actor, unit))
    return _ask(request, form, page, do, unit)


def _present_place(actor: Actor, unit: UnitRef) -> dict[str, Any]:
    """Where the unit lies, or lay last: left alone, the form moves nothing."""
    above = queries.history(unit.id)[0].parent
    return {"starts": actor.today, "parent": _written(actor, above), "top": above is None}


def _written(actor: Actor, unit: UnitRef | None) -> str:
    """A unit as its field shows it; "" at the top."""
    return written(actor, unit) if unit else ""


def _placing(request: ActorRequest, form: type[UnderForm], initial: dict[str, Any]) -> UnderForm:
    """The form, with the top to choose for whoever may."""
    made = form(request.POST or None, initial=initial)
    if not can(request.actor, UNITS_MANAGE):
        made.for_part_of_it()
    return made


@require_POST
@signed_in
def undo(request: ActorRequest, code: str) -> HttpResponse:
    """Take back the last change of a unit's place."""
    unit = queries.unit_by_code(request.actor, code)
    command = services.UndoPlace(unit.id, number_of(request.POST.get("place")))
    try:
        done = services.undo_place(request.actor, command)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The last change of place is taken back."))
        _tell(request, done)
    return redirect(_address(unit))


@asks
@signed_in
def new_kind(request: ActorRequest) -> HttpResponse:
    """A kind of unit of one's own."""
    require(request.actor, UNITS_MANAGE)
    return _ask_kind(request, KindNamesForm(request.POST or None), _("A new kind of unit"))


@asks
@signed_in
def kind_names(request: ActorRequest, code: str) -> HttpResponse:
    """What a kind of unit is called."""
    require(request.actor, UNITS_MANAGE)
    stored = queries.kind_by_code(code)
    initial = {"code": stored.code, "names": stored.names, "plurals": stored.plurals}
    form = KindNamesForm(request.POST or None, initial=initial)
    form.fields["code"].disabled = True
    return _ask_kind(request, form, _("Names of a kind of unit"))


def _asking(unit: UnitRef, *, title: str, explanation: str, go: str) -> Asking:
    """A question about a unit, from which one comes back to it."""
    return Asking(title=title, explanation=explanation, go=go, back=_address(unit), back_label=unit.name)


def _ask_kind(request: ActorRequest, form: forms.Form, title: str) -> HttpResponse:
    page = Asking(
        title=title,
        explanation=_("The plural is used above lists and beside counts: Wards and communes: 34."),
        go=_("Save the names"),
        back=reverse("units:kinds"),
        back_label=_("Kinds of unit"),
    )

    def do(said: dict[str, Any]) -> str:
        services.save_kind(request.actor, services.SaveKind(said["code"], said["names"], said["plurals"]))
        messages.success(request, _("The names are saved."))
        return reverse("units:kinds")

    return _ask(request, form, page, do)


def _ask(
    request: ActorRequest,
    form: forms.Form,
    page: Asking,
    do: Callable[[dict[str, Any]], str],
    unit: UnitRef | None = None,
    foresee: Callable[[dict[str, Any]], list[str]] | None = None,
) -> HttpResponse:
    ask_as(form, request.actor)
    section, unit_id = ("place", unit.id) if unit else (SECTION, None)
    return ask(request, form, page, do, section=section, unit_id=unit_id, foresee=foresee)


def _done(request: ActorRequest, unit: UnitRef, words: str, change: tuple[str, date]) -> None:
    """Say what became of a unit's place, and offer to take it back to whoever may, if it is what would be
    taken back: a move before a closing that was planned is not."""
    last = last_change(places_of(unit.id))
    if last and (last.change, last.day) == change and may_undo(request.actor, unit.id):
        address = reverse("units:undo", args=[unit.code])
        offer_undo(request, words, address, _("Undo"), said={"place": str(last.place)})
    else:
        messages.success(request, words)


def _tell(request: ActorRequest, done: Consequences) -> None:
    """Say what a change of places did, and what can be done next."""
    for sentence in told(done):
        messages.info(request, sentence)
    for offer in offered(request.actor, done):
        link = format_html('<a href="{}">{}</a>', offer.address, offer.words)
        messages.info(request, format_html("{} {}", offer.sentence, link))


def _day(day: date) -> str:
    return date_long(day, current())


def _address(unit: UnitRef | None) -> str:
    return reverse("units:unit", args=[unit.code]) if unit else reverse("units:tree")


def _id(unit: UnitRef | None) -> int | None:
    return unit.id if unit else None
