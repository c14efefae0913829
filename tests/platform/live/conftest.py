"""The reports of which the live messages tell."""

import pytest
from tests.support.reporting import World, world

from mandate.platform.live.hub import Hub


@pytest.fixture(autouse=True)
def own_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub that no other loop uses, as in life: pages of a live server (tests/browser/test_entry.py) open
    streams, too, in loops of their own that go on for a while."""
    monkeypatch.setattr("mandate.platform.live.views.hub", Hub())


@pytest.fixture
def city(transactional_db: None) -> World:
    made = world()
    made.save(made.report("A1"), families=5)
    return made
