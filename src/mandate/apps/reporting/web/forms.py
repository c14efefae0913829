"""The forms with which a form, a period and a rule are entered."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from mandate.apps.reporting.choices import FREQUENCY_NAMES, SEVERITY_NAMES
from mandate.apps.reporting.queries import forms as reads
from mandate.apps.reporting.queries.rules import StoredRule
from mandate.apps.reporting.services import OpenPeriod, SaveForm, SaveFormItem, SaveRule
from mandate.apps.reporting.services.forms import SENTENCE_LENGTH
from mandate.platform.database.choices import choices
from mandate.platform.i18n.languages import text_in
from mandate.platform.periods import PERIOD_LENGTH
from mandate.platform.ui.asked import number_of
from mandate.platform.ui.days import Day
from mandate.platform.ui.names import NamesField


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One indicator of the form that is being edited."""

    indicator: reads.Reportable
    required: bool


class FormForm(forms.Form):
    """A form with its items in order.

    The items are not fields: they stand in the page as rows, each with hidden ``item`` and a box
    ``required-<id>``; the buttons that add, move and remove them send the whole form.
    """

    names = NamesField(label=_("Name"))
    code = forms.CharField(
        label=_("Code"),
        max_length=100,
        help_text=_("A short name for files and templates, such as culture-yearly."),
        widget=forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false"}),
    )
    kind_ids = forms.TypedMultipleChoiceField(
        label=_("Who reports it"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    frequency = forms.ChoiceField(label=_("How often"), choices=choices(FREQUENCY_NAMES))
    due_days = forms.IntegerField(
        label=_("Due after"),
        min_value=0,
        max_value=366,
        initial=10,
        help_text=_("Days after the end of the period."),
    )

    def __init__(self, data: QueryDict | None = None, *, stored: reads.StoredForm | None = None) -> None:
        initial: dict[str, Any] = {}
        if stored is not None:
            initial = {
                "names": stored.names,
                "code": stored.code,
                "kind_ids": list(stored.kind_ids),
                "frequency": stored.frequency,
                "due_days": stored.due_days,
            }
        super().__init__(data, initial=initial)
        self.stored = stored
        kinds = self.fields["kind_ids"]
        assert isinstance(kinds, forms.TypedMultipleChoiceField)
        kinds.choices = [(kind.pk, text_in(kind.plurals) or kind.code) for kind in reads.all_kinds()]
        self.items = self._items()

    @cached_property
    def _reportable(self) -> dict[int, reads.Reportable]:
        return reads.reportable_indicators()

    def _items(self) -> list[ItemRow]:
        if not self.is_bound:
            stored = self.stored.items if self.stored else ()
            return [
                ItemRow(self._reportable[pk], required) for pk, required in stored if pk in self._reportable
            ]
        ids = self._numbers("item")
        return [
            ItemRow(self._reportable[pk], f"required-{pk}" in self.data)
            for pk in dict.fromkeys(ids)
            if pk in self._reportable
        ]

    def _numbers(self, name: str) -> list[int]:
        assert isinstance(self.data, QueryDict)
        numbers = map(number_of, self.data.getlist(name))
        return [number for number in numbers if number is not None]

    @property
    def available(self) -> list[reads.Reportable]:
        """Indicators that can still be added."""
        chosen = {row.indicator.id for row in self.items}
        return [one for pk, one in self._reportable.items() if pk not in chosen]

    def rearrange(self, pressed: str) -> bool:
        """Carry out a button such as ``up:12``, ``down:12``, ``remove:12`` or ``add``; whether it was one."""
        name, _sep, number = pressed.partition(":")
        if name == "add":
            wanted = self._numbers("add")
            chosen = {row.indicator.id for row in self.items}
            self.items += [
                ItemRow(self._reportable[pk], False)
                for pk in wanted
                if pk in self._reportable and pk not in chosen
            ]
            return True
        place = next((at for at, row in enumerate(self.items) if str(row.indicator.id) == number), None)
        if place is None or name not in ("up", "down", "remove"):
            return False
        row = self.items.pop(place)
        if name != "remove":
            self.items.insert(max(0, place + (1 if name == "down" else -1)), row)
        return True

    def command(self) -> SaveForm:
        """What the valid form asks for."""
        said = self.cleaned_data
        return SaveForm(
            form_id=self.stored.id if self.stored else None,
            code=said["code"],
            names=said["names"],
            frequency=said["frequency"],
            due_days=said["due_days"],
            kind_ids=said["kind_ids"],
            items=[SaveFormItem(row.indicator.id, row.required) for row in self.items],
        )


class OpenForm(forms.Form):
    """Which period of a form to open, and as of which day's structure."""

    period = forms.CharField(label=_("Period"), max_length=PERIOD_LENGTH, strip=True)
    structure_date = Day(
        label=_("Structure of"),
        required=False,
        help_text=_("Empty: the last day of the period, or today while it is under way."),
    )

    def command(self, form_id: int) -> OpenPeriod:
        """What the valid form asks for."""
        said = self.cleaned_data
        return OpenPeriod(form_id, said["period"], said["structure_date"])


class RuleForm(forms.Form):
    """A rule with what it tells the person."""

    expression = forms.CharField(
        label=_("Rule"),
        max_length=500,
        help_text=_(
            "A comparison over codes of indicators, such as cultural_families <= families. "
            "It is checked in every form that holds all of them."
        ),
        widget=forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false", "class": "code"}),
    )
    severity = forms.ChoiceField(label=_("If it is broken"), choices=choices(SEVERITY_NAMES))
    sentences = NamesField(
        max_length=SENTENCE_LENGTH,
        required=False,
        label=_("What to tell the person"),
        help_text=_(
            "A code in braces becomes its figure: More recognised families ({cultural_families}) than "
            "families ({families})."
        ),
    )

    def __init__(self, data: QueryDict | None = None, *, stored: StoredRule | None = None) -> None:
        initial: dict[str, Any] = {}
        if stored is not None:
            initial = {
                "expression": stored.expression,
                "severity": stored.severity,
                "sentences": stored.sentences,
            }
        super().__init__(data, initial=initial)
        self.stored = stored

    def command(self) -> SaveRule:
        """What the valid form asks for."""
        said = self.cleaned_data
        return SaveRule(
            rule_id=self.stored.id if self.stored else None,
            expression=said["expression"],
            severity=said["severity"],
            sentences=said["sentences"],
        )
