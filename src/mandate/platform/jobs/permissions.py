"""Who may look after the jobs of others; one's own need no right beyond that of what they do."""

from mandate.platform.access.actions import Where, define
from mandate.platform.access.actor import Role

JOBS_MANAGE = define("jobs.manage", {Role.ADMINISTRATOR}, Where.ORGANISATION)
