"""A form's field for a unit, found by its code or name while typing."""

import re
from contextlib import suppress
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mandate.apps.units import queries
from mandate.apps.units.queries import UnitRef, UnknownUnit
from mandate.apps.units.under import parent_names
from mandate.platform.access.actor import Actor
from mandate.platform.find.finding import Match
from mandate.platform.i18n.problems import with_letter

SHOWN = 5
#: A name with the code behind it, as the field shows one: "Phường Hàm Rồng (W14755)".
_CODE_BEHIND = re.compile(r"\(([^()]+)\)\s*$")


class UnitInput(forms.TextInput):
    """A line of text with suggestions, which come while one types; without script, a code or name will do."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The input and its list."""
        listed = f"{name}-found"
        address = f"{reverse('units:suggest')}?field={name}"
        more = {
            "list": listed,
            "autocomplete": "off",
            "spellcheck": "false",
            "hx-get": address,
            "hx-trigger": "input changed delay:250ms",
            "hx-target": f"#{listed}",
        }
        line = super().render(name, value, {**(attrs or {}), **more}, renderer)
        return format_html('{}<datalist id="{}"></datalist>', line, listed)


class UnitField(forms.CharField):
    """Cleans to a UnitRef, or None where nothing was written. A name that fits several units is an error that
    lists them with their codes. The view says who asks by :func:`ask_as`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=UnitInput, max_length=300, **options)
        self.actor: Actor | None = None

    def clean(self, value: Any) -> UnitRef | None:
        """The unit of the code, else the only one that is found by the text."""
        text = super().clean(value)
        assert self.actor is not None, "ask_as() was not called"
        return find_unit(self.actor, text) if text else None


def written(actor: Actor, unit: UnitRef) -> str:
    """A unit as its field is filled in beforehand: its name, that of the unit above, and its code."""
    above = parent_names([unit.id], actor.today).get(unit.id, "")
    return f"{' · '.join(filter(None, (unit.name, above)))} ({unit.code})"


def ask_as(form: forms.BaseForm, actor: Actor) -> None:
    """Let the form's fields find what this actor may see."""
    for field in form.fields.values():
        if isinstance(field, UnitField):
            field.actor = actor


def find_unit(actor: Actor, text: str) -> UnitRef:
    """The unit that somebody means by a code or a name. Errors: ValidationError."""
    for code in (text, *_CODE_BEHIND.findall(text)):
        with suppress(UnknownUnit):
            return queries.unit_called(actor, code)
    found = queries.search(actor, text)
    named = [row for row in found if row.unit.name.casefold() == text.casefold()]
    placed = [row for row in found if row.match is Match.PLACED]  # "pho 7 ham rong"
    exact = named or [row for row in found if row.by_itself] or placed or list(found)
    if len(exact) == 1:
        return exact[0].unit
    if not exact:
        what = _("No unit has this code or name.")
        raise ValidationError(with_letter(what, queries.unit_like(actor, text)))
    shown = ", ".join(_named(row) for row in exact[:SHOWN])
    raise ValidationError(_("Several units have this name; write the code: %(units)s.") % {"units": shown})


class AnyUnitField(UnitField):
    """The same, where the unit may be one outside the roles of whoever asks: whoever lets somebody go there
    has it on paper. It is found by its whole code or its whole name alone, so that nobody looks through what
    is hidden from them; the suggestions stay those of their own."""

    def clean(self, value: Any) -> UnitRef | None:
        """The unit of the code or of the whole name, else as for any other field."""
        text = str(value or "").strip()
        assert self.actor is not None, "ask_as() was not called"
        found = queries.called_exactly(text, self.actor.today) if text else []
        if len(found) > 1:
            raise ValidationError(_("Several units have this name; write the code."))
        return found[0] if found else super().clean(value)


def _named(row: queries.Found) -> str:
    return (
        f"{row.unit.code} ({row.unit.name} · {row.above})"
        if row.above
        else f"{row.unit.code} ({row.unit.name})"
    )
