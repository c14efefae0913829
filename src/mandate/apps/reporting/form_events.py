"""What the journal says of forms and rules.

The subject of a form's events is ("form", id); of a rule's ("rule", id). ``form`` holds the form's names by
language.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.reporting.events import ReportingEvent
from mandate.platform.i18n.languages import text_in
from mandate.platform.journal.events import Text


@dataclass(frozen=True)
class FormSaved(ReportingEvent):
    """A form was made (``before`` is empty) or changed."""

    code: ClassVar[str] = "reporting.form_saved"
    label: ClassVar[Text] = gettext_lazy("a form made or changed")
    form: dict[str, str]
    before: dict[str, Any]
    after: dict[str, Any]

    def sentence(self) -> str:
        """For people."""
        text = _("Changed the form %(form)s") if self.before else _("Made the form %(form)s")
        return text % {"form": text_in(self.form)}


@dataclass(frozen=True)
class FormRetired(ReportingEvent):
    """A form is not opened any more."""

    code: ClassVar[str] = "reporting.form_retired"
    label: ClassVar[Text] = gettext_lazy("a form retired")
    form: dict[str, str]

    def sentence(self) -> str:
        """For people."""
        return _("Retired the form %(form)s") % {"form": text_in(self.form)}


@dataclass(frozen=True)
class OwnDecisionsAllowed(ReportingEvent):
    """In an organisation, who submits a form may also decide on it, or (not ``allowed``) no longer."""

    code: ClassVar[str] = "reporting.own_decisions"
    label: ClassVar[Text] = gettext_lazy("who decides on a form")
    form: dict[str, str]
    allowed: bool

    def sentence(self) -> str:
        """For people."""
        text = (
            _("Allowed whoever submits %(form)s to decide on it too")
            if self.allowed
            else _("Asked for a second person again to decide on %(form)s")
        )
        return text % {"form": text_in(self.form)}


@dataclass(frozen=True)
class RuleSaved(ReportingEvent):
    """A rule was made (``before`` is empty) or changed."""

    code: ClassVar[str] = "reporting.rule_saved"
    label: ClassVar[Text] = gettext_lazy("a rule made or changed")
    expression: str
    before: dict[str, Any]
    after: dict[str, Any]

    def sentence(self) -> str:
        """For people."""
        text = _("Changed the rule %(rule)s") if self.before else _("Made the rule %(rule)s")
        return text % {"rule": self.expression}


@dataclass(frozen=True)
class RuleRemoved(ReportingEvent):
    """A rule is checked no more."""

    code: ClassVar[str] = "reporting.rule_removed"
    label: ClassVar[Text] = gettext_lazy("a rule removed")
    expression: str

    def sentence(self) -> str:
        """For people."""
        return _("Removed the rule %(rule)s") % {"rule": self.expression}
