"""What a command says when it cannot go on."""


class CommandError(Exception):
    """One clear line for the person at the command line; the exit code is 1."""
