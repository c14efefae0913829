"""The forms of people. Whether a change can be made is decided by the services."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandate.apps.accounts.roles import role_choices
from mandate.apps.units.web.fields import UnitField
from mandate.platform.access.actor import Role
from mandate.platform.access.services import EMAIL_LENGTH, NAME_LENGTH
from mandate.platform.i18n.languages import LANGUAGES
from mandate.platform.notices.forms import MailsForm
from mandate.platform.ui.days import Day


class RoleForm(forms.Form):
    """A role on a unit for a time."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    unit = UnitField(
        label=_("Unit"), help_text=_("Code or name. The role holds there and in everything below it.")
    )
    starts = Day(any_year=True, label=_("From"))
    ends = Day(
        any_year=True,
        label=_("Until"),
        required=False,
        help_text=_("The first day on which the role no longer holds. Empty: no end yet."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = role_choices()  # type: ignore[attr-defined]

    def role_said(self) -> Role:
        """The role of the valid form."""
        return Role(self.cleaned_data["role"])


class PersonForm(RoleForm):
    """A new person with a first role."""

    email = forms.EmailField(
        label=_("Email"),
        max_length=EMAIL_LENGTH,
        help_text=_("A mail with a link to set a password goes there."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name"), max_length=NAME_LENGTH, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    field_order = ("email", "name", "language", "role", "unit", "starts", "ends")


class EndForm(forms.Form):
    """When a role ends."""

    ends = Day(
        any_year=True, label=_("Ends on"), help_text=_("The first day on which the role no longer holds.")
    )


class ChangeForm(forms.Form):
    """A person's name and right to sign in."""

    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH)
    is_active = forms.BooleanField(
        label=_("May sign in"), required=False, help_text=_("Without it, roles stay but cannot be used.")
    )


class EraseForm(forms.Form):
    """That whoever erases a person has read what it means."""

    known = forms.BooleanField(label=_("I know that this cannot be undone"))


class MyForm(MailsForm):
    """What a person says of themself, and wants by mail."""

    name = forms.CharField(
        label=_("Name"), max_length=NAME_LENGTH, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=LANGUAGES, help_text=_("Of the pages and of the mails to you.")
    )
