"""``mandate bench toys``."""

from mandate.platform.console.command import Command

BENCHES = (Command("toys", "how high a ball flies", "flying.run", position=40, alone=True),)
