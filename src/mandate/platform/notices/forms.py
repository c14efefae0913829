"""The fields in which people choose what comes by mail."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField

from mandate.platform.notices.kinds import Choice, Group

PREFIX = "mails-"


class MailsForm(forms.Form):
    """A choice for each group of notices, beside the fields of a form that is derived from it."""

    def __init__(self, chosen: Iterable[tuple[Group, Choice]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for group, choice in chosen:
            self.fields[f"{PREFIX}{group.name}"] = forms.TypedChoiceField(
                label=str(group.label),
                choices=[(one.value, one.label) for one in group.choices],
                coerce=Choice,
                initial=choice,
            )

    def mails(self) -> list[BoundField]:
        """The fields of the choices."""
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    def mails_changed(self) -> dict[str, Choice]:
        """What the valid form chose anew, {name of a group: choice}."""
        changed = [name for name in self.changed_data if name.startswith(PREFIX)]
        return {name.removeprefix(PREFIX): self.cleaned_data[name] for name in changed}


def mails_posted(posted: Mapping[str, str], groups: Iterable[Group]) -> dict[str, Choice]:
    """What was chosen for some of these groups, in fields of the same names, if they offer it."""
    told = [(group, posted.get(f"{PREFIX}{group.name}")) for group in groups]
    return {group.name: Choice(one) for group, one in told if one in group.choices}
