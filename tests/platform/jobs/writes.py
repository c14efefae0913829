"""Arguments for the services of jobs that would be right for somebody who may."""

from typing import Any

from tests.support.reporting import World
from tests.support.seeing import as_seen

from mandate.apps.reporting.jobs import accepting

#: What a person does to nobody but themself needs no role; it has tests of its own.
APART = {"mandate.platform.jobs.services.cancel_job"}


def arguments(city: World) -> dict[str, tuple[Any, ...]]:
    """By the name of the service."""
    report = city.report_ids["A1"]
    return {
        "start_job": (accepting(as_seen([report]), "A1"),),
    }
