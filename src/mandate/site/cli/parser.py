"""The whole command line, made of what the apps and the site bring."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

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
    bench = commands.add_parser("bench", help="measure").add_subparsers(
        dest="what", required=True, metavar="WHAT"
    )
    for package, measured in sorted(all_benches(), key=lambda one: one[1].position):
        _enter(bench, package, measured)
    return top


def all_brought() -> Iterator[tuple[str, Command | Group]]:
    """Every command and group, with the package in which it is done."""
    for package, found in said("commands", "mandate.site.cli"):
        for brought in found.COMMANDS:
            assert isinstance(brought, Command | Group), package
            yield package, brought


def all_benches() -> Iterator[tuple[str, Command]]:
    """Every benchmark, with the package in which it is done."""
    for package, found in said("bench", "mandate.site"):
        for bench in getattr(found, "BENCHES", ()):
            yield package, bench


def said(folder: str, site: str) -> Iterator[tuple[str, ModuleType]]:
    """The packages of this name in the apps, in interop and in a room of the site."""
    for owner in (*installed(), "mandate.interop", site):
        if find_spec(f"{owner}.{folder}"):
            yield f"{owner}.{folder}", import_module(f"{owner}.{folder}")


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
        from mandate.site.cli.setup import location_of, ready, throwaway  # databases: not for --help

        if command.throwaway:
            with throwaway():
                return load()(arguments)
        with ready(location_of(arguments), fonts=command.fonts):
            return load()(arguments)

    return run
