"""Running text in a Word document: emphasis, links, and lists that Word numbers itself."""

from collections.abc import Sequence
from typing import Any

from docx.document import Document as File
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from mandate.core.text import clean
from mandate.platform.documents.docx_look import colour
from mandate.platform.documents.value import Run

DEEPEST_LIST = 3  # for which Word has a style


def list_style(kind: str, depth: int) -> str:
    """The style of a paragraph in a list: "List Bullet", "List Number 2", "List Continue 3"."""
    level = min(depth, DEEPEST_LIST)
    return f"List {kind}" if level == 1 else f"List {kind} {level}"


def add_runs(paragraph: Any, runs: Sequence[Run]) -> None:
    """The parts of a text, each set in its way."""
    for run in runs:
        made = paragraph.add_run(clean(run.text))
        made.bold, made.italic = run.strong or None, run.slanted or None
        if run.link:
            made.font.underline, made.font.color.rgb = True, colour("accent")
            _link(paragraph, made, run.link)


def _link(paragraph: Any, run: Any, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run._r.addprevious(link)
    link.append(run._r)


def new_numbering(file: File, style: str, first: int) -> int:
    """A numbering of its own for one list, for otherwise it would go on where the list before it ended."""
    numbering: Any = file.part.numbering_part.element
    properties: Any = file.styles[style].element.pPr
    general = numbering.num_having_numId(properties.numPr.numId.val).abstractNumId.val
    made = numbering.add_num(general)
    made.add_lvlOverride(ilvl=0).add_startOverride(first)
    number: int = made.numId
    return number


def set_numbering(paragraph: Any, number: int) -> None:
    """Count a paragraph in one numbering."""
    counted = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    counted.get_or_add_ilvl().val = 0
    counted.get_or_add_numId().val = number
