"""Roles that come with a post: they begin and end with the holding, and nobody gives them to themselves."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from tests.apps.people.members import member
from tests.apps.posts.posts import BEGUN, ELECTED, body, post, put, term
from tests.support.organisation import acting, client_of, console, person, tree

from mandate.apps.posts.models import Holding, Post, PostKind
from mandate.apps.posts.queries.rows import mark
from mandate.apps.posts.services import closing, holdings, posts
from mandate.apps.posts.services.holdings import Fill, HoldingSaid, fill
from mandate.apps.posts.services.posts import PostSaid
from mandate.apps.units.models import Unit
from mandate.core.holding import Ended, How
from mandate.platform.access import sources
from mandate.platform.access.actor import Actor, Grant, Role
from mandate.platform.access.decide import Forbidden, can, who_can
from mandate.platform.access.erasing import holds_a_role
from mandate.platform.access.models import User
from mandate.platform.access.permissions import GRANTS_MANAGE
from mandate.platform.access.request import actor_of
from mandate.platform.notices.models import Notice

pytestmark = pytest.mark.django_db

TODAY, LATER = date(2024, 1, 5), date(2024, 2, 1)


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


def somebody(unit: Unit, address: str = "tam@example.org") -> User:
    """A member who signs in, and has no role by a grant."""
    made = member(unit, day=BEGUN)
    made.email, made.is_active = address, True
    made.save()
    return made


def as_of(user: User) -> Actor:
    return actor_of(user, console().now)


def refused(deed: Callable[[], object]) -> str:
    with pytest.raises(ValidationError) as caught, transaction.atomic():
        deed()
    return " ".join(caught.value.messages)


def test_the_role_holds_on_the_unit_and_below_from_the_first_day_to_the_last(units: dict[str, Unit]) -> None:
    reviewer, here = post(units["A"], "head", role=Role.REVIEWER), somebody(units["A1"])
    assert as_of(here).grants == ()
    put(here, reviewer, ends=LATER)
    for day, held in (
        (date(2020, 6, 30), False),
        (ELECTED, True),
        (TODAY, True),
        (date(2024, 1, 31), True),
        (LATER, False),
    ):
        expected = (Grant(Role.REVIEWER, units["A"].pk),) if held else ()
        assert sources.roles_of(here.pk, day) == expected, day
        assert (here in who_can("posts.view", units["A1"].pk, day)) is held, day
    actor = as_of(here)
    for code, allowed in (("A", True), ("A2", True), ("B", False), ("C", False)):
        assert can(actor, "posts.view", units[code].pk) is allowed, code
    assert not can(actor, "posts.manage", units["A"].pk)
    assert holds_a_role(console(), here.pk)


def test_a_holding_that_ends_takes_the_role_and_leaves_what_was(units: dict[str, Unit]) -> None:
    row = put(somebody(units["A1"]), post(units["A"], "secretary", role=Role.SECRETARY))
    client = client_of(row.person)
    assert client.get("/unit/A/people/").status_code == 200
    holdings.end_holding(console(), holdings.EndHolding(row.pk, date(2024, 1, 1), Ended.RELIEVED))
    assert client.get("/unit/A/people/").status_code in (403, 404)
    assert as_of(row.person).grants == ()
    assert sources.roles_of(row.person_id, date(2023, 12, 31)) == (Grant(Role.SECRETARY, units["A"].pk),)


def test_whoever_acts_has_the_role_and_a_term_ends_it(units: dict[str, Unit]) -> None:
    committee = body(units["A"])
    term(committee)
    here = somebody(units["A1"])
    put(here, post(units["A"], "secretary", committee, role=Role.SECRETARY), how=How.ACTING)
    assert as_of(here).grants == (Grant(Role.SECRETARY, units["A"].pk),)
    assert sources.roles_of(here.pk, date(2025, 6, 1)) == ()


def test_whoever_fills_a_post_with_a_role_may_grant_it_there(units: dict[str, Unit]) -> None:
    reviewer, plain = post(units["A"], "head", role=Role.REVIEWER), post(units["A"], "member", places=9)
    here = somebody(units["A1"])
    said = HoldingSaid(How.APPOINTED, ELECTED)
    secretary, administrator = acting(Role.SECRETARY, units["A"]), acting(Role.ADMINISTRATOR, units["A"])
    with pytest.raises(Forbidden):
        fill(secretary, Fill(reviewer.pk, here.pk, said))
    fill(secretary, Fill(plain.pk, here.pk, said))
    for code in ("B", "A1"):
        with pytest.raises(Forbidden):
            fill(acting(Role.ADMINISTRATOR, units[code]), Fill(reviewer.pk, here.pk, said))
    row = fill(administrator, Fill(reviewer.pk, here.pk, said))
    end = holdings.EndHolding(row.pk, LATER, Ended.RELIEVED)
    for deed in (
        lambda: holdings.end_holding(secretary, end),
        lambda: holdings.correct_holding(secretary, holdings.CorrectHolding(row.pk, said)),
        lambda: holdings.remove_holding(secretary, holdings.RemoveHolding(row.pk, mark(row))),
        lambda: closing.close_all(secretary, closing.CloseAll(units["A"].pk, LATER)),
    ):
        with pytest.raises(Forbidden), transaction.atomic():
            deed()
    holdings.end_holding(administrator, end)
    assert Holding.objects.get(pk=row.pk).ends == LATER


def test_nobody_puts_themselves_into_a_post_with_a_role_nor_stays_longer(units: dict[str, Unit]) -> None:
    user = person(Role.ADMINISTRATOR, units["A"])
    actor, reviewer = as_of(user), post(units["A"], "head", role=Role.REVIEWER)
    said = HoldingSaid(How.APPOINTED, ELECTED)
    assert "nobody grants a role to themselves" in refused(
        lambda: fill(actor, Fill(reviewer.pk, user.pk, said))
    )
    fill(actor, Fill(post(units["A"], "member").pk, user.pk, said))  # a post without one is no right
    row = put(user, reviewer, ends=LATER)
    for deed in (
        lambda: holdings.correct_holding(actor, holdings.CorrectHolding(row.pk, said)),
        lambda: holdings.end_holding(actor, holdings.EndHolding(row.pk, date(2025, 1, 1), Ended.RETIRED)),
        lambda: holdings.take_back_end(actor, holdings.TakeBackEnd(row.pk, mark(row))),
    ):
        assert "nobody grants a role to themselves" in refused(deed)
    holdings.end_holding(actor, holdings.EndHolding(row.pk, TODAY, Ended.RESIGNED))
    assert Holding.objects.get(pk=row.pk).ends == TODAY


def test_somebody_administers_the_organisation_whatever_ends(units: dict[str, Unit]) -> None:
    only = put(somebody(units["C"]), post(units["C"], "chair", role=Role.ADMINISTRATOR))
    assert who_can(GRANTS_MANAGE, None, TODAY) == [only.person]
    for deed in (
        lambda: holdings.end_holding(console(), holdings.EndHolding(only.pk, LATER, Ended.RETIRED)),
        lambda: holdings.remove_holding(console(), holdings.RemoveHolding(only.pk)),
        lambda: closing.close_all(console(), closing.CloseAll(units["C"].pk, LATER)),
    ):
        assert "Nobody would administer the organisation" in refused(deed)
    person(Role.ADMINISTRATOR, None)
    holdings.end_holding(console(), holdings.EndHolding(only.pk, LATER, Ended.RETIRED))


def test_the_role_of_a_post_is_that_of_the_day_on_which_it_was_opened(units: dict[str, Unit]) -> None:
    PostKind.objects.filter(code="head").update(role=Role.REVIEWER.value)
    client = client_of(person(Role.SECRETARY, units["A"]))
    said = {"kind": "head", "places": "1", "starts": "2020-06-01", "role": "kind", "body": ""}
    client.post("/unit/A/posts/post/", said)
    made = Post.objects.get()
    assert made.role == "reviewer"
    PostKind.objects.filter(code="head").update(role=Role.ADMINISTRATOR.value)
    posts.change_post(console(), posts.ChangePost(made.pk, PostSaid("Trưởng ban", 2, BEGUN)))
    made.refresh_from_db()
    assert made.role == "reviewer"
    assert client.get(f"/posts/{made.pk}/fill/").status_code == 403  # a secretary grants no role
    administrator = client_of(person(Role.ADMINISTRATOR, units["A"]))
    here = somebody(units["A1"])
    assert "Reviewer" in administrator.get(f"/posts/{made.pk}/fill/{here.pk}/").content.decode()


def test_who_is_put_into_a_post_is_told_and_reads_where(units: dict[str, Unit]) -> None:
    here = somebody(units["A1"])
    actor = acting(Role.ADMINISTRATOR, units["A"])
    said = HoldingSaid(How.APPOINTED, ELECTED)
    fill(actor, Fill(post(units["A"], "head").pk, here.pk, said))
    assert Notice.objects.filter(user=here, kind="posts.put_in").count() == 1
    page = client_of(here).get("/inbox/").content.decode()
    assert "you hold the post “Head” in Phường A" in page
    own = as_of(person(Role.ADMINISTRATOR, units["A"], "own@example.org"))
    fill(own, Fill(post(units["A"], "member").pk, own.user_id or 0, said))
    assert not Notice.objects.filter(user=own.user_id).exists()  # whoever did it knows
