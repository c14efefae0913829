"""What is another unit's stays the other unit's: every address, table, search and counter, from beside, below
and above. The addresses are taken from the site itself, so that a new one is tried by itself."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.support.hidden import NAME, PERSON, TEXT, City, city_with_secrets, told_by_parts
from tests.support.organisation import client_of, person

from mandate.platform.access.actor import Role
from mandate.platform.parts import queues, tables

pytestmark = pytest.mark.django_db

#: What stands on unit B and nowhere else, in figures, texts and people.
SECRETS = (NAME, TEXT, PERSON, *told_by_parts("SECRETS"))
#: Addresses that belong to the organisation or to whoever asks: none of ours may write.
SHARED = told_by_parts("SHARED")


@pytest.fixture
def city() -> City:
    return city_with_secrets()


def patterns(resolver: URLResolver, above: str = "/") -> Iterator[str]:
    """Every address of the site as it is written, those of the sign-in library apart."""
    for one in resolver.url_patterns:
        path = above + str(one.pattern).removeprefix("^")
        if isinstance(one, URLResolver):
            yield from patterns(one, path)
        elif isinstance(one, URLPattern) and not path.startswith("/account/"):
            yield path


def filled(path: str, arguments: dict[str, str]) -> str:
    """An address with B's values."""
    named = re.findall(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>", path)
    lacking = {one or other for one, other in named} - arguments.keys()
    assert not lacking, f"{path}: say in hidden.py beside the tests of its part what is B's {lacking}"
    path = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda found: arguments[found[1]], path)
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: arguments[found[1]], path)
    return path.replace("\\", "").removesuffix("$")


def body(response: HttpResponse) -> str:
    """All that a response says, the parts of a workbook with it."""
    if isinstance(response, StreamingHttpResponse):
        return ""
    if response.content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return response.content.decode("utf-8", "replace")


def told(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def readers(city: City, place: str, *roles: Role) -> list[tuple[str, Client]]:
    unit = city.world.units[place]
    return [(f"{role} of {place}", client_of(person(role, unit))) for role in roles or tuple(Role)]


def of_a_unit(city: City) -> list[str]:
    """Every address that is about B or what is B's."""
    written = [path for path in patterns(get_resolver()) if set("<(") & set(path)]
    there = [
        filled(path, city.arguments)
        for path in written
        if not path.startswith(SHARED) and "(?P<kind>" not in path
    ]
    there = [path for path in there if not path.startswith(SHARED)]
    assert len(there) > 35
    return there


def own(city: City, code: str) -> list[str]:
    """The addresses that are about a unit, for another one."""
    written = [path for path in patterns(get_resolver()) if "<str:code>" in path]
    return [filled(path, {**city.arguments, "code": code}) for path in written]


def refused(city: City, who: str, client: Client, leave: str = "") -> list[tuple[object, ...]]:
    """Where somebody is not refused what is B's, or is told of it."""
    wrong: list[tuple[object, ...]] = []
    for path in of_a_unit(city):
        for answer in (client.get(path), client.post(path, {"reason": "x", "name": "x"})):
            found = [secret for secret in told(body(answer)) if secret != leave]
            if answer.status_code not in (403, 404, 405) or found:
                wrong.append((who, path, answer.status_code, found))
    return wrong


@pytest.mark.long
def test_the_addresses_of_another_unit_are_nobodys(city: City) -> None:
    """Beside (A) and below it (A1): not there to be read, and nothing to be done."""
    most = (Role.ADMINISTRATOR, Role.SECRETARY)  # together they may do whatever any role may
    for who, client in [*readers(city, "A", *most), *readers(city, "A1", Role.REVIEWER)]:
        assert refused(city, who, client) == []


@pytest.mark.long
def test_lists_tables_searches_and_counters_tell_nothing_of_another_unit(city: City) -> None:
    queries = (f"?q={NAME}", "?unit=B", f"?person={PERSON}", f"?text={TEXT}")
    plain = [path for path in patterns(get_resolver()) if not set("<(") & set(path)]
    kinds = [kind.name for kind in tables()]
    assert len(kinds) > 4
    plain += [f"/exchange/{kind}.{suffix}" for kind in kinds for suffix in ("csv", "xlsx")]
    asked = [(path, query) for path in plain for query in queries if path != "/live/"]
    asked += [(path, "") for path in own(city, "A")]
    asked += [(f"/desk/{queue.name}/", "") for queue in queues()]
    wrong = []
    for who, client in readers(city, "A", Role.ADMINISTRATOR, Role.SECRETARY):
        for path, query in asked:
            text = body(client.get(path + query)).replace(query.rpartition("=")[2] or "\0", "")
            if told(text):
                wrong.append((who, path + query, told(text)))
    assert wrong == []


@pytest.mark.long
def test_from_below_the_unit_above_is_a_name_only(city: City) -> None:
    for who, client in readers(city, "B2", Role.ADMINISTRATOR, Role.OBSERVER):
        assert refused(city, who, client, leave=NAME) == []
        for path in ("/", "/units/", "/exchange/figures.csv", *own(city, "B2")):
            assert not [one for one in told(body(client.get(path))) if one != NAME], (who, path)


def test_from_above_all_of_it_is_there_to_read(city: City) -> None:
    """So that the tests above do not pass because nothing is shown to anybody."""
    shown = told_by_parts("ABOVE")
    assert len(shown) >= 3
    for who, client in readers(city, "C"):
        for address, secret in shown:
            answer = client.get(address.format(**city.arguments))
            assert answer.status_code == 200 and secret in body(answer), (who, address)
