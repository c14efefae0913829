"""The benchmark of the whole site; the apps bring others, and say which of their pages are measured."""

from mandate.platform.console.command import Command

BENCHES = (
    Command(
        "pages", "pages about a unit with few and many units below it", "pages.run", position=20, alone=True
    ),
)
