"""Every link of every page leads somewhere, for everybody who sees it."""

import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from django.urls import Resolver404, resolve
from tests.browser.site import Site

EACH = 2  # pages of the same kind, and each question that can be asked of them, are followed so often
NOT_FOLLOWED = re.compile(r"^/(static|media|live)/|^/account/logout/")


class Links(HTMLParser):
    """The addresses that a page leads to: links and what htmx fetches."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.found.append(str(given["href"]))
        if given.get("hx-get"):
            self.found.append(str(given["hx-get"]))


# Who reports, always; these beside them in the run with the long ones.
OTHERS = ["admin", "city", "ward", "village", "reviewer", "guest"]
MORE = [pytest.param(who, marks=pytest.mark.long) for who in OTHERS]


@pytest.mark.parametrize("who", ["reporter", *MORE])
def test_no_link_leads_nowhere(site: Site, who: str) -> None:
    site.speak(who, "en")
    client = site.client(who)
    to_see, seen, kinds = [("the start", "/")], {"/"}, Counter[str]()
    wrong: list[str] = []
    while to_see:
        origin, address = to_see.pop()
        answer = client.get(address)
        if answer.status_code >= 400:
            wrong.append(f"{answer.status_code} {address} on {origin}")
            continue
        for target in links_of(answer):
            asked = kinds_of(target)
            if target in seen or NOT_FOLLOWED.match(target) or all(kinds[kind] >= EACH for kind in asked):
                continue
            seen.add(target)
            kinds.update(asked)
            to_see.append((address, target))
    assert wrong == []
    assert len(kinds) > 12


def links_of(answer: httpx.Response) -> list[str]:
    """The addresses within the site, without their fragments; a redirection's is its only one."""
    here = str(answer.request.url)
    if answer.is_redirect:
        found = [answer.headers["location"]]
    elif "html" in answer.headers.get("content-type", ""):
        parser = Links()
        parser.feed(answer.text)
        found = parser.found
    else:
        return []
    absolute = [urlsplit(urljoin(here, link)) for link in found]
    host = urlsplit(here).netloc
    return [link.path + (f"?{link.query}" if link.query else "") for link in absolute if link.netloc == host]


def kinds_of(address: str) -> list[str]:
    """The name of the address, and with it each question that is asked: all are tried, not all mixtures."""
    path, _, query = address.partition("?")
    try:
        name = resolve(path).view_name
    except Resolver404:
        name = path
    return [name, *(f"{name}?{part.partition('=')[0]}" for part in query.split("&") if part)]
