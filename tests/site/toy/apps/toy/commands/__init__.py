"""``mandate play``."""

from argparse import ArgumentParser

from mandate.platform.console.command import Command


def _play(play: ArgumentParser) -> None:
    play.add_argument("toy", metavar="TOY", help="what to play with")


COMMANDS = (Command("play", "play with a toy", "play.run", _play, 65),)
