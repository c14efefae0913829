"""The pages of the inbox, each with somebody of the sample who opens it."""

from tests.browser.page import Page

PAGES = [
    Page("notices:inbox", "reporter", "/inbox/"),
    Page("notices:inbox", "guest", "/inbox/", "empty"),
]

#: Addresses that are no pages: actions that are only posted, files, and fragments of a page.
NO_PAGES = {
    "notices:came",
    "notices:read",
    "notices:open",
    "notices:stop",  # each mail has its own, which no other site knows
}
