"""What faults a piece of source can be given, and that a test sees one."""

from pathlib import Path

import pytest

from tests.mutants.bench import UnsoundError, bench
from tests.mutants.faults import faults_of
from tests.mutants.watching import SOURCE as SOURCE_FOLDER
from tests.mutants.watching import modules, watchers

SOURCE = b"""
from typing import Literal

LIMIT = 5 * 2**3
OPEN: bool = True

def decide(actor: str, number: int, kind: Literal[3] = 3) -> bool:
    \"\"\"More than 5 of them.\"\"\"
    require(actor, "\xc4\x83")
    log.info("asked %s", 1)
    assert number != 0
    save(zip(a, b, strict=True), batch_size=100)
    return number > LIMIT and not closed(number + 1)
"""


def test_every_fault_of_a_function() -> None:
    assert [(fault.line, fault.before, fault.after) for fault in faults_of(SOURCE)] == [
        (5, "True", "False"),
        (9, 'require(actor, "ă")', "pass"),
        (12, "save(zip(a, b, strict=True), batch_size=100)", "pass"),
        (13, "number > LIMIT and not closed(number + 1)", "(number > LIMIT or not closed(number + 1))"),
        (13, "number > LIMIT", "(number >= LIMIT)"),
        (13, "not closed(number + 1)", "(closed(number + 1))"),
        (13, "number + 1", "(number - 1)"),
        (13, "1", "2"),
    ]


def test_a_fault_stands_in_its_place_and_nothing_else_is_changed() -> None:
    require = faults_of(SOURCE)[1]
    assert require.put_into(SOURCE) == SOURCE.replace('require(actor, "ă")'.encode(), b"pass")


@pytest.mark.parametrize(
    "place", ["core", "platform/access", "apps/units/services", "apps/reporting/services"]
)
def test_every_module_is_watched(place: str) -> None:
    for module in modules(place):
        assert watchers(module)


@pytest.mark.parametrize("place", ["apps/targets/services.py", "apps/people/services/applications.py"])
def test_what_goes_through_every_service_watches_each(place: str) -> None:
    every = {f"tests/platform/access/test_services_{what}.py" for what in ("require", "write", "longest")}
    assert every <= set(watchers(SOURCE_FOLDER / place))
    assert not every & set(watchers(SOURCE_FOLDER / "apps/targets/scoreboard.py"))


@pytest.mark.long
def test_a_fault_is_seen_and_a_harmless_change_is_not() -> None:
    module = Path("src/mandate/core/span.py")
    source = module.read_bytes()
    turned = next(fault for fault in faults_of(source) if fault.before == "self.starts <= at")
    harmless = type(turned)(turned.line, turned.start, turned.end, turned.before, "(at >= self.starts)")
    with bench() as own:
        assert own.sees(module, turned)
        assert not own.sees(module, harmless)
        assert (own.folder / module).read_bytes() == module.read_bytes() == source


@pytest.mark.long
def test_a_fault_that_only_an_example_shows_is_seen() -> None:
    module = Path("src/mandate/core/entry.py")
    turned = next(fault for fault in faults_of(module.read_bytes()) if fault.before == 'word in (yes, "1")')
    with bench() as own:
        assert own.sees(module, turned)


def test_tests_that_fail_by_themselves_see_no_fault() -> None:
    module = Path("src/mandate/core/span.py")
    turned = faults_of(module.read_bytes())[0]
    with bench() as own:
        (own.folder / module).write_text("raise RuntimeError\n")
        with pytest.raises(UnsoundError):
            own.sees(module, turned)
