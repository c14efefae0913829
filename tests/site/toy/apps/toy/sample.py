"""The toys of the sample."""

from mandate.apps.toy.part import BOX  # type: ignore[import-not-found] -- lies there only now

from mandate.platform.access.actor import Actor
from mandate.platform.sample import SampleStep


def _fill(actor: Actor) -> None:
    BOX["rocking horse"] = "brown"


STEPS = (SampleStep(90, _fill, doing="carving a horse", told=("A rocking horse is in the box.",)),)
