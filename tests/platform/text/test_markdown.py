"""What a text shows on a page, what it can never do, and that no text is slow."""

import re
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.platform.text.bounds import (
    _UNDER_HEADS,
    BRACKETS,
    CELLS,
    COLUMNS,
    DEPTH,
    MARKS,
    READABLE,
    TABLES,
    Trouble,
    cells,
)
from mandate.platform.text.markdown import html, trouble_of


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("One\ntwo\n\nthree", "<p>One\ntwo</p>\n<p>three</p>\n"),
        ("One\\\ntwo", "<p>One<br>\ntwo</p>\n"),
        ("**strong** and *slanted*", "<p><strong>strong</strong> and <em>slanted</em></p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>\n"),
        ("---", "<hr>\n"),
        ("[us](/unit/D380/)", '<p><a href="/unit/D380/" rel="noopener nofollow">us</a></p>\n'),
        ("    indented", "<p>indented</p>\n"),
        ("Title\n---", "<p>Title</p>\n<hr>\n"),
        ("`a` ~~b~~", "<p>`a` ~~b~~</p>\n"),
        ("[1]: https://example.org", "<p>[1]: https://example.org</p>\n"),
        ("", ""),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert html(text) == shown


def test_headings_stand_under_those_of_the_page_and_none_is_skipped() -> None:
    shown = html("### first\n###### deep\n# top\n## second\n### third\n#### fourth", 4)
    assert re.findall(r"<(h\d)>(\w+)", shown) == [
        *(("h4", "first"), ("h5", "deep"), ("h4", "top")),
        *(("h5", "second"), ("h6", "third"), ("h6", "fourth")),
    ]


@pytest.mark.parametrize("empty", ["#", "# [](https://example.org)", "# &nbsp;", "# **\u200b**"])
def test_a_heading_without_words_is_none(empty: str) -> None:
    assert re.findall(r"<h\d", html(f"{empty}\n\n## b", 4)) == ["<h4"]


def test_a_table_has_heads_and_sides_and_no_style() -> None:
    shown = html("| a | b | |\n|---|--:|:-:|\n| 1 | 2 | 3 |")
    assert '<th scope="col">a</th>' in shown and '<th class="end" scope="col">b</th>' in shown
    assert '<td class="middle"></td>\n</tr>\n</thead>' in shown and "style" not in shown
    assert shown.startswith('<div class="wide" tabindex="0"><table>')


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](java&Tab;script:alert(1))",
    "[a](data:text/html,x)",
    "[a](vbscript:x)",
    "[a](//example.org/)",
    "[a](/\\example.org/)",
    "[a](</\texample.org>)",
    "[a](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "![a](https://example.org/x.png)",
    "[a]: javascript:alert(1)\n\n[a]",
    '[a](https://example.org "onmouseover=alert(1)")',
    '[a](https://example.org/"onmouseover="alert(1))',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_comes_through(text: str) -> None:
    harmless(html(text))


@given(
    st.lists(
        st.sampled_from([*HOSTILE, "*", "[", "](", ")", "<", ">", "\n", "|", "- ", "> ", "&"]), max_size=12
    )
)
def test_nothing_hostile_comes_through_in_any_company(parts: list[str]) -> None:
    harmless(html("".join(parts)))


def harmless(shown: str) -> None:
    """Only our tags and attributes, and links only where they may lead."""
    for tag, attributes in re.findall(r"<(\w+)([^>]*)>", shown):
        assert tag not in ("img", "script", "iframe", "svg", "style", "form")
        assert set(re.findall(r'([\w-]+)="', attributes)) <= {
            *("href", "rel", "title", "start", "class", "scope", "tabindex")
        }
    for address in re.findall(r'href="([^"]*)"', shown):
        assert re.match(r"https?://|mailto:|/(?![/\\])", address), address


TABLE = "a | b\n--|--\n\n"


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("x" * (READABLE + 1), Trouble.LONG),
        ("[" * (BRACKETS + 1), Trouble.BRACKETS),
        ("*a" * (MARKS + 1), Trouble.MARKS),
        ("|a" * 100 + "\n" + "|-" * 100 + "\n" + "|a\n" * (CELLS // 100), Trouble.CELLS),
        (TABLE * (TABLES + 1), Trouble.TABLES),
        (TABLE * TABLES, None),
        (f"> {TABLE}" * (TABLES + 1), Trouble.TABLES),
        ("|a" * (COLUMNS + 1) + "\n" + "|-" * (COLUMNS + 1), Trouble.COLUMNS),
        ("|a" * COLUMNS + "\n" + "|-" * COLUMNS, None),
        ("> " * (DEPTH + 1) + "a", Trouble.DEEP),
        ("".join("  " * depth + "- a\n" for depth in range(DEPTH + 1)), Trouble.DEEP),
        (">" * 5000 + "a", Trouble.DEEP),
        ("- " * 500 + "a", Trouble.DEEP),
        ("> " * DEPTH + "a", None),
        ("[" * BRACKETS + "]" * BRACKETS, None),
    ],
    ids=lambda one: one if isinstance(one, Trouble | None) else "",
)
def test_a_text_that_holds_too_much_is_refused_and_still_shown_whole(
    text: str, trouble: Trouble | None
) -> None:
    assert trouble_of(text) == trouble
    if trouble:
        shown = re.sub(r"<[^>]*>|\n", "", html(text)).replace("&gt;", ">")
        assert shown == text.replace("\n", "")


@given(
    st.lists(st.sampled_from(["|a", "|", "|-", "|:-:", "-|-", "a", "> ", "- ", "\n", "\n\n"]), max_size=60)
)
def test_no_table_has_more_cells_than_were_counted(parts: list[str]) -> None:
    text = "".join(parts)
    assert len(re.findall(r"<t[hd][ >]", html(text))) <= cells(text)


#: What public reports name as slow in one reader of Markdown or another, and what is like it.
SLOW = ["[", "]", "[]", "![", "[a](", "[](", "[]((", "[ (](", "[a](<b", "[[]](", "](", "[a](b 'c", '[a](b "c']
SLOW += [
    "*a ",
    "*a **a ",
    "*_",
    "a**b",
    "**a**",
    "a*",
    "_a ",
    "<a:",
    "<http://",
    "<<:/",
    "&",
    "&#",
    "\\[",
    "#",
]
SLOW += ["`", "\\``", "~", ">", "-"]
SLOW += ["| a |\n", "a|b\n-|-\n", "- a\n", "> a\n", "a\n", "> - ", "1. ", "\t", "  - a\n", "a\n-\n"]


def test_looking_for_the_line_under_the_heads_never_goes_back() -> None:
    """A pattern of two classes with a sign in both would try every place for the border between them."""
    assert len(re.findall(r"[*+](?=$|\[|\\)", _UNDER_HEADS.pattern.partition("]")[2])) <= 1
    assert cells("x\n" + "|-" * 3_000 + "x") == 0


@pytest.mark.parametrize("part", SLOW)
def test_the_cost_grows_no_faster_than_the_length(part: str) -> None:
    """Counted in lines of the program that run, so that no other process counts."""
    length = min(400, BRACKETS * len(part) // max(1, part.count("[")) // 4)

    def cost(times: int) -> int:
        return steps(lambda: html(part * max(1, length // len(part)) * times))

    cost(1)  # what is made once
    assert cost(4) <= 2.6 * cost(2)


def steps(work: Callable[[], object]) -> int:
    """How many lines of Python run."""
    count = 0

    def line(_frame: object, event: str, _argument: object) -> object:
        nonlocal count
        count += event == "line"
        return line

    before = sys.gettrace()
    sys.settrace(line)  # type: ignore[arg-type]
    try:
        work()
    finally:
        sys.settrace(before)
    return count
