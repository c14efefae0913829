"""Every page that can be opened by an address, with somebody of the sample who opens it.

`{…}` in an address is one of the numbers that `numbers` looks up in the site's database.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver
from tests.browser.site import Site

PARTS = (
    "desk",
    "units",
    "accounts",
    "indicators",
    "reporting",
    "targets",
    "reviews",
    "exchange",
    "jobs",
    "notices",
    "listing",
    "text",
)


@dataclass(frozen=True)
class Page:
    """A page: the name of its address, who opens it, and the address."""

    name: str
    who: str
    address: str
    label: str = ""

    def __str__(self) -> str:
        return f"{self.name}{'-' if self.label else ''}{self.label}"


PAGES = [
    Page("desk:desk", "admin", "/", "of-all"),
    Page("desk:desk", "city", "/", "of-the-city"),
    Page("desk:desk", "ward", "/", "of-a-ward"),
    Page("desk:desk", "village", "/", "of-a-street"),
    Page("desk:journal", "admin", "/journal/"),
    Page("units:tree", "city", "/units/?open=D380&open=W14755", "open"),
    Page("units:tree", "city", "/units/?q=ham+rong", "search"),
    Page("units:unit", "admin", "/units/D380/", "large"),
    Page("units:unit", "village", "/units/W14755-01/", "leaf"),
    Page("units:create", "admin", "/units/-/new/"),
    Page("units:closed", "admin", "/units/-/closed/"),
    Page("units:kinds", "admin", "/units/-/kinds/"),
    Page("units:new_kind", "admin", "/units/-/kinds/new-kind/"),
    Page("units:kind_names", "admin", "/units/-/kinds/ward/"),
    Page("units:names", "admin", "/units/W14755/names/"),
    Page("units:kind", "admin", "/units/W14755/kind/"),
    Page("units:move", "admin", "/units/W14755/move/"),
    Page("units:close", "admin", "/units/W14755-01/close/"),
    Page("accounts:people", "admin", "/people/"),
    Page("accounts:person", "admin", "/people/{ward_person}/"),
    Page("accounts:add", "admin", "/people/add/"),
    Page("accounts:grant", "admin", "/people/{ward_person}/grant/"),
    Page("accounts:change", "admin", "/people/{ward_person}/change/"),
    Page("accounts:end", "admin", "/people/{ward_person}/roles/{ward_role}/end/"),
    Page("accounts:me", "village", "/people/me/"),
    Page("indicators:list", "city", "/indicators/"),
    Page("indicators:indicator", "admin", "/indicators/cultural_family_share/", "ratio"),
    Page("indicators:indicator", "guest", "/indicators/families/", "number"),
    Page("indicators:new", "admin", "/indicators/new-indicator/"),
    Page("indicators:edit", "admin", "/indicators/families/edit/"),
    Page("reporting:forms", "admin", "/forms/"),
    Page("reporting:form", "admin", "/forms/{form}/"),
    Page("reporting:form_new", "admin", "/forms/new/"),
    Page("reporting:form_edit", "admin", "/forms/{form}/edit/"),
    Page("reporting:open", "admin", "/forms/{form}/open/?period=2030"),
    Page("reporting:expectations", "admin", "/forms/periods/{form_period}/", "late"),
    Page("reporting:expectations", "admin", "/forms/periods/{form_period}/?show=expected", "excuse"),
    Page("reporting:rules", "admin", "/rules/"),
    Page("reporting:rule_new", "admin", "/rules/new/"),
    Page("reporting:rule", "admin", "/rules/{rule}/"),
    Page("reporting:reports", "city", "/unit/D380/reports/", "waiting"),
    Page("reporting:reports", "city", "/unit/D380/reports/?show=all", "all"),
    Page("reporting:reports", "village", "/unit/W14755-01/reports/", "own"),
    Page("reporting:report", "ward", "/reports/{empty}/", "entry"),
    Page("reporting:report", "ward", "/reports/{draft}/", "draft"),
    Page("reporting:report", "reporter", "/reports/{returned}/", "returned"),
    Page("reporting:report", "city", "/reports/{submitted}/", "submitted"),
    Page("reporting:report", "guest", "/reports/{accepted}/", "accepted"),
    Page("reporting:history", "reporter", "/reports/{returned}/history/"),
    Page("reporting:source", "city", "/unit/D380/number/families/2023/", "sum"),
    Page("reporting:source", "city", "/unit/D380/number/cultural_family_share/2023/", "ratio"),
    Page("reporting:source", "ward", "/unit/W14755-01/number/families/2023/", "leaf"),
    Page("targets:overview", "city", "/unit/D380/?period=2023", "city"),
    Page("targets:overview", "ward", "/unit/W14755/?period=2023", "ward"),
    Page("targets:overview", "village", "/unit/W14755-01/?period=2023", "leaf"),
    Page("targets:compare", "city", "/unit/D380/compare/?period=2023"),
    Page("targets:targets", "city", "/unit/D380/targets/?period=2023"),
    Page("targets:targets", "admin", "/unit/W14755-01/targets/?period=2023", "empty"),
    Page("targets:edit", "city", "/unit/D380/targets/edit/?period=2023"),
    Page("targets:below", "city", "/unit/D380/targets/below/?period=2023"),
    Page("reviews:reviews", "city", "/unit/D380/reviews/"),
    Page("reviews:review", "city", "/unit/D380/review/2023/"),
    Page("reviews:notes", "city", "/unit/D380/review/2023/notes/"),
    Page("reviews:versions", "city", "/unit/W14755/review/2023/notes/versions/"),
    Page("reviews:compare", "city", "/unit/W14755/review/2023/notes/compare/"),
    Page("listing:views", "city", "/views/?of=/unit/D380/reports/%3Fshow%3Dall"),
    Page("exchange:index", "admin", "/exchange/"),
    Page("exchange:table", "admin", "/exchange/units/", "units"),
    Page("exchange:table", "admin", "/exchange/figures/", "figures"),
    Page("exchange:template", "ward", "/exchange/template/{form_period}/W14755/"),
    Page("jobs:jobs", "city", "/jobs/"),
    Page("jobs:jobs", "admin", "/jobs/?all=1", "of-all"),
    Page("jobs:job", "city", "/jobs/{job}/"),
    Page("notices:inbox", "reporter", "/inbox/"),
    Page("notices:inbox", "guest", "/inbox/", "empty"),
    Page("account_logout", "guest", "/account/logout/"),
    Page("account_change_password", "guest", "/account/password/change/"),
    Page("mfa_index", "guest", "/account/2fa/"),
    Page("account_login", "", "/account/login/"),
    Page("account_reset_password", "", "/account/password/reset/"),
    Page("error", "guest", "/unit/NOWHERE/"),
]

#: Addresses of the parts that are no pages: deeds that are only posted, files, and fragments of a page.
NO_PAGES = {
    "desk:part", "desk:navigation", "desk:health",
    "units:suggest", "units:undo", "units:reopen",
    "accounts:mail", "accounts:second_step", "reporting:expectation_undo",
    "indicators:move", "indicators:remove",
    "reporting:accept", "reporting:save", "reporting:withdraw", "reporting:accept_one", "reporting:return",
    "reporting:discard", "reporting:resume", "reporting:paper", "reporting:own_decisions",
    "reviews:confirm", "reviews:refuse",
    "reporting:correct", "reporting:form_retire", "reporting:close", "reporting:reopen",
    "reporting:rule_remove", "reporting:rule_again",
    "targets:restore", "targets:remove",
    "reviews:close", "reviews:reopen", "reviews:withdraw", "reviews:document", "reviews:documents",
    "reviews:draft", "reviews:restore", "text:preview",
    "jobs:cancel", "jobs:files", "listing:remove",
    "notices:came", "notices:read", "notices:open",
    "exchange:download", "exchange:template-file", "exchange:confirm",
}  # fmt: skip


_JOB = """
INSERT INTO jobs_job (kind, user_id, data, state, at, done, total, result, trouble, trouble_count,
  message, tries, cancel_asked, asked_at, ended_at)
SELECT 'reports.accept', id, '{"reports": [1, 2, 3], "step": 200, "unit": "D380"}', 'done', 3, 3, 3,
  '{"accepted": 2, "skipped": {"not_submitted": [1]}}', '[]', 0, '', 0, false, now(), now()
FROM access_user WHERE email = 'city@demo.example' RETURNING id
"""


def numbers(site: Site) -> dict[str, Any]:
    """The numbers that stand in addresses."""
    person = site.one("SELECT id FROM access_user WHERE email = 'ward@demo.example'")
    state = "SELECT id FROM reporting_report WHERE state = %s ORDER BY id DESC"
    return {
        "ward_person": person,
        "ward_role": site.one("SELECT id FROM access_grant WHERE user_id = %s", person),
        "form": site.one("SELECT id FROM reporting_form WHERE code = 'village-yearly'"),
        "form_period": site.one(
            "SELECT p.id FROM reporting_formperiod p JOIN reporting_form f ON f.id = p.form_id"
            " WHERE f.code = 'village-yearly' ORDER BY p.period DESC"
        ),
        "rule": site.one("SELECT id FROM reporting_rule"),
        "job": site.one(_JOB),
        "empty": site.report("W14755-04"),
        "draft": site.report("W14755-03"),
        "returned": site.report("W14755-02"),
        "submitted": site.one(state, "submitted"),
        "accepted": site.report("W14755-01", "2023"),
    }


def names_of_the_parts() -> Iterator[str]:
    """The names of all addresses of the parts."""
    for part in get_resolver().url_patterns:
        if getattr(part, "namespace", None) in PARTS:
            yield from (f"{part.namespace}:{pattern.name}" for pattern in part.url_patterns)
