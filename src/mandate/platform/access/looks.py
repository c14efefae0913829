"""Who looked at restricted fields of whom, for what and when. A look is kept for the person, who reads it
among their own data; it stands in no list of anybody else, and is counted nowhere."""

from collections.abc import Collection

from django.db import connection

from mandate.platform.access.actor import Actor
from mandate.platform.access.fields import FieldGroup
from mandate.platform.access.models import Look


def note_looks(actor: Actor, group: FieldGroup, purpose: str, people: Collection[int]) -> None:
    """Keep that the actor looks at a group of these people; once a day for each purpose. One query, however
    many they are. Who looks at themself is not noted."""
    others = [person for person in people if person != actor.user_id]
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [actor.user_id, group.name, purpose, actor.now, actor.today, others])


_NOTE = """
INSERT INTO access_look (person_id, by_id, field_group, purpose, at, day)
SELECT person, %s, %s, %s, %s, %s FROM unnest(%s::bigint[]) AS person ON CONFLICT DO NOTHING
"""


def open_today(actor: Actor, user_id: int) -> frozenset[str]:
    """The groups of a person at which the actor looked today: they show until the day is over."""
    looks = Look.objects.filter(person=user_id, by=actor.user_id, day=actor.today)
    return frozenset(looks.values_list("field_group", flat=True))
