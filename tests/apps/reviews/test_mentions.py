"""Whom the notes of a review mention is told so, once, if they may read it."""

import pytest
from tests.apps.reviews.asking import secretary
from tests.apps.reviews.test_notices import said
from tests.apps.targets.city import City

from mandate.apps.accounts.mentions import mentioned
from mandate.apps.reviews.services import SaveNotes, save_notes
from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.access.models import Grant, User
from mandate.platform.access.request import actor_of
from mandate.platform.text.markdown import html

pytestmark = pytest.mark.usefixtures("still")


def write(city: City, actor: Actor, text: str, seen: int = 0) -> str:
    """The summary as it is saved."""
    command = SaveNotes(city.units["C"].pk, Period.parse("2023"), seen, {"summary": text})
    return save_notes(actor, command).notes.sections["summary"]


def called(pk: int | None, name: str) -> None:
    user = User.objects.get(pk=pk or 0)
    user.name = name
    user.save()


def test_a_name_becomes_a_link_and_its_person_is_told_once(city: City, first: Actor, second: Actor) -> None:
    called(second.user_id, "Lê Thị Lan")
    saved = write(city, first, "Ask @Lê Thị Lan, and @lê thị lan again; write to lan@example.org")
    link = f"[@Lê Thị Lan](/people/{second.user_id}/)"
    assert saved == f"Ask {link}, and {link} again; write to lan@example.org"
    assert f'<a href="/people/{second.user_id}/"' in html(saved)
    assert said(second) == [("first mentions you: Review for 2023, Thành phố", "")]
    write(city, first, f"{saved}. More", 1)
    assert len(said(second)) == 1, "they were mentioned before"
    assert said(first) == []


def test_somebody_is_found_by_address_where_two_have_a_name(city: City, first: Actor, second: Actor) -> None:
    third = secretary(city, "third")
    for one in (second, third):
        called(one.user_id, "Lan")
    address = User.objects.get(pk=third.user_id).email
    assert write(city, first, "@Lan") == "@Lan"
    assert mentioned([write(city, first, f"@Lan, @{address}", 1)]) == {third.user_id}
    assert said(second) == [] and len(said(third)) == 1


def test_nobody_is_told_or_found_who_may_not_read_it(city: City, first: Actor) -> None:
    below = secretary(city, "below", "A")
    called(below.user_id, "Lan Below")
    assert write(city, first, "@Lan Below") == "@Lan Below"
    write(city, first, f"[@Lan Below](/people/{below.user_id}/)", 1)
    assert said(below) == []


def test_nobody_is_found_whom_the_writer_may_not_see(city: City) -> None:
    ward, above = secretary(city, "ward", "A"), secretary(city, "above")
    called(above.user_id, "Lan Above")
    command = SaveNotes(city.units["A"].pk, Period.parse("2023"), 0, {"summary": "@Lan Above"})
    assert save_notes(ward, command).notes.sections["summary"] == "@Lan Above"
    assert said(above) == []


def test_who_sees_the_review_no_more_is_told_nothing(city: City, first: Actor, second: Actor) -> None:
    write(city, first, "@second")
    assert len(said(second)) == 1
    Grant.objects.filter(user_id=second.user_id).update(unit=city.units["B"])
    assert said(actor_of(User.objects.get(pk=second.user_id), second.now)) == []


def test_a_sign_before_it_or_another_name_is_no_mention(city: City, first: Actor, second: Actor) -> None:
    for seen, text in enumerate((r"\@second", "@seconds", "a@second", "second")):
        assert write(city, first, text, seen) == text
    assert said(second) == []
