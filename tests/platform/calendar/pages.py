"""The page of the calendar, with people of the sample who open it."""

from tests.browser.page import Page

PAGES = [
    Page("calendar:calendar", "reporter", "/calendar/"),
    Page("calendar:calendar", "guest", "/calendar/", "empty"),
]

#: Addresses that are no pages: actions that are only posted, files, and fragments of a page.
NO_PAGES = {
    "calendar:dates",
    "calendar:address",
    "calendar:remove",
    "calendar:feed",
}
