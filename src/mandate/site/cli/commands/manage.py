"""``mandate manage``: Django's own commands, for those who develop."""

from argparse import Namespace

from django.core.management import execute_from_command_line


def run(arguments: Namespace) -> int:
    """Run one of Django's commands on this site's database."""
    execute_from_command_line(["mandate manage", *arguments.words])
    return 0
