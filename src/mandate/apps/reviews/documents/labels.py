"""The headings and column heads of a review, in the language in force."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mandate.apps.targets.states import STATES


def labels() -> dict[str, str]:
    """By key; used by the page and by every document, so that they read alike."""
    return {
        "scoreboard": _("Scoreboard"),
        "indicators": _("Indicators"),
        "over_the_years": _("Indicators over the years"),
        "notes": _("Notes of the secretary"),
        "summary": pgettext("notes of a review", "Summary"),
        "went_well": pgettext("notes of a review", "What went well"),
        "went_badly": pgettext("notes of a review", "What did not go well"),
        "next_steps": pgettext("notes of a review", "Next steps"),
        "rankings": _("Ranking of the units below"),
        "heat": _("Units below against their targets"),
        "heat_caption": _("Share of the target reached, in per cent"),
        "coverage": _("Reports"),
        "missing": _("Reports not in the totals"),
        "corrections": _("Corrected after closing"),
        "indicator": _("Indicator"),
        "unit": _("Unit"),
        "code": _("Code"),
        "measure": _("Unit of measure"),
        "place": pgettext("in a ranking", "Place"),
        "target": _("Target"),
        "document": _("Document"),
        "share_of_target": _("Share of target"),
        "share_of_total": _("Share of total"),
        "no_shares": _("Shares are left out: a part is below zero, or the parts are more than the total."),
        "no_data": _("No unit below has data for this period."),
        "no_data_yet": _("No unit below has data for this period yet."),
        "against": _("Against target"),
        "state": _("State"),
        "reported": pgettext("coverage", "Reported"),
        "expected": pgettext("coverage", "Expected"),
        "number": _("Number"),
        "trend": _("Trend"),
        "form": _("Form"),
        "period": _("Period"),
        "due": pgettext("column", "Due"),
        "was": pgettext("figure at closing", "At closing"),
        "is": pgettext("figure at present", "Now"),
        "why": _("Why"),
        "section": _("Section"),
        "text": _("Text"),
        "value": _("Value"),
        "page": _("Page"),
        "no_targets": _("No targets are set for this period."),
        "no_indicators": _("Nothing was expected or reported for this period."),
        "no_reports": _("No reports were expected for this period."),
        "no_missing": _("All expected reports are in the totals."),
        "no_notes": _("No notes have been written."),
        "no_children": _("Nothing lies below this unit."),
        "reached": _("How much of each target was reached; the stroke is the target"),
        **{f"state_{state.name}": str(state.word) for state in STATES},
    }
