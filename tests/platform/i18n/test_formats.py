"""Numbers, dates, periods and lists, against what a careful writer of each language would write."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from babel.numbers import format_decimal
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from mandate.core.calendar import Calendar, Named
from mandate.core.period import Period
from mandate.platform.i18n import formats
from mandate.platform.i18n.languages import CODES, babel_locale

N = "\u00a0"  # no-break space
T = "\u202f"  # narrow no-break space


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "-1,234,567.50"),
        ("vi", "-1.234.567,50"),
        ("fr", f"-1{T}234{T}567,50"),
        ("de", "-1.234.567,50"),
        ("sv", f"\u22121{N}234{N}567,50"),
        ("pl", f"-1{N}234{N}567,50"),
        ("ru", f"-1{N}234{N}567,50"),
    ],
)
def test_number(language: str, expected: str) -> None:
    assert formats.number(Decimal("-1234567.5"), 2, language) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1234, "1234"), (9999, "9999"), (10000, f"10{N}000"), (Decimal("9999.6"), f"10{N}000")],
)
def test_polish_groups_from_five_digits(value: Decimal | int, expected: str) -> None:
    assert formats.number(value, 0, "pl") == expected


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (Fraction(1, 3), 6, "0.333333"),
        (Fraction(2, 3), 1, "0.7"),
        (Decimal("0.125"), 2, "0.13"),
        (Decimal("-0.125"), 2, "-0.13"),
        (Decimal("2.5"), 0, "3"),
        (0, 2, "0.00"),
        (Decimal("-0.001"), 2, "0.00"),
        (10**30 + 1, 0, "1,000,000,000,000,000,000,000,000,000,001"),
        (
            Decimal("123456789012345678901234567890.123456"),
            6,
            "123,456,789,012,345,678,901,234,567,890.123456",
        ),
    ],
)
def test_rounding_is_exact(value: Decimal | Fraction | int, decimals: int, expected: str) -> None:
    assert formats.number(value, decimals, "en") == expected


@given(st.integers(-(10**20), 10**20), st.integers(0, 6), st.sampled_from(CODES))
def test_a_number_is_written_as_by_babel(digits: int, decimals: int, language: str) -> None:
    """Our own writing against the library's, but where Polish groups (see above)."""
    value = Decimal(digits).scaleb(-decimals)
    if language == "pl" and abs(value) < 10_000:
        return
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    by_babel = format_decimal(abs(value), format=pattern, locale=babel_locale(language))
    assert formats.number(abs(value), decimals, language) == by_babel


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "93.8%"),
        ("vi", "93,8%"),
        ("fr", f"93,8{N}%"),
        ("de", f"93,8{N}%"),
        ("sv", f"93,8{N}%"),
        ("pl", "93,8%"),
        ("ru", f"93,8{N}%"),
    ],
)
def test_percent(language: str, expected: str) -> None:
    assert formats.percent(Fraction(375, 4), 1, language) == expected


@pytest.mark.parametrize(
    ("language", "long", "short", "moment"),
    [
        ("en", "3 January 2024", "3 Jan 2024", "3 Jan 2024, 01:05"),
        ("vi", "ngày 3 tháng 1 năm 2024", "03/01/2024", "01:05 03/01/2024"),
        ("fr", "3 janvier 2024", "03/01/2024", "03/01/2024 01:05"),
        ("de", "3. Januar 2024", "03.01.2024", "03.01.2024, 01:05"),
        ("sv", "3 januari 2024", "2024-01-03", "2024-01-03 01:05"),
        ("pl", "3 stycznia 2024", "03.01.2024", "03.01.2024, 01:05"),
        ("ru", "3 января 2024 года", "03.01.2024", "03.01.2024, 01:05"),
    ],
)
def test_dates(language: str, long: str, short: str, moment: str) -> None:
    day = date(2024, 1, 3)
    assert formats.date_long(day, language) == long
    assert formats.date_short(day, language) == short
    with timezone.override(ZoneInfo("Asia/Ho_Chi_Minh")):
        at = datetime(2024, 1, 2, 18, 5, tzinfo=UTC)
        assert formats.datetime_short(at, language) == moment
        assert formats.date_short(at, language) == short


def test_the_first_of_the_month_in_french() -> None:
    assert formats.date_long(date(2024, 1, 1), "fr") == "1er janvier 2024"
    assert formats.date_long(date(2024, 1, 11), "fr") == "11 janvier 2024"


YEAR = Period.parse("2023")
HALF = Period.parse("2023H1")
QUARTER = Period.parse("2023Q4")
MONTH = Period.parse("2023-11")
WEEK = Period.parse("2023-W05")

TITLES = {
    "en": ["2023", "First half of 2023", "Q4 2023", "November 2023", "Week 5 of 2023"],
    "vi": ["Năm 2023", "6 tháng đầu năm 2023", "Quý IV năm 2023", "Tháng 11 năm 2023", "Tuần 5 năm 2023"],
    "fr": ["2023", "1er semestre 2023", "4e trimestre 2023", "Novembre 2023", "Semaine 5 de 2023"],
    "de": ["2023", "1. Halbjahr 2023", "4. Quartal 2023", "November 2023", "5. Kalenderwoche 2023"],
    "sv": ["2023", "Första halvåret 2023", "Fjärde kvartalet 2023", "November 2023", "Vecka 5, 2023"],
    "pl": ["2023", "I półrocze 2023", "IV kwartał 2023", "Listopad 2023", f"5. tydzień 2023{N}r."],
    "ru": [
        f"2023{N}год",
        f"I полугодие 2023{N}г.",
        f"IV квартал 2023{N}г.",
        f"Ноябрь 2023{N}г.",
        f"5-я неделя 2023{N}г.",
    ],
}
SENTENCES = {
    "en": ["2023", "the first half of 2023", "Q4 2023", "November 2023", "week 5 of 2023"],
    "vi": ["năm 2023", "6 tháng đầu năm 2023", "quý IV năm 2023", "tháng 11 năm 2023", "tuần 5 năm 2023"],
    "fr": ["2023", "le 1er semestre 2023", "le 4e trimestre 2023", "novembre 2023", "la semaine 5 de 2023"],
    "de": [
        "2023",
        "das 1. Halbjahr 2023",
        "das 4. Quartal 2023",
        "November 2023",
        "die 5. Kalenderwoche 2023",
    ],
    "sv": ["2023", "första halvåret 2023", "fjärde kvartalet 2023", "november 2023", "vecka 5, 2023"],
    "pl": [
        f"2023{N}rok",
        f"I półrocze 2023{N}roku",
        f"IV kwartał 2023{N}roku",
        f"listopad 2023{N}roku",
        f"5. tydzień 2023{N}roku",
    ],
    "ru": [
        f"2023{N}год",
        f"I полугодие 2023{N}года",
        f"IV квартал 2023{N}года",
        f"ноябрь 2023{N}года",
        f"5-ю неделю 2023{N}года",
    ],
}


@pytest.mark.parametrize("language", CODES)
def test_period_names(language: str) -> None:
    periods = [YEAR, HALF, QUARTER, MONTH, WEEK]
    assert [formats.period_name(p, language) for p in periods] == TITLES[language]
    assert [formats.period_name(p, language, "sentence") for p in periods] == SENTENCES[language]


@pytest.mark.parametrize(
    ("language", "within"),
    [
        ("en", ["2023", "first half of 2023", "Q4 2023", "November 2023", "week 5 of 2023"]),
        (
            "vi",
            ["năm 2023", "6 tháng đầu năm 2023", "quý IV năm 2023", "tháng 11 năm 2023", "tuần 5 năm 2023"],
        ),
        ("de", TITLES["de"]),
        ("pl", ["2023", "I półrocze 2023", "IV kwartał 2023", "listopad 2023", f"5. tydzień 2023{N}r."]),
    ],
)
def test_a_period_within_a_line_begins_as_words_within_a_line_do(language: str, within: list[str]) -> None:
    periods = [YEAR, HALF, QUARTER, MONTH, WEEK]
    assert [formats.period_name(p, language, "within") for p in periods] == within


NAMED = Calendar.of(
    [
        Named("2023April", date(2023, 4, 1), date(2024, 3, 31)),
        Named("2020-2025", date(2020, 10, 16), date(2025, 10, 15)),
    ]
)
NAMES = {
    "en": ["Financial year 2023/24", "the term 2020–2025", "Weeks 5–6 of 2023", "Week 53 of 2020"],
    "vi": ["Năm tài chính 2023/24", "nhiệm kỳ 2020–2025", "Tuần 5–6 năm 2023", "Tuần 53 năm 2020"],
    "fr": ["Exercice 2023/24", "le mandat 2020–2025", "Semaines 5 et 6 de 2023", "Semaine 53 de 2020"],
    "de": [
        "Haushaltsjahr 2023/24",
        "die Amtszeit 2020–2025",
        "5. und 6. Kalenderwoche 2023",
        "53. Kalenderwoche 2020",
    ],
    "sv": [
        "Räkenskapsåret 2023/24",
        "mandatperioden 2020–2025",
        "Vecka 5–6, 2023",
        "Vecka 53, 2020",
    ],
    "pl": [
        "Rok budżetowy 2023/24",
        "kadencję 2020–2025",
        f"Tygodnie 5–6 2023{N}r.",
        f"53. tydzień 2020{N}r.",
    ],
    "ru": [
        "Финансовый год 2023/24",
        "срок полномочий 2020–2025",
        f"Недели 5–6 2023{N}г.",
        f"53-я неделя 2020{N}г.",
    ],
}


@pytest.mark.parametrize("language", CODES)
def test_names_of_financial_years_terms_and_two_weeks(language: str) -> None:
    assert [
        formats.period_name(NAMED.parse("2023April"), language),
        formats.period_name(NAMED.parse("2020-2025"), language, "sentence"),
        formats.period_name(Period.parse("2023BiW03"), language),
        formats.period_name(Period.parse("2020BiW27"), language),
    ] == NAMES[language]


def test_the_organisations_own_words_win() -> None:
    row = Named("K17", date(2020, 10, 16), date(2025, 10, 15), {"vi": "Khóa XVII", "en": "17th term"})
    term = Calendar.of([row]).parse("K17")
    assert [formats.period_name(term, language) for language in ("vi", "en")] == ["Khóa XVII", "17th term"]


def test_the_last_six_months_in_vietnamese() -> None:
    assert formats.period_name(Period.parse("2023H2"), "vi") == "6 tháng cuối năm 2023"


def test_a_week_belongs_to_its_iso_year() -> None:
    week = Period.parse("2025-W01")
    assert formats.period_name(week, "en") == "Week 1 of 2025"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Đông Cương, Hàm Rồng and Phú Sơn"),
        ("vi", "Đông Cương, Hàm Rồng và Phú Sơn"),
        ("fr", "Đông Cương, Hàm Rồng et Phú Sơn"),
        ("de", "Đông Cương, Hàm Rồng und Phú Sơn"),
        ("sv", "Đông Cương, Hàm Rồng och Phú Sơn"),
        ("pl", "Đông Cương, Hàm Rồng i Phú Sơn"),
        ("ru", "Đông Cương, Hàm Rồng и Phú Sơn"),
    ],
)
def test_lists(language: str, expected: str) -> None:
    assert formats.list_of(["Đông Cương", "Hàm Rồng", "Phú Sơn"], language) == expected


RELATIVE = {
    "en": ["today", "tomorrow", "in 4 days", "in 21 days", "1 day late", "2 days late", "9 days late"],
    "vi": [
        "hôm nay",
        "ngày mai",
        "còn 4 ngày",
        "còn 21 ngày",
        "quá hạn 1 ngày",
        "quá hạn 2 ngày",
        "quá hạn 9 ngày",
    ],
    "fr": [
        "aujourd’hui",
        "demain",
        "dans 4 jours",
        "dans 21 jours",
        "1 jour de retard",
        "2 jours de retard",
        "9 jours de retard",
    ],
    "de": [
        "heute",
        "morgen",
        "in 4 Tagen",
        "in 21 Tagen",
        "1 Tag überfällig",
        "2 Tage überfällig",
        "9 Tage überfällig",
    ],
    "sv": [
        "i dag",
        "i morgon",
        "om 4 dagar",
        "om 21 dagar",
        "1 dag försenad",
        "2 dagar försenad",
        "9 dagar försenad",
    ],
    "pl": [
        "dzisiaj",
        "jutro",
        "za 4 dni",
        "za 21 dni",
        "1 dzień po terminie",
        "2 dni po terminie",
        "9 dni po terminie",
    ],
    "ru": [
        "сегодня",
        "завтра",
        "через 4 дня",
        "через 21 день",
        "просрочено на 1 день",
        "просрочено на 2 дня",
        "просрочено на 9 дней",
    ],
}


@pytest.mark.parametrize("language", CODES)
def test_days_until_due(language: str) -> None:
    days = [0, 1, 4, 21, -1, -2, -9]
    assert [formats.relative_days(n, language) for n in days] == RELATIVE[language]


def test_quantities() -> None:
    assert formats.quantity(Decimal("48.50"), "ha", "de") == f"48,50{N}ha"
    assert formats.quantity(11312, {"en": "families", "vi": "hộ"}, "vi") == f"11.312{N}hộ"
    assert formats.quantity(11312, {"en": "families", "vi": "hộ"}, "sv") == f"11{N}312{N}families"
    assert formats.quantity(Fraction(375, 4), "%", "ru", decimals=1) == f"93,8{N}%"
    assert formats.quantity(Fraction(1, 3), "", "en") == "0.33"
    assert formats.quantity(5, "", "en") == "5"
