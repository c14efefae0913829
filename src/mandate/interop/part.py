"""What tables in and out bring to the frame."""

from django.utils.translation import gettext_lazy as _

from mandate.platform.guides.kinds import Help
from mandate.platform.parts import Part, Place

COLLECT = "collect-a-whole-level-with-one-spreadsheet"

PART = Part(
    urls="mandate.interop.spreadsheets.web.urls",
    prefix="exchange/",
    places=(Place("exchange", _("Tables"), "exchange:index", 160),),
    helps=(
        Help("exchange", "secretary", COLLECT),
        Help("reports", "secretary", COLLECT, pages=("exchange:template",)),
    ),
)
