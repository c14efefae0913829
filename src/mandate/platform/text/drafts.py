"""What a person has typed and not saved. It is their own, changes nothing of the organisation and leaves
nothing in the journal; who may write there is for the caller to ask.

There is one draft of a form, the newest. Each page sends what is typed in it under a name of its own and with
a number that rises, so that one of its requests that comes late is known; and it says which draft it was
opened with, so that a second page takes no other draft's place by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from django.db import transaction

from mandate.core.command import Command
from mandate.platform.access.actor import Actor
from mandate.platform.access.models import User
from mandate.platform.text.models import PAGE_LENGTH, Draft, mark

#: So many drafts has a person; of more the oldest go.
MOST = 50
#: So many characters has a draft: more than all sections of a form may have, so that what is too long to be
#: saved is still kept.
LONGEST = 100_000
#: So long is it known up to where a page was saved or given up.
_REMEMBERED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Typing(Command):
    """Where and when something was typed: the ``page``, by a name that is its own; ``turn``, how often it has
    sent (0 without script, where nothing comes late); ``known``, the mark of the draft that it was opened
    with."""

    page: str = ""
    turn: int = 0
    known: str = ""

    @property
    def own(self) -> str:
        """The page's name, as much of it as is kept."""
        return self.page[:PAGE_LENGTH]

    @property
    def mark(self) -> str:
        """Of the draft that is kept of it (`Draft.mark`)."""
        return mark(self.own, self.turn)

    def late(self, draft: Draft) -> bool:
        """Whether something later of the same page stands in the draft, or was saved or given up."""
        return self.own == draft.page and 0 < self.turn <= draft.turn

    def may_replace(self, draft: Draft) -> bool:
        """Whether the draft is one that whoever types here knows."""
        return not draft.parts or draft.page == self.own or draft.mark == self.known


@dataclass(frozen=True, slots=True)
class KeepDraft(Command):
    """What is typed in the form called ``place``, to the letter, for the page tells by it what was typed
    since; ``seen`` is the version that it began from."""

    TO_THE_LETTER = frozenset({"parts"})

    place: str
    seen: int
    parts: Mapping[str, str]
    typing: Typing = field(default_factory=Typing)


@dataclass(frozen=True, slots=True)
class DropDraft(Command):
    """Keep what is typed in the form called ``place`` no longer: it was saved, or is not wanted."""

    place: str
    typing: Typing = field(default_factory=Typing)


class Outcome(StrEnum):
    """What became of a draft that was sent: it stands, is too long, came too late, or another page's draft
    stands and was left as it is."""

    KEPT = "kept"
    LONG = "long"
    LATE = "late"
    ANOTHER = "another"


def draft_at(actor: Actor, place: str) -> Draft | None:
    """The actor's own draft of a form."""
    return Draft.objects.filter(user_id=actor.user_id or 0, place=place).exclude(parts={}).first()


@transaction.atomic
def keep_draft(actor: Actor, command: KeepDraft) -> Outcome:
    """Keep it in place of the one before, if that is of the same page or one that the page knows."""
    if sum(map(len, command.parts.values())) > LONGEST:
        return Outcome.LONG
    user = User.objects.select_for_update(no_key=True).get(pk=actor.user_id or 0)
    before = Draft.objects.filter(user=user, place=command.place).first()
    if before is not None:
        if command.typing.late(before):
            return Outcome.LATE
        if not command.typing.may_replace(before):
            return Outcome.ANOTHER
    _put(user, actor, command)
    drafts = Draft.objects.filter(user=user)
    drafts.filter(parts={}, at__lt=actor.now - _REMEMBERED).delete()
    others = drafts.exclude(parts={}).order_by("-at", "-id")[MOST:]
    Draft.objects.filter(pk__in=[one.pk for one in others]).delete()
    return Outcome.KEPT


@transaction.atomic
def drop_draft(actor: Actor, command: DropDraft) -> bool:
    """Keep the draft of a page no longer, and none that it sent before and that comes only now. One of
    another page stays; whether none is left."""
    place, typing = command.place, command.typing
    if actor.user_id is None:
        return True  # the operator has none
    user = User.objects.select_for_update(no_key=True).get(pk=actor.user_id)
    before = Draft.objects.filter(user=user, place=place).first()
    if before is not None and not typing.may_replace(before):
        return False
    if before is not None and typing.late(before) and before.turn > typing.turn:
        return not before.parts  # what was typed since
    _put(user, actor, KeepDraft(place, 0, {}, typing))
    return True


def _put(user: User, actor: Actor, command: KeepDraft) -> None:
    typing = command.typing
    row = {"parts": dict(command.parts), "seen": command.seen, "at": actor.now}
    row |= {"page": typing.own, "turn": typing.turn}
    Draft.objects.update_or_create(user=user, place=command.place, defaults=row)
