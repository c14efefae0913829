"""The reader's process: bounded, and gone with whoever started it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.workbooks import rows, workbook

from mandate.core.problem import Problems
from mandate.platform.apart.process import StoppedError, at_work, started
from mandate.platform.tables.reader.limits import PAGE, Limits
from mandate.platform.tables.reader.process import MODULE
from mandate.platform.tables.reading import read_table

COLUMNS = ("code", "name")
HEADING = rows(["code", "name"], ["a", "b"]).removesuffix("</sheetData>")


def slow() -> bytes:
    """Small, and many seconds of work: a million rows of a hundred cells without a value."""
    return workbook(HEADING + ("<row>" + "<c/>" * 100 + "</row>") * 60_000 + "</sheetData>")


def said(data: bytes, limits: Limits) -> list[str]:
    with pytest.raises(Problems) as caught:
        read_table(data, COLUMNS, limits=limits)
    return [problem.code for problem in caught.value.problems]


def readers(parent: int) -> list[int]:
    """The living children of a process."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_a_reader_that_works_too_long_is_stopped_and_leaves_nothing():
    before = set(readers(os.getpid()))  # the keeper of the tests' database, say
    assert said(slow(), replace(PAGE, seconds=1, unpacked=10**9)) == ["reading_stopped"]
    assert set(readers(os.getpid())) <= before
    assert read_table(b"code,name\na,b\n", COLUMNS).rows[0]["name"] == "b"


def test_a_reader_that_takes_too_much_memory_is_stopped():
    many = "".join(f"<si><t>{n:060}</t></si>" for n in range(300_000))
    data = workbook(HEADING + "</sheetData>", texts=many)
    assert said(data, replace(PAGE, memory=40_000_000))[0] in ("spreadsheet_too_large", "reading_stopped")
    assert read_table(data, COLUMNS).rows[0]["name"] == "b"


def test_a_reader_that_cannot_even_start_is_told_as_one_that_was_stopped(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert said(b"code,name\na,b\n", PAGE) == ["reading_stopped"]


def test_a_reader_knows_nothing_of_our_settings(monkeypatch):
    monkeypatch.setenv("MANDATE_SECRET_KEY", "secret")
    with started(MODULE, [slow()], _order()) as reader:
        assert b"secret" not in Path(f"/proc/{reader.pid}/environ").read_bytes()


def test_who_waits_for_a_turn_has_read_nothing_yet():
    asked = []

    def sent() -> Iterator[bytes]:
        asked.append("for the first piece")
        yield b""

    with ExitStack() as others:
        for _ in range(2):
            others.enter_context(at_work(MODULE, [slow()], _order(), 60))
        with pytest.raises(StoppedError), at_work(MODULE, sent(), _order(), 0.1):
            pass
    assert asked == []
    with at_work(MODULE, sent(), _order(), 60):
        assert asked


_PARENT = """
import sys
from mandate.platform.tables.reader.limits import Limits
from mandate.platform.tables.reader.process import messages
order = {"required": ["code", "name"], "optional": []}
for _ in messages(open(sys.argv[1], "rb").read(), order, Limits(unpacked=10**9)):
    pass
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's word to a child is Linux's")
def test_a_reader_dies_with_its_parent_however_that_ends(tmp_path):
    file = tmp_path / "slow.xlsx"
    file.write_bytes(slow())
    parent = subprocess.Popen([sys.executable, "-c", _PARENT, str(file)])
    try:
        until = time.monotonic() + 60
        while not (found := readers(parent.pid)) and time.monotonic() < until:
            time.sleep(0.05)
        (child,) = found
        time.sleep(0.5)  # it has bound itself by then
        assert not gone(child)
    finally:
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    until = time.monotonic() + 60
    while not gone(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert gone(child)


def _order() -> dict[str, object]:
    return {"required": ["code"], "optional": [], "limits": {}}
