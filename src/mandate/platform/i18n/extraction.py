"""Every translatable string in the Python code and the templates.

Python goes through Babel's extractor. Templates go through Django's own lexer, so that what is found here is
what Django looks up when it renders: `{% trans %}`, `{% blocktrans %}` (plural, trimmed, context) and
`_("…")` in tags, filters and the dynamic attributes of cotton components. Scripts hold no strings of their
own: they get them from the page.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tokenize import TokenError

from babel.messages.extract import extract as babel_extract
from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace
from django.utils.translation.template import block_re, constant_re, endblock_re, inline_re, plural_re

from mandate.platform.i18n.messages import Message

#: Words that open a comment for translators, in Python and in templates.
COMMENT_TAG = "Translators"

_SINGLE = None
_PLURAL = (1, 2)
_CONTEXT = ((1, "c"), 2)
_CONTEXT_PLURAL = ((1, "c"), 2, 3)
_KEYWORDS = {
    "_": _SINGLE,
    "gettext": _SINGLE,
    "gettext_lazy": _SINGLE,
    "gettext_noop": _SINGLE,
    "ngettext": _PLURAL,
    "ngettext_lazy": _PLURAL,
    "pgettext": _CONTEXT,
    "pgettext_lazy": _CONTEXT,
    "npgettext": _CONTEXT_PLURAL,
    "npgettext_lazy": _CONTEXT_PLURAL,
}
_TEMPLATE_SUFFIXES = {".html", ".txt", ".xml", ".svg", ".typ"}
_TRIMMED = re.compile(r"\strimmed(?:\s|$)")
_DYNAMIC_ATTRIBUTE = re.compile(r"""\s:[\w.:-]+\s*=\s*("[^"]*"|'[^']*')""")
_COMMENT = re.compile(rf"^{COMMENT_TAG}:?\s*(.*)$", re.DOTALL)


class ExtractionError(ValueError):
    """A source that cannot be read; the sentence names the file and the line."""


def from_python(source: bytes, file: str) -> Iterator[Message]:
    """The messages of one Python file, in the order of the file."""
    try:
        found = list(
            babel_extract("python", BytesIO(source), keywords=_KEYWORDS, comment_tags=(COMMENT_TAG,))
        )
        hidden = _in_an_fstring(ast.parse(source))
    except (SyntaxError, TokenError, UnicodeDecodeError) as error:
        raise ExtractionError(f"{file}: {error}") from error
    if hidden:
        raise ExtractionError(f"{file}: line {hidden}: a text within an f-string; put it in a name before")
    for _, texts, comments, context in found:
        text, plural = (texts, "") if isinstance(texts, str) else (texts[0], texts[1])
        if text:
            yield Message(text, plural, context or "", tuple(comments), (file,))


def _in_an_fstring(tree: ast.Module) -> int:
    """The line of the first text within an f-string, 0 where there is none: Babel sees none of them before
    Python 3.12, and what it does not see is in no catalogue."""
    whole = (node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr))
    calls = (node for one in whole for node in ast.walk(one) if isinstance(node, ast.Call))
    lines = (one.lineno for one in calls if isinstance(one.func, ast.Name) and one.func.id in _KEYWORDS)
    return min(lines, default=0)


def from_template(source: str, file: str) -> Iterator[Message]:
    """The messages of one Django template, in the order of the file."""
    tokens = iter(Lexer(source).tokenize())
    comments: tuple[str, ...] = ()
    for token in tokens:
        if token.token_type is TokenType.COMMENT:
            comments += _comment(token.contents)
            continue
        if token.token_type is TokenType.TEXT and not token.contents.strip():
            continue
        for message in _in_token(token, tokens, file):
            yield replace(message, comments=comments, files=(file,))
        comments = ()


def _in_token(token: Token, tokens: Iterator[Token], file: str) -> Iterator[Message]:
    if token.token_type is TokenType.TEXT:
        return _in_attributes(token.contents)
    if token.token_type is TokenType.BLOCK:
        return _in_tag(token, tokens, file)
    return _constants(token.contents)


def _comment(text: str) -> tuple[str, ...]:
    match = _COMMENT.match(text)
    return (f"{COMMENT_TAG}: {match[1]}",) if match else ()


def _in_attributes(text: str) -> Iterator[Message]:
    for attribute in _DYNAMIC_ATTRIBUTE.findall(text):
        yield from _constants(attribute[1:-1])


def _in_tag(token: Token, tokens: Iterator[Token], file: str) -> Iterator[Message]:
    if token.contents.split()[0] == "comment":
        _skip_to_end_of_comment(tokens)
    elif match := inline_re.match(token.contents):
        yield Message(_doubled(match[1][1:-1]), context=_unquoted(match[3]))
        yield from _constants(token.contents[match.end(1) :])
    elif match := block_re.match(token.contents):
        yield from _constants(token.contents)
        yield _block(token, tokens, _unquoted(match[2]), file)
    else:
        yield from _constants(token.contents)


def _skip_to_end_of_comment(tokens: Iterator[Token]) -> None:
    for token in tokens:
        if token.token_type is TokenType.BLOCK and token.contents == "endcomment":
            return


def _block(opening: Token, tokens: Iterator[Token], context: str, file: str) -> Message:
    """The message of a blocktrans whose opening tag has just been read."""
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type is TokenType.TEXT:
            parts[-1].append(_doubled(token.contents))
        elif token.token_type is TokenType.VAR:
            parts[-1].append(f"%({token.contents})s")
        elif token.token_type is TokenType.BLOCK and endblock_re.match(token.contents):
            break
        elif token.token_type is TokenType.BLOCK and plural_re.match(token.contents):
            parts.append([])
        elif token.token_type is TokenType.BLOCK:
            raise ExtractionError(f"{file}:{token.lineno}: the tag {token.contents} stands inside blocktrans")
    else:
        raise ExtractionError(f"{file}:{opening.lineno}: blocktrans is not closed")
    texts = ["".join(part) for part in parts]
    if _TRIMMED.search(opening.contents):
        texts = [trim_whitespace(text) for text in texts]
    return Message(texts[0], texts[1] if len(texts) > 1 else "", context)


def _constants(text: str) -> Iterator[Message]:
    for constant in constant_re.findall(text):
        yield Message(_doubled(constant[1:-1]))


def _doubled(text: str) -> str:
    """Django looks texts of templates up with every per-cent sign doubled."""
    return text.replace("%", "%%")


def _unquoted(text: str | None) -> str:
    return text[1:-1] if text else ""


def sources(root: Path) -> list[Path]:
    """The Python files and templates below `root`, in a stable order."""
    files = (path for path in root.rglob("*") if path.is_file() and "migrations" not in path.parts)
    return sorted(path for path in files if path.suffix == ".py" or _is_template(path))


def _is_template(path: Path) -> bool:
    return path.suffix in _TEMPLATE_SUFFIXES and "templates" in path.parts


def extract(root: Path, paths: Sequence[Path] | None = None) -> list[Message]:
    """Every message below `root` once, by source file and then by position; `files` are relative to it.

    Raises ExtractionError for a source that cannot be read, and where two places use one text with different
    plurals, since a catalogue can keep only one.
    """
    found: dict[tuple[str, str], Message] = {}
    for path in sources(root) if paths is None else paths:
        for message in _messages(path, path.relative_to(root).as_posix()):
            before = found.get(message.key)
            found[message.key] = _merged(before, message) if before else message
    return list(found.values())


def _messages(path: Path, file: str) -> Iterable[Message]:
    if path.suffix == ".py":
        return from_python(path.read_bytes(), file)
    return from_template(path.read_text(encoding="utf-8"), file)


def _merged(before: Message, new: Message) -> Message:
    if before.plural and new.plural and before.plural != new.plural:
        raise ExtractionError(
            f"{new.files[0]}: {new.text!r} has the plural {new.plural!r} here "
            f"and {before.plural!r} in {before.files[0]}"
        )
    return Message(
        before.text,
        before.plural or new.plural,
        before.context,
        tuple(dict.fromkeys(before.comments + new.comments)),
        tuple(dict.fromkeys(before.files + new.files)),
    )
