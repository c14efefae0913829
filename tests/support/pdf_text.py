"""The words in a PDF that typst wrote: enough of a reader to find a number or a heading in it."""

import re
import zlib
from collections.abc import Iterator

_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def lines(pdf: bytes) -> set[str]:
    """Each run of text, read with each font of the file: the right reading is among them."""
    streams = list(unpacked(pdf))
    fonts = [_letters(stream) for stream in streams if b"beginbfchar" in stream]
    found = set()
    for stream in streams:
        for block in re.findall(rb"BT(.*?)ET\n", stream, re.DOTALL):
            codes = b"".join(_literal(one) for one in re.findall(rb"\(((?:\\.|[^\\)])*)\)", block, re.DOTALL))
            pairs = [codes[place : place + 2] for place in range(0, len(codes), 2)]
            found |= {"".join(font.get(pair, "") for pair in pairs) for font in fonts}
    return found


def unpacked(pdf: bytes) -> Iterator[bytes]:
    for packed in re.findall(rb"stream\r?\n(.*?)\nendstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(packed)
        except zlib.error:
            yield packed


def _letters(stream: bytes) -> dict[bytes, str]:
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", stream)
    return {
        bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs
    }


def _literal(text: bytes) -> bytes:
    def plain(match: re.Match[bytes]) -> bytes:
        told = match[1]
        return bytes([int(told, 8)]) if told.isdigit() else _ESCAPES.get(told, told)

    return re.sub(rb"\\([0-7]{1,3}|.)", plain, text, flags=re.DOTALL)
