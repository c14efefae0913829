"""``mandate complaints``."""

from argparse import ArgumentParser

from mandate.platform.console.command import Command


def _none(complaints: ArgumentParser) -> None:
    """It takes no words."""


COMMANDS = (Command("complaints", "list the complaints", "complaints.run", _none, 65),)
