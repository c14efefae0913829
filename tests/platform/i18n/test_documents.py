"""What the translators are told agrees with the program."""

import re
from pathlib import Path

from mandate.platform.i18n.languages import CODES

GUIDE = (Path(__file__).resolve().parents[3] / "docs" / "translating.md").read_text(encoding="utf-8")


def test_every_word_of_the_glossary_has_all_languages() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in GUIDE.partition("## Glossary")[2].splitlines()
        if line.startswith("|")
    ]
    headings = [row for row in rows if row[0] == "en"]
    assert len(headings) == 5
    assert all(row == list(CODES) for row in headings)
    assert len(rows) > 100
    assert all(len(row) == len(CODES) and all(row) for row in rows)


def test_no_english_word_stands_twice_in_the_glossary() -> None:
    words = re.findall(r"^\| ([^|]+?) \|", GUIDE.partition("## Glossary")[2], re.MULTILINE)
    words = [word for word in words if word != "en"]
    assert sorted(set(words)) == sorted(words)
