"""The charts of a review in templates."""

from collections.abc import Callable

from django import template
from django.utils.safestring import SafeString

from mandate.apps.reviews.documents import charts
from mandate.apps.reviews.documents.worded import Amount, LineRow, Worded

register = template.Library()

_CHARTS: dict[str, Callable[..., SafeString]] = {
    "cells": charts.cells,
    "against": charts.against,
    "course": charts.course,
    "standing": charts.standing,
    "coverage": charts.coverage,
}


@register.simple_tag
def review_chart(kind: str, subject: object, *more: object) -> SafeString:
    """`{% review_chart "course" line %}`; the kinds are the functions of documents/charts.py."""
    return _CHARTS[kind](subject, False, *more)


@register.filter
def years_of(line: LineRow, review: Worded) -> list[tuple[str, Amount]]:
    """`{% for year, amount in line|years_of:review %}`"""
    return list(zip(review.years, line.years, strict=True))
