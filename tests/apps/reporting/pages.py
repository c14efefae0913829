"""The pages of forms, reports and totals, each with somebody of the sample who opens it."""

from typing import Any

from tests.browser.page import Page
from tests.browser.site import Site

PAGES = [
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
    Page("reporting:work", "city", "/queues/reports/", "waiting"),
    Page("reporting:work", "reporter", "/queues/reports/", "write"),
    Page("reporting:work", "ward", "/queues/reports/?show=sent", "sent"),
    Page("reporting:reports", "city", "/unit/D380/reports/", "waiting"),
    Page("reporting:reports", "city", "/unit/D380/reports/?show=all", "all"),
    Page("reporting:reports", "city", "/unit/D380/reports/?show=missing", "missing"),
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
]

#: Addresses that are no pages: actions that are only posted, files, and fragments of a page.
NO_PAGES = {
    "reporting:take_back",
    "reporting:expectation_undo",
    "reporting:accept",
    "reporting:remind",
    "reporting:work_accept",
    "reporting:work_return",
    "reporting:return_many",
    "reporting:save",
    "reporting:withdraw",
    "reporting:accept_one",
    "reporting:return",
    "reporting:discard",
    "reporting:resume",
    "reporting:paper",
    "reporting:own_decisions",
    "reporting:correct",
    "reporting:form_retire",
    "reporting:close",
    "reporting:reopen",
    "reporting:rule_remove",
    "reporting:rule_again",
}


def numbers(site: Site) -> dict[str, Any]:
    """The numbers that stand in addresses."""
    state = "SELECT id FROM reporting_report WHERE state = %s ORDER BY id DESC"
    return {
        "form": site.one("SELECT id FROM reporting_form WHERE code = 'village-yearly'"),
        "form_period": site.one(
            "SELECT p.id FROM reporting_formperiod p JOIN reporting_form f ON f.id = p.form_id"
            " WHERE f.code = 'village-yearly' ORDER BY p.period DESC"
        ),
        "rule": site.one("SELECT id FROM reporting_rule"),
        "empty": site.report("W14755-04"),
        "draft": site.report("W14755-03"),
        "returned": site.report("W14755-02"),
        "submitted": site.one(state, "submitted"),
        "accepted": site.report("W14755-01", "2023"),
    }
