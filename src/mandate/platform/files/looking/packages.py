"""Office files, which are ZIP archives: which one it is, and that it holds no macros and unpacks to what it
says."""

import re
import zipfile
import zlib
from io import BytesIO

from mandate.platform.files.looking.refused import FileRefusedError

MOST_PARTS = 10_000
_PIECE = 1 << 20
_LOCAL_HEADER = 30  # and the name behind it
_HEAD = 1 << 20  # no list of types and no list of relations is longer
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_OFFICE = (
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
)
_MACROS = re.compile(
    r"(^|/)(vbaProject.*\.bin|vbaData\.xml|activeX/.*|macrosheets/.*)$|^(Basic|Scripts)/.", re.IGNORECASE
)
# A template that is fetched from elsewhere when the file is opened, and may hold macros.
_FETCHED = re.compile(rb'Target\s*=\s*["\'](https?:|ftp:|\\\\|//|file:/{2}[^/]|mhtml:)', re.IGNORECASE)
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, LookupError)


def package_kind(data: bytes, unpacked: int) -> str:
    """Which kind of office file it is. Raises FileRefusedError."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
            _check_shape(data, package, parts)
            kind = _kind(package)
            if any(_MACROS.search(part.filename) for part in parts):
                raise FileRefusedError("runs")
            _unpack(package, parts, unpacked)
            return kind
    except _BROKEN:
        raise FileRefusedError("damaged") from None
    except RuntimeError:  # a password
        raise FileRefusedError("locked") from None


def _check_shape(data: bytes, package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Nothing stands before, between or behind the parts that is another file, and no part is there twice."""
    if len(parts) > MOST_PARTS:
        raise FileRefusedError("unpacked")
    at = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < at or (at == 0 and part.header_offset):
            raise FileRefusedError("mixed")
        at = part.header_offset + _LOCAL_HEADER + len(part.orig_filename.encode()) + part.compress_size
        name = part.filename
        if name.startswith(("/", "\\")) or ".." in re.split(r"[\\/]", name) or ":" in name:
            raise FileRefusedError("damaged")
    if len({part.filename for part in parts}) != len(parts):
        raise FileRefusedError("mixed")
    if package.comment or not data[-22:].startswith(b"PK\x05\x06") or at > len(data):
        raise FileRefusedError("mixed")


def _kind(package: zipfile.ZipFile) -> str:
    names = set(package.namelist())
    if "mimetype" in names:
        kind = _OPEN_DOCUMENT.get(_head(package, "mimetype").strip(), "")
        if kind and b"encryption-data" in _head(package, "META-INF/manifest.xml"):
            raise FileRefusedError("locked")
    elif "[Content_Types].xml" in names:
        types = _head(package, "[Content_Types].xml")
        if b"macroenabled" in types.lower():
            raise FileRefusedError("runs")
        kind = next((code for mark, code in _OFFICE if mark in types), "")
        relations = "word/_rels/settings.xml.rels"
        if relations in names and _FETCHED.search(_head(package, relations)):
            raise FileRefusedError("runs")
    else:
        kind = ""
    if not kind:
        raise FileRefusedError("foreign")
    return kind


def _head(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as part:
        return part.read(_HEAD)


def _unpack(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo], most: int) -> None:
    """Read every part to its end, whatever it says of its length, and keep nothing."""
    if sum(part.file_size for part in parts) > most:
        raise FileRefusedError("unpacked")
    for part in parts:
        with package.open(part) as content:
            while piece := content.read(_PIECE):
                most -= len(piece)
                if most < 0:
                    raise FileRefusedError("unpacked")
