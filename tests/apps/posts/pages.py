"""The pages of posts, each with somebody of the sample who opens it."""

from typing import Any

from tests.browser.page import Page
from tests.browser.site import Site

PAGES = [
    Page("posts:unit", "city", "/unit/D380/posts/"),
    Page("posts:listed", "city", "/unit/D380/posts/all/"),
    Page("posts:chart", "city", "/unit/D380/posts/chart/"),
    Page("posts:directory", "city", "/directory/"),
    Page("posts:directory_posts", "ward", "/directory/posts/"),
    Page("posts:open_body", "ward", "/unit/W14755/posts/body/"),
    Page("posts:open_post", "ward", "/unit/W14755/posts/post/"),
    Page("posts:close_all", "ward", "/unit/W14755-01/posts/close/"),
    Page("posts:kinds", "admin", "/post-kinds/"),
    Page("posts:new_body_kind", "admin", "/post-kinds/new-body-kind/"),
    Page("posts:new_post_kind", "admin", "/post-kinds/new-post-kind/"),
    Page("posts:body_kind", "admin", "/post-kinds/bodies/committee/"),
    Page("posts:post_kind", "admin", "/post-kinds/posts/secretary/"),
    Page("posts:ending", "city", "/queues/terms/"),
    Page("posts:body", "city", "/bodies/{body}/"),
    Page("posts:change_body", "city", "/bodies/{body}/change/"),
    Page("posts:close_body", "city", "/bodies/{body}/close/"),
    Page("posts:add_term", "city", "/bodies/{body}/term/"),
    Page("posts:change_term", "city", "/terms/{term}/"),
    Page("posts:post", "city", "/posts/{post}/"),
    Page("posts:change_post", "city", "/posts/{post}/change/"),
    Page("posts:close_post", "city", "/posts/{post}/close/"),
    Page("posts:who", "ward", "/posts/{ward_post}/fill/"),
    Page("posts:fill", "ward", "/posts/{ward_post}/fill/{member}/"),
    Page("posts:end", "city", "/holdings/{holding}/end/"),
    Page("posts:correct", "city", "/holdings/{holding}/correct/"),
]

#: Addresses that are no pages: actions that are only posted, and files.
NO_PAGES = {
    "posts:card",
    "posts:remove_kind",
    "posts:reopen_body",
    "posts:remove_body",
    "posts:remove_term",
    "posts:reopen_post",
    "posts:remove_post",
    "posts:remove_holding",
    "posts:take_back_end",
}

_BODY = """
SELECT b.id FROM posts_body b JOIN units_unit u ON u.id = b.unit_id JOIN posts_bodykind k ON k.id = b.kind_id
WHERE u.code = 'D380' AND k.code = 'committee'
"""
_TERM = "SELECT id FROM posts_term WHERE body_id = %s ORDER BY starts DESC LIMIT 1"
_POST = """
SELECT p.id FROM posts_post p JOIN units_unit u ON u.id = p.unit_id JOIN posts_postkind k ON k.id = p.kind_id
WHERE u.code = '{unit}' AND k.code = 'secretary' ORDER BY p.id LIMIT 1
"""


def numbers(site: Site) -> dict[str, Any]:
    """The numbers that stand in addresses."""
    body = site.one(_BODY)
    post = site.one(_POST.format(unit="D380"))
    return {
        "body": body,
        "term": site.one(_TERM % body),
        "post": post,
        "ward_post": site.one(_POST.format(unit="W14755")),
        "holding": site.one(f"SELECT id FROM posts_holding WHERE post_id = {post} ORDER BY id DESC LIMIT 1"),
    }
