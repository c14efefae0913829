"""The kinds of deed in words, by part, for the journal's filter. The codes are those of the events."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mandate.platform.journal.events import codes

Words = Mapping[str, str | Promise]

PARTS: Words = {
    "units": _("Units"),
    "calendar": _("Financial years and terms"),
    "access": _("People"),
    "signin": _("Signing in"),
    "indicators": _("Indicators"),
    "reporting": _("Reports"),
    "targets": _("Targets"),
    "reviews": _("Reviews"),
}

KINDS: Words = {
    "units.created": _("a unit opened"),
    "units.renamed": _("a unit renamed"),
    "units.kind_changed": _("the kind of a unit changed"),
    "units.moved": _("a unit moved"),
    "units.closed": _("a unit closed"),
    "units.reopened": _("a unit opened again"),
    "units.undone": _("a change of place taken back"),
    "units.imported": _("units imported"),
    "units.kind_renamed": _("a kind of unit renamed"),
    "calendar.named": _("a financial year or term named"),
    "calendar.renamed": _("a financial year or term renamed"),
    "calendar.unnamed": _("a financial year or term removed"),
    "access.user_added": _("a person added"),
    "access.user_changed": _("a person changed"),
    "access.role_granted": _("a role granted"),
    "access.role_ended": _("a role ended"),
    "signin.in": _("somebody signed in"),
    "signin.out": _("somebody signed out"),
    "signin.failed": _("many wrong passwords"),
    "signin.factor_added": _("a second step set up"),
    "signin.factor_removed": _("a second step removed"),
    "signin.factors_taken": _("a second step removed by an administrator"),
    "signin.password_changed": _("a password changed"),
    "signin.password_reset": _("a password set by mail"),
    "indicators.added": _("an indicator added"),
    "indicators.changed": _("an indicator changed"),
    "indicators.removed": _("an indicator removed"),
    "indicators.moved": _("an indicator moved in the list"),
    "indicators.imported": _("indicators imported"),
    "reporting.figures_changed": _("figures of a draft changed"),
    "reporting.submitted": _("a report submitted"),
    "reporting.withdrawn": _("a report withdrawn"),
    "reporting.returned": _("a report returned"),
    "reporting.accepted": _("a report accepted"),
    "reporting.correction_discarded": _("a correction discarded"),
    "reporting.correction_started": _("a correction started"),
    "reporting.period_opened": _("a period opened"),
    "reporting.period_closed": _("a period closed"),
    "reporting.period_reopened": _("a period opened again"),
    "reporting.unit_expected": _("a late unit expected"),
    "reporting.unit_excused": _("a unit excused"),
    "reporting.expectation_undone": _("a change of what is expected taken back"),
    "reporting.own_decisions": _("who decides on a form"),
    "reporting.form_saved": _("a form made or changed"),
    "reporting.form_retired": _("a form retired"),
    "reporting.rule_saved": _("a rule made or changed"),
    "reporting.rule_removed": _("a rule removed"),
    "reporting.figures_imported": _("figures imported"),
    "targets.set": _("a target set"),
    "targets.removed": _("a target removed"),
    "targets.imported": _("targets imported"),
    "reviews.notes_saved": _("notes of a review written"),
    "reviews.closed": _("a review closed"),
    "reviews.reopening_asked": _("asked to open a review again"),
    "reviews.reopening_dropped": _("a review left closed"),
    "reviews.reopened": _("a review opened again"),
}


def choices() -> list[tuple[str, str] | tuple[str, list[tuple[str, str]]]]:
    """For a select: everything, then each part with "all of it" and its kinds, in the order of the tables."""
    known = set(codes())
    found: list[tuple[str, str] | tuple[str, list[tuple[str, str]]]] = [("", str(_("Every kind of deed")))]
    for part, name in PARTS.items():
        kinds = [(code, str(words)) for code, words in KINDS.items() if code.startswith(f"{part}.")]
        listed = [(code, words) for code, words in kinds if code in known]
        if listed:
            found.append((str(name), [(f"{part}.", str(_("%(part)s: all") % {"part": name})), *listed]))
    return found
