"""Pages on people who sign in and their roles."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandate.apps.accounts import queries
from mandate.apps.accounts.listed import people_list, people_page
from mandate.apps.accounts.web.forms import ChangeForm, EndForm, EraseForm, MyForm, PersonForm, RoleForm
from mandate.apps.accounts.web.mail import send_password_mail
from mandate.apps.units.web.fields import ask_as
from mandate.platform.access import services
from mandate.platform.access.decide import Forbidden, can_anywhere
from mandate.platform.access.erasing import ErasePerson, erase_person
from mandate.platform.access.permissions import GRANTS_MANAGE, GRANTS_VIEW, PEOPLE_ERASE
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.listing.files import file_of
from mandate.platform.notices.preferences import ChooseMails, choose_mails, mails_of
from mandate.platform.ui.asking import Asking, ask, refuse, tried
from mandate.platform.ui.pages import render_page

SECTION = "people"
asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def people(request: ActorRequest) -> HttpResponse:
    """The people whom the reader may see."""
    _require_anywhere(request, GRANTS_VIEW)
    if file := file_of(request, people_list(request.actor, request.GET)):
        return file
    page = people_page(request.actor, request.GET)
    return render_page(request, "accounts/people.html", page, section=SECTION)


@require_safe
@signed_in
def person(request: ActorRequest, user_id: int) -> HttpResponse:
    """One person and their roles."""
    page = queries.person_page(request.actor, user_id)
    return render_page(request, "accounts/person.html", page, section=SECTION)


@asks
@signed_in
def add(request: ActorRequest) -> HttpResponse:
    """Add a person with a first role. An address that is here already gets the role."""
    actor = request.actor
    _require_anywhere(request, GRANTS_MANAGE)
    first = {"starts": actor.today, "language": actor.language, "unit": request.GET.get("unit", "")}
    form = PersonForm(request.POST or None, initial=first)
    page = Asking(
        title=_("Add a person"),
        explanation=_("The person sets a password by mail and can then sign in."),
        go=_("Add and send the mail"),
        back=reverse("accounts:people"),
        back_label=_("People"),
    )

    def do(said: dict[str, Any]) -> str:
        user, fresh = services.bring_in(
            actor,
            services.AddUser(
                email=said["email"],
                name=said["name"],
                role=form.role_said(),
                unit_id=said["unit"].id,
                language=said["language"],
                starts=said["starts"],
                ends=said["ends"],
            ),
        )
        if fresh:
            if send_password_mail(request, user.address, user.language):
                services.note_invited(actor, services.NoteInvited(user.pk))
        else:
            messages.success(request, _("This person was here already and now has the role, too."))
        return reverse("accounts:person", args=[user.pk])

    return _ask(request, form, page, do)


@asks
@signed_in
def grant(request: ActorRequest, user_id: int) -> HttpResponse:
    """Grant a person another role."""
    _require_anywhere(request, GRANTS_MANAGE)
    shown = queries.person_page(request.actor, user_id)
    form = RoleForm(request.POST or None, initial={"starts": request.actor.today})
    page = Asking(
        title=_("Another role for %(name)s") % {"name": shown.person.name},
        explanation=_("Roles add up: a person may do what any of them allows."),
        go=_("Grant the role"),
        back=_address(user_id),
        back_label=shown.person.name,
    )

    def do(said: dict[str, Any]) -> str:
        command = services.GrantRole(user_id, form.role_said(), said["unit"].id, said["starts"], said["ends"])
        services.grant_role(request.actor, command)
        messages.success(request, _("The role is granted."))
        return _address(user_id)

    return _ask(request, form, page, do)


@asks
@signed_in
def end(request: ActorRequest, user_id: int, grant_id: int) -> HttpResponse:
    """Let a role end."""
    shown = queries.person_page(request.actor, user_id)
    row = next((row for row in shown.person.roles if row.id == grant_id), None)
    if row is None:
        raise Http404(_("There is no such role."))
    if not row.may_end:
        raise Forbidden(GRANTS_MANAGE)
    page = Asking(
        title=_("End a role of %(name)s") % {"name": shown.person.name},
        explanation=_("%(role)s, %(unit)s. What was done in this role stays.")
        % {"role": row.role.capitalize(), "unit": row.place},
        go=_("End the role"),
        back=_address(user_id),
        back_label=shown.person.name,
    )

    def do(said: dict[str, Any]) -> str:
        services.end_role(request.actor, services.EndRole(grant_id, said["ends"]))
        messages.success(request, _("The role ends on that day."))
        return _address(user_id)

    return _ask(request, EndForm(request.POST or None, initial={"ends": request.actor.today}), page, do)


@asks
@signed_in
def change(request: ActorRequest, user_id: int) -> HttpResponse:
    """Change a person's name or right to sign in."""
    shown = queries.person_page(request.actor, user_id)
    if not shown.may_change:
        raise Forbidden(GRANTS_MANAGE)
    initial = {"name": shown.person.name, "is_active": shown.person.is_active}
    page = Asking(
        title=_("Change the entry of %(name)s") % {"name": shown.person.name},
        explanation=_("Whoever may no longer sign in is signed out at once."),
        go=_("Save"),
        back=_address(user_id),
        back_label=shown.person.name,
    )

    def do(said: dict[str, Any]) -> str:
        services.change_user(request.actor, services.ChangeUser(user_id, said["name"], said["is_active"]))
        messages.success(request, _("The entry is saved."))
        return _address(user_id)

    return _ask(request, ChangeForm(request.POST or None, initial=initial), page, do)


@asks
@signed_in
def erase(request: ActorRequest, user_id: int) -> HttpResponse:
    """Erase a person who can no longer sign in."""
    shown = queries.person_page(request.actor, user_id)
    if not shown.may_erase:
        raise Forbidden(PEOPLE_ERASE)
    page = Asking(
        title=_("Erase %(name)s") % {"name": shown.person.name},
        explanation=queries.erasing_explained(user_id),
        go=_("Erase for good"),
        back=_address(user_id),
        back_label=shown.person.name,
    )

    def do(said: dict[str, Any]) -> str:
        erase_person(request.actor, ErasePerson(user_id))
        messages.success(request, _("The person is erased."))
        return _address(user_id)

    return ask(request, EraseForm(request.POST or None), page, do, section=SECTION)


@require_POST
@signed_in
def mail(request: ActorRequest, user_id: int) -> HttpResponse:
    """Send the mail to set a password once more."""
    shown = queries.person_page(request.actor, user_id)
    if not shown.may_change:
        raise Forbidden(GRANTS_MANAGE)
    if send_password_mail(request, shown.person.email, shown.language):
        services.note_invited(request.actor, services.NoteInvited(user_id))
    return redirect(_address(user_id))


@require_POST
@signed_in
def second_step(request: ActorRequest, user_id: int) -> HttpResponse:
    """Remove the second step of somebody who lost it."""
    shown = queries.person_page(request.actor, user_id)
    if not shown.may_change:
        raise Forbidden(GRANTS_MANAGE)
    tried(
        request,
        lambda: services.remove_second_step(request.actor, services.RemoveSecondStep(user_id)),
        _("The second step is removed. Until a new one is set up, the password alone signs in."),
    )
    return redirect(_address(user_id))


@asks
@signed_in
def me(request: ActorRequest) -> HttpResponse:
    """One's own entry: name, language, what comes by mail, and the way to password and passkeys."""
    page = queries.my_page(request.actor)
    initial = {"name": page.name, "language": page.language}
    form = MyForm(mails_of(request.actor), request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                services.change_self(request.actor, services.ChangeSelf(said["name"], said["language"]))
                choose_mails(request.actor, ChooseMails(form.mails_changed()))
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:me")
    status = 422 if form.errors else 200
    return render_page(request, "accounts/me.html", page, status=status, form=form)


def _ask(
    request: ActorRequest, form: forms.Form, page: Asking, do: Callable[[dict[str, Any]], str]
) -> HttpResponse:
    ask_as(form, request.actor)
    return ask(request, form, page, do, section=SECTION)


def _require_anywhere(request: ActorRequest, action: str) -> None:
    if not can_anywhere(request.actor, action):
        raise Forbidden(action)


def _address(user_id: int) -> str:
    return reverse("accounts:person", args=[user_id])
