"""``mandate scoreboard``."""

from argparse import ArgumentParser

from mandate.platform.console.command import Command
from mandate.platform.console.words import unit_and_period


def _scoreboard(score: ArgumentParser) -> None:
    unit_and_period(score)
    score.add_argument("--json", action="store_true")


COMMANDS = (Command("scoreboard", "a unit's targets for a period", "scoreboard.run", _scoreboard, 110),)
