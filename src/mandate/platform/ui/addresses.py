"""Addresses of the site's pages as they stand in mails."""

from django.conf import settings
from django.urls import reverse


def whole_address(name: str, *arguments: object) -> str:
    """The whole address of one of the site's pages."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse(name, args=arguments)}"
