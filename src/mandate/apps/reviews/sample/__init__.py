"""The notes on a review of the sample, all made up."""

from mandate.apps.reviews.sample.notes import write_notes
from mandate.platform.access.actor import Actor
from mandate.platform.sample import SampleStep


def _fill(actor: Actor) -> None:
    write_notes()


STEPS = (SampleStep(80, _fill),)
