"""``mandate admin add|grant|circle|erase``: the first administrator of a production site, a role where nobody
else can grant it, for nobody grants one to themselves, a confidential matter of which nobody is left, and a
person who is to be erased."""

import getpass
import sys
from argparse import Namespace

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from mandate.apps.accounts.queries import erasing_explained
from mandate.apps.units.commands.lookup import unit_called
from mandate.platform.access.actor import Role, console
from mandate.platform.access.erasing import ErasePerson, erase_person, why_not
from mandate.platform.access.models import User
from mandate.platform.access.services import AddUser, GrantRole, add_user, grant_role
from mandate.platform.circles.models import Circle
from mandate.platform.circles.services import HandOver, StillThereError, hand_over
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


def grant(arguments: Namespace) -> int:
    """Grant a role to somebody who can sign in already."""
    user = _called(arguments.email)
    unit = unit_called(arguments.unit) if arguments.unit is not None else None
    role = Role(arguments.role)
    command = GrantRole(user.pk, role, unit.pk if unit else None, arguments.starts, arguments.ends)
    try:
        grant_role(console(timezone.now()), command)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    say(f"{user.email} is {role.value} of {unit.code if unit else 'the whole organisation'}.")
    return 0


def erase(arguments: Namespace) -> int:
    """Say what erasing a person means, and with ``--yes`` do it. 1 where it was only said."""
    user, actor = _called(arguments.email), console(timezone.now())
    if told := why_not(actor, user):
        raise CommandError(told)
    if not arguments.yes:
        say(erasing_explained(user.pk))
        say("Nothing was erased. With --yes it is, and cannot be undone.")
        return 1
    try:
        erase_person(actor, ErasePerson(user.pk))
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    say(f"{arguments.email} is erased.")
    return 0


def circle(arguments: Namespace) -> int:
    """Hand a circle in which nobody is left to somebody who may sign in."""
    user = _called(arguments.email)
    try:
        hand_over(console(timezone.now()), HandOver(arguments.number, user.pk))
    except Circle.DoesNotExist:
        raise CommandError(f"There is no circle {arguments.number}.") from None
    except StillThereError:
        told = "Somebody who may sign in is still in this circle, and brings in others."
        raise CommandError(told) from None
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    say(f"{user.email} is in circle {arguments.number}.")
    return 0


def _called(email: str) -> User:
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        raise CommandError(f"Nobody has the address {email}.")
    return user


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
