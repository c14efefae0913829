"""The services here that the test of all services leaves to others."""

#: What a person does to nobody but themself needs no role; it has tests of its own.
APART = {
    "mandate.platform.calendar.services.make_address",
    "mandate.platform.calendar.services.remove_address",
}
