"""The pages of signing in, and what stands on no address, each with somebody of the sample who opens it."""

from tests.browser.page import Page

PAGES = [
    Page("account_logout", "guest", "/account/logout/"),
    Page("account_change_password", "guest", "/account/password/change/"),
    Page("mfa_index", "guest", "/account/2fa/"),
    Page("account_login", "", "/account/login/"),
    Page("account_reset_password", "", "/account/password/reset/"),
    Page("error", "guest", "/unit/NOWHERE/"),
]
