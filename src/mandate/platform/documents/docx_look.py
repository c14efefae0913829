"""How a Word document looks: its page, its styles, and the few things python-docx has no name for."""

from typing import Any

from docx.document import Document as File
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from mandate.core.text import clean
from mandate.platform.documents.value import Document, State
from mandate.platform.ui.palette import COLOURS, LOOKS
from mandate.platform.ui.states import state_class

#: Word's language tags.
TAGS = {
    "en": "en-GB",
    "vi": "vi-VN",
    "fr": "fr-FR",
    "de": "de-DE",
    "sv": "sv-SE",
    "pl": "pl-PL",
    "ru": "ru-RU",
}
WIDTH_MM = 174
HEAD_FONT, _BODY_FONT = "Cambria", "Calibri"
_SIZES = {
    "Title": 24,
    "Subtitle": 14,
    "Heading 1": 14,
    "Heading 2": 11.5,
    "Heading 3": 10.5,
    "Heading 4": 10,
    "Heading 5": 10,
}
_SERIF = ("Title", "Subtitle", "Heading 1")
_SLANTED = ("Heading 4", "Heading 5")


def colour(token: str) -> RGBColor:
    """A colour of the house."""
    return RGBColor.from_string(COLOURS[token].removeprefix("#").upper())


def set_up(file: File, document: Document) -> None:
    """Page, styles and what the file says of itself."""
    _set_page(file, document)
    _set_styles(file, TAGS[document.language])
    core = file.core_properties
    core.title, core.author = clean(document.full_title), clean(document.organisation)
    core.language, core.subject = TAGS[document.language], clean(document.title)
    core.comments = clean(document.notice)


def _set_page(file: File, document: Document) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - WIDTH_MM) // 2)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    add_quiet(section.header.paragraphs[0], f"{document.name} · {document.title}")
    footer: Any = section.footer.paragraphs[0]
    footer.style.font.size, footer.style.font.color.rgb = Pt(8.5), colour("ink-3")
    if document.notice:
        add_quiet(footer, document.notice + "  ")
    _add_field(footer, "PAGE")
    add_quiet(footer, " / ")
    _add_field(footer, "NUMPAGES")


def _set_styles(file: File, tag: str) -> None:
    styles: Any = file.styles
    normal = styles["Normal"]
    normal.font.size, normal.font.color.rgb = Pt(10), colour("ink")
    normal.paragraph_format.space_after = Pt(5)
    for name in ("Normal", *_SIZES):
        _set_font(styles[name], HEAD_FONT if name in _SERIF else _BODY_FONT)
    for name, size in _SIZES.items():
        style = styles[name]
        style.font.size, style.font.color.rgb = Pt(size), colour("ink")
        style.font.bold, style.font.italic = name != "Subtitle", name in _SLANTED
        style.paragraph_format.keep_with_next = True
        for border in style.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
    styles["Heading 1"].paragraph_format.space_before = Pt(18)
    styles["Heading 2"].paragraph_format.space_before = Pt(12)
    styles["Quote"].font.color.rgb = colour("ink-2")
    styles["Quote"].paragraph_format.left_indent = Mm(6)
    for holder in styles.element.findall(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}"):
        set_language(holder, tag)
    set_language(normal.element.get_or_add_rPr(), tag)


def add_quiet(paragraph: Any, text: str) -> None:
    """Words that are said more quietly."""
    run = paragraph.add_run(clean(text))
    run.font.size, run.font.color.rgb = Pt(8.5), colour("ink-3")


def add_state(paragraph: Any, state: State) -> None:
    """The shape, colour and words of a state."""
    look = LOOKS[state_class(state.key)]
    run = paragraph.add_run(f"{look.mark}\u00a0{clean(state.words)}")
    run.font.bold, run.font.color.rgb = True, colour(look.colour)


def set_language(properties: Any, tag: str) -> None:
    """The language of a run or of a style."""
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(element("w:lang", val=tag, eastAsia=tag, bidi=tag))


def set_off(paragraph: Any) -> None:
    """A soft ground and a stroke before it."""
    fill = COLOURS["accent-2"].lstrip("#")
    _put(paragraph, _border("left", "accent", size=18, space=8))
    _put(paragraph, element("w:shd", val="clear", color="auto", fill=fill))


def line_above(paragraph: Any, *, half: bool = True) -> None:
    """A line across, or one to sign on, half as wide as the page."""
    if half:
        paragraph.paragraph_format.right_indent = Mm(WIDTH_MM // 2)
    _put(paragraph, _border("top", "ink-2", size=4, space=4))


def _put(paragraph: Any, made: Any) -> None:
    """Borders and grounds have their place among a paragraph's properties."""
    paragraph._p.get_or_add_pPr().insert_element_before(made, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _border(side: str, token: str, *, size: int, space: int) -> Any:
    border = OxmlElement("w:pBdr")
    ink = COLOURS[token].lstrip("#")
    border.append(element(f"w:{side}", val="single", sz=str(size), space=str(space), color=ink))
    return border


def element(name: str, **attributes: str) -> Any:
    """An element of WordprocessingML."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _add_field(paragraph: Any, code: str) -> None:
    """A number that Word fills in."""
    field, run, text = element("w:fldSimple", instr=code), OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _set_font(style: Any, name: str) -> None:
    style.font.name = name
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)
        fonts.attrib.pop(qn(f"w:{script}Theme"), None)
    fonts.attrib.pop(qn("w:cstheme"), None)
