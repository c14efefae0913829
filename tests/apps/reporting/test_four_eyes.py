"""Four eyes: whoever submits does not decide, whoever closes a period does not open it again alone."""

import re
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.support.organisation import NOW, acting, client_of, console, person
from tests.support.reporting import World
from tests.support.seeing import as_seen, returning

from mandate.apps.reporting import services
from mandate.apps.reporting.models import Revision
from mandate.apps.reporting.queries.deciding import Case, may_decide, refusals
from mandate.apps.reporting.queries.lists import waiting_list
from mandate.apps.reporting.queries.report import report_page
from mandate.apps.reporting.queries.tasks import waiting, waiting_count
from mandate.apps.reporting.services import (
    AcceptReports,
    AllowOwnDecisions,
    OpenPeriod,
    SaveForm,
    SaveFormItem,
    SubmitReport,
)
from mandate.apps.units.models import UnitKind
from mandate.core.reportstate import State
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.access.models import Grant, User
from mandate.platform.access.request import actor_of
from mandate.platform.access.services import GrantRole, grant_role
from mandate.platform.journal.models import Entry
from mandate.platform.listing.showing import show

pytestmark = pytest.mark.django_db


def submitted(city: World, actor: Actor, *units: str) -> list[int]:
    ids = [city.report_ids[unit] for unit in units]
    for unit, pk in zip(units, ids, strict=True):
        city.save(city.report(unit), actor, families=3)
        services.submit_report(actor, SubmitReport(pk))
    return ids


def again(actor: Actor) -> Actor:
    """The same person with the roles they have now."""
    return actor_of(User.objects.get(pk=actor.user_id), NOW)


def test_a_secretary_of_a_ward_does_not_accept_what_they_submitted_for_a_street(city):
    ward = acting(Role.SECRETARY, city.units["A"])
    (pk,) = submitted(city, ward, "A1")
    assert services.accept_reports(ward, AcceptReports(as_seen([pk]))) == services.Decided((), ((pk, "own"),))
    with pytest.raises(ValidationError) as refused:
        services.return_report(ward, returning(pk, "no"))
    assert refused.value.code == "own"
    assert city.report("A1").state == State.SUBMITTED
    colleague = acting(Role.REVIEWER, city.units["A"])
    assert services.accept_reports(colleague, AcceptReports(as_seen([pk]))).done == (pk,)


def test_no_role_that_one_grants_oneself_makes_it_right(city):
    own = person(Role.SECRETARY, city.units["A1"], email="both@example.org")
    person(Role.ADMINISTRATOR, None, email="both@example.org")
    actor = actor_of(own, NOW)
    (pk,) = submitted(city, actor, "A1")
    for unit in ("A", "C", None):
        for role in (Role.SECRETARY, Role.REVIEWER):
            with pytest.raises(ValidationError) as refused:
                grant_role(actor, GrantRole(own.pk, role, city.units[unit].pk if unit else None))
            assert list(refused.value.message_dict) == ["role"]
    assert again(actor).grants == actor.grants
    services.allow_own_decisions(again(actor), AllowOwnDecisions(city.units["C"].pk, city.form.pk, True))
    with pytest.raises(Forbidden):
        services.accept_reports(again(actor), AcceptReports(as_seen([pk])))
    assert city.report("A1").state == State.SUBMITTED


def test_accepting_many_accepts_the_others_and_names_those_left(city):
    ward = acting(Role.SECRETARY, city.units["A"])
    (mine,) = submitted(city, ward, "A1")
    (theirs,) = submitted(city, console(), "A2")
    done = services.accept_reports(ward, AcceptReports(as_seen([mine, theirs])))
    assert done == services.Decided((theirs,), ((mine, "own"),))


def test_at_the_top_another_person_of_the_unit_decides(city):
    form = services.save_form(
        console(),
        SaveForm(
            form_id=None,
            code="top",
            names={"en": "Of the city"},
            frequency="yearly",
            due_days=10,
            kind_ids=[UnitKind.objects.get(code="city").pk],
            items=[SaveFormItem(city.families.pk)],
        ),
    )
    opened = services.open_period(console(), OpenPeriod(form.pk, "2022"))
    report = city.report("C", opened)
    first = acting(Role.SECRETARY, city.units["C"])
    city.save(report, first, families=3)
    services.submit_report(first, SubmitReport(report.pk))
    assert services.accept_reports(first, AcceptReports(as_seen([report.pk]))).skipped == (
        (report.pk, "own"),
    )
    second = actor_of(person(Role.SECRETARY, city.units["C"], email="second@example.org"), NOW)
    assert services.accept_reports(second, AcceptReports(as_seen([report.pk]))).done == (report.pk,)


def test_where_it_is_allowed_the_same_person_does_both_but_not_who_allowed_it(city):
    ward = acting(Role.SECRETARY, city.units["A"])
    (pk,) = submitted(city, ward, "A1")
    administrator = acting(Role.ADMINISTRATOR, city.units["C"])
    case = Case(city.units["A1"].pk, city.form.pk, ward.user_id)
    allow = AllowOwnDecisions(city.units["C"].pk, city.form.pk, True)
    services.allow_own_decisions(administrator, allow)
    services.allow_own_decisions(administrator, allow)
    assert Entry.objects.filter(code="reporting.own_decisions").count() == 1
    assert may_decide(ward, case)
    assert not may_decide(ward, replace(case, form_id=city.form.pk + 1))
    assert [row.report_id for row in show(waiting_list(ward), {})] == [pk]
    services.allow_own_decisions(administrator, replace(allow, allowed=False))
    assert not may_decide(ward, case)
    services.allow_own_decisions(administrator, allow)
    assert services.accept_reports(ward, AcceptReports(as_seen([pk]))).done == (pk,)


def test_it_is_allowed_at_the_top_of_an_organisation_by_its_administrator(city):
    for role, unit in ((Role.ADMINISTRATOR, "A"), (Role.SECRETARY, "C")):
        with pytest.raises(Forbidden):
            services.allow_own_decisions(
                acting(role, city.units[unit]), AllowOwnDecisions(city.units["C"].pk, city.form.pk, True)
            )
    with pytest.raises(ValidationError):
        services.allow_own_decisions(console(), AllowOwnDecisions(city.units["A"].pk, city.form.pk, True))


def test_who_brings_figures_along_does_not_decide_for_a_unit_they_write_for(city):
    both = person(Role.SECRETARY, city.units["C"], email="both@example.org")
    person(Role.SECRETARY, city.units["A"], email="both@example.org")
    actor = actor_of(both, NOW)
    form = city.form.pk
    units = {code: unit.pk for code, unit in city.units.items()}
    cases = [
        Case(units["A"], form, None, brought=True),
        Case(units["A1"], form, None, brought=True),
        Case(units["B1"], form, actor.user_id, brought=True),
        Case(units["A"], form, None),
        Case(units["B1"], None, None, brought=True),
        Case(units["C"], form, None, brought=True),
    ]
    assert refusals(actor, cases) == ["own_unit", "", "own", "", "", "own_unit"]
    assert refusals(acting(Role.OBSERVER, None), cases[:1]) == ["forbidden"]
    assert refusals(console(), cases) == [""] * len(cases)


def test_who_only_writes_for_a_ward_brings_nothing_along_for_its_streets(city):
    both = person(Role.REVIEWER, city.units["C"], email="both@example.org")
    person(Role.REPORTER, city.units["A"], email="both@example.org")
    units = [city.units[code].pk for code in ("A", "A1", "A2", "B1")]
    cases = [Case(unit, city.form.pk, None, brought=True) for unit in units]
    assert refusals(actor_of(both, NOW), cases) == ["own_unit", "own_unit", "own_unit", ""]


def test_lists_the_desk_and_counters_hold_only_what_one_may_decide(city):
    ward = acting(Role.SECRETARY, city.units["A"])
    submitted(city, ward, "A1")
    (theirs,) = submitted(city, console(), "A2")
    assert [row.report_id for row in show(waiting_list(ward), {})] == [theirs]
    assert [group.count for group in waiting(ward)] == [1]
    assert waiting_count(ward) == 1


def test_the_page_offers_accept_only_to_who_may_and_says_why_not(city):
    user = person(Role.SECRETARY, city.units["A"])
    (pk,) = submitted(city, actor_of(user, NOW), "A1")
    address = reverse("reporting:report", args=[pk])
    page = client_of(user).get(address).content.decode()
    assert "You submitted this report yourself, so somebody else decides on it." in page
    assert "It can be decided by secretary-c." in page
    assert reverse("reporting:accept_one", args=[pk]) not in page
    above = person(Role.REVIEWER, city.units["C"])
    assert report_page(actor_of(user, NOW), pk).deciders == (above.name, "secretary-c")
    assert reverse("reporting:accept_one", args=[pk]) in client_of(above).get(address).content.decode()
    Grant.objects.exclude(user=user).delete()
    assert "Nobody else may do so yet" in client_of(user).get(address).content.decode()
    answer = client_of(user).post(reverse("reporting:accept_one", args=[pk]), follow=True)
    assert "somebody else decides on it" in answer.content.decode()
    assert not Revision.objects.filter(state=State.ACCEPTED).exists()


def test_accepting_all_on_the_page_names_those_left(city):
    user = person(Role.SECRETARY, city.units["A"])
    submitted(city, actor_of(user, NOW), "A1")
    submitted(city, console(), "A2")
    address = reverse("reporting:accept", args=["A"])
    listed = re.search(
        r'name="listed" value="([^"]+)"', client_of(user).get("/unit/A/reports/").content.decode()
    )
    assert listed is not None
    page = client_of(user).post(address, {"all": "1", "listed": listed[1]}, follow=True).content.decode()
    assert "1 report is accepted." in page
    assert "You submitted it yourself, so somebody else decides on it. (Phố 1, Phường A)" in page


def test_who_closed_a_period_does_not_open_it_again(city):
    user = person(Role.ADMINISTRATOR, None)
    services.close_period(actor_of(user, NOW), services.ClosePeriod(city.opened.pk))
    with pytest.raises(ValidationError) as refused:
        services.reopen_period(actor_of(user, NOW), services.ReopenPeriod(city.opened.pk))
    assert refused.value.code == "own"
    page = client_of(user).get(reverse("reporting:form", args=[city.form.pk])).content.decode()
    assert "You closed it yourself, so another administrator opens it again." in page
    other = actor_of(person(Role.ADMINISTRATOR, None, email="other@example.org"), NOW)
    services.reopen_period(other, services.ReopenPeriod(city.opened.pk))
    city.opened.refresh_from_db()
    assert (city.opened.closed_at, city.opened.closed_by_id) == (None, None)


def test_who_closed_a_period_opens_it_where_another_allowed_it(city):
    user = actor_of(person(Role.ADMINISTRATOR, None), NOW)
    services.close_period(user, services.ClosePeriod(city.opened.pk))
    services.allow_own_decisions(console(), AllowOwnDecisions(city.units["C"].pk, city.form.pk, True))
    services.reopen_period(user, services.ReopenPeriod(city.opened.pk))
    city.opened.refresh_from_db()
    assert city.opened.closed_at is None


def test_the_setting_is_on_the_page_of_the_form(city):
    client = client_of(person(Role.ADMINISTRATOR, city.units["C"]))
    address = reverse("reporting:form", args=[city.form.pk])
    assert "Allow the same person to do both in Thành phố" in client.get(address).content.decode()
    answer = client.post(
        reverse("reporting:own_decisions", args=[city.form.pk]), {"unit": "C", "allowed": "yes"}, follow=True
    )
    assert "Ask for a second person again in Thành phố" in answer.content.decode()
    other = client_of(person(Role.OBSERVER, city.units["C"]))
    assert "same person" not in other.get(address).content.decode()
