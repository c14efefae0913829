"""What the journal says of indicators."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandate.platform.i18n.languages import text_in
from mandate.platform.journal.events import Event, Text


class IndicatorEvent(Event):
    """What is done to the list of indicators."""

    part: ClassVar[Text] = gettext_lazy("Indicators")
    audience: ClassVar[str] = "indicators.view"
    words: ClassVar[Mapping[str, Text]] = {
        "formula": gettext_lazy("formula"),
        "denominator": gettext_lazy("denominator"),
        "decimals": gettext_lazy("decimals"),
        "measures": gettext_lazy("unit of measure"),
        "over_units": gettext_lazy("over units"),
        "over_time": gettext_lazy("over time"),
        "better": gettext_lazy("better"),
        "counted": gettext_lazy("counted by Mandate"),
        "position": gettext_lazy("place in the list"),
        "descriptions": gettext_lazy("description"),
    }


@dataclass(frozen=True)
class IndicatorAdded(IndicatorEvent):
    """A new indicator, with all that it is."""

    code: ClassVar[str] = "indicators.added"
    label: ClassVar[Text] = gettext_lazy("an indicator added")
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
class IndicatorChanged(IndicatorEvent):
    """What changed of an indicator: only the fields that differ."""

    code: ClassVar[str] = "indicators.changed"
    label: ClassVar[Text] = gettext_lazy("an indicator changed")
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
class IndicatorRemoved(IndicatorEvent):
    """An indicator that nothing used is gone."""

    code: ClassVar[str] = "indicators.removed"
    label: ClassVar[Text] = gettext_lazy("an indicator removed")
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
class IndicatorMoved(IndicatorEvent):
    """An indicator has another place in the list."""

    code: ClassVar[str] = "indicators.moved"
    label: ClassVar[Text] = gettext_lazy("an indicator moved in the list")
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
class IndicatorsImported(IndicatorEvent):
    """Indicators came from a file; ``changed`` is {code: [before, after]} of the fields that differ."""

    code: ClassVar[str] = "indicators.imported"
    label: ClassVar[Text] = gettext_lazy("indicators imported")
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
