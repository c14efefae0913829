"""Made-up applications at different steps, in the streets of one ward."""

from datetime import timedelta

from mandate.apps.people.models import Application, Membership
from mandate.apps.people.sample.names import name_of
from mandate.apps.people.services.applications import (
    ApplicationSaid,
    ApplyPerson,
    Recommend,
    TakeStep,
    apply_person,
    propose,
    recommend,
    withdraw_application,
)
from mandate.apps.people.services.persons import EnterPerson
from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Actor

FIRST_NAME = 900
NOTE = "Đơn minh hoạ, không phải người thật."  # shown with the sample, which is Vietnamese


def fill_applications(actor: Actor, streets: list[Unit]) -> None:
    """One that is applied, one recommended, two proposed, one withdrawn."""
    for number, steps in enumerate((0, 2, 3, 3, -1)):
        row = _apply(actor, streets[number], number)
        members = Membership.objects.filter(unit=row.unit_id, ends=None, kind__code="full").order_by("pk")
        if steps < 0:
            withdraw_application(actor, TakeStep(row.pk, actor.today - timedelta(days=20)))
            continue
        for days, member in zip((30, 25), members[: min(steps, 2)], strict=False):
            day = actor.today - timedelta(days=days)
            recommend(actor, Recommend(row.pk, member.person_id, day))
        if steps > 2:
            propose(actor, TakeStep(row.pk, actor.today - timedelta(days=12 - number)))


def _apply(actor: Actor, street: Unit, number: int) -> Application:
    source = ("students", "workers", "farmers", "students", "workers")[number]
    day = actor.today - timedelta(days=40 - number)
    said = ApplicationSaid(street.pk, "probationary", day, source, NOTE)
    person = EnterPerson(name_of(FIRST_NAME + number), "", day.replace(year=1998, day=1))
    return apply_person(actor, ApplyPerson(person, said, another=True))
