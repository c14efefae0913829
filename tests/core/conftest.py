from collections.abc import Callable
from pathlib import Path

import pytest

ALGORITHMS = Path(__file__).parents[2] / "docs/algorithms"


@pytest.fixture
def worked_table() -> Callable[[str, str], list[list[str]]]:
    """Reads the body cells of a table in docs/algorithms/<name>.md, found by its first column's heading."""

    def read(name: str, heading: str) -> list[list[str]]:
        lines = (ALGORITHMS / f"{name}.md").read_text(encoding="utf-8").splitlines()
        header = next(n for n, line in enumerate(lines) if line.startswith(f"| {heading} |"))
        rows = []
        for line in lines[header + 2 :]:
            if not line.startswith("|"):
                break
            rows.append([cell.strip().strip("`") for cell in line.strip("|").split("|")])
        assert rows, f"the table “{heading}” of {name}.md is empty"
        return rows

    return read
