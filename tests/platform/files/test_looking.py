"""A file is what it holds, whatever its name says; what is dangerous is refused, pictures come out clean."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from tests.support.files import (
    DOCX_TYPES,
    PDF,
    TEXT,
    docx,
    from_a_phone,
    open_document,
    package,
    picture,
    png_that_claims,
    xlsx,
)

from mandate.platform.apart.process import StoppedError
from mandate.platform.files.looking.look import LIMITS, Limits, Looked, _heard, look
from mandate.platform.files.looking.refused import FileRefusedError
from mandate.platform.files.words import SENTENCES, sentence

MOST = 20 << 20


def looked(name: str, data: bytes, limits: Limits = LIMITS) -> Looked:
    return look(name, BytesIO(data), MOST, limits)


def content(found: Looked) -> bytes:
    return b"".join(found.pieces())


def why_not(name: str, data: bytes, limits: Limits = LIMITS, most: int = MOST) -> str:
    with pytest.raises(FileRefusedError) as caught:
        look(name, BytesIO(data), most, limits)
    assert sentence(caught.value)
    return caught.value.code


@pytest.mark.parametrize(
    ("name", "data", "kind", "kept"),
    [
        ("minutes.pdf", PDF, "pdf", "minutes.pdf"),
        ("minutes.PDF", PDF, "pdf", "minutes.PDF"),
        ("minutes.docx", docx(), "docx", "minutes.docx"),
        ("list.xlsx", xlsx(), "xlsx", "list.xlsx"),
        ("a.odt", open_document(), "odt", "a.odt"),
        ("a.ods", open_document("spreadsheet"), "ods", "a.ods"),
        ("a.png", picture("PNG"), "png", "a.png"),
        ("a.jpeg", picture(), "jpeg", "a.jpeg"),
        ("a.webp", picture("WEBP"), "webp", "a.webp"),
        ("biên bản.txt", TEXT, "txt", "biên bản.txt"),
        ("list.csv", b"\xef\xbb\xbfcode;name\nA;B\n", "csv", "list.csv"),
        # what does not match its name is named by what it is
        ("minutes.pdf", picture("PNG"), "png", "minutes.png"),
        ("scan.docx", PDF, "pdf", "scan.pdf"),
        ("run.exe", TEXT, "txt", "run.txt"),
        ("list.docx", xlsx(), "xlsx", "list.xlsx"),
        ("minutes", PDF, "pdf", "minutes.pdf"),
        ("", PDF, "pdf", "file.pdf"),
        # names that are paths, or hide what they are
        ("..\\..\\x.pdf", PDF, "pdf", "x.pdf"),
        ("/etc/../passwd.txt", TEXT, "txt", "passwd.txt"),
        ("bill\u202efdp.exe", TEXT, "txt", "billfdp.txt"),
        ("a\r\nSet-Cookie: x.pdf", PDF, "pdf", "a Set-Cookie x.pdf"),
        ("Bie\u0302n.pdf", PDF, "pdf", "Biên.pdf"),
        ("ả" * 300 + ".pdf", PDF, "pdf", "ả" * 196 + ".pdf"),
        ("...", PDF, "pdf", "file.pdf"),
    ],
)
def test_a_file_is_what_it_holds(name, data, kind, kept):
    found = looked(name, data)
    assert (found.kind.code, found.name) == (kind, kept)
    if kind not in ("png", "jpeg", "webp"):
        assert content(found) == data


FETCHED = b'<Relationship Target="https://x.example/t.dotm" TargetMode="External"/>'
LOUD = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"", "empty"),
        ("a.txt", b" \n\t ", "empty"),
        ("a.svg", LOUD, "runs"),
        ("a.png", LOUD, "runs"),
        ("a.txt", b"\xef\xbb\xbf  <!DOCTYPE html><p>hello", "runs"),
        ("a.csv", b"code,name\nA,<script>alert(1)</script>\n", "runs"),
        ("a.txt", b"#!/bin/sh\nrm -rf /\n", "runs"),
        ("a.pdf", b"MZ\x90\x00" + b"\0" * 60, "runs"),
        ("a.jpg", b"\x7fELF\x02\x01\x01", "runs"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "locked"),
        ("a.zip", package({"a.txt": b"hello"}), "foreign"),
        ("a.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "foreign"),
        ("a.rtf", b"{\\rtf1 hello}", "foreign"),
        ("a.txt", "Đông Hải".encode("utf-16"), "foreign"),
        ("a.txt", "Đà Nẵng".encode("cp1258", "replace"), "encoding"),
        ("a.pdf", b"%PDF-1.7\nno end", "damaged"),
        ("a.pdf", PDF + package({"run.exe": b"MZ"}), "mixed"),
        ("a.pdf", PDF[:-6] + package({"run.exe": b"MZ"}) + b"%%EOF\n", "mixed"),
        ("a.docx", docx()[:-30], "damaged"),
        ("a.docx", docx()[:40] + b"\xff\xff" + docx()[42:], "damaged"),
        ("a.docx", docx() + b"\nbehind", "mixed"),
        ("a.docx", docx(word__vbaProject__bin=b"x").replace(b"vbaProject/bin", b"vbaProject.bin"), "runs"),
        ("a.docx", docx(word__activeX__activeX1=b"x"), "runs"),
        ("a.xlsx", package({"[Content_Types].xml": b"application/vnd.ms-excel.sheet.macroEnabled"}), "runs"),
        ("a.odt", open_document(Basic__Standard__Module1=b"Sub Main"), "runs"),
        ("a.odt", package({"mimetype": b"application/vnd.oasis.opendocument.text",
                           "META-INF/manifest.xml": b"<manifest:encryption-data/>"}), "locked"),
        ("a.docx", package({"[Content_Types].xml": DOCX_TYPES, "../../x": b""}), "damaged"),
        ("a.docx", docx(word___rels__settings_xml_rels=FETCHED).replace(b"_xml_rels", b".xml.rels"), "runs"),
        ("a.jpg", picture()[:300], "damaged"),
        ("a.jpg", b"\xff\xd8\xff\xe0 nothing of the sort", "damaged"),
        ("a.png", png_that_claims(100_000, 100_000), "pixels"),
    ],
)  # fmt: skip
def test_what_is_not_taken_is_refused_with_its_reason(name, data, code):
    assert why_not(name, data) == code


def test_every_reason_has_its_words():
    for code in SENTENCES:
        assert sentence(FileRefusedError(code, {"limit": 3})).endswith(".")


def test_a_file_that_is_too_large_is_not_even_looked_at():
    assert why_not("a.pdf", PDF + b"x" * (1 << 20), most=1 << 20) == "too_large"


def test_an_office_file_that_unpacks_to_far_too_much_is_refused():
    bomb = docx(word__media=b"\0" * 30_000_000)
    assert len(bomb) < 40_000
    assert looked("a.docx", bomb).kind.code == "docx"
    assert why_not("a.docx", bomb, replace(LIMITS, unpacked=20_000_000)) == "unpacked"


def test_an_office_file_that_lies_about_its_size_is_found_out():
    honest = docx(word__media=b"\0" * 3_000_000)
    size = (3_000_000).to_bytes(4, "little")
    lying = honest.replace(size, (10).to_bytes(4, "little"))
    assert lying != honest
    assert why_not("a.docx", lying, replace(LIMITS, unpacked=1_000_000)) == "damaged"


def test_an_archive_whose_parts_overlap_is_refused():
    """As in the archives of a few bytes that unpack to petabytes: many names for one place."""
    data = bytearray(
        package({"[Content_Types].xml": DOCX_TYPES, "a": b"x" * 9, "b": b"y" * 9}, zipfile.ZIP_STORED)
    )
    with zipfile.ZipFile(BytesIO(bytes(data))) as archive:
        first, second = (archive.getinfo(name).header_offset for name in "ab")
    at = data.rindex(second.to_bytes(4, "little"), 0, len(data) - 22)
    data[at : at + 4] = first.to_bytes(4, "little")
    assert why_not("a.docx", bytes(data)) == "mixed"


def test_a_photograph_comes_out_turned_and_without_its_place_and_camera():
    sent = from_a_phone()
    assert b"Her Telephone" in sent and b"her note" in sent
    found = looked("a.jpg", sent)
    made = Image.open(BytesIO(content(found)))
    assert made.size == (30, 40)  # as it is seen
    assert dict(made.getexif()) == {}
    for word in (b"Her Telephone", b"her note", b"Exif"):
        assert word not in content(found)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_lies_behind_or_beside_a_picture_is_gone(kind):
    data = picture(kind) + b"<script>alert(1)</script>" + package({"run.exe": b"MZ"})
    found = looked("a.png", data)
    assert b"script" not in content(found) and b"PK\x03\x04" not in content(found)
    made = Image.open(BytesIO(content(found))).convert("L")
    assert made.size == (40, 30)
    assert made.getpixel((2, 15)) < 40 and made.getpixel((37, 15)) > 215


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_sort_of_colour_are_taken(mode):
    made = (
        Image.new("L", (20, 10), 255).convert("RGB").convert(mode)
        if mode != "I;16"
        else Image.new(mode, (20, 10))
    )
    out = BytesIO()
    made.save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert Image.open(BytesIO(content(looked("a.png", out.getvalue())))).size == (20, 10)


def test_what_can_be_seen_through_stays_so():
    made = Image.new("RGBA", (20, 10), (255, 0, 0, 0))
    out = BytesIO()
    made.convert("P").save(out, "PNG", transparency=0)
    assert Image.open(BytesIO(content(looked("a.png", out.getvalue())))).mode == "RGBA"


def test_moving_pictures_are_refused():
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    for kind in ("PNG", "WEBP"):
        out = BytesIO()
        frames[0].save(out, kind, save_all=True, append_images=frames[1:])
        assert why_not("a", out.getvalue()) == "moving"


def test_a_line_without_an_end_is_heard_no_further_than_a_line_may_be():
    pieces = iter([b"x" * 9_000] * 9)
    with pytest.raises(StoppedError):
        _heard(pieces, BytesIO())
    assert len(list(pieces)) == 7
    made = BytesIO()
    assert _heard(iter([b"{", b"}\nx", b"y\n" * 9_000]), made) == b"{}\n"
    assert made.getvalue() == b"x" + b"y\n" * 9_000


def test_a_look_that_takes_too_much_is_stopped_and_the_next_goes_on():
    large = picture("PNG", (6000, 6000))
    assert why_not("a.png", large, replace(LIMITS, memory=60_000_000)) in ("stopped", "damaged")
    assert looked("a.txt", TEXT).kind.code == "txt"
