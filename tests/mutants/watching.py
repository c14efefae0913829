"""Which tests watch a module: those that stand under its name, and those that call it by its name."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

SOURCE = Path("src/mandate")
CORE = SOURCE / "core"
TESTS = Path("tests")
# They go through all services, whichever app's they are.
EVERY_SERVICE = "tests/platform/access/test_services_*.py"
# Never asked: they look at the source as text, start whole sites, or need a browser.
LEFT_OUT = ("tests/mutants", "tests/browser", "tests/fuzz", "tests/site", "tests/cases", "tests/support")


def modules(under: str) -> list[Path]:
    """The modules below a folder of the source (or the one module), by name."""
    place = SOURCE / under
    found = [place] if place.is_file() else sorted(place.rglob("*.py"))
    return [path for path in found if path.name != "__init__.py" and "migrations" not in path.parts]


def watchers(module: Path, line: int = 0) -> list[str]:
    """The test files that watch a module; first those that have the rare words of the function at the line.
    Of a rule, and where none names a module, those of the modules that use it, too. Raises LookupError where
    there are none at all."""
    found = _watching(module)
    if not found or module.is_relative_to(CORE):
        # A rule in pieces is tried as a whole: `core/figures.py` by the tests of `core/rollup.py`.
        users = [
            path
            for path in (SOURCE if not found else CORE).rglob("*.py")
            if _names(module).search(_text(path))
        ]
        found += [test for user in sorted(users) for test in _watching(user)]
    if "services" in module.with_suffix("").parts:
        found += [path for path in _tests() if path.match(EVERY_SERVICE)]
    if not found:
        raise LookupError(f"No test watches {module}.")
    words = _words_at(module, line)
    return [str(path) for path in sorted(dict.fromkeys(found), key=lambda path: -_shared(words, path))]


def _words_at(module: Path, line: int) -> frozenset[str]:
    """The words of the function or class around a line, and of the module's name."""
    lines = _text(module).splitlines()
    around = [
        node
        for node in ast.parse(_text(module)).body
        if line and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    said = " ".join("\n".join(lines[node.lineno - 1 : node.end_lineno]) for node in around)
    return frozenset(_words(f"{said} {module.stem}"))


def _shared(words: frozenset[str], test: Path) -> float:
    """How much of what only few tests speak of this one speaks of."""
    return sum(1 / _frequency()[word] for word in words & _words_of(test))


@cache
def _frequency() -> Counter[str]:
    """In how many test files a word stands."""
    return Counter(word for test in _tests() for word in _words_of(test))


@cache
def _words_of(path: Path) -> frozenset[str]:
    return frozenset(_words(f"{path} {_text(path)}"))


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]{3,}", text.lower())


def _watching(module: Path) -> list[Path]:
    named = [path for path in _tests() if _names(module).search(_text(path))]
    home = TESTS / module.relative_to(SOURCE).parent
    while home != TESTS and not home.is_dir():
        home = home.parent
    close = [path for path in _tests() if home != TESTS and path.is_relative_to(home)]
    if module.is_relative_to(CORE):  # a folder of many subjects: by name only
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
