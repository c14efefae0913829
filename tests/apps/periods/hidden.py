"""The calendar belongs to the organisation."""

#: Addresses that belong to the organisation: whoever has any role may read them.
SHARED = ("/periods/",)
