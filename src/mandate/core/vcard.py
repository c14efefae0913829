"""Contacts as vCards 4.0 (RFC 6350): docs/algorithms/vcard.md."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

OCTETS: Final = 75  # of a line, without its end
_ESCAPES: Final = {"\\": "\\\\", "\n": "\\n", ",": "\\,", ";": "\\;"}


@dataclass(frozen=True, slots=True)
class Office:
    """A post, and where: the unit, and within it the body."""

    title: str
    within: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody. ``uid`` is the same each time, so that an address book replaces what it has."""

    uid: str
    name: str
    offices: tuple[Office, ...] = ()
    phone: str = ""
    email: str = ""


def cards(contacts: Iterable[Contact]) -> str:
    """The file: one card after the other."""
    return "".join(f"{folded(line)}\r\n" for contact in contacts for line in _lines(contact))


def escaped(text: str) -> str:
    r"""A text as a value: an end of line is "\n", whatever it was.

    >>> print(escaped("Hội Phụ nữ; Phố 1, Hàm Rồng"))
    Hội Phụ nữ\; Phố 1\, Hàm Rồng
    """
    lines = "\n".join(text.splitlines())
    return "".join(_ESCAPES.get(letter, letter) for letter in lines)


def folded(line: str) -> str:
    r"""A line in pieces of 75 octets at most, each but the first after a space; no letter is cut in two.

    >>> [len(piece.encode()) for piece in folded("NOTE:" + "ồ" * 40).split("\r\n")]
    [74, 52]
    """
    pieces: list[str] = []
    piece, room = "", OCTETS
    for letter in line:
        octets = len(letter.encode())
        if octets > room:
            pieces.append(piece)
            piece, room = "", OCTETS - 1
        piece, room = piece + letter, room - octets
    return "\r\n ".join([*pieces, piece])


def _lines(contact: Contact) -> Iterator[str]:
    yield from ("BEGIN:VCARD", "VERSION:4.0", "KIND:individual", f"UID:{escaped(contact.uid)}")
    yield f"FN:{escaped(contact.name)}"
    for number, office in enumerate(contact.offices, start=1):
        yield f"office{number}.ORG:{';'.join(map(escaped, office.within))}"
        yield f"office{number}.TITLE:{escaped(office.title)}"
    if contact.phone:
        yield f"TEL:{escaped(contact.phone)}"
    if contact.email:
        yield f"EMAIL:{escaped(contact.email)}"
    yield "END:VCARD"
