"""How high a ball flies."""

from argparse import Namespace

from mandate.platform.console.output import say


def run(arguments: Namespace) -> int:
    """As high as the house."""
    say("The ball flies 1.0 times as high as the house.")
    return 0
