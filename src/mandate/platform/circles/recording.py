"""In which circle a deed is recorded: that of its subject, whether the service thought of it or not."""

from collections.abc import Sequence

from mandate.platform.access.actions import asks_circle
from mandate.platform.circles.matters import circles_of_subjects, matter_of

Subject = tuple[str, int] | None


def circles_for(deeds: Sequence[tuple[str, Subject]], circle_id: int | None) -> list[int | None]:
    """Of each deed, (audience, subject), its circle; ``circle_id`` is what the service said: one query a kind
    of confidential subject. Raises ValueError where the service names another one than the subject has, and
    where a deed of confidential matters tells neither."""
    ids: dict[str, set[int]] = {}
    for _, subject in deeds:
        if subject is not None and matter_of(subject[0]) is not None:
            ids.setdefault(subject[0], set()).add(subject[1])
    found = {kind: circles_of_subjects(kind, some) for kind, some in ids.items()}
    return [_circle(audience, subject, found, circle_id) for audience, subject in deeds]


def _circle(
    audience: str, subject: Subject, found: dict[str, dict[int, int | None]], said: int | None
) -> int | None:
    if subject is None or subject[0] not in found:
        if said is None and asks_circle(audience):
            raise ValueError(f"a deed for {audience} is done to a matter, or says its circle")
        return said
    circle = found[subject[0]][subject[1]]
    if said not in (None, circle):
        raise ValueError(f"{subject[0]} {subject[1]} is of circle {circle}, not {said}")
    return circle
