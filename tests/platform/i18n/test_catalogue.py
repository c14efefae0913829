"""Catalogues: merging, compiling, and every fault that the check must find."""

import gettext
import os
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from mandate.platform.i18n import __main__ as command
from mandate.platform.i18n import catalogue, checks
from mandate.platform.i18n.languages import CODES
from mandate.platform.i18n.messages import Message

HELLO = Message("Hello", files=("a.py",))
UNITS = Message("%(n)s unit", "%(n)s units", files=("a.py",))
MAY = Message("May", context="month", comments=("Translators: the month",), files=("a.py", "b.html"))
ALL = [HELLO, UNITS, MAY]


def po(root: Path, language: str) -> Catalog:
    return catalogue.read(catalogue.po_path(language, root))


def save(file: Catalog, root: Path, language: str) -> None:
    catalogue.po_path(language, root).write_bytes(catalogue.written(file, language))


def translate(root: Path, language: str, **texts: str | list[str]) -> None:
    """Fill in the entries Hello, May and the plural in one language."""
    file = po(root, language)
    for entry in catalogue.entries(file):
        text = texts["Units" if entry.pluralizable else str(entry.id)]
        entry.string = text if isinstance(text, str) else tuple(text)
    save(file, root, language)


def replace(root: Path, language: str, old: str, new: str) -> None:
    """Edit the file by hand."""
    path = catalogue.po_path(language, root)
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


GERMAN: dict[str, str | list[str]] = {
    "Hello": "Guten Tag",
    "May": "Mai",
    "Units": ["%(n)s Einheit", "%(n)s Einheiten"],
}


@pytest.fixture
def german(tmp_path: Path) -> Path:
    catalogue.update(ALL, tmp_path)
    translate(tmp_path, "de", **GERMAN)
    return tmp_path


def faults(root: Path, messages: list[Message] = ALL, language: str = "de") -> list[str]:
    return [str(problem) for problem in checks.check_catalogue(messages, language, root)]


def texts(file: Catalog) -> list[str]:
    return [catalogue.key_of(entry)[1] for entry in catalogue.entries(file)]


def test_update_makes_all_languages(tmp_path: Path) -> None:
    catalogue.update(ALL, tmp_path)
    for code in CODES:
        file = po(tmp_path, code)
        assert texts(file) == ["Hello", "%(n)s unit", "May"]
        assert file.plural_forms == catalogue.PLURAL_FORMS[code]
        assert len(catalogue.entries(file)[1].string) == {"vi": 1, "pl": 3, "ru": 3}.get(code, 2)
    text = catalogue.po_path("ru", tmp_path).read_text()
    assert "#: a.py b.html\n" in text
    assert "#. Translators: the month\n" in text
    assert 'msgctxt "month"\n' in text


def test_update_fills_in_english(tmp_path: Path) -> None:
    catalogue.update(ALL, tmp_path)
    assert faults(tmp_path, language="en") == []
    assert catalogue.entries(po(tmp_path, "en"))[1].string == ("%(n)s unit", "%(n)s units")


def test_update_keeps_what_is_the_same_and_guesses_nothing(german: Path) -> None:
    changed = [
        Message("Hello!", files=("a.py",)),
        MAY,
        Message("%(n)s unit", "%(n)s of the units", files=("a.py",)),
    ]
    catalogue.update(changed, german)
    file = po(german, "de")
    assert [(e.id, e.string) for e in catalogue.entries(file)] == [
        ("Hello!", ""),
        ("May", "Mai"),
        (("%(n)s unit", "%(n)s of the units"), ("", "")),
    ]
    assert not file.obsolete and not any(entry.fuzzy for entry in catalogue.entries(file))


def test_update_keeps_what_translators_note(german: Path) -> None:
    replace(german, "de", '#: a.py\nmsgid "Hello"', '# formal\n#: a.py\n#, fuzzy\nmsgid "Hello"')
    catalogue.update(ALL, german)
    hello = catalogue.entries(po(german, "de"))[0]
    assert (hello.user_comments, hello.fuzzy) == (["formal"], True)


def test_update_twice_changes_nothing(german: Path) -> None:
    catalogue.update(ALL, german)
    before = catalogue.po_path("de", german).read_bytes()
    catalogue.update(ALL, german)
    assert catalogue.po_path("de", german).read_bytes() == before
    assert before.endswith(b"\n")
    assert not before.endswith(b"\n\n")


def test_borrowed_strings_only_where_they_are_lacking(tmp_path: Path) -> None:
    theirs = Message("Sign In", files=(catalogue.BORROWED,))
    shared = Message("Cancel", files=("a.html", catalogue.BORROWED))
    catalogue.update([theirs, shared], tmp_path)
    assert texts(po(tmp_path, "vi")) == ["Sign In", "Cancel"]
    assert texts(po(tmp_path, "de")) == ["Cancel"]


def test_the_list_of_borrowed_strings_is_found() -> None:
    found = [message for message in command.package_messages() if catalogue.BORROWED in message.files]
    assert ("field label", "Login") in [message.key for message in found]
    assert len(found) > 100


def test_a_good_catalogue_has_no_faults(german: Path) -> None:
    assert faults(german) == []


def test_a_form_for_one_alone_may_spell_it_out(tmp_path: Path) -> None:
    message = Message("one unit", "%(n)s units", files=("a.py",))
    catalogue.update([message], tmp_path)
    translate(tmp_path, "pl", Units=["jedna jednostka", "%(n)s jednostki", "%(n)s jednostek"])
    translate(tmp_path, "ru", Units=["одна единица", "%(n)s единицы", "%(n)s единиц"])
    assert faults(tmp_path, [message], "pl") == []
    assert [f for f in faults(tmp_path, [message], "ru") if "placeholders differ (form 0)" in f]


@pytest.mark.parametrize(
    ("msgid", "msgstr", "fault"),
    [
        ("Hello", "", "not translated"),
        ("Hello", "  ", "not translated"),
        ("Hello %(name)s", "Guten Tag", "placeholders differ"),
        ("Hello %(name)s", "Guten Tag %(nam)s", "placeholders differ"),
        ("Hello %(name)s", "Guten Tag %(name)s %(name)s", "placeholders differ"),
        ("Hello %(name)s", "Guten Tag %(name)s zu 5 %", "broken placeholder"),
        ("Hello %(name)s", "Guten Tag %(name)", "broken placeholder"),
        ("%s of %d", "%s von %s", "placeholders differ"),
        ("%s of %s", "%s von", "placeholders differ"),
        ("Key {number}", "Schlüssel {nummer}", "placeholders differ"),
        ("A <b>bold</b> word", "Ein <b>fettes Wort", "HTML tags differ"),
        ('<a href="/x">x</a>', '<a href="/y">x</a>', "HTML tags differ"),
        ("Hello\n", "Guten Tag", "space or line break"),
        ("Hello", "Guten Tag ", "space or line break"),
        (" Hello", "Guten Tag", "space or line break"),
    ],
)
def test_broken_translations(tmp_path: Path, msgid: str, msgstr: str, fault: str) -> None:
    message = Message(msgid, files=("a.py",))
    catalogue.update([message], tmp_path)
    file = po(tmp_path, "de")
    catalogue.entries(file)[0].string = msgstr
    save(file, tmp_path, "de")
    found = faults(tmp_path, [message])
    assert any(fault in line for line in found), found
    assert f"{catalogue.po_path('de', tmp_path)}:" in found[0]


@pytest.mark.parametrize(
    ("forms", "fault"),
    [
        (["%(n)s Einheit"], "not translated (form 1)"),
        (["%(n)s Einheit", ""], "not translated (form 1)"),
        (["%(n)s Einheit", "Einheiten"], "placeholders differ (form 1)"),
        (["%(m)s Einheit", "%(n)s Einheiten"], "placeholders differ (form 0)"),
    ],
)
def test_broken_plurals(german: Path, forms: list[str], fault: str) -> None:
    translate(german, "de", **{**GERMAN, "Units": forms})
    assert any(fault in line for line in faults(german))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('msgstr[1] "', 'msgstr[1] "x"\nmsgstr[2] "', "msg has more translations"),
        ('msgstr "Mai"', 'msgstr "Mai', "not a line of a catalogue"),
        ('msgstr "Mai"', 'msgstr "der "Mai""', "not a line of a catalogue"),
        ('msgstr "Mai"', 'mgstr "Mai"', "not a line of a catalogue"),
        ('msgid "May"\nmsgstr "Mai"', 'msgid "May"', "missing msgstr"),
    ],
)
def test_what_is_no_catalogue(german: Path, old: str, new: str, fault: str) -> None:
    replace(german, "de", old, new)
    (found,) = faults(german)
    assert re.match(rf"{re.escape(str(catalogue.po_path('de', german)))}:\d+: {fault}", found)
    before = catalogue.po_path("de", german).read_bytes()
    with pytest.raises(OSError, match=fault):
        catalogue.update(ALL, german)
    assert catalogue.po_path("de", german).read_bytes() == before


def test_fuzzy_and_obsolete(german: Path) -> None:
    replace(german, "de", '#: a.py\nmsgid "Hello"', '#: a.py\n#, fuzzy\nmsgid "Hello"')
    replace(
        german, "de", 'msgctxt "month"\nmsgid "May"\nmsgstr', '#~ msgctxt "month"\n#~ msgid "May"\n#~ msgstr'
    )
    found = faults(german)
    assert any(line.endswith("fuzzy: 'Hello'") for line in found)
    assert any(line.endswith("obsolete: 'May'") for line in found)


def test_stale_catalogues(german: Path) -> None:
    new = Message("New", files=("c.html",))
    plural = Message("%(n)s unit", "%(n)s other units", files=("a.py",))
    found = faults(german, [HELLO, plural, new])
    assert any(line.endswith("missing (used in c.html): 'New'") for line in found)
    assert any(line.endswith("no longer in the code: 'May'") for line in found)
    assert any("the plural in the code has changed" in line for line in found)


def test_wrong_plural_header_and_no_catalogue(german: Path) -> None:
    replace(german, "de", catalogue.PLURAL_FORMS["de"], "nplurals=2; plural=(n > 1);")
    assert any("Plural-Forms must be" in line for line in faults(german))
    catalogue.po_path("de", german).unlink()
    assert faults(german) == [f"{catalogue.po_path('de', german)}: there is no catalogue"]


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", {0: 1, 1: 0, 2: 1, 5: 1}),
        ("vi", {0: 0, 1: 0, 2: 0}),
        ("fr", {0: 0, 1: 0, 2: 1}),
        ("de", {0: 1, 1: 0, 2: 1}),
        ("sv", {0: 1, 1: 0, 2: 1}),
        ("pl", {0: 2, 1: 0, 2: 1, 5: 2, 12: 2, 21: 2, 22: 1}),
        ("ru", {0: 2, 1: 0, 2: 1, 5: 2, 11: 2, 12: 2, 21: 0, 22: 1, 111: 2}),
    ],
)
def test_plural_rules(language: str, forms: dict[int, int]) -> None:
    rule = gettext.c2py(catalogue.PLURAL_FORMS[language].partition("plural=")[2].rstrip(";"))
    assert {n: rule(n) for n in forms} == forms


def test_compile_only_what_is_older(german: Path) -> None:
    assert len(catalogue.compile_catalogues(german)) == len(CODES)
    assert catalogue.compile_catalogues(german) == []
    path = catalogue.po_path("de", german)
    with path.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.gettext("Hello") == "Guten Tag"
    assert compiled.ngettext("%(n)s unit", "%(n)s units", 2) == "%(n)s Einheiten"
    assert compiled.pgettext("month", "May") == "Mai"
    later = path.stat().st_mtime + 5
    os.utime(path, (later, later))
    assert catalogue.compile_catalogues(german) == [path.with_suffix(".mo")]
    os.utime(path, (1, 1))
    assert catalogue.compile_catalogues(german) == []
    assert catalogue.compiled(path) == path.with_suffix(".mo").read_bytes(), "the same whenever it is made"


def test_a_folder_that_cannot_be_written(german: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A compiled catalogue that is there serves; one that is neither there nor can be made is an error."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError("read-only")

    catalogue.ensure_compiled(german)
    path = catalogue.po_path("de", german)
    later = path.stat().st_mtime + 5
    os.utime(path, (later, later))
    monkeypatch.setattr(catalogue.tempfile, "mkstemp", refuse)
    catalogue.ensure_compiled(german)
    path.with_suffix(".mo").unlink()
    with pytest.raises(PermissionError):
        catalogue.ensure_compiled(german)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small package of its own for the command."""
    (tmp_path / "a.py").write_text("_('Hello')\nngettext('%(n)s unit', '%(n)s units', 1)")
    monkeypatch.setattr(command, "PACKAGE", tmp_path)
    monkeypatch.setattr(command, "LOCALE_DIR", tmp_path / "locale")
    return tmp_path


def test_the_command(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["extract"]) == 0
    assert capsys.readouterr().out == "a.py: 'Hello'\na.py: '%(n)s unit' | '%(n)s units'\n"
    assert command.main(["update"]) == 0
    assert command.main(["check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    # Nothing in English; a text and 1, 2 or 3 forms of a plural in vi; fr, de, sv; pl, ru.
    assert len(lines) == (1 + 1) + 3 * (1 + 2) + 2 * (1 + 3)
    assert all(".po:" in line and "not translated" in line for line in lines)
    assert command.main(["compile"]) == 0
    assert len(list((package / "locale").rglob("*.mo"))) == len(CODES)


def test_the_command_passes_a_finished_catalogue(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["update"])
    for code in CODES:
        units = ["%(n)s x"] * catalogue.PLURALS[code]
        translate(package / "locale", code, Hello="x", Units=units)
    assert command.main(["check"]) == 0
    assert capsys.readouterr().out == ""


def test_the_command_names_a_broken_source(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (package / "b.py").write_text("_('unfinished")
    assert command.main(["check"]) == 1
    assert capsys.readouterr().err.startswith("b.py: ")


def test_the_packages_own_catalogues() -> None:
    assert [str(problem) for problem in checks.check(command.package_messages())] == []
