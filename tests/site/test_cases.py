"""Small organisations that once came out wrong: each folder of tests/cases holds its tables and a transcript.

In `transcript.txt` a line with `$ ` is a command that must succeed, with `! ` one to be refused. Each line
under it must stand in what the command said, whatever the spaces; `~ ` begins one that must not. `#` is a
remark.
"""

from pathlib import Path

import pytest
from tests.support.commands import CommandLine, Done

CASES = sorted(path.parent for path in Path(__file__).parents[1].glob("cases/*/transcript.txt"))


def said(done: Done) -> str:
    return "\n".join(" ".join(line.split()) for line in (done.out + done.err).splitlines())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_comes_out_right(fresh: CommandLine, case: Path) -> None:
    text, checked = "", 0
    for line in (case / "transcript.txt").read_text(encoding="utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        if mark in ("$", "!"):
            words = [str(case / word) if (case / word).is_file() else word for word in rest.split(" ")]
            done = fresh(*words)
            text = said(done)
            assert (done.code == 0) is (mark == "$"), (line, text)
        elif mark == "~":
            assert " ".join(rest.split()) not in text, (line, text)
            checked += 1
        elif line.strip() and not line.startswith("#"):
            assert " ".join(line.split()) in text, (line, text)
            checked += 1
    assert checked
