"""People who are members and people who sign in are one and the same: admitting somebody who signs in, and
letting a member sign in."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mandate.apps.accounts.web.mail import send_password_mail
from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.people.queries.known import known_page
from mandate.apps.people.queries.person import first_kinds, without_membership
from mandate.apps.people.services.letting_in import LetIn, let_in
from mandate.apps.people.services.members import Admit, admit
from mandate.apps.people.web.changes import address_of, ask_of, done, managed
from mandate.apps.people.web.forms import AddressForm, FirstForm
from mandate.apps.people.web.views import SECTION
from mandate.apps.units.queries import unit_by_code
from mandate.platform.access.decide import Forbidden, require
from mandate.platform.access.permissions import GRANTS_MANAGE
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.ui.asking import Asking, ask
from mandate.platform.ui.pages import render_page

asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def known(request: ActorRequest, code: str) -> HttpResponse:
    """Those who sign in and are no members: one of them can be admitted."""
    page = known_page(request.actor, code, request.GET)
    return render_page(request, "people/known.html", page, section=SECTION, unit_id=page.unit.id)


@asks
@signed_in
def admit_known(request: ActorRequest, code: str, person_id: int) -> HttpResponse:
    """Admit somebody who signs in and never was a member."""
    unit = unit_by_code(request.actor, code)
    require(request.actor, MEMBERS_MANAGE, unit.id)
    person = without_membership(request.actor).filter(pk=person_id).first()
    if person is None:
        raise Http404(_("There is no such person."))
    form = FirstForm(first_kinds(), request.POST or None, initial={"day": request.actor.today})
    page = Asking(
        title=_("Admit %(name)s") % {"name": person.called},
        explanation=_("Somebody who belongs to %(unit)s from a day on.") % {"unit": unit.name},
        go=_("Admit"),
        back=reverse("people:known", args=[code]),
        back_label=_("People who sign in"),
    )

    def do(said: dict[str, Any]) -> str:
        begins = (said["kind"], said["day"], said["document"], said["source"])
        admit(request.actor, Admit(person_id, unit.id, *begins))
        return done(request, person_id, _("%(name)s is a member now.") % {"name": person.called})

    return ask(request, form, page, do, section=SECTION, unit_id=unit.id)


@asks
@signed_in
def sign_in(request: ActorRequest, person_id: int) -> HttpResponse:
    """Give a member an address by which to sign in, and send the mail to set a password."""
    shown = managed(request, person_id)
    if not shown.may_let_in:
        raise Forbidden(GRANTS_MANAGE)

    def do(said: dict[str, Any]) -> str:
        person = let_in(request.actor, LetIn(person_id, said["email"]))
        send_password_mail(request, person.address, person.language)
        return address_of(shown)

    words = (
        _("Let %(name)s sign in") % {"name": shown.name},
        _("The person sets a password by mail. What they may do is decided by the roles that you grant."),
        _("Send the mail"),
    )
    return ask_of(request, AddressForm(request.POST or None), shown, words, do)
