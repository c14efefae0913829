"""Who acts, and when: the one thing every service and query asks for."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone


class Role(StrEnum):
    """What a person is for a unit and everything below it."""

    ADMINISTRATOR = "administrator"
    SECRETARY = "secretary"
    REPORTER = "reporter"
    REVIEWER = "reviewer"
    OBSERVER = "observer"


def roles_named(text: str, setting: str) -> frozenset[str]:
    """The roles that a setting names, with commas. Raises ImproperlyConfigured for a name that is none.

    >>> sorted(roles_named("secretary, administrator", "X")), roles_named("", "X")
    (['administrator', 'secretary'], frozenset())
    """
    names = frozenset(name.strip() for name in text.split(",") if name.strip())
    unknown = sorted(names - set(Role))
    if unknown:
        known = ", ".join(Role)
        raise ImproperlyConfigured(f"{setting} names no role with {unknown[0]!r}; the roles are {known}.")
    return names


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in force: on the unit ``unit_id`` and its subtree, or on the whole organisation (None)."""

    role: Role
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody at one moment.

    ``now`` is read from the clock once, at the edge (middleware, command line, job), so that an action has
    one time. ``grants`` are the roles in force on ``today``, from whatever source. ``console`` is the
    operator at the command line, who has the database in hand anyway and therefore every right; ``user_id``
    is then None.
    """

    user_id: int | None
    name: str
    now: datetime
    grants: tuple[Grant, ...] = ()
    language: str = "en"
    console: bool = False

    @property
    def today(self) -> date:
        """The day of ``now`` in the organisation's time zone."""
        return timezone.localtime(self.now, timezone.get_default_timezone()).date()

    @property
    def is_guest(self) -> bool:
        """Nobody is signed in."""
        return self.user_id is None and not self.console


def guest(now: datetime, language: str = "en") -> Actor:
    """Somebody who is not signed in: no grants."""
    return Actor(user_id=None, name="", now=now, language=language)


def console(now: datetime, language: str = "en") -> Actor:
    """The operator at the command line."""
    return Actor(user_id=None, name="", now=now, language=language, console=True)
