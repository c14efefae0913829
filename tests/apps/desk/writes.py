"""The services here that the test of all services leaves to others."""

#: What a person does to nobody but themself needs no role; it has tests of its own.
APART = {"mandate.apps.desk.services.end_tour"}
