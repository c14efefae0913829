"""New passwords: the site's own words, the person's, and common ones of every language of the site."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from pytest_django import Settings

from mandate.platform.access.models import User
from mandate.platform.access.passwords import words


@pytest.mark.parametrize(
    "password",
    [
        "Passwort123",
        "Motdepasse1!",
        "Kochanie2024",
        "пароль-пароль",
        "Losenord2024",
        "matkhau@2024",
        "Sunshine2024!",
        "Qwertyuiop1",
        "NguyenLan1990",
        "City-of-Hue-2026",
        "Glimmerich-2026",
        "mandate.gov.example",
        "quorsel.2026!",
        "Mandate-Mandate-7",
    ],
)
def test_a_password_that_is_tried_first_is_refused(password: str, settings: Settings) -> None:
    settings.ORGANISATION, settings.SITE_URL = "City of Huế Glimmerich", "https://mandate.gov.quorsel.example"
    user = User(email="lan@example.org", name="Nguyễn Thị Lan")
    with pytest.raises(ValidationError, match=r"tried first|common|similar"):
        validate_password(password, user)


@pytest.mark.parametrize("password", ["four quiet herons", "bốn con cò lặng lẽ", "Zk7-hulme-otter"])
def test_one_s_own_words_pass_without_a_person_too(password: str) -> None:
    validate_password(password, User(email="lan@example.org", name="Nguyễn Thị Lan"))
    validate_password(password)


def test_the_list_is_read_whole() -> None:
    assert {"passwort", "matkhau", "losenord", "пароль", "здравствуите"} <= words()
    assert all(word.isalpha() for word in words()) and len(words()) > 400
