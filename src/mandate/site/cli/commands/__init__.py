"""The commands that are about the site as a whole: serving it, looking after it."""

from argparse import ArgumentParser
from pathlib import Path

from mandate.platform.console.command import Command
from mandate.platform.console.words import a_number


def _demo(demo: ArgumentParser) -> None:
    demo.add_argument(
        "--port", type=a_number(0, 65535), help="the port (default: the first free one from 8000)"
    )
    demo.add_argument("--reset", action="store_true", help="start afresh: what was typed is thrown away")
    demo.add_argument("--no-serve", action="store_true", help="set up the sample and exit")


def _serve(serve: ArgumentParser) -> None:
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (default 127.0.0.1)")
    serve.add_argument("--port", type=a_number(0, 65535), default=8000)
    serve.add_argument("--workers", type=a_number(1, 200), default=2, help="web processes (default 2)")
    serve.add_argument("--jobs", type=a_number(0, 200), default=1, help="job workers (default 1)")


def _manage(manage: ArgumentParser) -> None:
    manage.add_argument("words", nargs="...")


def _file(command: ArgumentParser) -> None:
    command.add_argument("file", type=Path)


COMMANDS = (
    Command("demo", "set up the sample and serve it on this machine", "demo.run", _demo, 10, alone=True),
    Command("serve", "serve a production site", "serve.run", _serve, 20, alone=True),
    Command("manage", "Django's own commands", "manage.run", _manage, 50),
    Command("check", "look for damage: tree, figures, files, notes, journal", "check.run", position=140),
    Command("backup", "write everything to one file", "keep.backup", _file, 150, alone=True),
    Command("restore", "restore a backup; replaces everything", "keep.restore", _file, 160, alone=True),
)
