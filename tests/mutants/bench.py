"""Where faults are tried: a copy of the source and a database server of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from mandate.platform.database.location import Location
from mandate.platform.database.opening import opened
from tests.mutants.faults import Fault
from tests.mutants.watching import SOURCE, watchers
from tests.support.database import FOLDER

LONGEST = 300  # seconds for the tests of one fault: one that never ends is seen
PYTEST = (sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider")
QUICK = ("-m", "not long and not browser")


class UnsoundError(RuntimeError):
    """Tests that fail by themselves tell nothing of a fault."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder with the copy (``src``) and the server's data (``tests``)."""

    folder: Path
    sound: set[Path] = field(default_factory=set)  # modules whose tests pass without a fault

    def sees(self, module: Path, fault: Fault) -> bool:
        """Whether a test fails with the fault, or cannot even begin. The module in the copy is put right
        again. Raises UnsoundError where the tests fail without it, too."""
        place = self.folder / module
        source = place.read_bytes()
        if module not in self.sound:
            if told := self._trouble(module):
                raise UnsoundError(f"{module}: its tests fail without a fault.\n{told}")
            self.sound.add(module)
        place.write_bytes(fault.put_into(source))
        try:
            return bool(self._trouble(module))
        except subprocess.TimeoutExpired:
            return True
        finally:
            place.write_bytes(source)

    def _trouble(self, module: Path) -> str:
        """What the tests of a module print where one fails; "" where all pass."""
        environ = {
            **os.environ,
            FOLDER: str(self.folder / "tests"),
            "PYTHONPATH": str(self.folder / "src"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        examples = [str(self.folder / module)] if module.is_relative_to(SOURCE / "core") else []
        command = [*PYTEST, *QUICK, *examples, *watchers(module)]
        done = subprocess.run(command, env=environ, capture_output=True, timeout=LONGEST, check=False)
        return (done.stdout + done.stderr).decode()[-2000:] if done.returncode else ""


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
