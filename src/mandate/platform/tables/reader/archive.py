"""The parts of an XLSX file, however its writer named and packed them."""

import posixpath
import zipfile
from collections.abc import Iterator
from pyexpat import ParserCreate, XMLParserType
from typing import IO
from xml.parsers.expat import ExpatError

from mandate.platform.tables.reader.limits import Limits, RefusedError

_PIECE = 1 << 16
_MOST_PARTS = 10_000
_OFFICE = "/officeDocument"


class Archive:
    """Parts by name; every byte that is unpacked counts."""

    def __init__(self, file: IO[bytes], limits: Limits) -> None:
        self._limits = limits
        self._unpacked = 0
        self._zip = zipfile.ZipFile(file)
        infos = self._zip.infolist()
        if len(infos) > _MOST_PARTS:
            raise RefusedError("spreadsheet_too_large")
        self._infos = {_plain(info.filename): info for info in infos}
        if any(info.flag_bits & 1 for info in infos):
            raise RefusedError("spreadsheet_locked")

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._infos

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, little by little."""
        info = self._infos.get(_plain(name))
        if info is None:
            raise RefusedError("broken_spreadsheet")
        with self._zip.open(info) as part:
            while piece := part.read(_PIECE):
                self._unpacked += len(piece)
                if self._unpacked > self._limits.unpacked:
                    raise RefusedError("spreadsheet_too_large")
                yield piece

    def elements(self, name: str, wanted: frozenset[str]) -> list[tuple[str, dict[str, str]]]:
        """The wanted elements of a small part in their order, each with its attributes, by local name."""
        found: list[tuple[str, dict[str, str]]] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if local(tag) in wanted:
                found.append((local(tag), {local(key): value for key, value in attributes.items()}))

        parser = new_parser()
        parser.StartElementHandler = start
        for _ in parsed(parser, self.pieces(name)):
            if len(found) > 100_000:
                raise RefusedError("spreadsheet_too_large")
        return found

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part ("" for the file) refers to: {id: (kind, name of the other part)}."""
        folder, base = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels not in self:
            return {}
        found = {}
        for _, link in self.elements(rels, frozenset({"Relationship"})):
            if link.get("TargetMode", "").lower() != "external":
                target = link.get("Target", "").replace("\\", "/")
                found[link.get("Id", "")] = (link.get("Type", ""), posixpath.join("/", folder, target))
        return found

    def workbook(self) -> str:
        """The name of the part that lists the sheets."""
        for kind, target in self.relations("").values():
            if kind.endswith(_OFFICE) and target in self and not target.endswith(".bin"):
                return _plain(target)
        if "xl/workbook.xml" in self:
            return "xl/workbook.xml"
        if "xl/workbook.bin" in self or "content.xml" in self:
            raise RefusedError("spreadsheet_foreign")
        raise RefusedError("broken_spreadsheet")


def new_parser() -> XMLParserType:
    """A parser that takes no document type: spreadsheets have none, and entities can grow without bound."""
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def parsed(parser: XMLParserType, pieces: Iterator[bytes]) -> Iterator[None]:
    """Feed a parser; one step for each piece."""
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            yield
        parser.Parse(b"", True)
    except ExpatError:
        raise RefusedError("broken_spreadsheet") from None
    yield


def local(name: str) -> str:
    """The name without its prefix."""
    return name.rpartition(":")[2]


def _plain(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/").lstrip("/")).lower()


def _refuse_doctype(*_: object) -> None:
    raise RefusedError("broken_spreadsheet")
