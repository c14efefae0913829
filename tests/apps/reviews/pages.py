"""The pages of reviews, each with somebody of the sample who opens it."""

from tests.browser.page import Page

PAGES = [
    Page("reviews:library", "guest", "/library/reviews/"),
    Page("reviews:requests", "deputy", "/queues/reviews/"),
    Page("reviews:reviews", "city", "/unit/D380/reviews/"),
    Page("reviews:review", "city", "/unit/D380/review/2023/"),
    Page("reviews:notes", "city", "/unit/D380/review/2023/notes/"),
    Page("reviews:versions", "city", "/unit/W14755/review/2023/notes/versions/"),
    Page("reviews:compare", "city", "/unit/W14755/review/2023/notes/compare/"),
]

#: Addresses that are no pages: actions that are only posted, files, and fragments of a page.
NO_PAGES = {
    "reviews:confirm",
    "reviews:refuse",
    "reviews:close",
    "reviews:reopen",
    "reviews:withdraw",
    "reviews:document",
    "reviews:documents",
    "reviews:draft",
    "reviews:restore",
}
