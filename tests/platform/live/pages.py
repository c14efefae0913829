"""The pages of live messages: none that is opened by its address."""

#: Addresses that are no pages: actions that are only posted, files, and fragments of a page.
NO_PAGES = {
    "live:events",
}
