"""Template tags of the pages on targets."""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString

from mandate.platform.ui.templatetags.ui_tags import heat_legend

register = template.Library()


@register.simple_tag
def legend_of(states: Sequence[str]) -> SafeString:
    """`{% legend_of page.heat.states %}`: what the shapes of the states that occur mean."""
    return heat_legend(*states)
