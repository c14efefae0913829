"""The case of an application, read under the lock of its person, changed by core, and written back."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mandate.apps.people import application_events as events
from mandate.apps.people.models import (
    OPEN,
    REASON_LENGTH,
    Application,
    ApplicationPaper,
    ApplicationStep,
    Membership,
    StepNote,
)
from mandate.apps.people.permissions import ADMISSIONS_DECIDE, MEMBERS_VIEW
from mandate.apps.people.services.chains import Kept, lock_chain
from mandate.core import admission
from mandate.core.admission import AdmissionError, Case, Done, State, Step
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Hidden, require, visible
from mandate.platform.i18n import formats, languages
from mandate.platform.i18n.problems import sentence
from mandate.platform.journal.people import Person
from mandate.platform.journal.record import record


@dataclass(frozen=True, slots=True)
class Locked:
    """An application whose person is locked, so that whatever else happens to either waits."""

    row: Application
    steps: list[ApplicationStep]
    case: Case
    kept: Kept

    @property
    def applicant(self) -> int:
        """Who applies."""
        return self.row.person_id


def lock_application(actor: Actor, application_id: int) -> Locked:
    """Errors: ValidationError of somebody who was erased; Application.DoesNotExist; Hidden of one that is not
    the actor's to see."""
    person = Application.objects.values_list("person_id", flat=True).get(pk=application_id)
    if not visible(actor, Application.objects.filter(pk=application_id)).exists():
        raise Hidden(MEMBERS_VIEW)
    kept = lock_chain(person)
    row = Application.objects.select_related("unit", "kind", "source").get(pk=application_id)
    steps = list(row.steps.order_by("pk"))
    return Locked(row, steps, tuple(map(done_of, steps)), kept)


def done_of(row: ApplicationStep) -> Done:
    """A row as core knows it."""
    return Done(Step(row.what), row.day, row.by_id, row.unit_id, row.member_id)


def write_step(actor: Actor, locked: Locked, case: Case, note: str = "") -> ApplicationStep:
    """Write the step that a case has more, the state that comes out, and what the journal says of it."""
    last, row = case[-1], locked.row
    step = ApplicationStep.objects.create(
        application=row,
        what=last.step.value,
        day=last.day,
        by_id=last.by,
        unit_id=last.unit,
        member_id=last.member,
    )
    if note:
        StepNote.objects.create(step=step, person_id=row.person_id, text=note)
    row.state, before, row.unit_id = admission.state(case).value, row.unit_id, last.unit
    row.save()
    if before != last.unit:
        ApplicationPaper.objects.filter(subject_id=row.pk).update(unit=last.unit)
    record_step(actor, row, step, note, touched={before} - {last.unit})
    return step


def record_step(
    actor: Actor, row: Application, step: ApplicationStep, note: str, touched: set[int] | None = None
) -> None:
    """What the journal says of a step."""
    person, day = Person(row.person_id), step.day.isoformat()
    event: events.ApplicationEvent
    if step.member_id is not None:
        event = events.Recommended(person, Person(step.member_id), day, note)
    else:
        event = events.Stepped(person, step.what, day, note)
    record(actor, event, unit_id=row.unit_id, subject=("application", row.pk), touched=touched or set())


def take_back(actor: Actor, locked: Locked) -> None:
    """Remove the last step and what came of it. Errors: ValidationError."""
    row, last = locked.row, locked.steps[-1]
    case = admission.undo(locked.case)
    state = admission.state(case)
    others = Application.objects.filter(person=row.person_id, state__in=OPEN).exclude(pk=row.pk)
    if state in admission.OPEN and others.exists():
        raise ValidationError(_("This person has applied anew meanwhile."))
    what, before, row.unit_id = last.what, row.unit_id, case[-1].unit
    last.delete()
    row.state, row.number, row.decided, row.decider, row.membership = state.value, "", None, None, None
    row.save()
    if before != row.unit_id:
        ApplicationPaper.objects.filter(subject_id=row.pk).update(unit=row.unit_id)
    event = events.StepTakenBack(Person(row.person_id), what)
    touched = {before} - {row.unit_id}
    record(actor, event, unit_id=row.unit_id, subject=("application", row.pk), touched=touched)


def reopen_application(actor: Actor, membership: Membership) -> None:
    """The application whose decision began a membership that is taken back waits for it again, for whoever
    may decide it. Errors: ValidationError."""
    found = Application.objects.filter(membership=membership).first()
    if found is None:
        return
    require(actor, ADMISSIONS_DECIDE, found.unit_id)
    locked = lock_application(actor, found.pk)
    assert admission.state(locked.case) is State.ADMITTED, "the database says so as well"
    take_back(actor, locked)


_FIELDS = {
    "too_early": "day",
    "not_own": "member",
    "twice": "member",
    "not_full": "member",
    "starts_early": "starts",
    "same_unit": "unit",
}


def told(error: AdmissionError) -> ValidationError:
    """An error of core at its field, or at none, its days in the reader's language."""
    for name, value in error.params.items():
        if isinstance(value, date):
            error.params[name] = formats.date_long(value, languages.current())
    field, words = _FIELDS.get(error.code), sentence(error)
    return ValidationError({field: words}) if field else ValidationError(words)


def refuse_wrong(actor: Actor, day: date, note: str, *, needed: bool = False) -> None:
    """Errors: ValidationError by field (day, note)."""
    errors = {}
    if day > actor.today:
        errors["day"] = _("This day is still to come.")
    if needed and not note:
        errors["note"] = _("Give a reason.")
    if len(note) > REASON_LENGTH:
        errors["note"] = _("This is too long.")
    if errors:
        raise ValidationError(errors)
