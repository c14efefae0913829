"""Circles: the few people named for a confidential matter. Whoever is not among them sees nothing of it,
whatever role they hold: not the row, not what the journal or a live message says, not a count of it.

A matter has a foreign key ``circle`` (None: it is not confidential), its actions the condition
``InCircle("circle")``, and what is done about it is recorded with ``circle_id``.
"""
