"""What the journal says of targets."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandate.apps.targets.choices import DIRECTION_NAMES, MEASURE_NAMES
from mandate.core.target import Direction
from mandate.platform.i18n.formats import number
from mandate.platform.i18n.languages import current, text_in
from mandate.platform.i18n.periods import name_of_code
from mandate.platform.journal.changes import Change
from mandate.platform.journal.events import Event, Text


class TargetEvent(Event):
    """What is done to targets."""

    part: ClassVar[Text] = gettext_lazy("Targets")
    audience: ClassVar[str] = "targets.view"
    words: ClassVar[Mapping[str, Text]] = {
        "goal": gettext_lazy("goal"),
        "direction": gettext_lazy("direction"),
        "document": gettext_lazy("document"),
        "measure": gettext_lazy("measured"),
    }

    def differences(self) -> tuple[Change, ...]:
        """Directions and measures by their words, as everywhere else."""
        chosen = {
            str(self.words["direction"]): {code.value: str(word) for code, word in DIRECTION_NAMES.items()},
            str(self.words["measure"]): {code.value: str(word) for code, word in MEASURE_NAMES.items()},
        }

        def told(change: Change) -> Change:
            words = chosen.get(change.label, {})
            old, new = words.get(change.old, change.old), words.get(change.new, change.new)
            return replace(change, old=old, new=new)

        return tuple(map(told, super().differences()))


@dataclass(frozen=True)
class TargetSet(TargetEvent):
    """A goal was set or changed; numbers are plain decimal strings."""

    code: ClassVar[str] = "targets.set"
    label: ClassVar[Text] = gettext_lazy("a target set")
    indicator: str
    names: dict[str, str]
    period: str
    before: dict[str, str] | None
    after: dict[str, str]

    def sentence(self) -> str:
        """For people."""
        return _("Set the target of %(indicator)s for %(period)s: %(direction)s %(goal)s") % {
            "indicator": text_in(self.names) or self.indicator,
            "period": name_of_code(self.period, current(), "sentence"),
            "direction": DIRECTION_NAMES[Direction(self.after["direction"])],
            "goal": _goal(self.after["goal"]),
        }


@dataclass(frozen=True)
class TargetRemoved(TargetEvent):
    """A target was taken away."""

    code: ClassVar[str] = "targets.removed"
    label: ClassVar[Text] = gettext_lazy("a target removed")
    indicator: str
    names: dict[str, str]
    period: str
    before: dict[str, str]

    def sentence(self) -> str:
        """For people."""
        return _("Removed the target of %(indicator)s for %(period)s") % {
            "indicator": text_in(self.names) or self.indicator,
            "period": name_of_code(self.period, current(), "sentence"),
        }


def _goal(plain: str) -> str:
    """A goal as the reader's language writes it, with the decimals it was kept with."""
    return number(Decimal(plain), len(plain.partition(".")[2]), current())


@dataclass(frozen=True)
class TargetsImported(TargetEvent):
    """Targets were read from a file."""

    code: ClassVar[str] = "targets.imported"
    label: ClassVar[Text] = gettext_lazy("targets imported")
    touches: ClassVar[bool] = True
    count: int

    def sentence(self) -> str:
        """For people."""
        return ngettext("Imported %(count)s target", "Imported %(count)s targets", self.count) % {
            "count": self.count
        }
