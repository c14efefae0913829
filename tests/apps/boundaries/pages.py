"""Boundaries have no pages of their own: they come in and go out among the tables, and stand on maps."""

from tests.browser.page import Page

PAGES: list[Page] = []
NO_PAGES: set[str] = set()
