"""Template tags of the pages on targets."""

from collections.abc import Sequence

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mandate.apps.targets.queries.map import AreaMap, Keys, MapRow
from mandate.core.period import Period
from mandate.platform.ui import maps
from mandate.platform.ui.templatetags.ui_tags import heat_legend

register = template.Library()


@register.simple_tag
def legend_of(states: Sequence[str]) -> SafeString:
    """`{% legend_of page.heat.states %}`: what the shapes of the states that occur mean."""
    return heat_legend(*states)


def _page_of(row: MapRow, shown: AreaMap, period: Period) -> str:
    return reverse("targets:indicator", args=[row.unit.code, shown.indicator.code]) + f"?period={period}"


@register.simple_tag
def choropleth(shown: AreaMap, period: Period, title: str) -> SafeString:
    """`{% choropleth page.map page.period title %}`: the map; each unit leads to its own page."""
    areas = [
        maps.Area(
            row.rings,
            _page_of(row, shown, period) if row.unit.may_open else "",
            row.told,
            row.look,
            row.sign,
        )
        for row in shown.rows
        if row.rings
    ]
    return maps.choropleth(areas, shown.width, shown.height, title=title)


@register.simple_tag
def map_key(keys: Keys) -> SafeString:
    """`{% map_key page.map.keys %}`: the legend, and the patterns that it and the map are filled with."""
    return format_html("{}{}", maps.patterns(), maps.key(keys))


@register.simple_tag
def map_swatch(row: MapRow) -> SafeString:
    """`{% map_swatch row %}`: how a unit looks on the map."""
    return maps.swatch(row.look, row.sign)
