"""The pages of people, each with somebody of the sample who opens it."""

from typing import Any

from tests.browser.page import Page
from tests.browser.site import Site

PAGES = [
    Page("accounts:people", "admin", "/people/"),
    Page("accounts:person", "admin", "/people/{ward_person}/"),
    Page("accounts:add", "admin", "/people/add/"),
    Page("accounts:grant", "admin", "/people/{ward_person}/grant/"),
    Page("accounts:change", "admin", "/people/{ward_person}/change/"),
    Page("accounts:erase", "admin", "/people/{left_person}/erase/"),
    Page("accounts:end", "admin", "/people/{ward_person}/roles/{ward_role}/end/"),
    Page("accounts:me", "village", "/people/me/"),
    Page("accounts:data", "village", "/people/me/data/"),
]

#: Addresses that are no pages: actions that are only posted, files, and fragments of a page.
NO_PAGES = {
    "accounts:invite",
    "accounts:mail",
    "accounts:second_step",
}


_LEFT = """
INSERT INTO access_user (email, name, password, sort_keys, search_key, language, is_active, date_joined,
  sessions_ended, failed_sign_ins)
VALUES ('left@demo.example', 'Left', '!', '{}', 'left', 'vi', false, now(), 0, 0)
ON CONFLICT (email) DO UPDATE SET name = excluded.name RETURNING id
"""


def numbers(site: Site) -> dict[str, Any]:
    """The numbers that stand in addresses."""
    person = site.one("SELECT id FROM access_user WHERE email = 'ward@demo.example'")
    role = site.one("SELECT id FROM access_grant WHERE user_id = %s", person)
    return {"ward_person": person, "ward_role": role, "left_person": site.one(_LEFT)}
