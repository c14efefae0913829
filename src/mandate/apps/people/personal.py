"""What is kept of a member, for themself: particulars, memberships, transfers, applications, and what they
asked to be put right."""

from collections.abc import Sequence
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, pgettext_lazy

from mandate.apps.people.models import (
    BEGAN_NAMES,
    ENDED_NAMES,
    STEP_NAMES,
    ApplicationStep,
    Correction,
    Membership,
    Particulars,
    Transfer,
)
from mandate.apps.units.placed import placed
from mandate.core.admission import Step
from mandate.core.membership import Began, Ended
from mandate.platform.i18n.languages import text_in
from mandate.platform.mydata.kinds import PersonalTable, Value

Rows = Sequence[tuple[Value, ...]]


def _particulars(user_id: int, today: date) -> Rows:
    return list(Particulars.objects.filter(user=user_id).values_list("number", "born", "phone"))


def _memberships(user_id: int, today: date) -> Rows:
    found = list(
        Membership.objects.filter(person=user_id).select_related("kind", "source").order_by("starts")
    )
    places = placed({one.unit_id for one in found}, today)
    return [
        (
            text_in(one.kind.names) or one.kind.code,
            places[one.unit_id].name,
            one.starts,
            capfirst(str(BEGAN_NAMES[Began(one.began)])),
            one.source.called if one.source else None,
            one.document,
            one.ends,
            capfirst(str(ENDED_NAMES[Ended(one.ended)])) if one.ended else None,
            one.ending_document,
        )
        for one in found
    ]


def _transfers(user_id: int, today: date) -> Rows:
    found = list(Transfer.objects.filter(person=user_id).order_by("released", "pk"))
    places = placed({unit for one in found for unit in (one.source_id, one.target_id)}, today)
    return [
        (
            places[one.source_id].name,
            places[one.target_id].name,
            one.released,
            one.document,
            one.decided,
            capfirst(str(Transfer.Outcome(one.outcome).label)) if one.outcome else None,
            one.reason,
        )
        for one in found
    ]


def _applications(user_id: int, today: date) -> Rows:
    """The steps of their own applications; not who recommended, entered or decided them."""
    rows = ApplicationStep.objects.filter(application__person=user_id).select_related(
        "application__source", "note"
    )
    found = list(rows.order_by("application_id", "pk"))
    places = placed({one.unit_id for one in found}, today)
    return [
        (
            one.application.applied,
            places[one.unit_id].name,
            one.application.source.called if one.application.source else None,
            capfirst(str(STEP_NAMES[Step(one.what)])),
            one.day,
            one.application.number if one.what in (Step.ADMITTED.value, Step.REFUSED.value) else None,
            one.note.text if hasattr(one, "note") else None,
        )
        for one in found
    ]


def _recommendations(user_id: int, today: date) -> Rows:
    """When they recommended somebody to which unit; not whom."""
    found = list(ApplicationStep.objects.filter(member=user_id).order_by("day", "pk"))
    places = placed({one.unit_id for one in found}, today)
    return [(one.day, places[one.unit_id].name) for one in found]


def _corrections(user_id: int, today: date) -> Rows:
    return [
        (
            one.asked_at,
            capfirst(str(Correction.About(one.about).label)),
            one.words,
            capfirst(str(Correction.Outcome(one.outcome).label)) if one.outcome else None,
            one.answer,
            one.answered_at,
        )
        for one in Correction.objects.filter(person=user_id).order_by("asked_at", "pk")
    ]


PARTICULARS = PersonalTable(
    "particulars",
    gettext_lazy("Particulars"),
    (
        ("number", gettext_lazy("Member number")),
        ("born", gettext_lazy("Date of birth")),
        ("phone", gettext_lazy("Telephone")),
    ),
    _particulars,
    mend="people:corrections",
)
MEMBERSHIPS = PersonalTable(
    "memberships",
    gettext_lazy("Memberships"),
    (
        ("kind", gettext_lazy("Kind")),
        ("unit", gettext_lazy("Unit")),
        ("from", gettext_lazy("From")),
        ("began", gettext_lazy("How it began")),
        ("source", gettext_lazy("Source")),
        ("document", gettext_lazy("Document")),
        ("until", gettext_lazy("Until")),
        ("ended", gettext_lazy("How it ended")),
        ("ending_document", gettext_lazy("Document of the end")),
    ),
    _memberships,
    mend="people:corrections",
)
TRANSFERS = PersonalTable(
    "transfers",
    gettext_lazy("Transfers"),
    (
        ("from_unit", pgettext_lazy("a unit", "From")),
        ("to_unit", pgettext_lazy("a unit", "To")),
        ("released", gettext_lazy("Released on")),
        ("document", gettext_lazy("Document")),
        ("decided", gettext_lazy("Decided on")),
        ("outcome", gettext_lazy("Outcome")),
        ("reason", gettext_lazy("Reason")),
    ),
    _transfers,
)
APPLICATIONS = PersonalTable(
    "applications",
    gettext_lazy("Applications to become a member"),
    (
        ("applied", gettext_lazy("Applied on")),
        ("unit", gettext_lazy("Unit")),
        ("source", gettext_lazy("Source")),
        ("step", gettext_lazy("Step")),
        ("day", gettext_lazy("Day")),
        ("number", gettext_lazy("Number of the decision")),
        ("note", gettext_lazy("Note")),
    ),
    _applications,
)
RECOMMENDATIONS = PersonalTable(
    "recommendations",
    gettext_lazy("Recommendations of applicants"),
    (("day", gettext_lazy("Day")), ("unit", gettext_lazy("Unit"))),
    _recommendations,
)
CORRECTIONS = PersonalTable(
    "corrections",
    gettext_lazy("Corrections asked for"),
    (
        ("asked", gettext_lazy("Asked")),
        ("about", gettext_lazy("What is wrong")),
        ("words", gettext_lazy("In my words")),
        ("outcome", gettext_lazy("Outcome")),
        ("answer", pgettext_lazy("of a request", "Answer")),
        ("answered", gettext_lazy("Answered")),
    ),
    _corrections,
)
PERSONAL = (PARTICULARS, MEMBERSHIPS, TRANSFERS, APPLICATIONS, RECOMMENDATIONS, CORRECTIONS)
