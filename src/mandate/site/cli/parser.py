"""The whole command line, made of what the apps and the site bring."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from mandate.apps import installed
from mandate.platform.console.command import Command, Group, Run
from mandate.platform.console.words import data_folder


def parser() -> ArgumentParser:
    """``mandate …``; to know it needs neither Django nor a database."""
    top = ArgumentParser(prog="mandate", description="The yearly cycle of an organisation with many levels.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for package, brought in sorted(all_brought(), key=lambda one: one[1].position):
        if isinstance(brought, Command):
            _enter(commands, package, brought)
            continue
        group = commands.add_parser(brought.name, help=brought.about)
        actions = group.add_subparsers(dest="action", required=True, metavar="ACTION")
        for command in brought.commands:
            _enter(actions, package, command)
    return top


def all_brought() -> Iterator[tuple[str, Command | Group]]:
    """Every command and group, with the package in which it is done."""
    for owner in (*installed(), "mandate.interop", "mandate.site.cli"):
        package = f"{owner}.commands"
        if find_spec(package):
            for brought in import_module(package).COMMANDS:
                assert isinstance(brought, Command | Group), package
                yield package, brought


def _enter(commands: "_SubParsersAction[ArgumentParser]", package: str, command: Command) -> None:
    entered = commands.add_parser(command.name, help=command.about, description=command.about)
    data_folder(entered)
    command.words(entered)
    entered.set_defaults(run=_running(package, command))


def _running(package: str, command: Command) -> Run:
    """The function that is loaded when the command runs."""

    def load() -> Run:
        module, function = command.run.split(".")
        found: Run = getattr(import_module(f"{package}.{module}"), function)
        return found

    def run(arguments: Namespace) -> int:
        if command.alone:
            return load()(arguments)
        from mandate.site.cli.setup import location_of, ready  # fonts and databases: not for --help

        with ready(location_of(arguments), fonts=command.fonts):
            return load()(arguments)

    return run
