"""A city whose reports are accepted by a job."""

import pytest
from tests.platform.jobs.streets import STREETS
from tests.support.organisation import NOW, console, person
from tests.support.reporting import World, world
from tests.support.seeing import as_seen

from mandate.apps.reporting import services
from mandate.apps.reporting.jobs import accepting
from mandate.apps.reporting.services import SubmitReport
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User
from mandate.platform.access.request import actor_of
from mandate.platform.jobs.models import Job
from mandate.platform.jobs.services import start_job


@pytest.fixture
def city() -> World:
    made = world()
    for code in STREETS:
        made.save(made.report(code), console(), families=3)
        services.submit_report(console(), SubmitReport(made.report(code).pk))
    return made


@pytest.fixture
def secretary(city: World) -> User:
    return person(Role.SECRETARY, city.units["C"], "secretary@example.org", "de")


@pytest.fixture
def job(city: World, secretary: User) -> Job:
    """Accepting the streets' reports, two a step."""
    command = accepting(as_seen([city.report_ids[code] for code in STREETS]), "C", step=2)
    return start_job(actor_of(secretary, NOW), command)
