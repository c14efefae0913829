"""The fields of a goal, and many of them as one form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mandate.apps.targets.choices import DIRECTION_NAMES
from mandate.apps.targets.queries.targets import Basis, EditPage, EditRow, Typed
from mandate.apps.targets.services import DOCUMENT_LENGTH, SetTarget, SetTargets
from mandate.core.period import Period
from mandate.core.target import Measure
from mandate.platform.database.choices import choices
from mandate.platform.i18n.languages import current

_PERIOD = Measure.PERIOD.value


class GoalForm(forms.Form):
    """One goal. Whether it can be so is decided by the service; ``was`` is what stood there at first."""

    goal = forms.CharField(
        label=_("Goal"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    direction = forms.ChoiceField(label=_("Direction"), choices=choices(DIRECTION_NAMES))
    document = forms.CharField(label=_("Document"), required=False, max_length=DOCUMENT_LENGTH)
    measure = forms.ChoiceField(label=_("Judged on"), required=False)
    was = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, name: str, bases: Sequence[Basis], *args: Any, **options: Any) -> None:
        """``name`` is what the row is about: its fields have no labels of their own on the page."""
        super().__init__(*args, **options)
        measure = self.fields["measure"]
        assert isinstance(measure, forms.ChoiceField)
        measure.choices = [(basis.value, basis.label) for basis in bases]
        if len(bases) < 2:
            del self.fields["measure"]
        labels = {
            "goal": _("Goal of %(name)s"),
            "direction": _("Direction of the target of %(name)s"),
            "document": _("Document of the target of %(name)s"),
            "measure": _("What the target of %(name)s is judged on"),
        }
        for field, label in labels.items():
            if field in self.fields:
                self.fields[field].widget.attrs["aria-label"] = label % {"name": name}

    @property
    def typed(self) -> Typed:
        """What was typed."""
        said = self.cleaned_data
        return Typed(said["goal"], said["direction"], said["document"], said.get("measure") or _PERIOD)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the page with its form."""

    row: EditRow
    form: GoalForm


class GoalsForm:
    """All rows. What was typed comes back with every error."""

    def __init__(self, page: EditPage, data: Mapping[str, Any] | None = None) -> None:
        self.period = page.period
        self.lines = tuple(Line(row, _form(row, page.bases, data)) for row in page.rows)

    def is_valid(self) -> bool:
        """Every row can be read; whether the goals can be so is decided by the service."""
        return not self.wrong

    @property
    def _bound(self) -> list[Line]:
        return [line for line in self.lines if line.form.is_bound]

    @property
    def _changed(self) -> list[Line]:
        """Rows in which something was changed: what somebody else has set in another row meanwhile stays."""
        return [line for line in self._bound if line.form.typed.text != line.form.cleaned_data["was"]]

    @property
    def _set(self) -> list[Line]:
        return [line for line in self._changed if line.form.typed.goal]

    def command(self) -> SetTargets:
        """What the valid form asks for: an emptied goal takes its target away."""
        emptied = [line.row.target_id for line in self._changed if not line.form.typed.goal]
        return SetTargets(
            targets=[_command(line, self.period) for line in self._set],
            remove=[target_id for target_id in emptied if target_id is not None],
        )

    def add_errors(self, error: ValidationError) -> None:
        """Put the service's errors at the fields of their rows."""
        forms_set = [line.form for line in self._set]
        for key, found in error.error_dict.items():
            place, _sep, field = key.partition("-")
            form = forms_set[int(place)]
            form.add_error(field if field in form.fields else "goal", found)

    @property
    def wrong(self) -> tuple[tuple[Line, Any], ...]:
        """Each field with an error, with its row, for the summary."""
        return tuple((line, field) for line in self._bound for field in line.form if field.errors)


def _form(row: EditRow, bases: Sequence[Basis], data: Mapping[str, Any] | None) -> GoalForm:
    posted = data if data is not None and f"{row.key}-goal" in data else None
    typed = row.typed
    initial = {
        "goal": typed.goal,
        "direction": typed.direction,
        "document": typed.document,
        "measure": typed.basis,
        "was": row.was.text,
    }
    return GoalForm(row.name, bases, posted, prefix=row.key, initial=initial)


def _command(line: Line, period: Period) -> SetTarget:
    typed = line.form.typed
    measure, _sep, term = typed.basis.partition(":")
    return SetTarget(
        unit_id=line.row.unit_id,
        indicator_id=line.row.indicator_id,
        period=period.code,
        goal=typed.goal,
        direction=typed.direction,
        document=typed.document,
        language=current(),
        measure=measure,
        term=term,
    )
