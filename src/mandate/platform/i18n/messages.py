"""What extraction hands to the catalogues."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """One translatable string: its key is context, text and plural."""

    text: str
    plural: str = ""
    context: str = ""
    comments: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What gettext looks up: context and singular."""
        return self.context, self.text
