"""What jobs bring to the frame: their pages, reached from the person's menu and from what started them, and
the notice that one ended."""

from mandate.platform.jobs.told import JOB_ENDED
from mandate.platform.parts import Part

PART = Part(urls="mandate.platform.jobs.urls", prefix="jobs/", notices=(JOB_ENDED,))
