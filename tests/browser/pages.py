"""Every page that can be opened by an address. Those of a part stand in ``pages.py`` beside its tests: its
``PAGES``, the names of addresses that are ``NO_PAGES``, and the ``numbers`` in addresses.
"""

from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, get_resolver
from tests.browser.page import Page
from tests.browser.site import Site
from tests.support.beside import beside, folder_of

PAGES: list[Page] = [page for module in beside("pages") for page in getattr(module, "PAGES", ())]
NO_PAGES: set[str] = {name for module in beside("pages") for name in getattr(module, "NO_PAGES", ())}


def numbers(site: Site) -> dict[str, Any]:
    """The numbers that stand in addresses."""
    found: dict[str, Any] = {}
    for module in beside("pages"):
        if hasattr(module, "numbers"):
            found |= module.numbers(site)
    return found


def names_of_the_parts() -> Iterator[tuple[str, str]]:
    """The names of all addresses of ours, each with the file in which its page is entered."""
    for part in get_resolver().url_patterns:
        if isinstance(part, URLResolver) and part.namespace and _module(part).startswith("mandate."):
            for pattern in part.url_patterns:
                yield f"{part.namespace}:{pattern.name}", f"{folder_of(_module(part))}/pages.py"


def _module(part: URLResolver) -> str:
    return str(getattr(part.urlconf_module, "__name__", ""))
