"""The table of financial years and terms: in, out and in again, and every problem by its row."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from tests.support.organisation import acting, console, tree

from mandate.apps.periods.commands.lookup import period_called
from mandate.apps.periods.models import NamedPeriod
from mandate.apps.periods.services import AddPeriod, add_period
from mandate.apps.periods.tables.kind import PERIODS_TABLE
from mandate.core.period import Period, PeriodError
from mandate.core.problem import Problems
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.i18n.problems import problem_sentence, sentence
from mandate.platform.journal.models import Entry
from mandate.platform.periods import period_of
from mandate.platform.tables.importing import import_table
from mandate.platform.tables.kinds import Order
from mandate.platform.tables.writing import FORMATS, written

pytestmark = pytest.mark.django_db
TABLE = (
    "code,first,last,name_en,name_vi\n"
    "2023April,2023-04-01,2024-03-31,,\n"
    "2020-2025,2020-10-16,2025-10-15,17th term,\n"
)


def read(text: str | bytes, dry_run: bool = False) -> str:
    data = text if isinstance(text, bytes) else text.encode()
    return import_table(console(), PERIODS_TABLE, data, Order(dry_run=dry_run))


def out(suffix: str) -> bytes:
    made = PERIODS_TABLE.rows(console(), Period.parse("2023"))
    return written("Periods", made.heading, made.rows, suffix)


def problems(*rows: str) -> list[tuple[int, str, str]]:
    before = list(NamedPeriod.objects.values_list("code", "names"))
    with pytest.raises(Problems) as caught:
        read("\n".join(("code,first,last", *rows)))
    assert list(NamedPeriod.objects.values_list("code", "names")) == before
    return [(one.row, one.column, problem_sentence(one)) for one in caught.value.problems]


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_what_goes_out_makes_the_same_calendar_elsewhere_and_changes_nothing_here(suffix: str) -> None:
    assert read(TABLE, dry_run=True) == "Periods: 2 new, 0 changed, 0 unchanged."
    assert not NamedPeriod.objects.exists()
    assert read(TABLE) == "Periods: 2 new, 0 changed, 0 unchanged."
    kept = list(NamedPeriod.objects.values_list("code", "first", "last", "names"))
    assert period_of("2020-2025").last_day == date(2025, 10, 15)
    table, written_down = out(suffix), Entry.objects.count()
    assert read(table) == "Periods: 0 new, 0 changed, 2 unchanged."
    assert Entry.objects.count() == written_down == 2
    NamedPeriod.objects.all().delete()
    read(table)
    assert list(NamedPeriod.objects.values_list("code", "first", "last", "names")) == kept


def test_a_name_in_one_language_leaves_those_of_others() -> None:
    read(TABLE)
    changed = "code,first,last,name_vi\n2020-2025,2020-10-16,2025-10-15,Khoá 17\n"
    assert read(changed) == "Periods: 0 new, 1 changed, 0 unchanged."
    names = NamedPeriod.objects.get(code="2020-2025").names
    assert names == {"en": "17th term", "vi": "Khoá 17"}


def test_all_that_is_wrong_is_said_by_row() -> None:
    read(TABLE)
    assert problems(
        "2024April,2024-04-01,2025-04-01",
        "2023april,2024-04-01,2025-03-31",
        "FY2023,2023-04-01,2024-03-31",
        "2026,2026-01-01,2026-12-31",
        "2025April,1 April,2026-03-31",
        "2026April,2026-04-01,2027-03-31",
        "2026APRIL,2027-04-01,2028-03-31",
        "2026April,2026-04-01,2027-03-31",
    ) == [
        (2, "last", "The last day belongs to the period: did you mean 2025-03-31?"),
        (3, "code", "2023April is taken already: 2023-04-01 to 2024-03-31."),
        (4, "first", "These days are called 2023April already."),
        (
            5,
            "code",
            "“2026” is written like the code of a year, month or week; write 2023April or 2020-2025.",
        ),
        (6, "first", "“1 April” is not a day; write 2024-12-31."),
        (8, "code", "The code 2026APRIL looks like 2026April, which is there already."),
        (9, "code", "The code 2026April stands in row 7 already."),
    ]


def test_a_code_that_looks_like_another_is_not_named_but_found() -> None:
    read(TABLE)
    with pytest.raises(ValidationError) as caught:
        add_period(console(), AddPeriod("2023APRIL", date(2022, 4, 1), date(2023, 3, 31)))
    assert caught.value.message_dict["code"] == [
        "The code 2023APRIL looks like 2023April, which is there already."
    ]
    assert period_called("2023april").code == "2023April"


@pytest.mark.parametrize("code", ["2023April", "2020-2025", "FY2023"])
def test_one_that_is_not_named_yet_says_how_to_name_it(code: str) -> None:
    with pytest.raises(PeriodError) as caught:
        period_of(code)
    assert "by the table of periods or mandate period add" in sentence(caught.value)


@pytest.mark.parametrize("code", ["2023q4", "20233", "soon", "2023/24"])
def test_what_is_no_name_of_one_is_told_how_periods_are_written(code: str) -> None:
    with pytest.raises(PeriodError) as caught:
        period_of(code)
    assert "is not a period; write 2023" in sentence(caught.value)


def test_only_an_administrator_of_the_whole_reads_it_in() -> None:
    units = tree()
    for role, unit in ((Role.SECRETARY, "C"), (Role.ADMINISTRATOR, "A")):
        with pytest.raises(Forbidden):
            import_table(acting(role, units[unit]), PERIODS_TABLE, TABLE.encode())
    assert not NamedPeriod.objects.exists()
