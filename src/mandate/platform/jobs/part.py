"""What jobs bring to the frame: their pages, reached from the person's menu and from what started them, and
the notice that one ended."""

from django.utils.translation import gettext_lazy as _

from mandate.platform.guides.kinds import Help
from mandate.platform.jobs.told import JOB_ENDED
from mandate.platform.parts import OwnPage, Part

PART = Part(
    urls="mandate.platform.jobs.urls",
    prefix="jobs/",
    own_pages=(OwnPage(_("Jobs"), "jobs:jobs", 20),),
    notices=(JOB_ENDED,),
    helps=(Help("jobs", "reviewer", "accept-many-at-once"),),
)
