"""The pages of saved views of lists, each with somebody of the sample who opens it."""

from tests.browser.page import Page

PAGES = [
    Page("listing:views", "city", "/views/?of=/unit/D380/reports/%3Fshow%3Dall"),
]

#: Addresses that are no pages: actions that are only posted, files, and fragments of a page.
NO_PAGES = {
    "listing:remove",
}
