"""The filters of the journal."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mandate.apps.desk.queries.journal import People, Wanted, people_called
from mandate.apps.units.web.fields import UnitField, ask_as
from mandate.platform.access.actor import Actor
from mandate.platform.journal.events import Part, all_of, parts
from mandate.platform.ui.days import Day


class JournalFilter(forms.Form):
    """What to narrow the journal to; every field may be empty."""

    unit = UnitField(label=_("Unit, with all below it"), required=False)
    person = forms.CharField(label=_("Person"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind of action"), required=False)
    since = Day(any_year=True, label=_("From"), required=False)
    until = Day(any_year=True, label=_("Until (inclusive)"), required=False)
    text = forms.CharField(label=_("Text"), required=False, max_length=200)

    def __init__(self, asked: QueryDict, actor: Actor) -> None:
        super().__init__(asked)
        self._actor = actor
        kinds = self.fields["kind"]
        assert isinstance(kinds, forms.ChoiceField)
        kinds.choices = [("", gettext("Every kind of action")), *map(_kinds, parts())]
        for name in ("since", "until"):
            field = self.fields[name]
            assert isinstance(field, forms.DateField)
            field.input_formats = ["%Y-%m-%d"]  # what a date field sends, whatever the language
        ask_as(self, actor)

    def clean_person(self) -> People | None:
        """The people called so; None where nobody was named."""
        text = self.cleaned_data["person"]
        return people_called(self._actor, text) if text else None

    def clean(self) -> dict[str, Any]:
        """The span must not end before it begins."""
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", gettext("This day lies before the first one."))
        return cleaned

    def wanted(self) -> Wanted:
        """The filters as the query wants them; of a form that is valid."""
        cleaned = self.cleaned_data
        unit = cleaned["unit"]
        return Wanted(
            unit_id=unit.id if unit else None,
            people=cleaned["person"],
            code=cleaned["kind"],
            since=cleaned["since"],
            until=cleaned["until"],
            text=cleaned["text"],
        )

    def said(self) -> tuple[tuple[str, str], ...]:
        """What is chosen, as (name, choice)."""
        cleaned = self.cleaned_data
        unit, days = cleaned["unit"], {name: cleaned[name] for name in ("since", "until")}
        said = {
            "unit": unit.code if unit else "",
            "kind": cleaned["kind"],
            **{name: day.isoformat() if day else "" for name, day in days.items()},
        }
        return tuple((name, choice) for name, choice in said.items() if choice)

    def typed(self) -> tuple[tuple[str, str], ...]:
        """What is typed, as (name, text)."""
        typed = ((name, self.data.get(name, "").strip()) for name in ("person", "text"))
        return tuple((name, text) for name, text in typed if text)


def _kinds(part: Part) -> tuple[str, list[tuple[str, str]]]:
    """A part with "all of it" and its kinds, as a select groups them."""
    return part.name, [(f"{part.key}.", all_of(part)), *part.kinds]
