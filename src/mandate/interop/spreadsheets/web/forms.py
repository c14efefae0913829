"""What somebody sends to be read in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandate.platform.tables.kinds import TableKind
from mandate.platform.ui.days import Day

LARGEST = 20 * 1024 * 1024
ACCEPTED = ".csv,.xlsx,.txt,.tsv"


class UploadForm(forms.Form):
    """A file, or rows pasted from a spreadsheet: neither alone is required, and neither is said to be
    optional."""

    either = ("file", "pasted")

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("CSV in UTF-8, or XLSX. At most 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
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


def upload_form(kind: TableKind[Any]) -> type[UploadForm]:
    """What is asked for a table: with a day only where that says something, and which kinds of file it
    can be."""
    fields: dict[str, forms.Field] = {}
    if kind.features:
        fields["file"] = forms.FileField(
            label=_("File"),
            required=False,
            help_text=_("GeoJSON, or CSV in UTF-8, or XLSX. At most 20 MB."),
            widget=forms.ClearableFileInput(attrs={"accept": f".geojson,.json,{ACCEPTED}"}),
        )
    if kind.as_of:
        fields["as_of"] = Day(label=_("As of"), required=False, help_text=kind.as_of)
    return type("KindUploadForm", (UploadForm,), fields) if fields else UploadForm
