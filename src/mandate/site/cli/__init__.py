"""The command line: ``mandate …``. See parser.py for the commands, commands/ for what they do."""

from mandate.site.cli.main import main

__all__ = ["main"]
