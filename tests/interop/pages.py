"""The pages of tables in and out, each with somebody of the sample who opens it."""

from tests.browser.page import Page

PAGES = [
    Page("exchange:index", "admin", "/exchange/"),
    Page("exchange:table", "admin", "/exchange/units/", "units"),
    Page("exchange:table", "admin", "/exchange/figures/", "figures"),
    Page("exchange:template", "ward", "/exchange/template/{form_period}/W14755/"),
]

#: Addresses that are no pages: actions that are only posted, files, and fragments of a page.
NO_PAGES = {
    "exchange:download",
    "exchange:template-file",
    "exchange:confirm",
}
