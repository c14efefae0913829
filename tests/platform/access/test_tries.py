"""Wrong passwords slow down the guesser, from one place or from many, and not the person."""

from datetime import timedelta

import pytest
from tests.support.organisation import NOW

from mandate.platform.access import tries
from mandate.platform.access.models import Tries
from mandate.platform.access.tries import ADDRESS, HERE, MAILS, begin, give_back, sign_in_counts

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
LAN = "lan@example.org"


def guess(
    client: str, email: str = LAN, device: str | None = None, after: timedelta = SECOND * 0
) -> timedelta:
    """One wrong password; how long it must wait instead."""
    return begin(sign_in_counts(email, client, device), NOW + after)


def test_a_guesser_waits_ever_longer_and_the_person_elsewhere_not_at_all() -> None:
    assert [guess("198.51.100.7") for _ in range(HERE.free)] == [timedelta()] * HERE.free
    assert guess("198.51.100.7") == HERE.first
    assert guess("198.51.100.7", after=HERE.first) == timedelta()
    assert guess("198.51.100.7", after=HERE.first) == 2 * HERE.first
    assert guess("203.0.113.9") == timedelta()


def test_what_is_refused_does_not_count() -> None:
    for _ in range(HERE.free):
        guess("198.51.100.7")
    assert {guess("198.51.100.7") for _ in range(20)} == {HERE.first}


def test_guesses_from_everywhere_wait_and_a_known_device_does_not() -> None:
    places = (f"198.51.{number // 250}.{number % 250}" for number in range(10_000))
    for _ in range(ADDRESS.free):
        assert guess(next(places)) == timedelta()
    assert guess(next(places)) == ADDRESS.first
    assert guess("203.0.113.9", device="1 phone") == timedelta()
    assert guess(next(places), "somebody.else@example.org") == timedelta()


def test_the_right_password_is_given_back() -> None:
    counts = sign_in_counts(LAN, "203.0.113.9", None)
    for _ in range(3):
        begin(counts, NOW)
    give_back(counts)
    here, *others = [count.key for count in counts]
    assert not Tries.objects.filter(key=here).exists()
    assert set(Tries.objects.filter(key__in=others).values_list("failures", flat=True)) == {2}


def test_after_a_quiet_day_all_is_forgotten() -> None:
    for _ in range(HERE.free):
        guess("198.51.100.7")
    later = HERE.forget + SECOND
    assert [guess("198.51.100.7", after=later) for _ in range(2)] == [timedelta()] * 2
    tries.forget_old(NOW + later + MAILS.forget + SECOND)
    assert not Tries.objects.exists()


def test_the_table_names_nobody() -> None:
    guess("198.51.100.7")
    for row in Tries.objects.all():
        assert LAN not in row.key and "198.51.100.7" not in row.key and len(row.key) == 64
