"""Passwords that are tried first, and such as are not."""

import secrets
import string
from collections.abc import Callable

import pytest

from mandate.core.password import guessable, words_of

NAMES = {"mandate", "sommer", "пароль", "matkhau"} | words_of("Thành phố Thanh Hóa") | words_of("Lê Thị Lan")
COMMON = {"trustno", "monkey", "dragon"}


@pytest.mark.parametrize(
    "password",
    [
        "Mandate2024!",
        "mandatemandate",
        "M4nd4t3-2026",
        "Sommer2023!!",
        "S0mm3r_S0mm3r",
        "ПАРОЛЬ123456",
        "matkhau12345",
        "Mật khẩu 2024",
        "ThanhHoa@2024",
        "Thành-phố-Thanh-Hóa",
        "LeThiLan1985",
        "monkeymonkey",
        "Monkey!Mandate!99",
        "xMonkey12345y",
        "1234567890",
        "----------------------",
    ],
)
def test_what_is_tried_first_is_refused(password: str) -> None:
    assert guessable(password, NAMES, COMMON)


@pytest.mark.parametrize(
    "password",
    [
        "four quiet herons",
        "monkey dragon heron",  # two common words and another
        "MandateVj7pLq",
        "bốn con cò lặng lẽ",
        "тихая цапля у воды",
        "8273 6450 9182 7364 55",
        "x" + "ab" * 200,
    ],
)
def test_what_is_one_s_own_passes(password: str) -> None:
    assert not guessable(password, NAMES, COMMON)


def test_what_a_machine_makes_up_passes() -> None:
    signs = string.ascii_letters + string.digits + "-_!"
    for _ in range(200):
        assert not guessable("".join(secrets.choice(signs) for _ in range(16)), NAMES, COMMON)


def test_words_are_long_enough_to_say_something() -> None:
    assert words_of("Lê Vy") == {"levy"}
    assert words_of("") == words_of("12 34") == set()


def test_the_worked_table(worked_table: Callable[[str, str], list[list[str]]]) -> None:
    for password, refused in worked_table("sign-in", "password"):
        found = guessable(password, {"mandate", "hue", "lan"}, {"monkey", "dragon"})
        assert found is (refused == "yes"), password
