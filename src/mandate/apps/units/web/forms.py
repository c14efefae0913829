"""The forms of units. Whether a change can be made is decided by the services."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandate.apps.units.changes import CODE_LENGTH, DOCUMENT_LENGTH, NAME_LENGTH
from mandate.apps.units.kinds import kind_choices
from mandate.apps.units.web.fields import UnitField
from mandate.platform.ui.days import Day
from mandate.platform.ui.names import NamesField


def document() -> forms.CharField:
    """The field for what a change rests on."""
    return forms.CharField(
        label=_("Document"),
        max_length=DOCUMENT_LENGTH,
        required=False,
        help_text=_("The resolution or decision it rests on: its number and date."),
    )


class UnderForm(forms.Form):
    """Under which unit one lies. The top of the organisation is said, never left: an emptied field is no
    place."""

    parent = UnitField(label=_("Under"), required=False, help_text=_("Code or name."))
    top = forms.BooleanField(label=_("Place it at the top of the organisation"), required=False)
    either = ("parent", "top")

    def clean(self) -> dict[str, Any]:
        """The unit above, or None where the top is said."""
        said = super().clean() or {}
        if said.get("top"):
            said["parent"] = None
        elif not said.get("parent") and "parent" not in self.errors:
            self.add_error("parent", _("Choose a unit, or say that it is placed at the top."))
        return said

    def for_part_of_it(self) -> None:
        """Whoever does not manage the organisation as a whole places nothing at its top."""
        del self.fields["top"]


class CreateForm(UnderForm):
    """A new unit."""

    code = forms.CharField(
        label=_("Code"),
        max_length=CODE_LENGTH,
        help_text=_("The official code. It stays as it is and stands in files and addresses."),
        widget=forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(label=_("Kind"))
    names = NamesField(max_length=NAME_LENGTH, label=_("Name"))
    starts = Day(label=_("Open from"), required=False, help_text=_("Empty: from the beginning."))
    document = document()
    field_order = ["code", "kind", "names", "parent", "top", "starts", "document"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = kind_choices()  # type: ignore[attr-defined]


class NamesForm(forms.Form):
    """The names of a unit."""

    names = NamesField(max_length=NAME_LENGTH, label=_("Name"))


class KindForm(forms.Form):
    """The kind of a unit."""

    kind = forms.ChoiceField(label=_("Kind"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = kind_choices()  # type: ignore[attr-defined]


class PlaceForm(UnderForm):
    """Where a unit lies from a day: a move, or a reopening."""

    starts = Day(label=_("From"))
    document = document()


class MoveForm(PlaceForm):
    """The same, with the mark of the places that were read."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class CloseForm(forms.Form):
    """From which day a unit is closed."""

    ends = Day(label=_("Closed from"), help_text=_("The first day on which it is no longer there."))
    document = document()


class KindNamesForm(forms.Form):
    """A kind of unit and what it is called."""

    code = forms.CharField(
        label=_("Code"),
        max_length=CODE_LENGTH,
        help_text=_("A short name for files. It stays as it is."),
        widget=forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false"}),
    )
    names = NamesField(max_length=NAME_LENGTH, label=_("Name"), help_text=_("For one of them: Ward."))
    plurals = NamesField(max_length=NAME_LENGTH, label=_("Plural"), help_text=_("As a heading: Wards."))


class SisterForm(forms.Form):
    """A unit of a sister organisation beside another one."""

    sister = UnitField(label=_("Unit of the sister organisation"), help_text=_("Code or name."))
    starts = Day(label=_("From"))
    document = document()


class EndSisterForm(forms.Form):
    """From which day it stands there no longer."""

    ends = Day(label=_("Until"), help_text=_("The first day on which it no longer stands there."))
    document = document()
