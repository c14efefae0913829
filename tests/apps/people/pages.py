"""The pages of people, each with somebody of the sample who opens it."""

from typing import Any

from tests.browser.page import Page
from tests.browser.site import Site

PAGES = [
    Page("people:members", "city", "/unit/D380/people/"),
    Page("people:admit_new", "village", "/unit/W14755-01/people/admit/"),
    Page("people:known", "ward", "/unit/W14755/people/admit/known/"),
    Page("people:admit_known", "city", "/unit/W14755-01/people/admit/{known}/"),
    Page("people:move_all", "ward", "/unit/W14755-01/people/move/"),
    Page("people:arrivals", "village", "/queues/members/"),
    Page("people:applications", "ward", "/queues/applications/"),
    Page("people:unit_applications", "ward", "/unit/W14755/people/applications/"),
    Page("people:admissions", "city", "/unit/D380/people/admissions/?year=2023"),
    Page("people:apply_new", "ward", "/unit/W14755-01/people/apply/"),
    Page("people:application", "ward", "/applications/{applied}/"),
    Page("people:recommend", "ward", "/applications/{applied}/recommend/"),
    Page("people:propose", "ward", "/applications/{recommended}/propose/"),
    Page("people:decline_application", "ward", "/applications/{applied}/decline/"),
    Page("people:withdraw_application", "ward", "/applications/{applied}/withdraw/"),
    Page("people:move_application", "ward", "/applications/{applied}/move/"),
    Page("people:decide", "ward", "/applications/{proposed}/admit/"),
    Page("people:return_application", "ward", "/applications/{proposed}/return/"),
    Page("people:refuse_application", "ward", "/applications/{proposed}/refuse/"),
    Page("people:apply", "ward", "/members/{former_member}/apply/"),
    Page("people:apply_anew", "ward", "/applications/{withdrawn}/again/"),
    Page("people:sources", "admin", "/set-up/sources/"),
    Page("people:new_source", "admin", "/set-up/sources/new/"),
    Page("people:source", "admin", "/set-up/sources/students/"),
    Page("people:correct", "ward", "/members/{member}/correct/"),
    Page("people:sign_in", "admin", "/members/{member}/sign-in/"),
    Page("people:look", "ward", "/members/{asker}/look/contact/"),
    Page("people:corrections", "village", "/me/corrections/"),
    Page("people:ask", "village", "/me/corrections/ask/"),
    Page("people:answer", "ward", "/corrections/{correction}/"),
    Page("people:member", "ward", "/members/{member}/"),
    Page("people:records", "city", "/members/{member}/records/"),
    Page("people:join", "city", "/members/{member}/records/{former_member}/"),
    Page("people:admit", "ward", "/members/{former_member}/admit/"),
    Page("people:kind", "ward", "/members/{member}/kind/"),
    Page("people:end", "ward", "/members/{member}/end/"),
    Page("people:release", "ward", "/members/{member}/release/"),
    Page("people:receive", "ward", "/transfers/{transfer}/receive/"),
    Page("people:decline", "ward", "/transfers/{transfer}/decline/"),
]

#: Addresses that are no pages: actions that are only posted.
NO_PAGES = {
    "people:part",
    "people:take_back",
    "people:undo",
    "people:withdraw",
    "people:undo_step",
    "people:attach",
    "people:paper",
    "people:take_paper",
    "people:paper_back",
    "people:remove_source",
}

_MEMBER = """
SELECT m.person_id FROM people_membership m JOIN units_unit u ON u.id = m.unit_id
JOIN people_memberkind k ON k.id = m.kind_id
WHERE u.code = 'W14755-01' AND m.ends IS NULL AND k.code = 'probationary'
ORDER BY m.person_id LIMIT 1
"""
_FORMER = """
SELECT m.person_id FROM people_membership m JOIN units_unit u ON u.id = m.unit_id
WHERE u.code LIKE 'W14755-%%' AND m.ended = 'left' ORDER BY m.person_id LIMIT 1
"""
_TRANSFER = """
SELECT t.id FROM people_transfer t JOIN units_unit u ON u.id = t.target_id
WHERE u.code LIKE 'W14755-%%' AND t.outcome = '' ORDER BY t.id LIMIT 1
"""


def numbers(site: Site) -> dict[str, Any]:
    """The numbers that stand in addresses."""
    return {
        "member": site.one(_MEMBER),
        "former_member": site.one(_FORMER),
        "transfer": site.one(_TRANSFER),
        **{
            state: site.one(f"SELECT id FROM people_application WHERE state = '{state}' ORDER BY id LIMIT 1")
            for state in ("applied", "recommended", "proposed", "withdrawn")
        },
        "asker": site.one("SELECT id FROM access_user WHERE email = 'village@demo.example'"),
        "correction": site.one("SELECT id FROM people_correction WHERE outcome = '' ORDER BY id LIMIT 1"),
        "known": site.one("SELECT id FROM access_user WHERE email = 'reporter@demo.example'"),
    }
