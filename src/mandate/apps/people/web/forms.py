"""The forms of memberships. Whether a deed can be done is decided by the services."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandate.apps.people.queries.person import ENDINGS
from mandate.apps.people.services.persons import (
    DOCUMENT_LENGTH,
    NAME_LENGTH,
    NUMBER_LENGTH,
    PHONE_LENGTH,
    REASON_LENGTH,
)
from mandate.apps.units.web.fields import UnitField
from mandate.platform.ui.days import Day

_OFF = {"autocomplete": "off"}


class OnForm(forms.Form):
    """The day on which a list is asked for."""

    on = Day(label=_("On"), required=False)


class DeedForm(forms.Form):
    """From which day something holds, and by which decision."""

    day = Day(label=_("From"), help_text=_("The first day on which it holds."))
    document = forms.CharField(
        label=_("Decision"),
        required=False,
        max_length=DOCUMENT_LENGTH,
        help_text=_("Its number and date, if there is one."),
    )


class KindForm(DeedForm):
    """As which kind of member."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    field_order = ["kind", "day", "document"]

    def __init__(self, kinds: Iterable[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]


class AdmitForm(KindForm):
    """A new person and their first membership."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH, widget=forms.TextInput(_OFF))
    number = forms.CharField(label=_("Member number"), required=False, max_length=NUMBER_LENGTH)
    born = Day(any_year=True, label=_("Date of birth"), required=False)
    phone = forms.CharField(
        label=_("Telephone"), required=False, max_length=PHONE_LENGTH, widget=forms.TextInput(_OFF)
    )
    field_order = ["name", "number", "kind", "day", "document", "born", "phone"]


class AgainForm(KindForm):
    """Where somebody becomes a member again."""

    unit = UnitField(label=_("Unit"), help_text=_("Code or name."))
    field_order = ["unit", "kind", "day", "document"]


class EndingForm(DeedForm):
    """How a membership ends."""

    how = forms.ChoiceField(label=_("How"), choices=ENDINGS, widget=forms.RadioSelect)
    field_order = ["how", "day", "document"]


class ReleaseForm(DeedForm):
    """To which unit somebody goes."""

    unit = UnitField(label=_("To which unit"), help_text=_("Code or name."))
    field_order = ["unit", "day", "document"]


class ReceiveForm(forms.Form):
    """When somebody is received."""

    day = Day(label=_("Received on"), help_text=_("From this day on they count here."))


class DeclineForm(forms.Form):
    """Why somebody is not received."""

    reason = forms.CharField(label=_("Reason"), max_length=REASON_LENGTH, widget=forms.Textarea({"rows": 3}))
