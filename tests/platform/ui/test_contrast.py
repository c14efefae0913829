"""Every text colour reaches 4.5:1 on every ground it is used on, in light and dark, whatever the brand."""

import math
import re
from pathlib import Path

import pytest

import mandate.platform.ui

CSS = Path(mandate.platform.ui.__file__).parent / "static" / "ui" / "mandate.css"
Colour = tuple[float, float, float]  # lightness 0–1, chroma, hue in degrees
THEMES = ("light", "dark")


def tokens(theme: str, brand: Colour) -> dict[str, Colour]:
    """The colours of mandate.css for a theme, read from the file itself."""
    found = {}
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((oklch\(.*?\)), (oklch\(.*?\))\);", CSS.read_text(encoding="utf-8")
    ):
        found[name] = colour(light if theme == "light" else dark, brand)
    return found


def colour(text: str, brand: Colour) -> Colour:
    """`oklch(45% 0.03 260)`, or `oklch(from var(--brand) 45% min(c, 0.14) h)`."""
    relative = re.fullmatch(r"oklch\(from var\(--brand\) ([\d.]+)% min\(c, ([\d.]+)\) h\)", text)
    if relative:
        return float(relative[1]) / 100, min(brand[1], float(relative[2])), brand[2]
    plain = re.fullmatch(r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)", text)
    assert plain, text
    return float(plain[1]) / 100, float(plain[2]), float(plain[3])


def linear(value: Colour) -> tuple[float, float, float]:
    """The light of red, green and blue in an OKLCH colour, by Ottosson's matrices, clipped to sRGB."""
    lightness, chroma, hue = value
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    l_ = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m_ = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s_ = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * l_ - 3.3077115913 * m_ + 0.2309699292 * s_
    green = -1.2684380046 * l_ + 2.6097574011 * m_ - 0.3413193965 * s_
    blue = -0.0041960863 * l_ - 0.7034186147 * m_ + 1.7076147010 * s_
    return min(max(red, 0), 1), min(max(green, 0), 1), min(max(blue, 0), 1)


def luminance(value: Colour) -> float:
    """Relative luminance (WCAG 2.2)."""
    red, green, blue = linear(value)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


BLUE: Colour = (0.45, 0.105, 235)
#: Brands an organisation might choose: red, orange, yellow, green, violet, black.
BRANDS = [
    BLUE,
    (0.55, 0.22, 27),
    (0.7, 0.18, 55),
    (0.85, 0.17, 95),
    (0.5, 0.15, 150),
    (0.4, 0.2, 300),
    (0, 0, 0),
]

GROUNDS = {
    "ink": ("paper", "sheet", "accent-2", "over-2", "met-2", "missed-2", "warn-2"),
    "ink-2": ("paper", "sheet", "accent-2", "met-2", "missed-2", "warn-2"),
    "ink-3": ("paper", "sheet", "accent-2", "warn-2"),
    "accent": ("paper", "sheet", "accent-2", "warn-2"),
    "over": ("paper", "sheet", "accent-2"),
    "met": ("paper", "sheet", "accent-2"),
    "missed": ("paper", "sheet", "accent-2", "missed-2"),
    "warn": ("paper", "sheet", "accent-2", "warn-2"),
    "on-accent": ("accent",),
}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("brand", BRANDS)
def test_text_is_readable(theme: str, brand: Colour) -> None:
    seen = tokens(theme, brand)
    poor = {
        (text, ground): round(contrast(seen[text], seen[ground]), 2)
        for text, grounds in GROUNDS.items()
        for ground in grounds
        if contrast(seen[text], seen[ground]) < 4.5
    }
    assert not poor


@pytest.mark.parametrize("theme", THEMES)
def test_borders_of_fields_and_marks_are_visible(theme: str) -> None:
    seen = tokens(theme, BLUE)
    pairs = [
        ("field", "paper"),
        ("field", "sheet"),
        ("over", "over-2"),
        ("missed", "missed-2"),
        ("accent", "sheet"),
    ]
    assert all(contrast(seen[mark], seen[ground]) >= 3 for mark, ground in pairs), {
        pair: round(contrast(seen[pair[0]], seen[pair[1]]), 2) for pair in pairs
    }


def test_the_check_itself_knows_black_on_white() -> None:
    assert contrast((0, 0, 0), (1, 0, 0)) == pytest.approx(21, abs=0.01)
