"""The template filters, in the language of the request."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Engine
from django.utils import timezone, translation

from mandate.core.period import Period

VALUES = {
    "value": Decimal("1234.5"),
    "nothing": None,
    "day": date(2024, 1, 3),
    "moment": datetime(2024, 1, 2, 18, 5, tzinfo=UTC),
    "period": Period.parse("2023-11"),
    "texts": {"en": "Ward", "de": "Stadtteil"},
    "items": ["<b>", "c"],
}


def shown(source: str, language: str) -> str:
    engine = Engine(libraries={"formats": "mandate.platform.i18n.templatetags.formats"})
    with translation.override(language), timezone.override(ZoneInfo("Asia/Ho_Chi_Minh")):
        return engine.from_string("{% load formats %}" + source).render(Context(VALUES))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ value|figure }}", "1.235"),
        ("{{ value|figure:2 }}", "1.234,50"),
        ("{{ value|percent }}", "1.234,5\u00a0%"),
        ("{{ value|percent:0 }}", "1.235\u00a0%"),
        ("{{ nothing|figure }} {{ nothing|percent }}", "– –"),
        ("{{ nothing|date_long }} {{ nothing|date_short }} {{ nothing|datetime_short }}", "– – –"),
        ("{{ day|date_long }}", "3. Januar 2024"),
        ("{{ day|date_short }}", "03.01.2024"),
        ("{{ moment|datetime_short }}", "03.01.2024, 01:05"),
        ("{{ period|period_name }}", "November 2023"),
        ("{{ texts|names }}", "Stadtteil"),
        ("{{ items|list_of }}", "&lt;b&gt; und c"),
        ("{{ 4|relative_days }}", "in 4 Tagen"),
    ],
)
def test_filters(source: str, expected: str) -> None:
    assert shown(source, "de") == expected


def test_a_period_in_a_heading_and_in_a_sentence() -> None:
    source = "{{ period|period_name }}, {{ period|period_name:'sentence' }}"
    assert shown(source, "ru") == "Ноябрь 2023\u00a0г., ноябрь 2023\u00a0года"


def test_an_unsupported_language_reads_english() -> None:
    assert shown("{{ value|figure:1 }} {{ texts|names }}", "es") == "1,234.5 Ward"
