"""The form with which a financial year or term is named."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mandate.apps.periods.services import NAME_LENGTH, AddPeriod
from mandate.core.calendar import CODE_LENGTH
from mandate.platform.ui.names import NamesField

_PICKER = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PeriodForm(forms.Form):
    """A code, two days, and words where the usual ones do not do. Whether it can be so is decided by the
    service."""

    code = forms.CharField(
        label=_("Code"),
        max_length=CODE_LENGTH,
        help_text=_("As it stands in tables, such as 2023April or 2020-2025."),
        widget=forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false"}),
    )
    first = forms.DateField(label=_("First day"), widget=_PICKER)
    last = forms.DateField(label=_("Last day"), widget=_PICKER)
    names = NamesField(
        label=_("Name"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=_("Empty: it is named by its years."),
    )

    def command(self) -> AddPeriod:
        """What the valid form asks for."""
        said = self.cleaned_data
        return AddPeriod(said["code"], said["first"], said["last"], said["names"])
