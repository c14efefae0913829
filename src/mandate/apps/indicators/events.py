"""What the journal says of indicators."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandate.platform.i18n.languages import text_in
from mandate.platform.journal.events import Event


@dataclass(frozen=True)
class IndicatorAdded(Event):
    """A new indicator, with all that it is."""

    code: ClassVar[str] = "indicators.added"
    indicator: str
    names: dict[str, str]
    after: dict[str, Any]

    def sentence(self) -> str:
        """For people."""
        return _("Added the indicator “%(name)s” (%(code)s)") % {
            "name": text_in(self.names),
            "code": self.indicator,
        }


@dataclass(frozen=True)
class IndicatorChanged(Event):
    """What changed of an indicator: only the fields that differ."""

    code: ClassVar[str] = "indicators.changed"
    indicator: str
    names: dict[str, str]
    before: dict[str, Any]
    after: dict[str, Any]

    def sentence(self) -> str:
        """For people."""
        return _("Changed the indicator “%(name)s” (%(code)s)") % {
            "name": text_in(self.names),
            "code": self.indicator,
        }


@dataclass(frozen=True)
class IndicatorRemoved(Event):
    """An indicator that nothing used is gone."""

    code: ClassVar[str] = "indicators.removed"
    indicator: str
    names: dict[str, str]
    before: dict[str, Any]

    def sentence(self) -> str:
        """For people."""
        return _("Removed the indicator “%(name)s” (%(code)s)") % {
            "name": text_in(self.names),
            "code": self.indicator,
        }


@dataclass(frozen=True)
class IndicatorMoved(Event):
    """An indicator has another place in the list."""

    code: ClassVar[str] = "indicators.moved"
    indicator: str
    names: dict[str, str]
    before: int
    after: int

    def sentence(self) -> str:
        """For people."""
        return _("Moved the indicator “%(name)s” from place %(before)s to place %(after)s") % {
            "name": text_in(self.names),
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True)
class IndicatorsImported(Event):
    """Indicators came from a file; ``changed`` is {code: [before, after]} of the fields that differ."""

    code: ClassVar[str] = "indicators.imported"
    added: list[str]
    changed: dict[str, list[dict[str, Any]]]

    def sentence(self) -> str:
        """For people."""
        number = len(self.added) + len(self.changed)
        return ngettext(
            "Imported %(number)s indicator from a file",
            "Imported %(number)s indicators from a file",
            number,
        ) % {"number": number}
