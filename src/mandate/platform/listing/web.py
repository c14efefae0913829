"""The page of the views that somebody keeps."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.listing.saved import (
    NAME_LENGTH,
    KeptView,
    SaveView,
    here,
    remove_view,
    save_view,
    views_of,
)
from mandate.platform.ui.pages import render_page


class NameForm(forms.Form):
    """What a view is called."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=NAME_LENGTH)


@dataclass(frozen=True, slots=True)
class ViewsPage:
    """The views that somebody keeps; ``of`` is the address of the list from which they came, to be kept, and
    ``list`` what that is called."""

    views: tuple[KeptView, ...]
    of: str
    list: str


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def views(request: ActorRequest) -> HttpResponse:
    """The person's views, and one more."""
    of, called = here(request.GET.get("of", "")), request.GET.get("list", "")
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            save_view(request.actor, SaveView(form.cleaned_data["name"], of, called))
        except ValidationError as error:
            form.add_error("name", error.message_dict["name"])
        else:
            messages.success(request, _("The view is kept."))
            return redirect(of)
    page = ViewsPage(views_of(request.actor), of, called)
    return render_page(request, "listing/views.html", page, form=form, status=422 if form.errors else 200)


@require_POST
@signed_in
def remove(request: ActorRequest, view_id: int) -> HttpResponse:
    """Keep one no longer."""
    if not remove_view(request.actor, view_id):
        raise Http404
    messages.success(request, _("The view is removed."))
    return redirect("listing:views")
