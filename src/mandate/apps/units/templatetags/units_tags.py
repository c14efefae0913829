"""The address of the tree with a branch opened or folded."""

from typing import Any

from django import template
from django.http import QueryDict

register = template.Library()


@register.simple_tag(takes_context=True)
def fold_address(context: template.Context, code: str) -> str:
    """`{% fold_address branch.unit.code %}`: opens a folded branch, folds an open one."""
    opened: Any = context["page"].opened
    query = QueryDict(mutable=True)
    # An empty value says that everything is folded, which differs from a first visit.
    query.setlist("open", [one for one in opened if one != code] if code in opened else [*opened, code])
    if not query.getlist("open"):
        query["open"] = ""
    return f"?{query.urlencode()}"
