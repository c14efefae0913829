"""What a file is, by its first bytes and, where those say nothing, by being text.

A table of signatures: what is not in it is not taken. Names and media types that somebody sent are never
asked, but for telling CSV from other text.
"""

import re

from mandate.platform.files.looking.packages import package_kind
from mandate.platform.files.looking.refused import FileRefusedError

PICTURES = ("png", "jpeg", "webp")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office files of before 2007, and newer ones with a password
_PROGRAMS = (
    b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa",
    b"\x00asm", b"dex\n", b"L\x00\x00\x00\x01\x14\x02\x00",
)  # fmt: skip
_RUNS = re.compile(r"<(!doctype|html|head|body|script|svg|iframe|\?xml|\?php|\?=|%)", re.IGNORECASE)
_LOOKED_AT = 4096  # so far a browser looks, and further, for a page in a text
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_END_OF_ZIP = b"PK\x05\x06"
_ZIP_TAIL = 66_000  # where the end of a ZIP archive can be


def kind_of(data: bytes, name: str, unpacked: int) -> str:
    """The code of its kind. Raises FileRefusedError."""
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    if picture := picture_kind(data):
        return picture
    if data.startswith(b"PK\x03\x04"):
        return package_kind(data, unpacked)
    if data.startswith(_OLE):
        raise FileRefusedError("locked")
    if data.startswith(_PROGRAMS):
        raise FileRefusedError("runs")
    return _text(data, name)


def picture_kind(data: bytes) -> str | None:
    """The code of the picture that begins so, None for any other file."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    return "webp" if data.startswith(b"RIFF") and data[8:12] == b"WEBP" else None


def _pdf(data: bytes) -> str:
    """A PDF that ends as one, and has no archive behind it."""
    if b"%%EOF" not in data[-2048:]:
        raise FileRefusedError("damaged")
    if _END_OF_ZIP in data[-_ZIP_TAIL:]:
        raise FileRefusedError("mixed")
    return "pdf"


def _text(data: bytes, name: str) -> str:
    if _CONTROL.search(data):
        raise FileRefusedError("foreign")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefusedError("encoding") from None
    if _RUNS.search(text[:_LOOKED_AT]):
        raise FileRefusedError("runs")
    if text.startswith(("{\\rtf", "%!PS")):
        raise FileRefusedError("foreign")
    return "csv" if name.lower().endswith(".csv") else "txt"
