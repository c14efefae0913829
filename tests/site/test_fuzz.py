"""Odd requests to every address by everybody: no 500, no traceback, nothing kept that is no text.

`make fuzz` sends more, from any seed.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(  # from one seed, so that the many begin with the few
    "count", [pytest.param(120, marks=pytest.mark.short), pytest.param(2000, marks=pytest.mark.long)]
)
def test_no_odd_request_ends_in_trouble(new_database, count):
    words = [sys.executable, "-m", "tests.fuzz", "--seed", "1", "--count", str(count), "--slow", "0"]
    environment = {**os.environ, "DATABASE_URL": new_database()}
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-5_000:]
    assert done.stdout.startswith(f"{count} requests from seed 1: ")
