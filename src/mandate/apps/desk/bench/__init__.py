"""The page of the desk, to be measured."""

PAGES = {"desk": "/"}
