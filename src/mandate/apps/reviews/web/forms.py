"""The forms of reviews."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from mandate.apps.reviews.content import SECTIONS
from mandate.apps.reviews.documents.labels import labels
from mandate.apps.reviews.services import REASON_LENGTH
from mandate.platform.text.bounds import LENGTH


class NotesForm(forms.Form):
    """One field for each section of the notes."""

    def __init__(
        self, data: Mapping[str, str] | None = None, *, initial: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        titles = labels()
        for section in SECTIONS:
            self.fields[section] = forms.CharField(
                label=titles[section],
                required=False,
                max_length=LENGTH,
                widget=forms.Textarea(attrs={"rows": 7}),
            )


class ReopenForm(forms.Form):
    """Why a closed review is opened again, or left closed."""

    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LENGTH, widget=forms.Textarea(attrs={"rows": 2})
    )
