"""XLSX files written by hand, as other programs and ill-meaning people write them."""

import io
import posixpath
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook(
    *sheets: str,
    names: tuple[str, ...] = (),
    states: tuple[str, ...] = (),
    folder: str = "worksheets",
    styles: str = "",
    texts: str = "",
    separator: str = "/",
    more: dict[str, bytes] | None = None,
) -> bytes:
    """A file with these sheets, each the XML of its ``sheetData`` and what follows it; ``states`` as in
    the list of sheets, ``styles`` and ``texts`` the XML inside their parts."""
    count = range(len(sheets))
    listed = "".join(
        f'<sheet name="{names[place] if names else f"S{place}"}" sheetId="{place + 1}" r:id="r{place}"'
        f' state="{states[place] if states else "visible"}"/>'
        for place in count
    )
    links = "".join(
        f'<Relationship Id="r{place}" Type="{RELATED}/worksheet" Target="{folder}/s{place}.xml"/>'
        for place in count
    )
    parts: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="b" '
        f'Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>{listed}</sheets>'
        "</workbook>",
    }
    for place, sheet in enumerate(sheets):
        name = posixpath.normpath(posixpath.join("/xl", folder, f"s{place}.xml")).lstrip("/")
        parts[name] = f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>'
    for name, inside, kind in (("styles", styles, "styleSheet"), ("sharedStrings", texts, "sst")):
        if inside:
            links += f'<Relationship Id="{name}" Type="{RELATED}/{name}" Target="{name}.xml"/>'
            parts[f"xl/{name}.xml"] = f'<{kind} xmlns="{MAIN}">{inside}</{kind}>'
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in {**parts, **(more or {})}.items():
            book.writestr(name.replace("/", separator), content)
    return out.getvalue()


def rows(*lines: list[str]) -> str:
    """The ``sheetData`` of lines of cells; one that begins with < is the XML of a cell without its place."""
    written = []
    for number, line in enumerate(lines, start=1):
        cells = []
        for column, cell in zip("ABCDEFGHIJ", line, strict=False):
            inside = cell if cell.startswith("<") else f'<c t="inlineStr"><is><t>{cell}</t></is></c>'
            cells.append(inside.replace("<c", f'<c r="{column}{number}"', 1) if cell else "")
        written.append(f'<row r="{number}">{"".join(cells)}</row>')
    return f"<sheetData>{''.join(written)}</sheetData>"
