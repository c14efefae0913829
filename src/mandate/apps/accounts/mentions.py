"""People whom a long text mentions: "@" and the full name, or the mail address, of somebody who may read it
becomes a link to their entry when the text is saved. So the text is Markdown as any other, a mention is known
again by its number whatever the person is called later, and nobody is looked up when the text is read."""

import re
from collections.abc import Collection, Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy

from mandate.platform.access.actor import Actor
from mandate.platform.access.models import User
from mandate.platform.access.sight import visible_people
from mandate.platform.notices.kinds import Choice, Group

MENTIONS = Group("mentions", gettext_lazy("Texts that mention me"), Choice.AT_ONCE)

_AT = re.compile(r"(?<![\w@./\\\[])@(?=\w)")
_LINK = re.compile(r"\[@[^\]\n]+\]\([^)\s]*/(\d{1,18})/\)")
_SIGNS = frozenset("[]\\\n")  # no name with one of these is read as a link's words


def people_to_mention(actor: Actor, readers: Iterable[User]) -> Mapping[str, User]:
    """Those of the readers of a text whom its writer may see, by what is typed for them, folded: their mail
    address, and their name where no other of them has it."""
    known = visible_people(actor).filter(pk__in=[reader.pk for reader in readers])
    people: dict[str, User] = {}
    named: dict[str, list[User]] = {}
    for one in known:
        named.setdefault(one.name.casefold(), []).append(one)
        people[one.address.casefold()] = one
    people |= {name: same[0] for name, same in named.items() if name and len(same) == 1}
    return {typed: one for typed, one in people.items() if not _SIGNS.intersection(one.name)}


def with_links(text: str, people: Mapping[str, User]) -> str:
    """The text with each of these people, where "@" stands before them, as a link to their entry.

    >>> with_links("Ask @Lan, or lan@example.org", {"lan": User(pk=7, name="Lan")})
    'Ask [@Lan](/people/7/), or lan@example.org'
    >>> with_links("@Lana", {"lan": User(pk=7, name="Lan")})
    '@Lana'
    """
    longest_first = sorted(people, key=len, reverse=True)
    done: list[str] = []
    end = 0
    for found in _AT.finditer(text):
        start = found.end()
        for typed in longest_first:
            until = start + len(typed)
            if text[start:until].casefold() == typed and not text[until : until + 1].isalnum():
                one = people[typed]
                done += [text[end : found.start()], f"[@{one.name}]({_entry(one.pk)})"]
                end = until
                break
    return "".join([*done, text[end:]])


def mentioned(texts: Iterable[str]) -> frozenset[int]:
    """The numbers of the people to whose entries mentions lead.

    >>> sorted(mentioned(["[@Lan](/people/7/) and [@Hà](/people/12/), [not](/people/9/), [@nor](/unit/7/)"]))
    [7, 12]
    """
    found = {(int(one[1]), one[0]) for text in texts for one in _LINK.finditer(text)}
    return frozenset(pk for pk, whole in found if whole.endswith(f"({_entry(pk)})"))


def newly_mentioned(
    before: Iterable[str], after: Iterable[str], people: Mapping[str, User]
) -> Collection[int]:
    """Whom a text mentions that did not mention them before, and who may be told."""
    return (mentioned(after) - mentioned(before)) & {one.pk for one in people.values()}


def _entry(pk: int) -> str:
    return reverse("accounts:person", args=[pk])
