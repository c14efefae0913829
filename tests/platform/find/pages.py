"""The pages of the search for everything, each with somebody of the sample who opens it."""

from tests.browser.page import Page

PAGES = [
    Page("find:find", "city", "/find/?q=pho+1+ham+rong", "found"),
    Page("find:find", "ward", "/find/?q=nowhere", "nothing"),
    Page("find:find", "guest", "/find/", "unasked"),
]

#: Addresses that are no pages: deeds that are only posted, files, and fragments of a page.
NO_PAGES = {"find:hints"}
