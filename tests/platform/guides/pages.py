"""The pages of help, each with somebody of the sample who opens it."""

from tests.browser.page import Page

PAGES = [
    Page("guides:help", "city", "/help/?q=paper", "found"),
    Page("guides:help", "ward", "/help/"),
    Page("guides:guide", "village", "/help/reporter/", "reporter"),
    Page("guides:guide", "admin", "/help/command-line/", "commands"),
]

#: Addresses that are no pages: deeds that are only posted, files, and fragments of a page.
NO_PAGES = {"guides:picture"}
