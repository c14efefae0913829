"""The command line, as far as a part needs it: what a command is, its words, what it prints.

Nothing of it needs Django but ``problems.py``, so that ``mandate --help`` is there at once.
"""
