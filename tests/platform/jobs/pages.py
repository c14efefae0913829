"""The pages of jobs, each with somebody of the sample who opens it."""

from typing import Any

from tests.browser.page import Page
from tests.browser.site import Site

PAGES = [
    Page("jobs:jobs", "city", "/jobs/"),
    Page("jobs:jobs", "admin", "/jobs/?all=1", "of-all"),
    Page("jobs:job", "city", "/jobs/{job}/"),
]

#: Addresses that are no pages: actions that are only posted, files, and fragments of a page.
NO_PAGES = {
    "jobs:cancel",
    "jobs:files",
}

_JOB = """
INSERT INTO jobs_job (kind, user_id, data, state, at, done, total, result, trouble, trouble_count,
  message, tries, cancel_asked, asked_at, ended_at)
SELECT 'reports.accept', id, '{"reports": [1, 2, 3], "step": 200, "unit": "D380"}', 'done', 3, 3, 3,
  '{"accepted": 2, "skipped": {"not_submitted": [1]}}', '[]', 0, '', 0, false, now(), now()
FROM access_user WHERE email = 'city@demo.example' RETURNING id
"""


def numbers(site: Site) -> dict[str, Any]:
    """The numbers that stand in addresses."""
    return {"job": site.one(_JOB)}
