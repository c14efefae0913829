"""The colours that documents carry are those of the pages, and every state has its look."""

import re

import pytest
from tests.platform.ui.test_contrast import BLUE, CSS, Colour, linear, tokens

from mandate.platform.ui import charts
from mandate.platform.ui.palette import COLOURS, DARK, LOOKS
from mandate.platform.ui.states import states


def written(value: Colour) -> str:
    """An OKLCH colour as #rrggbb."""
    return "#" + "".join(f"{round(255 * _gamma(part)):02x}" for part in linear(value))


def _gamma(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


@pytest.mark.parametrize("name", COLOURS)
def test_a_colour_is_the_one_of_the_pages(name: str) -> None:
    assert COLOURS[name] == written(tokens("light", BLUE)[name])


@pytest.mark.parametrize("name", DARK)
def test_a_colour_in_the_dark_is_the_one_of_the_pages(name: str) -> None:
    assert DARK[name] == written(tokens("dark", BLUE)[name])


def test_every_state_has_a_look_whose_colours_are_known() -> None:
    assert {one.look for one in states().values()} == set(LOOKS)
    assert len({look.mark for look in LOOKS.values()}) == len(LOOKS), "a shape tells which state it is"
    used = {look.colour for look in LOOKS.values()} | {look.ground for look in LOOKS.values() if look.ground}
    assert used <= set(COLOURS)


def test_pages_colour_a_state_as_documents_do() -> None:
    """`.state.met { color: var(--met); }`; what is not named has the colour of all of them."""
    style = (CSS.parent / "parts.css").read_text(encoding="utf-8")
    [common] = re.findall(r"^  \.state \{.*? color: var\(--([\w-]+)\)", style, re.MULTILINE)
    own = dict(re.findall(r"^  \.state\.(\w+) \{ color: var\(--([\w-]+)\); \}", style, re.MULTILINE))
    assert own
    assert {name: own.get(name, common) for name in LOOKS} == {n: look.colour for n, look in LOOKS.items()}
    heat = (CSS.parent / "tables.css").read_text(encoding="utf-8")
    grounds = dict(re.findall(r"\.heat td\.(\w+) \{ background: [^;]*?var\(--([\w-]+)\)", heat))
    assert grounds == {name: look.ground for name, look in LOOKS.items() if look.ground}


def test_charts_in_documents_have_the_colours_of_those_on_pages() -> None:
    """`.chart .track { fill: var(--line); }`"""
    style = (CSS.parent / "tables.css").read_text(encoding="utf-8")
    for role, rules in re.findall(r"^  \.chart \.(\w+) \{([^}]*)\}", style, re.MULTILINE):
        for kind, token in re.findall(r"(fill|stroke): var\(--([\w-]+)\)", rules):
            assert charts.INK[role][kind] == COLOURS[token], (role, kind)


def test_no_colour_is_written_anywhere_else() -> None:
    """In Python, in typst and in style sheets of documents."""
    package = CSS.parents[4]
    assert package.name == "mandate"
    found = {
        path.relative_to(package).as_posix()
        for ending in ("py", "typ", "css")
        for path in package.rglob(f"*.{ending}")
        if re.search(r"#[0-9a-fA-F]{6}\b|RGBColor\(", path.read_text(encoding="utf-8"))
    }
    assert found == {"platform/ui/palette.py"}
