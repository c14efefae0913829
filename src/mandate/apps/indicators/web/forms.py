"""The form of an indicator."""

from dataclasses import asdict
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from mandate.apps.indicators.choices import BETTER_NAMES, OVER_TIME_NAMES, OVER_UNITS_NAMES, Denominator, Kind
from mandate.apps.indicators.definition import MAX_DECIMALS, MAX_MEASURE, MAX_NAME, Definition
from mandate.apps.indicators.queries import Stored
from mandate.apps.indicators.services import SaveIndicator
from mandate.platform.counts import Text
from mandate.platform.database.choices import choices
from mandate.platform.parts import counts
from mandate.platform.ui.names import NamesField


def _counted() -> list[tuple[str, Text]]:
    """What can be counted, and that it is not."""
    return [("", _("No, the units type it")), *((one.name, one.label) for one in counts().values())]


class IndicatorForm(forms.Form):
    """What a person says of an indicator. Whether it can be so is decided by the service."""

    names = NamesField(max_length=MAX_NAME, label=_("Name"))
    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        help_text=_(
            "A short name for formulas, rules and files, such as cultural_families. It stays as it is."
        ),
        widget=forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false"}),
    )
    measures = NamesField(
        max_length=MAX_MEASURE,
        required=False,
        label=_("Unit of measure"),
        help_text=_("What one unit of the figure is: families, m, %."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    decimals = forms.IntegerField(
        label=_("Decimals"), min_value=0, max_value=MAX_DECIMALS, initial=0, required=False
    )
    over_units = forms.ChoiceField(
        label=_("Over units"),
        choices=choices(OVER_UNITS_NAMES),
        help_text=_("How the figures of the units below become one."),
    )
    over_time = forms.ChoiceField(
        label=_("Over time"),
        choices=choices(OVER_TIME_NAMES),
        help_text=_("How months or quarters become a year."),
    )
    formula = forms.CharField(
        label=_("Formula"),
        required=False,
        max_length=2000,
        help_text=_(
            "For a ratio only, over the codes of other indicators: 100 * cultural_families / families"
        ),
        widget=forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false", "class": "code"}),
    )
    denominator = forms.ChoiceField(
        label=_("Denominator"),
        choices=Denominator.choices,
        required=False,
        help_text=_("For a ratio only, whose denominator is reported less often, such as once a year."),
    )
    counted = forms.ChoiceField(
        label=_("Counted by Mandate"),
        choices=_counted,
        required=False,
        help_text=_(
            "The figure is then never typed: it is counted for each unit when its report is submitted. "
            "This stays as it is once figures are stored."
        ),
    )
    better = forms.ChoiceField(label=_("Which way is better"), choices=choices(BETTER_NAMES))
    allow_negative = forms.BooleanField(label=_("Figures below zero are possible"), required=False)
    descriptions = NamesField(
        max_length=2000,
        long=True,
        required=False,
        label=_("Description"),
        help_text=_("What is counted and what is not; the person who reports reads it."),
    )

    def __init__(self, *args: Any, stored: Stored | None = None, **options: Any) -> None:
        if stored is not None:
            options["initial"] = {
                **asdict(stored.definition),
                "names": stored.names,
                "measures": stored.measures,
                "descriptions": stored.descriptions,
            }
        super().__init__(*args, **options)
        self.stored = stored
        if stored is not None:
            self.fields["code"].disabled = True
            counted, field = stored.definition.counted, cast(forms.ChoiceField, self.fields["counted"])
            if counted and counted not in counts():  # of a part that is gone
                field.choices = [*_counted(), (counted, counted)]

    def command(self) -> SaveIndicator:
        """What the valid form asks for."""
        said = self.cleaned_data
        return SaveIndicator(
            indicator_id=self.stored.id if self.stored else None,
            definition=Definition(
                code=said["code"].strip(),
                kind=said["kind"],
                decimals=said["decimals"] or 0,
                over_units=said["over_units"],
                over_time=said["over_time"],
                formula=said["formula"],
                denominator=said["denominator"] or Denominator.SAME,
                better=said["better"],
                allow_negative=said["allow_negative"],
                counted=said["counted"],
            ),
            names=said["names"],
            measures=said["measures"],
            descriptions=said["descriptions"],
        )

    @property
    def pointer(self) -> str:
        """The two lines that show where the formula is wrong, or nothing."""
        for error in self.errors.as_data().get("formula", ()):
            if error.params and "pointer" in error.params:
                return str(error.params["pointer"])
        return ""
