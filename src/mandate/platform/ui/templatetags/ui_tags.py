"""Template tags for charts, states and small conveniences; the settings make them built in."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mandate.platform.ui import charts, labels, states

register = template.Library()


@register.simple_tag
def sparkline(values: Sequence[charts.Number | None], title: str, under_way: int = 0) -> SafeString:
    """`{% sparkline row.years row.years_in_words %}`; the last so many periods have not ended."""
    return charts.sparkline(values, title=title, under_way=under_way)


@register.simple_tag
def bullet(
    value: charts.Number | None, goal: charts.Number | None, title: str, top: charts.Number | None = None
) -> SafeString:
    """`{% bullet row.value row.goal row.in_words %}`"""
    return charts.bullet(value, goal, top, title=title)


@register.simple_tag
def bars(
    rows: Sequence[charts.Bar],
    title: str,
    goal: charts.Number | None = None,
    within: Iterable[charts.Number | None] = (),
) -> SafeString:
    """`{% bars page.ranking page.ranking_title goal=page.goal %}`"""
    return charts.bars(rows, title=title, goal=goal, within=within)


@register.simple_tag
def score_cells(target_states: Sequence[str], title: str) -> SafeString:
    """`{% score_cells page.states page.score_in_words %}`; the states as stored ("exceeded", "no_data")."""
    return charts.score_cells([states.state_class(state) for state in target_states], title=title)


@register.simple_tag
def coverage(reported: int, expected: int, title: str) -> SafeString:
    """`{% coverage page.reported page.expected page.coverage_in_words %}`"""
    return charts.coverage(reported, expected, title=title)


@register.simple_tag
def heat_legend(*shown: str) -> SafeString:
    """`{% heat_legend "exceeded" "met" "missed" "no_data" %}`"""
    return charts.legend({states.state_class(state): states.state_word(state) for state in shown})


@register.simple_tag
def state(name: str, words: str = "") -> SafeString:
    """`{% state row.state %}`: shape, colour and word; `{% state "met" "5 met" %}` with other words."""
    return format_html(
        '<span class="state {}">{}</span>', states.state_class(name), words or states.state_word(name)
    )


@register.filter
def state_class(name: str) -> str:
    """`<td class="{{ cell.state|state_class }}">`"""
    return states.state_class(name)


@register.filter
def labelled(table: str) -> SafeString:
    """`{{ slot|labelled }}`: the inside of a table, each cell named by the head of its column."""
    return labels.labelled(table)


@register.simple_tag
def field_widget(field: BoundField, **attributes: Any) -> SafeString:
    """A form's field with what it needs to be understood: its help and its errors are named by it.

    `{% field_widget form.name placeholder="…" %}`; the elements are `<id>-help` and `<id>-error`.
    """
    told = [f"{field.auto_id}-help"] if field.help_text else []
    if field.errors:
        told.append(f"{field.auto_id}-error")
        attributes["aria-invalid"] = "true"
    if told:
        attributes["aria-describedby"] = " ".join(told)
    if field.field.required and not field.field.disabled:
        attributes["required"] = True
    return field.as_widget(attrs=attributes)


@register.filter
def is_check(field: BoundField) -> bool:
    """Whether the field is one tick box, whose label stands behind it."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not hasattr(
        field.field.widget, "choices"
    )


@register.filter
def page_numbers(page: Page[Any]) -> list[int | None]:
    """The numbers to offer: first, last and the neighbours of this page; None stands for a gap."""
    marks = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [mark if isinstance(mark, int) else None for mark in marks]


@register.simple_tag(takes_context=True)
def page_address(context: template.Context, name: str, number: int) -> str:
    """This page's address with another number of the page under the parameter `name`."""
    return address_with(context, **{name: number})


@register.simple_tag(takes_context=True)
def address_with(context: template.Context, **changes: Any) -> str:
    """The query string of this page with some values changed: `<a href="{% address_with page=3 %}">`.

    None or "" takes a value away. Always begins with "?".
    """
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def tab_address(context: template.Context, name: str, value: str) -> str:
    """This page's address with another value of a filter, from the first page on."""
    return address_with(context, **{name: value, "page": None})


@register.simple_tag(takes_context=True)
def address_without(context: template.Context, names: Iterable[str]) -> str:
    """The query string of this page without some of its values."""
    return address_with(context, **dict.fromkeys(names))


@register.filter
def any_with(lines: Iterable[object], name: str) -> bool:
    """`{% if page.lines|any_with:"column" %}`: whether one of them has something there."""
    return any(getattr(line, name) for line in lines)
