"""Joining two records of one person, and parting them again."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandate.apps.people.queries.joined import (
    RecordRow,
    Which,
    joined_row,
    question_of,
    record_to_join,
    records_page,
    stands_for,
)
from mandate.apps.people.services.joining import (
    JoinRecords,
    PartRecords,
    join_records,
    part_records,
    try_joining,
)
from mandate.apps.people.web.forms import WhichForm
from mandate.apps.people.web.views import SECTION
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.ui.asked import number_of
from mandate.platform.ui.asking import Asking, ask, tried
from mandate.platform.ui.pages import render_page
from mandate.platform.ui.undo import offer_undo

asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def records(request: ActorRequest, person_id: int) -> HttpResponse:
    """The records among which the second one of a person is."""
    page = records_page(request.actor, person_id, request.GET)
    return render_page(request, "people/records.html", page, section=SECTION, unit_id=page.unit_id)


@asks
@signed_in
def join(request: ActorRequest, person_id: int, other_id: int) -> HttpResponse:
    """Join one of them with the person's."""
    if stands_for(request.actor, other_id) == person_id:
        messages.info(request, _("These two records are one already."))
        return redirect("people:member", person_id=person_id)
    kept, unit_id = record_to_join(request.actor, person_id)
    gone, _unit = record_to_join(request.actor, other_id)
    if person_id == other_id:
        raise Http404(_("There is no such person."))
    asked = question_of(person_id, other_id)
    page = Asking(
        title=_("Merge two records of %(name)s") % {"name": kept.name},
        explanation=_(
            "Are these of one person: %(kept)s, which stays, and %(gone)s? Then all that stands in the "
            "second stands in the first afterwards: memberships, posts, roles, applications, recommendations."
        )
        % {"kept": _told(kept), "gone": _told(gone)},
        go=_("Merge them"),
        back=reverse("people:records", args=[person_id]),
        back_label=_("Records of people"),
    )

    def foresee(said: dict[str, Any]) -> Sequence[str]:
        try_joining(request.actor, JoinRecords(person_id, other_id, Which(said["memberships"])))
        return [
            words
            for words in (
                "" if asked.namesakes else _("They have different names. Is it one person?"),
                _("%(gone)s is no longer a separate record; its page leads to %(kept)s.")
                % {"kept": _told(kept), "gone": _told(gone)},
                _dropped(Which(said["memberships"])),
                _("The member number %(number)s is given up; a table with it means the same person.")
                % {"number": gone.number}
                if kept.number and gone.number
                else "",
                _("They sign in with one address: that of the record that stays, where it has one."),
                _("They can be separated again as long as nothing of the person is changed."),
            )
            if words
        ]

    def do(said: dict[str, Any]) -> str:
        command = JoinRecords(person_id, other_id, Which(said["memberships"]))
        row = join_records(request.actor, command)
        told = _("The two records of %(name)s are one.") % {"name": kept.name}
        back = reverse("people:part", args=[person_id])
        offer_undo(request, told, back, _("Separate again"), said={"joined": str(row.pk)})
        return reverse("people:member", args=[person_id])

    form = WhichForm(asked, request.POST or None)
    return ask(request, form, page, do, section=SECTION, unit_id=unit_id, foresee=foresee)


@require_POST
@signed_in
def part(request: ActorRequest, person_id: int) -> HttpResponse:
    """Two records that were joined are two again."""
    command = PartRecords(joined_row(request.actor, person_id, number_of(request.POST.get("joined"))))
    tried(request, lambda: part_records(request.actor, command), _("They are two records again."))
    return redirect("people:member", person_id=person_id)


def _told(row: RecordRow) -> str:
    beside = ", ".join(filter(None, (row.number, row.place)))
    return f"{row.name} ({beside})" if beside else row.name


def _dropped(which: Which) -> str:
    if which is Which.BOTH:
        return ""
    if which is Which.KEPT:
        return _("The memberships of the other record are taken away, as if they had never been.")
    return _("The memberships of the record that stays are taken away, as if they had never been.")
