"""What a person has typed and not saved. It is their own, changes nothing of the organisation and leaves
nothing in the journal; who may write there is for the caller to ask.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from mandate.core.command import Command
from mandate.platform.access.actor import Actor
from mandate.platform.access.models import User
from mandate.platform.text.bounds import LENGTH
from mandate.platform.text.models import Draft

#: So many drafts has a person; of more the oldest go.
MOST = 50


@dataclass(frozen=True, slots=True)
class KeepDraft(Command):
    """What is typed in the form called ``place``, to the letter, for the page tells by it what was typed
    since; ``seen`` is the state that it began from."""

    TO_THE_LETTER = frozenset({"parts"})

    place: str
    seen: int
    parts: Mapping[str, str]


def draft_at(actor: Actor, place: str) -> Draft | None:
    """The actor's own draft of a form."""
    return Draft.objects.filter(user_id=actor.user_id or 0, place=place).first()


@transaction.atomic
def keep_draft(actor: Actor, command: KeepDraft) -> bool:
    """Keep it in place of the one before; whether it was, for one that is too long is not."""
    if sum(map(len, command.parts.values())) > LENGTH:
        return False
    user = User.objects.select_for_update(no_key=True).filter(pk=actor.user_id or 0).first()
    if user is None:
        return False
    kept = {"parts": dict(command.parts), "seen": command.seen, "at": actor.now}
    Draft.objects.update_or_create(user=user, place=command.place, defaults=kept)
    others = Draft.objects.filter(user=user).order_by("-at", "-id")[MOST:]
    Draft.objects.filter(pk__in=[one.pk for one in others]).delete()
    return True


def drop_draft(actor: Actor, place: str) -> None:
    """Keep it no longer: it was saved, or is not wanted."""
    Draft.objects.filter(user_id=actor.user_id or 0, place=place).delete()
