"""The first steps of an administrator: what a fresh site needs before anybody can report."""

from dataclasses import dataclass

from django.urls import reverse

from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can
from mandate.platform.duties import Asked
from mandate.platform.parts import FirstStep, steps


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One step: what, why, where, and whether it is done."""

    title: str
    text: str
    url: str
    done: bool


def first_steps(actor: Actor, asked: Asked) -> tuple[ShownStep, ...] | None:
    """The steps that the actor may do, until all are done."""
    shown = tuple(_shown(step) for step in steps() if can(actor, step.action))
    return None if all(step.done for step in shown) else shown


def _shown(step: FirstStep) -> ShownStep:
    name, *arguments = step.view
    return ShownStep(str(step.title), str(step.text), reverse(name, args=arguments), step.done())
