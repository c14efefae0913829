"""Where faults are tried: a copy of the source and a database server of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mandate.platform.database.location import Location
from mandate.platform.database.opening import opened
from tests.mutants.faults import Fault
from tests.mutants.watching import SOURCE, watchers
from tests.support.database import FOLDER

LONGEST = 300  # seconds for the tests of one fault: one that never ends is seen
PYTEST = (sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider")
QUICK = ("-m", "not long and not browser")


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder with the copy (``src``) and the server's data (``tests``)."""

    folder: Path

    def sees(self, module: Path, fault: Fault) -> bool:
        """Whether a test fails with the fault. The module in the copy is put right again."""
        wrong = self.folder / module
        sound = wrong.read_bytes()
        wrong.write_bytes(fault.put_into(sound))
        environ = {
            **os.environ,
            FOLDER: str(self.folder / "tests"),
            "PYTHONPATH": str(self.folder / "src"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        examples = [str(wrong)] if module.is_relative_to(SOURCE / "core") else []
        try:
            done = subprocess.run(
                [*PYTEST, *QUICK, *examples, *watchers(module)],
                env=environ,
                capture_output=True,
                timeout=LONGEST,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return True
        finally:
            wrong.write_bytes(sound)
        if done.returncode > 3:  # the tests were not asked at all
            raise RuntimeError((done.stdout + done.stderr).decode()[-2000:])
        return done.returncode != 0


@contextmanager
def bench() -> Iterator[Bench]:
    """A bench, gone at the end with its server."""
    with tempfile.TemporaryDirectory(prefix="mandate-mutants-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # as root, the server is another user
        shutil.copytree("src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "tests").mkdir()
        with opened(Location(folder / "tests"), durable=False):
            yield Bench(folder)
