"""A form's field for one text in several languages: the reader's own first, the others folded away."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from mandate.platform.i18n import languages


class NamesWidget(forms.MultiWidget):
    """One input a language; their names end in ``_en``, ``_vi`` and so on."""

    template_name = "ui/widgets/names.html"
    use_fieldset = True

    def __init__(self, *, long: bool = False, attrs: dict[str, Any] | None = None) -> None:
        one = forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput()
        super().__init__(dict.fromkeys(languages.CODES, one), attrs)

    def decompress(self, value: Mapping[str, str] | None) -> list[str]:
        """The texts in the order of the languages."""
        return [(value or {}).get(code, "") for code in languages.CODES]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The inputs with the language each is in; the reader's language stands first."""
        context = super().get_context(name, value, attrs)
        parts: list[dict[str, Any]] = context["widget"]["subwidgets"]
        for code, part in zip(languages.CODES, parts, strict=True):
            part["attrs"]["lang"] = code
            part["language"] = languages.own_name(code)
            if code != languages.current():
                part["attrs"].pop("required", None)
        first = next(part for part in parts if part["attrs"]["lang"] == languages.current())
        context["first"] = first
        context["others"] = [part for part in parts if part is not first]
        context["others_filled"] = sum(bool(part["value"]) for part in context["others"])
        return context


class NamesField(forms.MultiValueField):
    """{language: text} of the languages that have one; required means one at least."""

    def __init__(self, *, max_length: int = 300, long: bool = False, **options: Any) -> None:
        fields = [forms.CharField(max_length=max_length, required=False) for _code in languages.CODES]
        super().__init__(fields, widget=NamesWidget(long=long), require_all_fields=False, **options)

    def compress(self, data_list: Sequence[str]) -> dict[str, str]:
        """The texts that are there, by language."""
        return {code: text for code, text in zip(languages.CODES, data_list or (), strict=False) if text}
