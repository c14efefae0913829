"""Every page of reporting: who sees it, what stands on it, what its buttons do."""

import pytest
import time_machine
from django.test import Client
from tests.apps.reporting.figurerows import load
from tests.support.asking import asked_anew
from tests.support.organisation import NOW, client_of, console, person
from tests.support.reporting import World, world
from tests.support.seeing import marks

from mandate.apps.reporting import services
from mandate.apps.reporting.models import Form, FormPeriod, Rule
from mandate.apps.reporting.queries.forms import form_page
from mandate.apps.units.models import Unit
from mandate.core.reportstate import State
from mandate.platform.access.actor import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> World:
    """The small city with its form opened for 2023."""
    return world()


def client(role: Role, unit: Unit | None) -> Client:
    """A browser without script, signed in."""
    return client_of(person(role, unit, email=f"{role.value}-{unit.code if unit else 'all'}-web@example.org"))


def submitted(city: World, code: str) -> int:
    """A unit's report, filled in and submitted."""
    report = city.report(code)
    city.save(report, console(), families=5)
    services.submit_report(console(), services.SubmitReport(report.pk))
    return report.pk


def text(answer: object) -> str:
    """The page's text."""
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_every_page_opens_for_those_who_may(city: World) -> None:
    administrator = client(Role.ADMINISTRATOR, city.units["C"])
    report = city.report("A1")
    city.save(report, families=10, cultural=8)
    rule = services.save_rule(console(), services.SaveRule(None, "cultural <= families", "error", {}))
    for address in (
        "/unit/C/reports/",
        "/unit/C/reports/?show=all&state=draft&q=pho",
        "/unit/C/reports/?show=missing",
        "/unit/A1/reports/",
        f"/reports/{report.pk}/",
        f"/reports/{report.pk}/history/",
        "/forms/",
        "/forms/new/",
        f"/forms/{city.form.pk}/",
        f"/forms/{city.form.pk}/edit/",
        f"/forms/{city.form.pk}/open/?period=2022",
        "/rules/",
        "/rules/new/",
        f"/rules/{rule.pk}/",
        "/unit/C/number/families/2023/",
        "/unit/C/number/share/2023/",
        "/unit/A1/number/clean/2023/",
    ):
        answer = administrator.get(address)
        assert answer.status_code == 200, address
        assert "<h1>" in text(answer), address


def test_a_returned_report_says_one_state_and_when_it_was_saved(city: World) -> None:
    number = submitted(city, "A1")
    seen = city.report("A1").version
    services.return_report(console(), services.ReturnReport(number, "Count again.", seen))
    page = text(client(Role.REPORTER, city.units["A1"]).get(f"/reports/{number}/"))
    assert ">Returned" in page and "Draft, saved" not in page
    assert 'role="status">Saved ' in page


def test_a_guest_is_sent_to_sign_in_and_a_forged_number_tells_nothing(city: World) -> None:
    report = city.report("B1")
    assert Client().get(f"/reports/{report.pk}/").status_code == 302
    other = client(Role.REPORTER, city.units["A1"])
    for address in (f"/reports/{report.pk}/", f"/reports/{report.pk}/history/", "/reports/999999/"):
        assert other.get(address).status_code == 404
    assert other.get("/unit/B/reports/").status_code == 404
    assert other.get("/unit/B/number/families/2023/").status_code == 404
    assert other.post(f"/reports/{report.pk}/", {"value-1": "3"}).status_code == 404


def test_what_no_page_of_ours_would_send_is_not_our_mistake(city: World) -> None:
    administrator = client(Role.ADMINISTRATOR, city.units["C"])
    report = submitted(city, "A1")
    for address in ("/unit/%00/", "/unit/C/reports/?period=2023&q=%00", "/indicators/%00/"):
        assert administrator.get(address).status_code == 400
    refused = client(Role.REVIEWER, city.units["A"]).post(f"/reports/{report}/return/", {"reason": "a\0b"})
    assert refused.status_code == 400 and city.report("A1").state == State.SUBMITTED
    assert administrator.get("/unit/C/reports/?form=²").status_code == 200
    number = "/unit/C/number/families/2023/?known="
    for moment in ("0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-12:00", "2023-12-31T00:00:00Z", "x"):
        assert administrator.get(number + moment).status_code == 200


def test_actions_without_the_right_are_refused(city: World) -> None:
    reporter = client(Role.REPORTER, city.units["A1"])
    report = city.report("A1")
    assert reporter.post(f"/reports/{report.pk}/accept/").status_code == 403
    for address in (
        "/forms/new/",
        f"/forms/{city.form.pk}/edit/",
        f"/forms/{city.form.pk}/open/?period=2022",
    ):
        assert reporter.get(address).status_code == 403
    assert reporter.post("/rules/new/", {"expression": "1 < 2"}).status_code == 403
    observer = client(Role.OBSERVER, city.units["A1"])
    assert observer.post(f"/reports/{report.pk}/", {}).status_code == 403


def test_accepting_many_at_once_tells_what_was_skipped_and_why(city: World) -> None:
    for code in ("A1", "A2"):
        submitted(city, code)
    reviewer = client(Role.REVIEWER, city.units["C"])
    page = text(reviewer.get("/unit/C/reports/"))
    assert page.count('name="report"') == 2 and "Accept all 2" in page
    chosen = marks(city.report(code).pk for code in ("A1", "A2", "B1"))
    answer = reviewer.post("/unit/C/reports/accept/", {"report": chosen}, follow=True)
    assert "2 reports are accepted." in text(answer)
    assert "1 skipped." in text(answer)
    assert city.report("A1").state == State.ACCEPTED and city.report("B1").state == State.EXPECTED


def test_all_is_what_the_filter_leaves(city: World) -> None:
    for code in ("A1", "A2", "B1"):
        submitted(city, code)
    reviewer = client(Role.REVIEWER, city.units["C"])
    listed = f'name="listed" value="{" ".join(marks(city.report(code).pk for code in ("A1", "A2")))}"'
    assert listed in text(reviewer.get("/unit/A/reports/"))


def test_a_form_is_made_without_script_and_keeps_what_was_typed(city: World) -> None:
    administrator = client(Role.ADMINISTRATOR, city.units["C"])
    families, area = city.families.pk, city.indicators["area"].pk
    kind = city.form.kinds.get(code="street").pk
    typed = {
        "names_en": "Monthly",
        "code": "monthly",
        "kind_ids": [kind],
        "frequency": "monthly",
        "due_days": "5",
    }
    page = text(administrator.post("/forms/new/", {**typed, "add": [families, area], "do": "add"}))
    assert page.index(f'name="item" value="{families}"') < page.index(f'name="item" value="{area}"')
    assert 'value="Monthly"' in page and not Form.objects.filter(code="monthly").exists()
    rows = {**typed, "item": [families, area], f"required-{area}": "on"}
    page = text(administrator.post("/forms/new/", {**rows, "do": f"up:{area}"}))
    assert page.index(f'name="item" value="{area}"') < page.index(f'name="item" value="{families}"')
    answer = administrator.post("/forms/new/", {**rows, "code": "Not a code"})
    assert answer.status_code == 422 and f'name="item" value="{area}"' in text(answer)
    assert administrator.post("/forms/new/", rows).status_code == 302
    form = Form.objects.get(code="monthly")
    assert [(one.indicator_id, one.required) for one in form.items.all()] == [(families, False), (area, True)]


def test_opening_shows_who_is_expected_before_it_is_done(city: World) -> None:
    administrator = client(Role.ADMINISTRATOR, city.units["C"])
    address = f"/forms/{city.form.pk}/open/"
    page = text(administrator.get(address, {"period": "2022"}))
    assert "7 units will be expected" in page
    assert city.form.periods.count() == 1
    assert administrator.post(address, {"period": "2022-13"}).status_code == 422
    administrator.post(address, {"period": "2022"})
    opened = city.form.periods.get(period="2022")
    administrator.post(f"/forms/periods/{opened.pk}/close/")
    opened.refresh_from_db()
    assert opened.closed_at is not None
    client(Role.ADMINISTRATOR, None).post(f"/forms/periods/{opened.pk}/reopen/")
    opened.refresh_from_db()
    assert opened.closed_at is None


def test_a_rule_is_tried_before_it_is_saved(city: World) -> None:
    administrator = client(Role.ADMINISTRATOR, city.units["C"])
    typed = {
        "expression": "cultural <= families",
        "severity": "error",
        "sentences_en": "More ({cultural}) than there are ({families}).",
        "do": "try",
    }
    assert "sample-cultural" in text(administrator.post("/rules/new/", typed))
    broken = {**typed, "sample-cultural": "1,275", "sample-families": "271"}
    assert "More (1,275) than there are (271)." in text(administrator.post("/rules/new/", broken))
    assert "The rule holds." in text(
        administrator.post("/rules/new/", {**typed, "sample-cultural": "1", "sample-families": "2"})
    )
    assert not Rule.objects.exists()
    wrong = administrator.post("/rules/new/", {**typed, "expression": "cultural <=", "do": ""})
    assert wrong.status_code == 422 and "At character 12" in text(wrong)
    administrator.post("/rules/new/", {**typed, "do": ""})
    rule = Rule.objects.get()
    administrator.post(f"/rules/{rule.pk}/remove/")
    assert not Rule.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_reports(city: World) -> None:
    reviewer = client(Role.REVIEWER, city.units["C"])

    def queries() -> int:
        with asked_anew() as captured:
            assert reviewer.get("/unit/C/reports/?show=waiting").status_code == 200
        return len(captured)

    submitted(city, "A1")
    queries()
    one = queries()
    for code in ("A2", "B1", "B2", "B3"):
        submitted(city, code)
    assert queries() == one


def test_the_history_says_in_words_that_a_revision_was_read_in(city: World) -> None:
    load("A1,families,2023,3", "A1,cultural,2023,2")
    load("A1,families,2023,4", "A1,cultural,2023,2")
    reader = client(Role.ADMINISTRATOR, city.units["C"])
    page = reader.get(f"/reports/{city.report('A1').pk}/history/").content.decode()
    assert "<p>by an import</p>" in page
    assert "<p>import</p>" not in page


def test_opening_a_period_whose_day_has_passed_says_who_is_overdue_at_once(city: World) -> None:
    administrator = client(Role.ADMINISTRATOR, None)
    with time_machine.travel(NOW, tick=False):
        passed, ahead = (
            text(administrator.get(f"/forms/{city.form.pk}/open/?period={year}")) for year in (2022, 2024)
        )
    assert "7 units will be overdue immediately: their reports were due on 10 January 2023." in passed
    assert passed.index("overdue immediately") < passed.index("Open the period")
    assert "overdue immediately" not in ahead and "Open the period" in ahead


def test_another_period_is_chosen_where_a_number_comes_from(city: World) -> None:
    reader = client(Role.OBSERVER, city.units["C"])
    answer = reader.get("/unit/C/number/families/2023/?period=2022&sort=name")
    assert answer["Location"] == "/unit/C/number/families/2022/"
    taken = reader.get(
        "/periods/choose/", {"of": "/unit/C/number/families/2023/", "take": "2022"}, follow=True
    )
    assert taken.request["PATH_INFO"] == "/unit/C/number/families/2022/"


def test_the_period_offered_first_follows_the_newest_that_was_opened(city: World) -> None:
    """The last that has ended where none was opened; never one that was skipped long ago."""
    assert form_page(console(), city.form.pk).suggested == "2024"
    services.open_period(console(), services.OpenPeriod(city.form.pk, "2021"))
    assert form_page(console(), city.form.pk).suggested == "2024"
    FormPeriod.objects.filter(form=city.form).update(form=other_form())
    assert form_page(console(), city.form.pk).suggested == "2023"


def other_form() -> Form:
    return Form.objects.create(code="other", names={"en": "Other"}, frequency="yearly", retired=True)


def test_a_street_has_no_part_for_what_lies_below_it(city: World) -> None:
    street = client(Role.SECRETARY, city.units["A1"]).get("/unit/A1/reports/").content.decode()
    assert "Own reports" in street and "Here and below" not in street
    above = client(Role.SECRETARY, city.units["A"]).get("/unit/A1/reports/").content.decode()
    assert "Here and below" in above, "whoever decides finds what there is to decide"


def test_each_list_says_of_which_periods_it_is_and_nobody_is_told_of_decisions_not_theirs(
    city: World,
) -> None:
    page = " ".join(client(Role.REVIEWER, city.units["A"]).get("/unit/A/reports/").content.decode().split())
    assert "Waiting for your decision <small>of all periods</small>" in page
    assert "Missing <small>2023</small>" in page and "All <small>2023</small>" in page
    narrowed = client(Role.REVIEWER, city.units["B"]).get("/unit/B/reports/?in=2023").content.decode()
    assert "of all periods" not in narrowed.split("Here and below")[1]
    observer = client(Role.OBSERVER, city.units["C"]).get("/unit/C/reports/").content.decode()
    assert "Waiting for your decision" not in observer
