"""The form by which people choose what comes by mail."""

from collections.abc import Iterable, Mapping

from django import forms

from mandate.platform.notices.kinds import Choice, Group


class MailsForm(forms.Form):
    """A choice for each group of notices."""

    def __init__(self, chosen: Iterable[tuple[Group, Choice]], data: Mapping[str, str] | None = None) -> None:
        super().__init__(data, auto_id="mails-%s")
        for group, choice in chosen:
            self.fields[group.name] = forms.TypedChoiceField(
                label=str(group.label),
                choices=[(one.value, one.label) for one in group.choices],
                coerce=Choice,
                initial=choice,
            )
