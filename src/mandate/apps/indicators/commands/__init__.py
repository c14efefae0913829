"""Indicators bring no command of their own, only how those of others find them."""

from mandate.platform.console.command import Command

COMMANDS: tuple[Command, ...] = ()
