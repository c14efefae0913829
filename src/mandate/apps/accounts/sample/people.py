"""The made-up people of the demonstration."""

from dataclasses import dataclass

from mandate.platform.access.actor import Role

PASSWORD = "thanh-hoa-2023"  # noqa: S105 -- printed for all to see; the demonstration answers this machine only


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody to sign in as."""

    email: str
    name: str
    role: Role
    unit: str
    language: str
    about: str


LOGINS = (
    Login("admin@demo.example", "Nguyễn Thị An", Role.ADMINISTRATOR, "", "en", "administrator of everything"),
    Login("city@demo.example", "Lê Anh Xuân", Role.SECRETARY, "D380", "en", "secretary of the city"),
    Login(
        "deputy@demo.example",
        "Mai Thị Hạnh",
        Role.SECRETARY,
        "D380",
        "en",
        "second secretary of the city: opens its reviews again, as the first asks",
    ),
    Login(
        "ward@demo.example",
        "Trần Văn Bình",
        Role.SECRETARY,
        "W14755",
        "vi",
        "secretary of the ward Hàm Rồng (in Vietnamese)",
    ),
    Login("reviewer@demo.example", "Phạm Thị Cúc", Role.REVIEWER, "D380", "en", "reviewer for the city"),
    Login(
        "village@demo.example",
        "Hoàng Văn Dũng",
        Role.SECRETARY,
        "W14755-01",
        "en",
        "secretary of the street Phố 1 in Hàm Rồng",
    ),
    Login("reporter@demo.example", "Đỗ Thị Em", Role.REPORTER, "W14755-02", "en", "reporter of Phố 2"),
    Login("guest@demo.example", "Vũ Thị Giang", Role.OBSERVER, "D380", "en", "guest: sees, changes nothing"),
)
