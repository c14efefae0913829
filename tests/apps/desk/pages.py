"""The pages of the desk, each with somebody of the sample who opens it."""

from tests.browser.page import Page

PAGES = [
    Page("desk:desk", "admin", "/", "of-all"),
    Page("desk:desk", "city", "/", "of-the-city"),
    Page("desk:desk", "ward", "/", "of-a-ward"),
    Page("desk:desk", "village", "/", "of-a-street"),
    Page("desk:journal", "admin", "/journal/"),
]

#: Addresses that are no pages: actions that are only posted, files, and fragments of a page.
NO_PAGES = {
    "desk:part",
    "desk:tour",
    "desk:tour_end",
    "desk:navigation",
    "desk:health",
}
