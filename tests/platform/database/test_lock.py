import os
import subprocess
import sys

import pytest

from mandate.platform.database.lock import AlreadyRunningError, only_one

HOLDER = """
import sys, time
from pathlib import Path
from mandate.platform.database.lock import only_one
with only_one(Path(sys.argv[1])) as announce:
    announce("http://127.0.0.1:8012/")
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_demo_is_told_where_the_first_one_is(tmp_path):
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(AlreadyRunningError) as caught, only_one(tmp_path):
            pytest.fail("two hold one data folder")
        assert str(caught.value) == (
            f"Mandate is already running on this data folder: http://127.0.0.1:8012/ (process {holder.pid}). "
            "Stop it there with Ctrl-C, or choose another folder with --data."
        )
    finally:
        holder.kill()
        holder.communicate()
    with only_one(tmp_path):  # the lock of a killed demo is no obstacle
        assert (tmp_path / "demo.lock").read_text() == f"{os.getpid()}\n"
