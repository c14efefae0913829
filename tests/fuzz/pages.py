"""The forms on a page, as a browser would send them: each field with what stands in it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Field:
    """One input; ``options`` are those of a choice."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)


@dataclass
class PageForm:
    """One form of a page."""

    action: str
    method: str
    files: bool = False
    fields: list[Field] = field(default_factory=list)

    def sent(self) -> list[tuple[str, str]]:
        """What is sent when nothing is typed: a choice sends one option."""
        return [(one.name, one.value) for one in self.fields if one.kind not in ("file", "submit")]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._form: PageForm | None = None
        self._choice: Field | None = None
        self._text: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            method = said.get("method", "get").lower()
            self._form = PageForm(said.get("action", ""), method, "multipart" in said.get("enctype", ""))
            self.forms.append(self._form)
        if self._form is None:
            return
        if tag == "option" and self._choice is not None:
            self._choice.options.append(said.get("value", ""))
            if "selected" in said:
                self._choice.value = said.get("value", "")
        if said.get("name"):
            self._field(tag, said)

    def _field(self, tag: str, said: dict[str, str]) -> None:
        assert self._form is not None
        kind = said.get("type", "submit" if tag == "button" else tag)
        one = Field(said["name"], kind, said.get("value", ""))
        if tag == "select":
            self._choice = one
        elif tag == "textarea":
            self._text = one
        elif tag not in ("input", "button"):
            return
        if kind in ("radio", "checkbox") and "checked" not in said:
            same = next((other for other in self._form.fields if other.name == one.name), None)
            if same is not None:
                same.options.append(one.value)
                return
            one.options.append(one.value)
        self._form.fields.append(one)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            if self._choice is not None and not self._choice.value and self._choice.options:
                self._choice.value = self._choice.options[-1]
            self._choice = None
        elif tag == "textarea":
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.value += data


def forms_of(html: str) -> list[PageForm]:
    """All forms of a page."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms
