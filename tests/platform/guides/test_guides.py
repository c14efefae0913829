"""The guides as pages: whole, safe, found, and led to from every page."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from django.test import Client
from django.urls import get_resolver
from tests.support.organisation import acting, client_of, console, person, tree

import mandate
from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Role
from mandate.platform.guides.queries import help_address, passages
from mandate.platform.guides.rendering import rendered
from mandate.platform.guides.shelf import folders, shelf
from mandate.platform.parts import helps, leaves, tabs

TRANSLATED = ("vi",)
ROLES = ("administrator", "observer", "reporter", "reviewer", "secretary")
ALL = ["/help/", "/help/observer/", "/help/command-line/"]
LINK = re.compile(r'(?:href|src)="([^"]*)"')


def views() -> set[str]:
    """The names of all views."""
    spaces = get_resolver().namespace_dict.items()
    found = ((space, name) for space, (_prefix, within) in spaces for name in within.reverse_dict)
    return {f"{space}:{name}" for space, name in found if isinstance(name, str)}


def sections() -> set[str]:
    """What the pages of the site call their sections: in their views, and at the side."""
    found = {one.section for one in (*leaves(), *tabs())}
    for info in walk_packages(mandate.__path__, "mandate."):
        if re.search(r"\.web\.|views$", info.name):
            found.add(getattr(import_module(info.name), "SECTION", ""))
    for path in Path(mandate.__file__).parent.rglob("*.py"):
        if "web" in path.parts or path.name.endswith("views.py"):
            found.update(re.findall(r'section="(\w+)"', path.read_text()))
    return found - {""}


def test_every_registered_passage_exists() -> None:
    assert [one for one in helps() if not shelf().has(one.guide, one.anchor)] == []


def test_every_registered_page_exists() -> None:
    known = views()
    assert "reporting:report" in known
    assert [page for one in helps() for page in one.pages if page not in known] == []


def test_every_section_of_pages_has_a_passage_for_everybody() -> None:
    found = sections()
    assert {"desk", "reports", "unit", "people", "inbox"} <= found
    assert found - {one.section for one in helps() if not one.pages} == set()
    last = {one.section: one for one in helps() if not one.pages}
    actions = {one.section for one in last.values() if one.action}
    assert actions == set(), "the last of a section is for whoever the others are not for"


def test_every_guide_is_here_whole() -> None:
    texts, _images = folders()
    names = {path.stem for path in texts.glob("*.md")}
    assert set(shelf().guides) == names and len(names) >= 6
    for name, guide in shelf().guides.items():
        text = re.sub(r"^```.*?^```$", "", (texts / f"{name}.md").read_text(), flags=re.M | re.S)
        assert len(re.findall(r"^#{2,4} ", text, flags=re.M)) == len(guide.content.passages) - 1
        anchors = [one.anchor for one in guide.content.passages]
        assert len(anchors) == len(set(anchors)), name
        for anchor in anchors[1:]:
            assert f'id="{anchor}"' in guide.content.html


@pytest.mark.django_db
def test_links_lead_to_pages_that_are_there() -> None:
    client = client_of(person(Role.OBSERVER, tree()["A"]))
    guides = [guide for language in ("en", *TRANSLATED) for guide in shelf(language).guides.values()]
    addresses = {address for guide in guides for address in LINK.findall(guide.content.html)}
    assert {"/help/images/papers.png", "/help/secretary/"} <= addresses
    for address in addresses:
        page, _, anchor = address.partition("#")
        assert not page.endswith(".md"), address
        if page.startswith("/"):
            answer = client.get(page)
            assert answer.status_code == 200, address
            assert not anchor or f'id="{anchor}"'.encode() in answer.content, address


def test_nothing_that_runs_comes_through() -> None:
    text = (
        "# T\n\n## A <script>x</script> `b`\n\n<img src=x onerror=y>\n\n[a](javascript:x) [b](/x)\n\n"
        "![p](//evil/x)\n\n```js\nlet x = '<b>'\n```\n\n| a |\n|--:|\n| <b>1</b> |\n"
    )
    made = rendered(text, lambda address: address).html
    assert "A &lt;script&gt;x&lt;/script&gt;" in made, "as it is typed"
    assert "<script" not in made and "<img src=x" not in made and 'href="java' not in made
    assert "//evil" not in made and "style=" not in made and "<b>" not in made
    assert '<a href="/x"' in made and "let x = '&lt;b&gt;'" in made and 'class="end"' in made


@pytest.mark.django_db
def test_a_search_finds_passages_without_accents_and_headings_first() -> None:
    found = passages(console(), ("papers",), 50)
    assert (found[0].title, found[0].address) == ("Attach papers", "/help/reporter/#attach-papers")
    found = passages(console(), ("compare",), 50)
    assert found[0].title == "Compare" and any(one.beside == "Guide for secretaries" for one in found)
    assert passages(console(), ("no", "such", "wordatall"), 50) == [] and passages(console(), (), 50) == []
    client = client_of(person(Role.REPORTER, tree()["A1"]))
    assert b'href="/help/reporter/#attach-papers"' in client.get("/help/?q=ATTACH+papers").content
    assert "&lt;b&gt;" in client.get("/help/?q=<b>").content.decode()
    assert b'href="/help/reporter/#attach-papers"' in client.get("/find/?q=attach+papers").content
    assert client.get("/help/", {"q": "x" * 5000}).status_code == 200


@pytest.mark.django_db
def test_passages_about_the_command_line_are_found_by_administrators_alone() -> None:
    units = tree()

    def guides(role: Role) -> set[str]:
        return {one.view[1] for one in passages(acting(role, units["C"]), ("export",), 50)}

    assert "command-line" in guides(Role.ADMINISTRATOR)
    for role in set(Role) - {Role.ADMINISTRATOR}:
        assert "command-line" not in guides(role), role


@pytest.mark.django_db
def test_each_page_leads_to_its_passage_by_what_the_reader_may() -> None:
    units = tree()
    reporter, reviewer = acting(Role.REPORTER, units["A1"]), acting(Role.REVIEWER, units["A"])
    assert help_address(reporter, "reports") == "/help/reporter/#find-what-is-due"
    assert help_address(reporter, "reports", "reporting:report") == "/help/reporter/#fill-in-the-figures"
    assert help_address(reviewer, "reports", "reporting:report") == "/help/reviewer/#decide-on-one-report"
    assert help_address(reviewer, "reports") == "/help/reviewer/#find-what-is-waiting-for-you"
    assert help_address(reviewer, "nowhere") == "/help/"


@pytest.mark.django_db
def test_the_desk_leads_everybody_to_the_guide_of_their_role() -> None:
    units = tree()
    for role in Role:
        assert help_address(acting(role, units["A"]), "desk").startswith(f"/help/{role.value}/#"), role
    client = client_of(person(Role.REPORTER, units["A2"]))
    assert 'class="help-page" href="/help/reporter/#find-what-is-due"' in client.get("/").content.decode()
    account = client.get("/people/me/").content.decode()
    assert 'class="help-page" href="/help/observer/#language-and-look"' in account
    assert 'class="help-page" href="/help/"' in client.get("/account/password/change/").content.decode()


@pytest.mark.django_db
def test_other_readers_are_told_that_the_guides_are_not_translated() -> None:
    units = tree()
    for language, told in (("vi", ["/help/command-line/"]), ("de", ALL), ("en", [])):
        client = reader_of(units["A"], language)
        found = [address for address in ALL if 'role="note"' in client.get(address).content.decode()]
        assert found == told, language


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_passages_of_the_source(language: str) -> None:
    """As many headings, lines of lists and tables, links and bold words, in its order; and its anchors."""
    texts, _images = folders()
    for name in ROLES:
        source, own = ((folder / f"{name}.md").read_text() for folder in (texts, texts / language))
        for passage, theirs in zip(*(_passages(text) for text in (source, own)), strict=True):
            assert _marks(passage) == _marks(theirs), (name, theirs[:80])
        kept, made = (shelf(code).guides[name] for code in ("en", language))
        assert made.language == language and made.title != kept.title
        anchors = [one.anchor for one in made.content.passages]
        assert anchors == [one.anchor for one in kept.content.passages]
        assert all(f'id="{anchor}"' in made.content.html for anchor in anchors[1:])


def _passages(text: str) -> list[str]:
    """A text cut at its headings."""
    return re.split(r"^(?=#)", text, flags=re.MULTILINE)


def _marks(passage: str) -> list[tuple[str, int]]:
    """How deep its heading is, how many words are bold, pictures, lines of lists and of tables there are."""
    kinds = (r"^#+", r"\*\*[^*]+\*\*", r"!\[", r"^(?:\d+\.|-) ", r"^\|", r"\]\(")
    found = [re.findall(kind, passage, re.MULTILINE) for kind in kinds]
    return [
        (kind, len(one[0]) if kind == "^#+" and one else len(one))
        for kind, one in zip(kinds, found, strict=True)
    ]


@pytest.mark.django_db
def test_a_translation_is_read_and_found_with_and_without_accents() -> None:
    client = reader_of(tree()["A"], "vi")
    page = client.get("/help/reporter/").content.decode()
    assert '<div class="prose" lang="vi">' in page and "Tìm báo cáo phải nộp" in page
    assert 'href="/help/secretary/"' in page and 'src="/help/images/papers.png"' in page
    reviewer = client.get("/help/reviewer/").content.decode()
    assert 'href="/help/reporter/#see-your-dates-in-your-own-calendar"' in reviewer
    assert 'href="#let-mandate-count"' in client.get("/help/administrator/").content.decode()
    for words in ("đính kèm tài liệu", "dinh kem tai lieu"):
        for address in ("/help/", "/find/"):
            found = client.get(address, {"q": words}).content.decode()
            assert 'href="/help/reporter/#attach-papers"' in found and "Đính kèm tài liệu" in found, words


def reader_of(unit: Unit, language: str) -> Client:
    """An observer who reads the pages in a language."""
    client = client_of(person(Role.OBSERVER, unit, f"{language}@example.org", language))
    client.cookies["django_language"] = language
    return client


@pytest.mark.django_db
def test_there_is_nothing_but_guides_and_their_pictures(client: Client) -> None:
    assert client.get("/help/").status_code == 302
    reader = client_of(person(Role.OBSERVER, tree()["A"]))
    for name in ("nothing/", "images/unit.png", "images/..%2Freporter.md", "images/x"):
        assert reader.get(f"/help/{name}").status_code == 404, name
    picture = reader.get("/help/images/papers.png")
    assert picture.headers["Content-Type"] == "image/png" and b"".join(picture)[1:4] == b"PNG"


@pytest.mark.django_db
def test_help_on_reports_is_for_what_one_does_there() -> None:
    """A street decides on nothing, whatever the right of a secretary covers."""
    units = tree()
    for unit, guide in (("A1", "reporter"), ("A", "reviewer"), ("C", "reviewer")):
        actor = acting(Role.SECRETARY, units[unit])
        for section in ("reports", "work"):
            assert f"/{guide}/" in help_address(actor, section), (unit, section)
    assert "/observer/" in help_address(acting(Role.OBSERVER, units["A"]), "reports")
