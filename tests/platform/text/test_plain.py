"""Texts from before texts were Markdown read as they were."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.platform.text.oldreading import read

from mandate.core.text import kept
from mandate.platform.documents.value import Block, Items, Prose
from mandate.platform.text.blocks import blocks
from mandate.platform.text.plain import as_markdown

SIGNS = [
    "#",
    "##",
    "1.",
    "1)",
    "12. ",
    "-",
    "- ",
    "+ ",
    "* ",
    "*",
    "**",
    "_",
    "__",
    ">",
    "> ",
    "|",
    "---",
    ":-",
    "==",
]
SIGNS += [
    "`",
    "```",
    "[",
    "](/x)",
    "<a:b>",
    "<b>",
    "&amp;",
    "&",
    "\\",
    "!",
    "~~",
    "a",
    "Ward",
    " ",
    "  ",
    "\t",
    "\n",
]
SIGNS += ["\n\n", "• ", "– ", "    ", "a_b", "https://example.org/a_b"]


def as_read(text: str) -> list[str | tuple[str, ...]]:
    """What Markdown makes of it, in the words of the old reading."""

    def words(block: Block) -> str:
        assert isinstance(block, Prose), block
        assert not any(run.strong or run.slanted or run.link for run in block.runs)
        return "".join(run.text for run in block.runs)

    found: list[str | tuple[str, ...]] = []
    for block in blocks(text):
        if isinstance(block, Items):
            assert block.first is None and all(len(item) <= 1 for item in block.items)
            found.append(tuple("".join(map(words, item)) for item in block.items))
        else:
            found.append(words(block))
    return found


@given(st.lists(st.sampled_from(SIGNS), max_size=25).map("".join))
@example("Fill in __name__ of ___all___, a__b and _.")
@example("Write to <1@example.org> or <mailto:a@example.org>")
def test_whatever_was_typed_reads_as_before(text: str) -> None:
    text = kept(text)
    assert as_read(as_markdown(text)) == list(read(text))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Good year.\nTwo schools.\n\n- pots\n- pans", True),
        ("Snake_case, 3 * 4, 100 % & more – fine!", False),
        ("In 2023 we paved 1.5 km (of 2) for 5 < 6 houses.", True),
    ],
)
def test_what_needs_no_escape_stays_as_it_is(text: str, same: bool) -> None:
    assert (as_markdown(text) == text) is same


def test_line_ends_are_kept() -> None:
    assert as_markdown("One\ntwo\n# three") == "One\ntwo\n\\# three"
