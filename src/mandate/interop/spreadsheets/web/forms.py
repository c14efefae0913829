"""What somebody sends to be read in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandate.platform.ui.days import Day

LARGEST = 20 * 1024 * 1024


class UploadForm(forms.Form):
    """A file, or rows pasted from a spreadsheet."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("CSV in UTF-8, or XLSX. At most 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.txt,.tsv"}),
    )
    pasted = forms.CharField(
        label=_("or paste rows from a spreadsheet, with their heading"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two must be there."""
        cleaned = super().clean() or {}
        file, pasted = cleaned.get("file"), cleaned.get("pasted", "")
        if file is None and not pasted.strip() and not self.errors:
            self.add_error("file", _("Choose a file, or paste rows."))
        if file is not None and file.size > LARGEST:
            self.add_error("file", _("The file is larger than 20 MB; split it."))
        return cleaned

    def content(self) -> tuple[str, bytes]:
        """The name and the bytes of what was sent."""
        file = self.cleaned_data.get("file")
        if file is not None:
            return str(file.name), bytes(file.read())
        return "", self.cleaned_data["pasted"].encode()


class DatedUploadForm(UploadForm):
    """For tables that stand from a day on, or are checked against a day's structure."""

    as_of = Day(
        label=_("As of"),
        required=False,
        help_text=_(
            "Units: the day from which they stand so; empty: since always. "
            "Figures and targets: the day of the structure; empty: the last day of each period, "
            "and for targets any day of it."
        ),
    )
