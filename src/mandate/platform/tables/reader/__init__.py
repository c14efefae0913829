"""Untrusted tables are read in a process of their own: `child` runs there, `process` starts it and hears it.

Nothing in here but `process` runs beside the database, and nothing imports Django, so that a reader starts in
a few hundredths of a second. There is one reader, and its bounds stand where it reads: no second look at the
file could see something else than it does.
"""
