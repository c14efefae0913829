"""Which of the collected tests run, and which of them first."""

from collections.abc import Iterator

import pytest

from tests.support.browser import mark_browser_tests


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Mark, let `-m` choose, leave out what is proved twice, and begin with the long ones: for one that
    comes last, workers wait that have nothing left to do."""
    mark_browser_tests(items)
    result = yield
    twice = contained(items)
    if twice:
        config.hook.pytest_deselected(items=twice)
    items[:] = sorted((item for item in items if item not in twice), key=_short)
    return result


def contained(items: list[pytest.Item]) -> list[pytest.Item]:
    """Those marked `short` whose long form, the same test marked `long`, is among the items: it does all that
    they do and more."""
    long = {_function(item) for item in items if not _short(item)}
    return [item for item in items if item.get_closest_marker("short") and _function(item) in long]


def _short(item: pytest.Item) -> bool:
    return item.get_closest_marker("long") is None


def _function(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]
