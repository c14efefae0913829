"""The pages of the calendar of periods, each with somebody of the sample who opens it."""

from tests.browser.page import Page

PAGES = [
    Page("periods:calendar", "admin", "/periods/"),
    Page("periods:choose", "guest", "/periods/choose/?of=/unit/D380/&period=2023Q4"),
]

#: Addresses that are no pages: actions that are only posted, files, and fragments of a page.
NO_PAGES = {"periods:remove"}
