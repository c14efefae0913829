"""The frame and the parts: nothing inline, labels and errors lead to their fields, words are escaped."""

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.platform.ui import sample_page

import mandate.platform.ui
from mandate.platform.ui.shell import NavItem, Shell

Render = Callable[..., str]
UI = Path(mandate.platform.ui.__file__).parent
COMPONENTS = sorted((UI / "templates" / "cotton").glob("*.html"))


class Elements(HTMLParser):
    """Collects every element of a page: (tag, attributes)."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.found if name == tag]


def test_nothing_is_inline(parts: str) -> None:
    for tag, attributes in Elements(parts).found:
        assert "style" not in attributes, (tag, attributes)
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        if tag == "script":
            assert attributes.get("src"), "scripts are files"


def test_ids_are_unique_and_references_lead_somewhere(parts: str) -> None:
    elements = Elements(parts).found
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in elements:
        for name in ("for", "aria-describedby", "aria-labelledby"):
            for reference in attributes.get(name, "").split():
                assert reference in ids, (name, reference)


def test_a_wrong_field_names_its_error_and_the_summary_leads_to_it(parts: str) -> None:
    elements = Elements(parts)
    name = next(field for field in elements.all("input") if field.get("name") == "name")
    assert name["aria-invalid"] == "true"
    assert name["aria-describedby"].split() == ["id_name-help", "id_name-error"]
    links = {link.get("href") for link in elements.all("a")}
    assert {"#id_name", "#id_goal"} <= links
    assert "2 things must be corrected" in parts


def test_what_was_typed_survives_the_error(parts: str) -> None:
    goal = next(field for field in Elements(parts).all("input") if field.get("name") == "goal")
    assert goal["value"] == "-4"


def test_a_form_without_errors_has_no_summary(render: Render) -> None:
    page = render('<c-form :form="form" go="Save" />', form=sample_page.SampleForm())
    assert 'class="errors"' not in page
    assert "aria-invalid" not in page
    assert 'enctype="multipart/form-data"' in page, "the form takes a file"


def test_counters_of_the_side_say_what_they_count(parts: str) -> None:
    assert '<span class="unseen">7 reports are due</span>' in " ".join(parts.split())
    hidden = next(a for tag, a in Elements(parts).found if a.get("id") == "badge-library")
    assert "hidden" in hidden, "a counter of zero is not shown"


def test_the_current_page_is_marked_once_in_the_side(parts: str) -> None:
    current = [link for link in Elements(parts).all("a") if link.get("aria-current") == "page"]
    assert "/unit" in {link["href"] for link in current}
    assert "/desk" not in {link["href"] for link in current}


def test_words_of_the_organisation_are_escaped(render: Render) -> None:
    evil = "<script>alert(1)</script>"
    shell = Shell(organisation=evil, banner=evil, nav=(NavItem(evil, "/"),))
    sheet = '<c-sheet title="{{ evil }}">{{ evil }}</c-sheet>'
    text = '{% extends "ui/base.html" %}{% block content %}' + sheet + "{% endblock %}"
    page = render(text, shell=shell, evil=evil)
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert") >= 5


def test_paging_keeps_the_rest_of_the_address(render: Render) -> None:
    page = render('<c-paging :page="page" name="p" />', page=sample_page.paging())
    assert "?q=a+b&amp;p=5" in page
    assert "79–104 of 311" in page
    assert '<b aria-current="page">4</b>' in page


def test_paging_of_one_page_is_not_shown(render: Render) -> None:
    one = sample_page.Paginator(range(3), 26).page(1)
    assert "<nav" not in render('<c-paging :page="page" />', page=one)


@pytest.mark.parametrize(
    ("state", "kind", "word"),
    [
        ("exceeded", "over", "exceeded"),
        ("no_data", "nodata", "no data"),
        ("returned", "returned", "returned"),
    ],
)
def test_a_state_has_a_class_and_a_word(render: Render, state: str, kind: str, word: str) -> None:
    assert render("{% state s %}", s=state) == f'<span class="state {kind}">{word}</span>'


def test_an_unknown_state_is_an_error_not_a_blank(render: Render) -> None:
    with pytest.raises(KeyError):
        render('{% state "excellent" %}')


def test_a_change_from_nothing_says_so(render: Render) -> None:
    assert "empty" in render('<c-change old="" new="3" />')
    assert "empty" not in render('<c-change old="0" new="3" />'), "zero is not nothing"


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.stem)
def test_every_component_says_how_it_is_used_and_is_shown_on_the_page_of_parts(component: Path) -> None:
    text = component.read_text(encoding="utf-8")
    assert text.startswith(f"{{# c-{component.stem} ")
    page = (Path(__file__).parent / "templates" / "parts_of_a_page.html").read_text(encoding="utf-8")
    others = "".join(other.read_text(encoding="utf-8") for other in COMPONENTS if other != component)
    assert f"<c-{component.stem} " in page + others


def test_no_file_of_the_look_outgrows_its_reader() -> None:
    for path in [*UI.rglob("*.css"), *UI.rglob("*.js"), *UI.rglob("*.py"), *UI.rglob("*.html")]:
        assert len(path.read_text(encoding="utf-8").splitlines()) < 400, path.name
