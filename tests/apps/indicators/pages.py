"""The pages of indicators, each with somebody of the sample who opens it."""

from tests.browser.page import Page

PAGES = [
    Page("indicators:list", "city", "/indicators/"),
    Page("indicators:indicator", "admin", "/indicators/cultural_family_share/", "ratio"),
    Page("indicators:indicator", "guest", "/indicators/families/", "number"),
    Page("indicators:new", "admin", "/indicators/new-indicator/"),
    Page("indicators:edit", "admin", "/indicators/families/edit/"),
]

#: Addresses that are no pages: actions that are only posted, files, and fragments of a page.
NO_PAGES = {
    "indicators:move",
    "indicators:remove",
}
