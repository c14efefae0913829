"""A list as a file: its rows as they are searched, filtered and sorted, of all pages.

It is asked for at the address of the list itself, so whoever sees the list gets the file, and nobody else;
both come from the same source.
"""

from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from mandate.platform.i18n.formats import number
from mandate.platform.i18n.languages import current
from mandate.platform.listing.showing import every
from mandate.platform.listing.value import Listing
from mandate.platform.tables.writing import to_csv, to_xlsx
from mandate.platform.ui.downloads import attachment

MOST = 100_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_of(request: HttpRequest, listing: Listing[Any]) -> HttpResponse | None:
    """The file that the address asks for by `?file=xlsx` or `?file=csv`; None where it asks for a page. What
    is too long for a file is refused in words."""
    suffix = request.GET.get("file", "")
    if suffix not in ("xlsx", "csv"):
        return None
    columns = [one for one in listing.columns if one.cell]
    heading = [str(one.label) for one in columns]
    rows = list(islice(every(listing, request.GET), MOST + 1))
    if len(rows) > MOST:
        words = _("A file holds at most %(number)s rows. Narrow the list first.")
        told = words % {"number": number(MOST, 0, current())}
        return HttpResponse(told, status=422, content_type="text/plain; charset=utf-8")
    cells = ([one.cell(row) for one in columns if one.cell] for row in rows)
    if suffix == "csv":
        response = HttpResponse(to_csv(heading, cells), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(to_xlsx(str(listing.title), heading, cells), content_type=XLSX)
    response["Content-Disposition"] = attachment(f"{listing.name}.{suffix}")
    return response
