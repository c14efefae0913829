"""Forms, rules and periods: what they take, what they refuse, what stays frozen."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.support.organisation import NOW, acting, console, tree
from tests.support.reporting import indicators, yearly_form

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting import services
from mandate.apps.reporting.models import Form, FormPeriod, Report, Rule
from mandate.apps.reporting.services import OpenPeriod, SaveForm, SaveFormItem, SaveRule
from mandate.apps.units.models import UnitKind
from mandate.apps.units.services import UnitRow
from mandate.apps.units.tables.importing import ImportUnits, import_units
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    return tree()


@pytest.fixture
def known(units):
    return indicators()


@pytest.fixture
def form(known) -> Form:
    return services.save_form(console(), yearly_form(known))


def editing(form: Form, known: dict[str, Indicator], **changes: object) -> SaveForm:
    return replace(yearly_form(known), form_id=form.pk, **changes)


def fields(action) -> list[str]:
    """The fields at which an action is refused."""
    with pytest.raises(ValidationError) as error:
        action()
    return sorted(error.value.message_dict)


def test_a_form_keeps_the_order_of_its_indicators(form, known):
    assert list(form.items.values_list("indicator__code", flat=True)) == [
        "families",
        "cultural",
        "clean",
        "area",
    ]
    items = (SaveFormItem(known["area"].pk), SaveFormItem(known["families"].pk, required=True))
    services.save_form(console(), editing(form, known, items=items))
    assert list(form.items.values_list("indicator__code", "required")) == [
        ("area", False),
        ("families", True),
    ]
    entries = Entry.objects.filter(code="reporting.form_saved").order_by("id")
    assert [bool(entry.data["before"]) for entry in entries] == [False, True]


def test_saving_a_form_as_it_is_leaves_no_trace_in_the_journal(form, known):
    services.save_form(console(), editing(form, known))
    assert Entry.objects.filter(code="reporting.form_saved").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "Two Words"}, "code"),
        ({"code": "yearly"}, "code"),
        ({"names": {"en": " "}}, "names"),
        ({"frequency": "daily"}, "frequency"),
        ({"due_days": -1}, "due_days"),
        ({"due_days": 400}, "due_days"),
        ({"kind_ids": []}, "kind_ids"),
        ({"kind_ids": [10**6]}, "kind_ids"),
        ({"items": []}, "items"),
        ({"items": [SaveFormItem(10**6)]}, "items"),
    ],
)
def test_a_bad_form_is_refused_at_its_field(form, known, changes, field):
    command = replace(yearly_form(known), **({"code": "other"} | changes))
    assert field in fields(lambda: services.save_form(console(), command))
    assert Form.objects.count() == 1


def test_a_ratio_and_an_indicator_given_twice_cannot_be_in_a_form(known):
    for items in (
        [SaveFormItem(known["share"].pk)],
        [SaveFormItem(known["area"].pk), SaveFormItem(known["area"].pk)],
    ):
        assert fields(
            lambda i=items: services.save_form(console(), replace(yearly_form(known), items=i))
        ) == ["items"]


def test_an_indicator_is_in_one_form_of_a_kind_and_frequency(form, known):
    other = replace(yearly_form(known), code="other")
    with pytest.raises(ValidationError) as error:
        services.save_form(console(), other)
    assert "Yearly figures" in error.value.message_dict["items"][0]
    services.save_form(console(), replace(other, code="monthly", frequency="monthly"))
    city = [UnitKind.objects.get(code="city").pk]
    services.save_form(console(), replace(other, code="cities", kind_ids=city))
    services.retire_form(console(), services.RetireForm(form.pk))
    services.save_form(console(), other)


def test_a_form_with_opened_periods_keeps_its_frequency(form, known):
    services.save_form(console(), editing(form, known, frequency="monthly"))
    services.open_period(console(), OpenPeriod(form.pk, "2023-11"))
    assert fields(lambda: services.save_form(console(), editing(form, known))) == ["frequency"]


def test_an_automatic_form_is_changed_by_imports_only(form, known):
    Form.objects.update(automatic=True)
    assert fields(lambda: services.save_form(console(), editing(form, known))) == ["code"]


def test_only_an_administrator_of_the_organisation_manages_forms(units, form, known):
    for role, unit in ((Role.SECRETARY, "C"), (Role.ADMINISTRATOR, "A")):
        actor = acting(role, units[unit])
        for action in (
            lambda a=actor: services.save_form(a, editing(form, known)),
            lambda a=actor: services.retire_form(a, services.RetireForm(form.pk)),
            lambda a=actor: services.open_period(a, OpenPeriod(form.pk, "2023")),
            lambda a=actor: services.save_rule(a, SaveRule(None, "cultural <= families", "error", {})),
        ):
            with pytest.raises(Forbidden):
                action()
    services.retire_form(acting(Role.ADMINISTRATOR, None), services.RetireForm(form.pk))


def test_opening_freezes_what_is_expected(units, form, known):
    opened = services.open_period(console(), OpenPeriod(form.pk, "2023"))
    assert (opened.starts, opened.ends, opened.due) == (date(2023, 1, 1), date(2024, 1, 1), date(2024, 1, 10))
    assert opened.structure_date == date(2023, 12, 31)
    assert opened.indicator_ids == [known[code].pk for code in ("families", "cultural", "clean", "area")]
    assert opened.required_ids == [known["families"].pk]
    services.save_form(console(), editing(form, known, items=[SaveFormItem(known["area"].pk)]))
    import_units(console(), ImportUnits(rows=(UnitRow(2, "B4", "B", "street", "Phố 4"),), as_of=None))
    opened.refresh_from_db()
    assert len(opened.indicator_ids) == 4
    assert sorted(opened.reports.values_list("unit__code", flat=True)) == [
        "A",
        "A1",
        "A2",
        "B",
        "B1",
        "B2",
        "B3",
    ]
    assert Entry.objects.get(code="reporting.period_opened").data["expected"] == 7


def test_a_running_period_is_opened_from_the_structure_of_today(form):
    assert services.open_period(console(), OpenPeriod(form.pk, "2024")).structure_date == NOW.date()
    assert services.open_period(console(), OpenPeriod(form.pk, "2025")).structure_date == date(2025, 1, 1)


def test_the_day_is_that_of_the_organisation_not_of_greenwich(form, settings):
    settings.TIME_ZONE = "Asia/Ho_Chi_Minh"
    late = datetime(2024, 2, 1, 20, 0, tzinfo=UTC)
    timezone.get_default_timezone.cache_clear()
    try:
        opened = services.open_period(console(late), OpenPeriod(form.pk, "2024"))
    finally:
        settings.TIME_ZONE = "UTC"
        timezone.get_default_timezone.cache_clear()
    assert opened.structure_date == date(2024, 2, 2)


@pytest.mark.parametrize("period", ["2023-11", "2023-13", "soon", "2023-W05"])
def test_a_period_that_the_form_does_not_have_is_refused(form, period):
    assert fields(lambda: services.open_period(console(), OpenPeriod(form.pk, period))) == ["period"]


def test_a_period_is_opened_once_and_a_retired_form_never(form):
    services.open_period(console(), OpenPeriod(form.pk, "2023"))
    assert fields(lambda: services.open_period(console(), OpenPeriod(form.pk, "2023"))) == ["period"]
    services.retire_form(console(), services.RetireForm(form.pk))
    assert fields(lambda: services.open_period(console(), OpenPeriod(form.pk, "2022"))) == ["form_id"]


def test_no_two_forms_expect_the_same_figure_of_a_unit(form, known):
    services.open_period(console(), OpenPeriod(form.pk, "2023"))
    services.retire_form(console(), services.RetireForm(form.pk))
    second = services.save_form(console(), replace(yearly_form(known), code="second"))
    assert fields(lambda: services.open_period(console(), OpenPeriod(second.pk, "2023"))) == ["period"]
    services.open_period(console(), OpenPeriod(second.pk, "2022"))


def test_a_form_that_no_unit_reports_is_not_opened(known):
    UnitKind.objects.create(code="cell", names={"en": "Cell"})
    form = services.save_form(console(), yearly_form(known, kinds=("cell",)))
    assert fields(lambda: services.open_period(console(), OpenPeriod(form.pk, "2023"))) == ["structure_date"]
    assert not FormPeriod.objects.exists()


def test_closing_and_reopening_twice_leave_one_row_each(form):
    opened = services.open_period(console(), OpenPeriod(form.pk, "2023"))
    later = console(NOW + timedelta(days=1))
    for _ in range(2):
        services.close_period(later, services.ClosePeriod(opened.pk))
    for _ in range(2):
        services.reopen_period(later, services.ReopenPeriod(opened.pk))
    assert Entry.objects.filter(code="reporting.period_closed").count() == 1
    assert Entry.objects.filter(code="reporting.period_reopened").count() == 1
    assert Report.objects.count() == 7


def test_a_rule_is_made_changed_and_removed(known):
    rule = services.save_rule(
        console(), SaveRule(None, " cultural <= families ", "error", {"en": "x", "vi": " "})
    )
    assert (rule.expression, rule.sentences) == ("cultural <= families", {"en": "x"})
    services.save_rule(console(), SaveRule(rule.pk, "cultural < families", "warning", {}))
    services.remove_rule(console(), services.RemoveRule(rule.pk))
    assert not Rule.objects.exists()
    codes = Entry.objects.filter(subject_kind="rule").order_by("id").values_list("code", flat=True)
    assert list(codes) == ["reporting.rule_saved", "reporting.rule_saved", "reporting.rule_removed"]


@pytest.mark.parametrize(
    ("expression", "part"),
    [
        ("cultural <=", "12"),
        ("cultural + families", "compares two sides"),
        ("cultural <= famlies", "families"),
        ("share <= 100", "share"),
        ("1 < 2", "at least one indicator"),
        ("cultural <= families" + " + 1" * 200, "500"),
        ("cultural % 2 < 1", "%"),
    ],
)
def test_a_bad_rule_says_what_is_wrong_and_where(known, expression, part):
    with pytest.raises(ValidationError) as error:
        services.save_rule(console(), SaveRule(None, expression, "error", {}))
    assert part in error.value.message_dict["expression"][0]
    assert not Rule.objects.exists()


def test_a_rule_is_an_error_or_a_warning(known):
    command = SaveRule(None, "cultural <= families", "shout", {})
    assert fields(lambda: services.save_rule(console(), command)) == ["severity"]
