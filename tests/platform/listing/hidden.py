"""What only one person may know: here a view of a list that they saved."""

from tests.support.hidden import TEXT, City
from tests.support.organisation import NOW

from mandate.platform.access.request import actor_of
from mandate.platform.listing.saved import SaveView, save_view


def put(city: City) -> dict[str, str]:
    """A view of B's writer; its value in addresses."""
    view = save_view(actor_of(city.writer, NOW), SaveView(TEXT, f"/people/?q={TEXT}"))
    return {"view_id": str(view.pk)}
