"""People in events, of whom the journal keeps no more than the number."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom an event names. Only ``id`` is kept, None where nobody knows who it was. Where the event
    is read, ``name`` is what the person was called at the moment of the deed, and ``before`` until then."""

    id: int | None
    name: str = field(default="", compare=False)
    before: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.name or "–"
