"""Who belongs to which circle."""

from collections.abc import Collection, Iterable, Mapping

from mandate.platform.access.actor import Actor
from mandate.platform.circles.matters import UnknownSubjectError, circle_of_subject
from mandate.platform.circles.models import Member


def circles_of(user_id: int | None) -> frozenset[int]:
    """The ids of the circles that a person belongs to."""
    if user_id is None:
        return frozenset()
    return frozenset(Member.objects.filter(user=user_id).values_list("circle_id", flat=True))


def is_in(actor: Actor, circle_id: int | None) -> bool:
    """Whether the actor may know of what belongs to a circle (None: to none)."""
    if circle_id is None or actor.console:
        return True
    return Member.objects.filter(circle=circle_id, user=actor.user_id or 0).exists()


def may_know_of(actor: Actor, kind: str, subject_id: int) -> bool:
    """The same of a subject, as ("complaint", 17): what is never confidential costs no query. Of what is gone
    without a trace nobody knows."""
    try:
        return is_in(actor, circle_of_subject(kind, subject_id))
    except UnknownSubjectError:
        return actor.console


def in_them(circles: Collection[int]) -> Mapping[int, frozenset[int]]:
    """Who belongs to each of some circles: one query."""
    found: dict[int, set[int]] = {circle: set() for circle in circles}
    for circle, user in Member.objects.filter(circle__in=circles).values_list("circle_id", "user_id"):
        found[circle].add(user)
    return {circle: frozenset(users) for circle, users in found.items()}


def only_those_in(
    people: Mapping[int, Iterable[int | None]], circles: Mapping[int, int]
) -> Mapping[int, Iterable[int | None]]:
    """{subject: users}, without those who are not in the circle that a subject has, {subject: circle}."""
    if not circles:
        return people
    members = in_them(set(circles.values()))
    return {
        subject: [user for user in users if subject not in circles or user in members[circles[subject]]]
        for subject, users in people.items()
    }
