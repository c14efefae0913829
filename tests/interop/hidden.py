"""What only those of a unit may know of it: here a table that one of them sent."""

from django.utils import timezone
from tests.support.hidden import TEXT, City

from mandate.interop.models import Upload

#: Addresses that take a kind of table, and no unit.
SHARED = ("/exchange/units/",)


def put(city: City) -> dict[str, str]:
    """A table on its way in; its values in addresses."""
    upload = Upload.objects.create(
        user=city.writer,
        kind="units",
        name=f"{TEXT}.csv",
        data=b"code,parent,kind,name\n",
        sent_at=timezone.now(),
    )
    return {"upload_id": str(upload.pk), "kind": "units", "suffix": "csv"}
