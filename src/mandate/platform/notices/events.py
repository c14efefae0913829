"""What the live messages say of notices, of which the journal keeps nothing, and what it says of how somebody
wants to be told."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.platform.journal.changes import Change
from mandate.platform.journal.events import Event, Text
from mandate.platform.notices.kinds import Choice


@dataclass(frozen=True)
class NoticeCame(Event):
    """Something new is in somebody's inbox. Told to the open pages of that person, and to nobody else."""

    code: ClassVar[str] = "notices.came"
    part: ClassVar[Text] = gettext_lazy("Notices")
    label: ClassVar[Text] = gettext_lazy("a notice came")
    personal: ClassVar[bool] = True
    passing: ClassVar[bool] = True
    quiet: ClassVar[bool] = True

    def sentence(self) -> str:
        """For people."""
        return capfirst(str(self.label))


@dataclass(frozen=True)
class MailsChosen(Event):
    """A person chose what comes by mail; ``by_mail``: by the address in a mail, without signing in."""

    code: ClassVar[str] = "notices.chosen"
    part: ClassVar[Text] = gettext_lazy("Notices")
    label: ClassVar[Text] = gettext_lazy("what comes by mail chosen")
    audience: ClassVar[str] = "access.manage"
    personal: ClassVar[bool] = True
    quiet: ClassVar[bool] = True
    by_mail: bool
    before: dict[str, str]
    after: dict[str, str]

    def sentence(self) -> str:
        """For people."""
        if self.by_mail:
            return _("Chose what comes by mail, by the address in a mail")
        return _("Chose what comes by mail")

    def differences(self) -> tuple[Change, ...]:
        """By the names of the groups that there are now."""
        from mandate.platform.parts import notice_groups  # the parts name their events, too

        labels = {group.name: str(group.label) for group in notice_groups()}
        return tuple(
            Change(labels.get(name, name), _word(self.before.get(name)), _word(choice))
            for name, choice in self.after.items()
        )


def _word(choice: str | None) -> str:
    return str(Choice(choice).label) if choice and choice in Choice else choice or ""
