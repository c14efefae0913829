"""The made-up months of the sample: whenever it is set up, there is something of everything."""

from collections import Counter

from mandate.apps.accounts.sample.staff import OPEN, WITHOUT, staff
from mandate.apps.reporting.sample.forms import MONTHLY_DUE
from mandate.apps.reporting.sample.months import MONTHS, courses
from mandate.apps.units.sample import wards
from mandate.core.period import Period


def test_in_every_month_some_wait_some_came_back_some_are_late_and_some_are_missing() -> None:
    alone = set(wards()[-WITHOUT:])
    first = Period.parse("2027-01")
    assert Counter(one.ends for one in courses(first, 1, alone)) == {
        "accepted": 10, "waiting": 10, "returned": 3, "draft": 4, "nothing": 7,
    }  # fmt: skip
    for ago in range(1, MONTHS + 1):
        found = courses(first, ago, alone)
        assert sorted(one.ward for one in found) == wards()
        assert any(one.day > MONTHLY_DUE for one in found), "late"
        ends = {one.ends for one in found}
        assert ends == ({"accepted", "waiting", "returned", "draft", "nothing"} if ago < 3 else {"accepted"})
        assert any(one.back for one in found) is (ago > 2)
    assert courses(first, 1, alone) != courses(Period.parse("2027-02"), 1, alone)


def test_nearly_every_ward_has_three_people_of_different_names() -> None:
    people = list(staff())
    assert len({one.name for one in people}) == len({one.email for one in people}) == len(people)
    by_ward = Counter(one.unit for one in people)
    assert set(by_ward) == set(wards()[:-WITHOUT]) and set(OPEN) <= set(by_ward)
    assert {ward for ward, count in by_ward.items() if count != 3} == {"W14755"}, (
        "its secretary is in people.py"
    )
