"""What only one person may know: here a job that they started."""

from tests.support.hidden import City
from tests.support.organisation import NOW
from tests.support.seeing import as_seen

from mandate.apps.reporting.jobs import accepting
from mandate.platform.access.request import actor_of
from mandate.platform.jobs.services import start_job


def put(city: City) -> dict[str, str]:
    """A job of B's writer; its value in addresses."""
    command = accepting(as_seen([city.world.report_ids["B"]]), "B")
    return {"job_id": str(start_job(actor_of(city.writer, NOW), command).pk)}
