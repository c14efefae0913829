"""``mandate remind``."""

from mandate.platform.console.command import Command

COMMANDS = (Command("remind", "send the reminders that are due by mail, now", "remind.run", position=60),)
