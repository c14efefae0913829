"""Who may do what, as the tests have it: a table `permissions.txt` beside the tests of each part, with the
actions of that part.

    python -m tests.support.permissions

puts them all into the table of docs/permissions.md.
"""

from pathlib import Path

TESTS = Path(__file__).parents[1]
GUIDE = TESTS.parent / "docs" / "permissions.md"

Table = dict[str, dict[str, str]]


def files() -> list[Path]:
    """The tables of all parts."""
    return sorted(TESTS.rglob("permissions.txt"))


def rows(file: Path) -> Table:
    """A written table as {action: {role: word}}."""
    head, *lines = [line.split() for line in file.read_text().strip().splitlines()]
    return {name: dict(zip(head, words, strict=True)) for name, *words in lines}


def everything() -> Table:
    """The tables of all parts as one, by action; an action stands in one of them."""
    found = [pair for file in files() for pair in rows(file).items()]
    assert len(dict(found)) == len(found), "an action stands in two tables"
    return dict(sorted(found))


def in_guide() -> Table:
    """The table of the guide."""
    head, *body = [[cell.strip() for cell in line.strip("|").split("|")] for line in _guide()[1]]
    return {name: _as_in_tests(dict(zip(head[1:], words, strict=True))) for name, *words in body[1:]}


def write_guide() -> None:
    """Put the tables of the parts into the guide."""
    before, table, after = _guide()
    lines = [
        f"| {name} | {' | '.join(word.replace('-', '–') for word in words.values())} |"
        for name, words in everything().items()
    ]
    GUIDE.write_text("\n".join([*before, *table[:2], *lines, *after]) + "\n")


def _as_in_tests(words: dict[str, str]) -> dict[str, str]:
    return {role: word.replace("–", "-") for role, word in words.items()}


def _guide() -> tuple[list[str], list[str], list[str]]:
    """The guide's lines before its table, the table, and those after."""
    lines = GUIDE.read_text().splitlines()
    table = [number for number, line in enumerate(lines) if line.startswith("|")]
    first, end = table[0], table[-1] + 1
    return lines[:first], lines[first:end], lines[end:]


if __name__ == "__main__":
    write_guide()
