"""The pages of units, each with somebody of the sample who opens it."""

from tests.browser.page import Page

PAGES = [
    Page("units:tree", "city", "/units/?open=D380&open=W14755", "open"),
    Page("units:tree", "city", "/units/?q=ham+rong", "search"),
    Page("units:unit", "admin", "/unit/D380/about/", "large"),
    Page("units:unit", "village", "/unit/W14755-01/about/", "leaf"),
    Page("units:create", "admin", "/units/-/new/"),
    Page("units:closed", "admin", "/units/-/closed/"),
    Page("units:kinds", "admin", "/units/-/kinds/"),
    Page("units:new_kind", "admin", "/units/-/kinds/new-kind/"),
    Page("units:kind_names", "admin", "/units/-/kinds/ward/"),
    Page("units:names", "admin", "/unit/W14755/about/names/"),
    Page("units:kind", "admin", "/unit/W14755/about/kind/"),
    Page("units:move", "admin", "/unit/W14755/about/move/"),
    Page("units:link_sister", "admin", "/unit/W14755/about/sister/"),
    Page("units:close", "admin", "/unit/W14755-01/about/close/"),
]

#: Addresses that are no pages: actions that are only posted, files, and fragments of a page. The form that
#: ends a link looks like the one that closes a unit, and the sample has no link: test_sisters.py opens it.
NO_PAGES = {
    "units:switch",
    "units:suggest",
    "units:undo",
    "units:reopen",
    "units:end_sister",
    "units:keep_sister",
    "units:remove_sister",
}
