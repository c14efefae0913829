"""The tour: what each role needs first, three things, each with its place and its passage of the guides."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from mandate.platform.access.actor import Role
from mandate.platform.places import Text


@dataclass(frozen=True, slots=True)
class Stop:
    """One of the three: its name on the screens, what it is for, the view where it is (with ``of_unit``, of
    the person's own unit), and where a guide tells more."""

    title: Text
    text: Text
    view: str
    guide: str
    anchor: str
    of_unit: bool = False


_STANDS = _(
    "How your unit stands: figures, targets and reports of a period. A number leads to where it comes from."
)
_DECIDES = _("All that waits for your decision, from all your units. After each report the next one opens.")
_DATES = _("The days by which reports are due, also for the calendar on your phone.")

#: By role, in the order in which somebody with several takes them.
TOURS: Mapping[Role, tuple[Stop, Stop, Stop]] = {
    Role.ADMINISTRATOR: (
        Stop(
            _("Organisation"),
            _("All units as a tree: add, rename, move and close them, or read them in from a file."),
            "units:tree",
            "administrator",
            "change-the-structure",
        ),
        Stop(
            _("Forms"),
            _("What is reported, how often and by when. Each period is opened here."),
            "reporting:forms",
            "administrator",
            "open-close-and-reopen-a-period",
        ),
        Stop(
            _("People"),
            _("Add people, and grant them roles on their units."),
            "accounts:people",
            "administrator",
            "people-and-roles",
        ),
    ),
    Role.SECRETARY: (
        Stop(
            _("My unit"), _STANDS, "targets:overview", "secretary", "see-how-your-unit-stands", of_unit=True
        ),
        Stop(_("Work"), _DECIDES, "reporting:work", "reviewer", "find-what-is-waiting-for-you"),
        Stop(
            _("Reviews"),
            _("Write the review of a period, take it as a document, and close it when the period has ended."),
            "reviews:reviews",
            "secretary",
            "write-the-review",
            of_unit=True,
        ),
    ),
    Role.REVIEWER: (
        Stop(_("Work"), _DECIDES, "reporting:work", "reviewer", "find-what-is-waiting-for-you"),
        Stop(
            _("Reports"),
            _("The tab “Missing” says who is late and who is responsible, and reminds them."),
            "reporting:reports",
            "reviewer",
            "see-who-is-missing",
            of_unit=True,
        ),
        Stop(_("Calendar"), _DATES, "calendar:calendar", "reporter", "see-your-dates-in-your-own-calendar"),
    ),
    Role.REPORTER: (
        Stop(
            _("Work"),
            _("The reports that you owe, the next one first, and those that wait above."),
            "reporting:work",
            "reporter",
            "find-what-is-due",
        ),
        Stop(
            _("Inbox"),
            _("What was returned or accepted. In your account you choose what also comes by mail."),
            "notices:inbox",
            "reporter",
            "what-others-did",
        ),
        Stop(_("Calendar"), _DATES, "calendar:calendar", "reporter", "see-your-dates-in-your-own-calendar"),
    ),
    Role.OBSERVER: (
        Stop(_("My unit"), _STANDS, "targets:overview", "observer", "read-a-units-figures", of_unit=True),
        Stop(
            _("Reviews"),
            _("The reviews of a unit, each as a page and as PDF, Word, Excel or HTML."),
            "reviews:reviews",
            "observer",
            "take-a-review-with-you",
            of_unit=True,
        ),
        Stop(
            _("Find anything"),
            _("Units, people, figures and guides, by parts of their names, with or without accents."),
            "find:find",
            "observer",
            "find-anything",
        ),
    ),
}
