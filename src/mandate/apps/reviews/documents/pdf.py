"""The review as PDF: tagged, with title and language, the same fonts and shapes as the pages."""

import json
from typing import Any

from mandate.apps.reviews.codec import plain
from mandate.apps.reviews.documents import charts
from mandate.apps.reviews.documents.typesetting import typeset
from mandate.apps.reviews.documents.worded import Worded


def write_pdf(review: Worded) -> bytes:
    """The file."""
    data = {"review": plain(review), "charts": _charts(review)}
    return typeset("review.typ", "pdf", {"data": json.dumps(data, ensure_ascii=False)})


def _charts(review: Worded) -> dict[str, Any]:
    """The drawings, as SVG."""
    top = review.top_share
    return {
        "cells": charts.cells(review, True),
        "coverage": charts.coverage(review, True),
        "against": {line.code: charts.against(line, True, top) for line in review.targets},
        "course": {line.code: charts.course(line, True) for line in review.lines},
        "standing": {
            table.code: [charts.standing(row, True, table.top) for row in table.rows]
            for table in review.rankings
        },
    }
