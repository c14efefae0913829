"""Which tests watch a module: those that stand under its name, and those that call it by its name."""

import re
from functools import cache
from pathlib import Path

SOURCE = Path("src/mandate")
TESTS = Path("tests")
# Never asked: they look at the source as text, start whole sites, or need a browser.
LEFT_OUT = ("tests/mutants", "tests/browser", "tests/fuzz", "tests/site", "tests/cases", "tests/support")


def modules(under: str) -> list[Path]:
    """The modules below a folder of the source (or the one module), by name."""
    place = SOURCE / under
    found = [place] if place.is_file() else sorted(place.rglob("*.py"))
    return [path for path in found if path.name != "__init__.py" and "migrations" not in path.parts]


def watchers(module: Path) -> list[str]:
    """The test files that watch a module, the closest first. Where none names it, those of the modules that
    use it. Raises LookupError where there are none at all."""
    found = _watching(module)
    if not found:
        users = [path for path in SOURCE.rglob("*.py") if _names(module).search(_text(path))]
        found = [test for user in sorted(users) for test in _watching(user)]
    if not found:
        raise LookupError(f"No test watches {module}.")
    return [str(path) for path in dict.fromkeys(found)]


def _watching(module: Path) -> list[Path]:
    named = [path for path in _tests() if _names(module).search(_text(path))]
    home = TESTS / module.relative_to(SOURCE).parent
    while home != TESTS and not home.is_dir():
        home = home.parent
    close = [path for path in _tests() if home != TESTS and path.is_relative_to(home)]
    if module.is_relative_to(SOURCE / "core"):  # a folder of many subjects: by name only
        close = [path for path in close if module.stem in path.stem]
    return sorted(
        {*close, *named}, key=lambda path: (module.stem not in path.stem, path not in named, str(path))
    )


@cache
def _names(module: Path) -> re.Pattern[str]:
    """How Python calls a module where it is used."""
    dotted = ".".join(("mandate", *module.relative_to(SOURCE).with_suffix("").parts))
    above = re.escape(dotted.rpartition(".")[0])
    return re.compile(rf"{re.escape(dotted)}\b|from {above} import .*\b{module.stem}\b")


@cache
def _tests() -> tuple[Path, ...]:
    return tuple(path for path in sorted(TESTS.rglob("test_*.py")) if not str(path).startswith(LEFT_OUT))


@cache
def _text(path: Path) -> str:
    return path.read_text()
