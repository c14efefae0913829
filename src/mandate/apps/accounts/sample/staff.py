"""The made-up people of the wards: a secretary, a reviewer and a reporter in each, by a fixed rule."""

from collections.abc import Iterator

from mandate.apps.accounts.sample.people import LOGINS, Login
from mandate.apps.units.sample import wards
from mandate.platform.access.actor import Role

#: So many wards, the last ones, have nobody yet.
WITHOUT = 2
#: The people of these wards can sign in; the others only stand in lists and in the journal.
OPEN = ("W14755", "W14758", "W14761")
ROLES = (Role.SECRETARY, Role.REVIEWER, Role.REPORTER)
_FAMILIES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
    "Lý", "Trịnh", "Mai", "Cao",
)  # fmt: skip
_GIVEN = (
    "Thị Hương", "Văn Hùng", "Thị Lan", "Đức Tuấn", "Thị Hà", "Hữu Dũng", "Thị Thu", "Văn Sơn", "Thị Hoa",
    "Quang Minh", "Thị Nga", "Văn Thắng", "Thị Yến", "Đình Long", "Thị Liên", "Văn Khoa", "Thị Phượng",
    "Xuân Trường", "Thị Oanh", "Văn Lợi",
)  # fmt: skip


def staff() -> Iterator[Login]:
    """The people of the wards, without those who are named in people.py."""
    named = {(login.unit, login.role) for login in LOGINS}
    places = [(ward, role) for ward in wards()[:-WITHOUT] for role in ROLES]
    for number, (ward, role) in enumerate(places):
        if (ward, role) not in named:
            # 17 and 20 have no common divisor, so that no two of 340 have one name
            name = f"{_FAMILIES[number % len(_FAMILIES)]} {_GIVEN[number * 7 % len(_GIVEN)]}"
            yield Login(address(ward, role), name, role, ward, "vi", "")


def address(ward: str, role: Role) -> str:
    """Whose address it is.

    >>> address("W14758", Role.REPORTER)
    'reporter.w14758@demo.example'
    """
    return next(
        (login.email for login in LOGINS if (login.unit, login.role) == (ward, role)),
        f"{role}.{ward.lower()}@demo.example",
    )
