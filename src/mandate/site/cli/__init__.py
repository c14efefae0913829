"""The command line: ``mandate …``. Each app brings its own commands; commands/ has those of the site."""

from mandate.site.cli.main import main

__all__ = ["main"]
