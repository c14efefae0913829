"""Commands in processes of their own, at once, one of them killed in the middle: nobody waits for ever, and
nothing is half done."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import psycopg
import pytest
from tests.support.commands import CommandLine

pytestmark = pytest.mark.processes

MANDATE = [sys.executable, "-c", "import sys; from mandate.site.cli import main; sys.exit(main())"]
LONG_ENOUGH = 120
WAITING = """SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'"""
PLACES = """SELECT coalesce(p.code, ''), coalesce(l.starts::text, ''), coalesce(l.ends::text, '')
FROM units_placement l JOIN units_unit u ON u.id = l.unit_id LEFT JOIN units_unit p ON p.id = l.parent_id
WHERE u.code = 'B' AND l.known_until IS NULL ORDER BY l.starts NULLS FIRST"""
EXCUSED = """SELECT u.code, e.closing_id IS NOT NULL FROM reporting_excuse e
JOIN reporting_report r ON r.id = e.report_id JOIN units_unit u ON u.id = r.unit_id
WHERE e.known_until IS NULL ORDER BY 1"""


def started(line: CommandLine, *words: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen([*MANDATE, *words], env=line.environment, stdout=pipe, stderr=pipe, text=True)


def wait_for(line: CommandLine, number: int) -> None:
    """Until so many connections wait for a lock."""
    until = time.monotonic() + LONG_ENOUGH
    while line.rows(WAITING) != [(number,)]:
        assert time.monotonic() < until, line.rows("SELECT query, wait_event FROM pg_stat_activity")
        time.sleep(0.05)


@pytest.mark.long
def test_a_closing_that_is_killed_leaves_nothing_and_lets_the_others_go_on(
    fresh: CommandLine, write: Callable[..., object]
) -> None:
    tree = (
        "R,,region,Region",
        "S,R,district,South",
        "N,R,district,North",
        "A,S,branch,Ash",
        "B,S,branch,Birch",
    )
    fresh.good("import", "units", write("code,parent,kind,name", *tree, "C,N,branch,Cedar"))
    fresh.good("import", "indicators", write("code,name", "n,Number"))
    fresh.good("import", "figures", write("unit,indicator,period,value", "A,n,2025,1"))
    form = str(fresh.rows("SELECT code FROM reporting_form")[0][0])
    close = ("unit", "close", "B", "--from", "2025-01-01")
    running = []
    try:
        with psycopg.connect(fresh.url) as slow:  # a writer of B's report, in no hurry
            slow.execute(
                "SELECT FROM reporting_report WHERE unit_id = (SELECT id FROM units_unit WHERE code = 'B') "
                "FOR UPDATE"
            )
            closing = started(fresh, *close)
            running.append(closing)
            wait_for(fresh, 1)  # the place is written, and the report waited for
            moving = started(fresh, "unit", "move", "B", "--under", "N", "--from", "2025-03-01")
            excusing = started(fresh, "expect", "C", form, "2025", "--excuse", "--reason", "Flooded")
            running += [moving, excusing]
            wait_for(fresh, 3)
            os.kill(closing.pid, signal.SIGKILL)
        for other in (moving, excusing):
            _out, err = other.communicate(timeout=LONG_ENOUGH)
            assert other.returncode == 0, err
        assert fresh.rows(PLACES) == [("S", "", "2025-03-01"), ("N", "2025-03-01", "")]
        assert fresh.rows(EXCUSED) == [("C", False)]
        both = [started(fresh, *close), started(fresh, "expect", "C", form, "2025", "--undo")]
        running += both
        said = [one.communicate(timeout=LONG_ENOUGH) for one in both]
        assert both[1].returncode == 0, said
        assert both[0].returncode != 0, "it moves later: that is to be taken back first"
        assert fresh.good("unit", "close", "B", "--from", "2025-06-01").out == (
            "Closed 1 unit from 2025-06-01.\n"
        )
        assert fresh.rows(EXCUSED) == []
        assert fresh.good("check").out.endswith("Everything is fine.\n")
    finally:
        for process in running:
            process.kill()
            process.communicate()
