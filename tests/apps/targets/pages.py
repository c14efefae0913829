"""The pages of targets and the overview of a unit, each with somebody of the sample who opens it."""

from tests.browser.page import Page

PAGES = [
    Page("targets:overview", "city", "/unit/D380/?period=2023", "city"),
    Page("targets:overview", "ward", "/unit/W14755/?period=2023", "ward"),
    Page("targets:overview", "village", "/unit/W14755-01/?period=2023", "leaf"),
    Page("targets:compare", "city", "/unit/D380/compare/?period=2023"),
    Page("targets:compare", "city", "/unit/D380/compare/?view=map&period=2023", "map"),
    Page(
        "targets:compare",
        "city",
        "/unit/D380/compare/?view=beside&units=W14755&units=W14758&indicator=families&period=2023",
        "beside",
    ),
    Page("targets:indicator", "city", "/unit/D380/indicator/cultural_families/?period=2023"),
    Page("targets:targets", "city", "/unit/D380/targets/?period=2023"),
    Page("targets:targets", "admin", "/unit/W14755-01/targets/?period=2023", "empty"),
    Page("targets:edit", "city", "/unit/D380/targets/edit/?period=2023"),
    Page("targets:below", "city", "/unit/D380/targets/below/?period=2023"),
]

#: Addresses that are no pages: actions that are only posted, files, and fragments of a page.
NO_PAGES = {
    "targets:indicators",
    "targets:restore",
    "targets:remove",
}
