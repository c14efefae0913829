"""The counts of all parts together."""

from collections.abc import Iterator

import pytest

from mandate.platform import parts
from mandate.platform.counts import Count
from mandate.platform.parts import Part, counts


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    """What was found is kept; a test that changes the parts is asked, and leaves nothing."""
    parts.fixed_counts.cache_clear()
    yield
    parts.fixed_counts.cache_clear()


@pytest.mark.django_db
def test_every_count_has_its_own_name_and_says_what_it_counts() -> None:
    found = counts()
    assert {"units.below", "units.opened", "units.closed", "reports.due", "reports.on_time"} <= found.keys()
    assert all(name == one.name and len(name) <= 60 for name, one in found.items())
    assert all(str(one.label) and str(one.sentence).endswith(".") for one in found.values())


def test_a_name_is_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = Part(counts=(Count("a", "A", "All.", lambda *_: {}), Count("a", "A", "All.", lambda *_: {})))
    monkeypatch.setattr(parts, "parts", lambda: (twice,))
    with pytest.raises(ValueError, match="two parts count 'a'"):
        counts()
