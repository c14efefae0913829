"""The reviews of the sample: closed ones, and notes on one that is open. All made up."""

from mandate.apps.reviews.sample.closed import close_reviews
from mandate.apps.reviews.sample.notes import write_notes
from mandate.platform.access.actor import Actor
from mandate.platform.sample import SET_UP, SampleStep


def _fill(actor: Actor) -> None:
    write_notes()


STEPS = (
    SampleStep(65, close_reviews, doing="closing reviews of 2022 and 2023", ago=SET_UP - 30),
    SampleStep(80, _fill),
)
