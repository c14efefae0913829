"""Asking for an action by a page with one form or by a button; a refusal is told where it is read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from mandate.platform.ui.pages import render_page

#: What the second page sends: that one is sure, or that one says it another way.
SURE, SAID_AGAIN = "sure", "again"


@dataclass(frozen=True, slots=True)
class Asking:
    """A page with one form: its heading, what it does in a sentence or two, the button's word, and the
    way back with what is there."""

    title: str
    explanation: str
    go: str
    back: str
    back_label: str


def ask(
    request: HttpRequest,
    form: forms.Form,
    asking: Asking,
    do: Callable[[dict[str, Any]], str],
    *,
    section: str,
    unit_id: int | None = None,
    foresee: Callable[[dict[str, Any]], Sequence[str]] | None = None,
) -> HttpResponse:
    """Show the form, or do it with what was said and go to the address that ``do`` returns. What was
    typed survives every refusal. With ``foresee`` a second page says first what will happen, in its
    sentences; what cannot be is refused before that."""
    foreseen: Sequence[str] = ()
    if request.method == "POST" and SAID_AGAIN not in request.POST and form.is_valid():
        try:
            if foresee is None or SURE in request.POST:
                return redirect(do(form.cleaned_data))
            foreseen = foresee(form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
    status = 422 if form.errors and not foreseen else 200
    return render_page(
        request,
        "ui/asking.html",
        asking,
        section=section,
        unit_id=unit_id,
        status=status,
        form=form,
        foreseen=foreseen,
    )


def refuse(form: forms.Form, error: ValidationError) -> None:
    """Put what a service refused at its fields; what is wrong with none of them stands above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, errors in error.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)


def tried(request: HttpRequest, act: Callable[[], object], done: str = "") -> bool:
    """Do what a button asks for, and say that it is done, or why it is not; whether it was."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    if done:
        messages.success(request, done)
    return True
