"""Who belongs to which circle."""

from mandate.platform.circles.models import Member


def circles_of(user_id: int | None) -> frozenset[int]:
    """The ids of the circles that a person belongs to."""
    if user_id is None:
        return frozenset()
    return frozenset(Member.objects.filter(user=user_id).values_list("circle_id", flat=True))
