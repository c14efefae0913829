"""The fields of a goal, and many of them as one form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mandate.apps.targets.choices import DIRECTION_NAMES
from mandate.apps.targets.queries.editing import Basis, EditPage, EditRow, Typed
from mandate.apps.targets.services import DOCUMENT_LENGTH, MEANWHILE, RemoveTarget, SetTarget, SetTargets
from mandate.core.target import Measure
from mandate.platform.database.choices import choices
from mandate.platform.i18n.languages import current

_PERIOD = Measure.PERIOD.value


class GoalForm(forms.Form):
    """One goal. Whether it can be so is decided by the service; ``was`` is what stood there at first, and
    ``seen`` its mark."""

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
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

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
class GoalRow:
    """A row of the page with its form."""

    row: EditRow
    form: GoalForm

    @property
    def now(self) -> Typed:
        """What stands in its fields."""
        return self.form.typed if self.form.is_bound and self.form.is_valid() else self.row.typed

    def show_what_stands(self) -> None:
        """Go on from what somebody else set meanwhile: who saves again has seen it."""
        data = dict(self.form.data.items())
        data[self.form.add_prefix("was")] = self.row.was.text
        data[self.form.add_prefix("seen")] = self.row.mark
        self.form.data = data


class ForAll(forms.Form):
    """What is said once for many rows: the document that sets every goal which names none of its own."""

    shared = forms.CharField(label=_("One document for all"), required=False, max_length=DOCUMENT_LENGTH)


class GoalsForm:
    """All rows. What was typed comes back with every error."""

    def __init__(self, page: EditPage, data: Mapping[str, Any] | None = None) -> None:
        self.period = page.period
        self.whole = page.whole
        self.for_all = ForAll(data)
        self.lines = tuple(GoalRow(row, _form(row, page.bases, data)) for row in page.rows)

    def is_valid(self) -> bool:
        """Every row can be read; whether the goals can be so is decided by the service."""
        return not self.wrong

    @property
    def is_bound(self) -> bool:
        """Something was sent, which stays on the page whatever is wrong with it."""
        return bool(self._bound)

    @property
    def parts(self) -> str:
        """What the goals of the units below come to, as they stand in the fields."""
        return self.whole.told(line.now for line in self.lines) if self.whole else ""

    @property
    def _bound(self) -> list[GoalRow]:
        return [line for line in self.lines if line.form.is_bound]

    @property
    def _changed(self) -> list[GoalRow]:
        """Rows in which something was changed: what somebody else has set in another row meanwhile stays."""
        return [line for line in self._bound if self._typed(line).text != line.form.cleaned_data["was"]]

    def _typed(self, line: GoalRow) -> Typed:
        """What was typed in a row, with the document of all where it has a goal and no other."""
        typed, shared = line.form.typed, self.for_all.cleaned_data["shared"]
        return replace(typed, document=shared) if shared and typed.goal and not typed.document else typed

    @property
    def _set(self) -> list[GoalRow]:
        return [line for line in self._changed if line.form.typed.goal]

    @property
    def _emptied(self) -> list[GoalRow]:
        emptied = (line for line in self._changed if not line.form.typed.goal)
        return [line for line in emptied if line.row.target_id is not None]

    def command(self) -> SetTargets:
        """What the valid form asks for: an emptied goal takes its target away."""
        return SetTargets(
            targets=[self._command(line) for line in self._set],
            remove=[_removing(line) for line in self._emptied],
        )

    def _command(self, line: GoalRow) -> SetTarget:
        typed = self._typed(line)
        measure, _sep, term = typed.basis.partition(":")
        return SetTarget(
            unit_id=line.row.unit_id,
            indicator_id=line.row.indicator_id,
            period=self.period.code,
            goal=typed.goal,
            direction=typed.direction,
            document=typed.document,
            language=current(),
            measure=measure,
            term=term,
            seen=line.form.cleaned_data["seen"],
        )

    def add_errors(self, error: ValidationError) -> None:
        """Put the service's errors at the fields of their rows."""
        asked = [*self._set, *self._emptied]
        for key, found in error.error_dict.items():
            place, _sep, field = key.partition("-")
            line = asked[int(place)]
            line.form.add_error(field if field in line.form.fields else "goal", found)
            if any(one.code == MEANWHILE for one in found):
                line.show_what_stands()

    @property
    def wrong(self) -> tuple[tuple[str, Any], ...]:
        """Each field with an error, with the name of its row, for the summary."""
        forms_shown = [("", self.for_all), *((line.row.name, line.form) for line in self._bound)]
        return tuple((name, field) for name, form in forms_shown for field in form if field.errors)


def _form(row: EditRow, bases: Sequence[Basis], data: Mapping[str, Any] | None) -> GoalForm:
    posted = data if data is not None and f"{row.key}-goal" in data else None
    typed = row.typed
    initial = {
        "goal": typed.goal,
        "direction": typed.direction,
        "document": typed.document,
        "measure": typed.basis,
        "was": row.was.text,
        "seen": row.mark,
    }
    return GoalForm(row.name, bases, posted, prefix=row.key, initial=initial)


def _removing(line: GoalRow) -> RemoveTarget:
    assert line.row.target_id is not None
    return RemoveTarget(line.row.target_id, line.form.cleaned_data["seen"])
