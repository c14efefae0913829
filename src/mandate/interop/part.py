"""What tables in and out bring to the frame."""

from django.utils.translation import gettext_lazy as _

from mandate.platform.guides.kinds import Help
from mandate.platform.parts import Part, tables
from mandate.platform.places import SET_UP, Leaf

COLLECT = "collect-a-whole-level-with-one-spreadsheet"


def _read_in() -> tuple[str, ...]:
    """Whoever may read in some table looks for them here; others find theirs beside what they hold."""
    return tuple(kind.action for kind in tables())


PART = Part(
    urls="mandate.interop.spreadsheets.web.urls",
    prefix="exchange/",
    leaves=(Leaf(SET_UP, "exchange", _("Tables"), "exchange:index", 80, _read_in),),
    helps=(
        Help("exchange", "secretary", COLLECT),
        Help("reports", "secretary", COLLECT, pages=("exchange:template",)),
    ),
)
