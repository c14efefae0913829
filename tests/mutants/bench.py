"""Where faults are tried: a copy of the source and a database server of its own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import cache_from_source
from pathlib import Path

from mandate.platform.database.location import Location
from mandate.platform.database.opening import opened
from tests.mutants.faults import Fault
from tests.mutants.watching import SOURCE, watchers
from tests.support.database import FOLDER

LONGEST = 180  # seconds for one test, which takes two: one that never ends has seen the fault
PYTEST = (sys.executable, "-m", "pytest", "-q", "-x")
TIMEOUT = ("-o", f"faulthandler_timeout={LONGEST}", "-o", "faulthandler_exit_on_timeout=true")
QUICK = ("-m", "not long and not browser")


class UnsoundError(RuntimeError):
    """Tests that fail by themselves tell nothing of a fault."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder with the copy (``src``) and the server's data (``tests``)."""

    folder: Path

    def sees(self, module: Path, fault: Fault) -> bool:
        """Whether a test fails with the fault, or cannot even begin. The module in the copy is put right
        again. Raises UnsoundError where that test fails without it, too."""
        place = self.folder / module
        source = place.read_bytes()
        tests = [*self._examples(module), *watchers(module, fault.line)]
        try:
            _write(place, fault.put_into(source))
            told = self._trouble(tests)
        finally:
            _write(place, source)
        if not told:
            return False
        if "Timeout (" not in told and (told := self._trouble(self._failed() or tests)):
            raise UnsoundError(f"{module}: a test fails without a fault.\n{told}")
        return True

    def _examples(self, module: Path) -> list[str]:
        """The examples in the docstrings of the copy."""
        return [str(self.folder / module)] if module.is_relative_to(SOURCE / "core") else []

    def _trouble(self, tests: list[str]) -> str:
        """What is printed where one of the tests fails, which is then the last; "" where all pass."""
        environ = {
            **os.environ,
            FOLDER: str(self.folder / "tests"),
            "PYTHONPATH": str(self.folder / "src"),
        }
        self._told.unlink(missing_ok=True)
        command = [*PYTEST, *TIMEOUT, "-o", f"cache_dir={self.folder / 'cache'}", *QUICK, *tests]
        done = subprocess.run(command, env=environ, capture_output=True, check=False)
        return (done.stdout + done.stderr).decode()[-4000:] if done.returncode else ""

    def _failed(self) -> list[str]:
        """The test that failed in the last run, or the file that could not be read. Nothing for an example
        in the copy, for pytest gives it no name by which it could be asked alone."""
        told = json.loads(self._told.read_text()) if self._told.exists() else []
        return [test for test in told if Path(test.partition("::")[0]).is_file()]

    @property
    def _told(self) -> Path:
        """Where pytest keeps which tests failed."""
        return self.folder / "cache/v/cache/lastfailed"


def _write(module: Path, source: bytes) -> None:
    """Write a module and forget how it was compiled: Python tells two by their time in whole seconds."""
    module.write_bytes(source)
    Path(cache_from_source(str(module))).unlink(missing_ok=True)


@contextmanager
def bench() -> Iterator[Bench]:
    """A bench, gone at the end with its server."""
    with tempfile.TemporaryDirectory(prefix="mandate-mutants-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # as root, the server is another user
        shutil.copytree("src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree("docs", folder / "docs")  # the guides are read from beside the source
        (folder / "tests").mkdir()
        with opened(Location(folder / "tests"), durable=False):
            yield Bench(folder)
