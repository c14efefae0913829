"""Templates are read by people: no line of theirs runs out of the window."""

from pathlib import Path

import pytest

import mandate

ROOT = Path(mandate.__file__).parent
LONGEST = 200


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.html")), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_line_is_longer_than_a_window(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > LONGEST] == []
