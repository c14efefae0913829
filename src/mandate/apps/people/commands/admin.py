"""``mandate admin add``: the first administrator of a production site."""

import getpass
import sys
from argparse import Namespace

from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from mandate.platform.access.actor import Role, console
from mandate.platform.access.models import User
from mandate.platform.access.services import AddUser, add_user
from mandate.platform.console.output import CommandError, say


def add(arguments: Namespace) -> int:
    """Add a person with the administrator's role on the whole organisation. The password is asked for, or
    read as one line from standard input when that is not a terminal."""
    password = _password()
    name = arguments.name or arguments.email
    validate_password(password, User(email=arguments.email, name=name))
    command = AddUser(
        email=arguments.email,
        name=name,
        role=Role.ADMINISTRATOR,
        unit_id=None,
        language=arguments.language,
        password=password,
    )
    user = add_user(console(timezone.now()), command)
    say(f"{user.email} can sign in and administers the whole organisation.")
    return 0


def _password() -> str:
    if not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\n")
        if not password:
            raise CommandError("Give the password as one line on standard input.")
        return password
    first = getpass.getpass("Password (10 characters or more): ")
    if getpass.getpass("The same again: ") != first:
        raise CommandError("The two passwords differ; nobody was added.")
    return first
