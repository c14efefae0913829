"""The fonts made at set-up: they hold every letter we write, are small, and are made once."""

from pathlib import Path

import pytest
import typst
from fontTools.ttLib import TTFont
from tests.support.fonts import made_fonts

from mandate.platform.ui import fonts

LETTERS = (
    "Thành phố Thanh Hóa ĂÂĐÊÔƠƯ ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ àâæçéèêëîïôœùûüÿ ÄÖÜẞß ÅÄÖåäö "
    "ĄĆĘŁŃÓŚŹŻąćęłńóśźż ЁЙЪЫЬЭЮЯёйъыьэюя №«»„“”‘’–—…·×−≤≥→↑↓▲▼●○◆✓ 0123456789\u00a0\u202f"
)


@pytest.fixture(scope="module")
def made() -> Path:
    return made_fonts()


def font_files(made: Path) -> list[Path]:
    return [*fonts.web_folder(made).glob("*.woff2"), *fonts.print_folder(made).glob("*.ttf")]


def test_inter_and_source_serif_are_there_for_screen_and_paper(made: Path) -> None:
    assert {path.name for path in font_files(made)} == {
        "inter.woff2",
        "source-serif.woff2",
        "Inter.ttf",
        "Inter-Italic.ttf",
        "SourceSerif4.ttf",
    }


def test_every_letter_of_the_seven_languages_is_in_every_font(made: Path) -> None:
    for path in font_files(made):
        held = TTFont(path).getBestCmap()
        shapes = set("▲▼●○◆✓") if "erif" in path.name else set()  # never set in the serif
        missing = {letter for letter in LETTERS if ord(letter) not in held} - shapes
        assert not missing, (path.name, missing)


def test_the_browser_loads_little(made: Path) -> None:
    for path in fonts.web_folder(made).glob("*.woff2"):
        assert path.stat().st_size < 150_000, path.name


def test_the_browser_keeps_the_weights_and_the_tabular_figures(made: Path) -> None:
    for path in fonts.web_folder(made).glob("*.woff2"):
        font = TTFont(path)
        assert [axis.axisTag for axis in font["fvar"].axes] == ["wght"]
        features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
        assert "tnum" in features, path.name


def test_typst_finds_both_families_in_several_weights(made: Path, tmp_path: Path) -> None:
    source = tmp_path / "page.typ"

    def drawn(family: str, weight: int) -> bytes:
        source.write_text(
            "#set page(width: 9cm, height: 2cm)\n"
            f'#set text(font: "{family}", weight: {weight}, fallback: false)\n'
            "Thành phố Жизнь",
            encoding="utf-8",
        )
        page = typst.compile(
            source, format="svg", font_paths=[fonts.print_folder(made)], ignore_system_fonts=True
        )
        return bytes(page)

    pages = {drawn(family, weight) for family in ("Inter", "Source Serif 4") for weight in (400, 600)}
    assert len(pages) == 4, "each family and weight looks different"
    assert drawn("Inter", 400) != drawn("No Such Family", 400)


def test_a_second_call_makes_nothing(made: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in font_files(made)}
    fonts.ensure_fonts(made)
    assert {path: path.stat().st_mtime_ns for path in font_files(made)} == before


def test_the_stylesheet_names_files_that_are_made(made: Path) -> None:
    css = (Path(fonts.__file__).parent / "static/ui/fonts.css").read_text(encoding="utf-8")
    for path in fonts.web_folder(made).glob("*.woff2"):
        assert f"../fonts/{path.name}" in css
    assert css.count("url(") == len(list(fonts.web_folder(made).glob("*.woff2")))
