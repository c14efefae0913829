"""Files of every kind that is taken, and of many that are not, made here."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
TEXT = "Biên bản họp\r\nCó mặt: 12\r\n".encode()
_MAIN = '<Override PartName="/x" ContentType="application/vnd.openxmlformats-officedocument.{}.main+xml"/>'
DOCX_TYPES = f"<Types>{_MAIN.format('wordprocessingml.document')}</Types>".encode()
XLSX_TYPES = f"<Types>{_MAIN.format('spreadsheetml.sheet')}</Types>".encode()


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **saved: object) -> bytes:
    """A small picture, darker at its left."""
    made = Image.new("RGB", size, "white")
    made.paste("black", (0, 0, size[0] // 2, size[1]))
    out = BytesIO()
    made.save(out, kind, **saved)  # type: ignore[arg-type]
    return out.getvalue()


def from_a_phone() -> bytes:
    """A photograph that is to be turned, with its place and its camera."""
    made = Image.new("RGB", (40, 30), "white")
    exif = made.getexif()
    exif[0x0112] = 6  # turned to the right
    exif[0x010F] = "Her Telephone"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (19.0, 48.0, 20.0)
    out = BytesIO()
    made.save(out, "JPEG", exif=exif, comment=b"her note")
    return out.getvalue()


def package(parts: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    """A Word file; further parts by name, with __ for a slash."""
    parts = {"[Content_Types].xml": DOCX_TYPES, "word/document.xml": b"<w:document/>"}
    return package(parts | {name.replace("__", "/"): content for name, content in more.items()})


def xlsx() -> bytes:
    """An Excel file."""
    return package({"[Content_Types].xml": XLSX_TYPES, "xl/workbook.xml": b"<workbook/>"})


def open_document(kind: str = "text", **more: bytes) -> bytes:
    """A file of LibreOffice."""
    parts = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
        "content.xml": b"<office:document-content/>",
        "META-INF/manifest.xml": b"<manifest:manifest/>",
    }
    return package(parts | {name.replace("__", "/"): content for name, content in more.items()})


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is that large."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )
