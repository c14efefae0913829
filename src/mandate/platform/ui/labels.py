"""Cells that name themselves: where a table has too little room for columns, each cell shows the label of its
column, which a template writes once, in the head of the table.
"""

import re
from html import unescape

from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe

_TAG = re.compile(r"""<(/?)(table|thead|tr|th|td)\b((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_HEAD = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_EMPTY = re.compile(r"\s*</td>")
_UNSEEN = re.compile(r"""<span class="unseen">.*?</span>""", re.DOTALL)


def labelled(table: str) -> SafeString:
    """The inside of a table that a template has rendered, with the head of its column as the label of each
    ``td`` that is not empty. A head that only speaks to those who hear the page is no label.

    >>> labelled('<thead><tr><th>Unit</th><th>Due</th></tr></thead><tr><th>Phố 1</th><td>late</td></tr>')
    '<thead><tr><th>Unit</th><th>Due</th></tr></thead><tr><th>Phố 1</th><td data-label="Due">late</td></tr>'
    """
    labels = _labels(table)
    parts, end, inside, in_head, place = [], 0, 0, False, 0
    for tag in _TAG.finditer(table):
        closing, name, attributes = bool(tag[1]), tag[2], tag[3]
        if name == "table":
            inside += -1 if closing else 1
        elif inside:
            continue  # a table within a cell has heads of its own
        elif name == "thead":
            in_head = not closing
        elif name == "tr":
            place = 0
        elif not closing and not in_head:
            label = labels[place] if place < len(labels) else ""
            place += 1
            if name == "td" and label and not _EMPTY.match(table, tag.end()):
                parts += [table[end : tag.start()], f'<td data-label="{escape(label)}"{attributes}>']
                end = tag.end()
    return mark_safe("".join([*parts, table[end:]]))  # noqa: S308 -- a template has rendered it


def _labels(table: str) -> list[str]:
    heads = _HEAD.findall(table.partition("<thead")[2].partition("</thead>")[0])
    return [" ".join(unescape(strip_tags(_UNSEEN.sub("", head))).split()) for head in heads]
