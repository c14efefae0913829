"""The first steps of an administrator: what a fresh site needs before anybody can report."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.models import Form, FormPeriod
from mandate.apps.reporting.permissions import FORMS_MANAGE
from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import can
from mandate.platform.access.models import Grant


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what, why, where, and whether it is done."""

    title: str
    text: str
    url: str
    done: bool


def first_steps(actor: Actor) -> tuple[Step, ...]:
    """The steps for whoever sets up the whole organisation, until all are done; for others, none."""
    if not can(actor, FORMS_MANAGE):
        return ()
    steps = tuple(_step(*row) for row in _rows())
    return () if all(step.done for step in steps) else steps


def _step(title: str, text: str, url: str, done: Callable[[], bool]) -> Step:
    return Step(title, text, url, done())


def _rows() -> tuple[tuple[str, str, str, Callable[[], bool]], ...]:
    others = Grant.objects.exclude(role=Role.ADMINISTRATOR.value)
    return (
        (
            _("Import the units"),
            _("A table of code, parent, kind and name: every level of the organisation."),
            reverse("exchange:table", args=["units"]),
            Unit.objects.exists,
        ),
        (
            _("Import the indicators"),
            _("What is counted, and how it adds up over units and over time."),
            reverse("exchange:table", args=["indicators"]),
            Indicator.objects.exists,
        ),
        (
            _("Make a form"),
            _("Which kinds of unit report which indicators, how often and by when."),
            reverse("reporting:forms"),
            Form.objects.exists,
        ),
        (
            _("Open a period"),
            _("From then on each unit sees its report, and the reports expected are counted."),
            reverse("reporting:forms"),
            FormPeriod.objects.exists,
        ),
        (
            _("Add people"),
            _("Each gets a role on a unit: to report, to accept, or to read."),
            reverse("people:people"),
            others.exists,
        ),
    )
