"""Boundaries of units, so that what is reported can be seen on a map."""
