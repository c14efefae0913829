"""The documents agree with the code: commands, settings, algorithms, decisions and links."""

import re
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from mandate.platform.i18n.catalogue import entries, key_of, plural_of, po_path
from mandate.platform.i18n.pofile import read
from mandate.site.cli.parser import parser

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
COMMAND_LINE = (DOCS / "guides" / "command-line.md").read_text()
PRODUCTION = (DOCS / "running-in-production.md").read_text()
CODE_FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
# Places on one machine, numbers in somebody's list of work, and promises: nothing that a reader could use.
NOT_FOR_READERS = re.compile(
    r"(?<![\w.])/(?:home|root|tmp|work)/|\b(?:issue|ticket) #?\d|\bTODO\b|\bcoming soon\b", re.IGNORECASE
)
NO_ALGORITHM = {"__init__", "command", "errors", "problem"}


def documents() -> list[Path]:
    """Every document of the project."""
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "src").rglob("*.md")])


DOCUMENTS = [pytest.param(path, id=str(path.relative_to(ROOT))) for path in documents()]


def commands(under: ArgumentParser | None = None, name: str = "") -> Iterator[tuple[str, ArgumentParser]]:
    """Every command that runs, by its whole name: ("admin add", its parser)."""
    under = under or parser()
    groups = [action for action in under._actions if isinstance(action, _SubParsersAction)]
    if not groups:
        yield name, under
    for group in groups:
        for word, command in group.choices.items():
            yield from commands(command, f"{name} {word}".strip())


def options(command: ArgumentParser) -> set[str]:
    """The long options of a command, but for --help, and --data, which all have."""
    names = {name for action in command._actions for name in action.option_strings if name.startswith("--")}
    return names - {"--help", "--data"}


def sections() -> dict[str, str]:
    """The third-level sections of the guide to the command line, by their heading."""
    parts = re.split(r"^### (.+)$", COMMAND_LINE, flags=re.MULTILINE)
    return {heading: body.split("\n## ")[0] for heading, body in zip(parts[1::2], parts[2::2], strict=True)}


def test_the_guide_has_exactly_the_commands() -> None:
    assert sorted(sections()) == sorted(name for name, _ in commands())


@pytest.mark.parametrize(("name", "command"), [pytest.param(*found, id=found[0]) for found in commands()])
def test_a_command_is_described_with_all_it_takes(name: str, command: ArgumentParser) -> None:
    section = sections()[name]
    described = "".join(line for line in section.splitlines() if line.startswith("|"))
    assert set(re.findall(r"`(--[a-z-]+)", described)) == options(command)
    for action in command._actions:
        if not action.option_strings and action.choices:
            assert {f"`{choice}`" for choice in action.choices} <= set(re.findall(r"`[^`]+`", section))
        if action.option_strings and action.choices:
            assert all(f"`{choice}`" in section for choice in action.choices)
    assert f"mandate {name}" in section, "an example"


def test_all_commands_share_data() -> None:
    assert all("--data" in command._option_string_actions for _, command in commands())
    assert "`--data DIR`" in COMMAND_LINE


def test_settings_of_the_environment_are_those_of_the_code() -> None:
    used = {
        name
        for path in (ROOT / "src").rglob("*.py")
        for name in re.findall(r"""["'](MANDATE_[A-Z_]+)["']""", path.read_text())
    }
    assert set(re.findall(r"MANDATE_[A-Z_]+", PRODUCTION)) == used


def test_every_algorithm_has_a_page_and_every_page_is_in_the_index() -> None:
    index = (DOCS / "README.md").read_text()
    rows = re.findall(r"^\| \[[^]]+\]\((algorithms/[a-z-]+\.md)\) \|.*\| (.+) \|$", index, re.MULTILINE)
    assert sorted(link for link, _ in rows) == sorted(
        f"algorithms/{page.name}" for page in (DOCS / "algorithms").glob("*.md")
    )
    named = re.findall(r"`core/([a-z]+)\.py`", " ".join(code for _, code in rows))
    modules = {path.stem for path in (ROOT / "src" / "mandate" / "core").glob("*.py")}
    assert sorted(named) == sorted(modules - NO_ALGORITHM)


def test_the_index_has_every_guide_and_page() -> None:
    links = set(LINK.findall((DOCS / "README.md").read_text()))
    for page in [*DOCS.glob("*.md"), *(DOCS / "guides").glob("*.md")]:
        assert page.name == "README.md" or page.relative_to(DOCS).as_posix() in links


def test_the_decisions_are_listed_under_their_titles() -> None:
    folder = DOCS / "decisions"
    rows = re.findall(
        r"^\| \[(\d{4})\]\(([^)]+)\) \| (.+) \|$", (folder / "README.md").read_text(), re.MULTILINE
    )
    expected = []
    for page in sorted(folder.glob("[0-9]*.md")):
        number, title = page.read_text().split("\n")[0].removeprefix("# ").split(" ", 1)
        assert page.name.startswith(f"{number}-")
        expected.append((number, page.name, title))
    assert rows == expected


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings."""
    text = CODE_FENCE.sub("", page.read_text())
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: Path) -> None:
    for link in LINK.findall(CODE_FENCE.sub("", document.read_text())):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.is_file(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_page_says_nothing_that_only_its_writers_could_use(document: Path) -> None:
    assert NOT_FOR_READERS.findall(document.read_text()) == []


def test_the_readme_names_both_commands_and_a_licence() -> None:
    text = (ROOT / "README.md").read_text()
    makefile = (ROOT / "Makefile").read_text()
    for target in ("demo", "test"):
        assert f"make {target}" in text
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    assert "[Apache License 2.0](LICENSE)" in text
    assert "Apache License" in (ROOT / "LICENSE").read_text()


def test_the_logins_of_the_readme_are_those_of_the_sample() -> None:
    from mandate.apps.accounts.sample.people import LOGINS, PASSWORD

    text = (ROOT / "README.md").read_text()
    assert set(re.findall(r"[a-z]+@demo\.example", text)) == {login.email for login in LOGINS}
    assert f"`{PASSWORD}`" in text


def screen_words(language: str) -> set[str]:
    """What the screens say in a language, with … for each placeholder."""
    found = entries(read(po_path("vi" if language == "en" else language)))
    if language == "en":
        texts = [text for entry in found for text in (key_of(entry)[1], plural_of(entry)) if text]
    else:
        strings = [[one.string] if isinstance(one.string, str) else one.string for one in found]
        texts = [text for some in strings for text in some if text]
    return {normal(re.sub(r"%\(\w+\)s|\{\w+\}", "…", text)) for text in texts}


def normal(text: str) -> str:
    """One way of writing spaces, also around a placeholder."""
    return re.sub(r"\s*…\s*", "…", " ".join(text.split()))


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("role", ["administrator", "secretary", "reporter", "reviewer", "observer"])
def test_a_guide_quotes_the_screens(role: str, language: str) -> None:
    """Bold words, and the messages in the table at the end, are what the screens say; italics are not."""
    folder = DOCS / "guides" / ("" if language == "en" else language)
    text = (folder / f"{role}.md").read_text()
    said = screen_words(language)
    for quoted in re.findall(r"\*\*([^*]+)\*\*", text):
        start, more, _ = normal(quoted).partition("…")
        assert normal(quoted) in said or (more and any(one.startswith(start) for one in said)), quoted
    messages = re.findall(r"^\| ([^|*]+) \|", re.split(r"^## ", text, flags=re.MULTILINE)[-1], re.MULTILINE)[
        1:
    ]
    assert messages
    for message in messages:
        assert any(one.startswith(normal(message).rstrip(".…")) for one in said), message


@pytest.mark.parametrize("document", [ROOT / "ARCHITECTURE.md", *sorted((DOCS / "decisions").glob("*.md"))])
def test_files_that_a_document_names_are_there(document: Path) -> None:
    text = CODE_FENCE.sub("", document.read_text())
    named = re.findall(r"`((?:[a-z_]+/)+(?:[a-z_*-]+\.[a-z]+)?|(?:[a-z_]+/)+[a-z_]+)`", text)
    kept = [
        f"/{path.relative_to(ROOT).as_posix()}"
        for folder in ("src", "docs", "tests")
        for path in [ROOT / folder, *(ROOT / folder).rglob("*")]
    ]
    for name in named:
        assert any(fnmatch(path, f"*/{name.rstrip('/')}") for path in kept), name
