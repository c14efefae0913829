"""What views that others keep say of somebody who is erased."""

from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from mandate.core.textkey import fold
from mandate.platform.listing.models import NAME_LENGTH, SavedView


def forget_in_views(names: Sequence[str], email: str) -> None:
    """Take the words of a person's names, and the address, out of the searches and the names of all views. Of
    a name of several words a single one says nothing yet: it is somebody else's too, or a place's."""
    words = [frozenset(fold(name).split()) for name in names if name]
    for view in SavedView.objects.order_by("pk").iterator():
        kept = (view.name, view.list, view.address)
        view.address = _address(view.address, words, email)
        view.list = without(view.list, words, email)
        view.name = without(view.name, words, email)
        if (view.name, view.list, view.address) != kept:
            view.name = _free(view)
            view.save()


def without(text: str, names: Iterable[frozenset[str]], email: str) -> str:
    """A text without the words of each name that stands in it whole or by two words, and without the address.

    >>> lan = [frozenset({"quynh", "lan", "do"}), frozenset({"mai"})]
    >>> without("Đỗ lan A1", lan, "x@example.org"), without("lan street", lan, ""), without("Mai 2", lan, "")
    ('A1', 'lan street', '2')
    >>> without("of X@example.org", lan, "x@example.org")
    'of'
    """
    said = text.split()
    there = {_bare(word) for word in said}
    gone = {word for name in names if name <= there or len(name & there) > 1 for word in name}
    left = [word for word in said if _bare(word) not in gone and not (email and fold(email) in fold(word))]
    return text if left == said else " ".join(left)


def _bare(word: str) -> str:
    """As names are compared, without the marks around it."""
    return fold(word).strip(".,;:!?()[]\"'“”„‟«»–")


def _address(address: str, names: Iterable[frozenset[str]], email: str) -> str:
    parts = urlsplit(address)
    said = parse_qsl(parts.query, keep_blank_values=True)
    left = [(name, without(value, names, email)) for name, value in said]
    return address if left == said else parts._replace(query=urlencode(left)).geturl()


def _free(view: SavedView) -> str:
    """A name for the view that no other of the same person has; of one of these words only, its list's."""
    others = SavedView.objects.filter(user=view.user_id).exclude(pk=view.pk)
    taken = set(others.values_list("name", flat=True))
    wanted = view.name or view.list[: NAME_LENGTH - 10] or "–"
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted[: NAME_LENGTH - 10]} {number}"
    return name
