"""How notes were read before they were Markdown, word for word as it was: what stays must read so still."""

from collections.abc import Iterator

BULLETS = ("- ", "* ", "• ", "– ")


def read(text: str) -> Iterator[str | tuple[str, ...]]:
    """Paragraphs, and lists as tuples of their items."""
    words: list[str] = []
    items: list[str] = []
    for line in [*text.splitlines(), ""]:
        item = line.lstrip().startswith(BULLETS)
        if words and (item or not line.strip()):
            yield " ".join(words)
            words = []
        if items and not item:
            yield tuple(items)
            items = []
        if item:
            items.append(line.strip()[2:].strip())
        elif line.strip():
            words.append(line.strip())
