"""``mandate manage``: Django's own commands, for those who develop."""

from argparse import Namespace

from mandate.site.cli.setup import location_of, ready


def run(arguments: Namespace) -> int:
    """Run one of Django's commands on this site's database."""
    with ready(location_of(arguments)):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["mandate manage", *arguments.words])
    return 0
