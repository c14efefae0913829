"""Who acts, and when: the one thing every service and query asks for."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone


class Role(StrEnum):
    """What a person is for a unit and everything below it."""

    ADMINISTRATOR = "administrator"
    SECRETARY = "secretary"
    REPORTER = "reporter"
    REVIEWER = "reviewer"
    OBSERVER = "observer"


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in force: on the unit ``unit_id`` and its subtree, or on the whole organisation (None)."""

    role: Role
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody at one moment.

    ``now`` is read from the clock once, at the edge (middleware, command line, job), so that one deed has one
    time. ``grants`` are those in force on ``today``. ``console`` is the operator at the command line, who has
    the database in hand anyway and therefore every right; ``user_id`` is then None.
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
