"""The kinds of file that are taken, each with how it is named and handed out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """``endings`` are those of its names, the first where a name has none of them; ``media`` is what browsers
    are told, whatever the sender said; one that ``shows`` may be looked at without being downloaded."""

    code: str
    label: str
    endings: tuple[str, ...]
    media: str
    shows: bool = False


_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
_OFFICE = "application/vnd.openxmlformats-officedocument"

KINDS = {
    kind.code: kind
    for kind in (
        Kind("pdf", "PDF", (".pdf",), "application/pdf"),
        Kind("png", "PNG", (".png",), "image/png", shows=True),
        Kind("jpeg", "JPEG", (".jpg", ".jpeg"), "image/jpeg", shows=True),
        Kind("webp", "WebP", (".webp",), "image/webp", shows=True),
        Kind("odt", "ODT", (".odt",), f"{_OPEN_DOCUMENT}.text"),
        Kind("ods", "ODS", (".ods",), f"{_OPEN_DOCUMENT}.spreadsheet"),
        Kind("docx", "DOCX", (".docx",), f"{_OFFICE}.wordprocessingml.document"),
        Kind("xlsx", "XLSX", (".xlsx",), f"{_OFFICE}.spreadsheetml.sheet"),
        Kind("txt", "TXT", (".txt",), "text/plain; charset=utf-8"),
        Kind("csv", "CSV", (".csv",), "text/csv; charset=utf-8"),
    )
}
#: For a field that takes files, so that it offers these.
ACCEPTED = ",".join(ending for kind in KINDS.values() for ending in kind.endings)
#: For sentences.
NAMED = ", ".join(kind.label for kind in KINDS.values())
