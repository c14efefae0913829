"""What jobs bring to the frame: their pages, reached from the person's menu and from what started them."""

from mandate.platform.parts import Part

PART = Part(urls="mandate.platform.jobs.urls", prefix="jobs/")
