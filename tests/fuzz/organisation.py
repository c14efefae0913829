"""Who sends the requests, and to which organisation: a small city with something in every room."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.test import Client
from django.utils import timezone

from mandate.apps.reporting import services
from mandate.apps.reporting.services import AcceptReports, OpenPeriod, SaveRule, SubmitReport
from mandate.apps.reviews.services import CloseReview, SaveNotes, close_review, save_notes
from mandate.apps.targets.services import SetTarget, SetTargets, set_targets
from mandate.apps.units.models import Unit
from mandate.core.period import Period
from mandate.core.rules import Severity
from mandate.platform.access.actor import Role
from mandate.platform.access.actor import console as at_console
from mandate.platform.access.models import Grant, User
from tests.support.organisation import PASSWORD
from tests.support.reporting import World, world
from tests.support.seeing import as_seen, returning

#: Each role on the whole, on a part and at the bottom; last, somebody without any role.
ROLES = (
    (Role.ADMINISTRATOR, None), (Role.SECRETARY, "C"), (Role.SECRETARY, "A"), (Role.REPORTER, "A1"),
    (Role.REPORTER, "B"), (Role.REVIEWER, "A"), (Role.OBSERVER, "C"), (Role.ADMINISTRATOR, "B"), (None, None),
)  # fmt: skip


@dataclass
class Visitor:
    """Somebody at a browser. ``user`` None: a guest."""

    user: User | None
    role: Role | None
    unit: str | None
    client: Client

    @property
    def name(self) -> str:
        """As it is printed."""
        if self.user is None:
            return "guest"
        return f"{self.role.value if self.role else 'nobody'} of {self.unit or 'all'}"

    @property
    def may_much(self) -> bool:
        """Most rooms are open to them, so most requests are theirs."""
        return self.role in (Role.ADMINISTRATOR, Role.SECRETARY) and self.unit in (
            None,
            "C",
            IN_THE_SAMPLE["C"],
        )

    def come_back(self) -> None:
        """Have the role and a session again, whatever the last requests did to them."""
        if self.user is None:
            return
        User.objects.filter(pk=self.user.pk).update(is_active=True, language="en")
        if self.role is not None:
            unit = Unit.objects.get(code=self.unit) if self.unit else None
            if not Grant.objects.filter(user=self.user, role=self.role.value, unit=unit, ends=None).exists():
                Grant.objects.filter(user=self.user, role=self.role.value, unit=unit).delete()
                Grant.objects.create(user=self.user, role=self.role.value, unit=unit)
        self.client.force_login(User.objects.get(pk=self.user.pk))


#: The units of the sample that stand for those of the small city.
IN_THE_SAMPLE = {"C": "D380", "A": "W14755", "A1": "W14755-01", "B": "W14758"}


def visitors(units: Mapping[str, str] = MappingProxyType({})) -> list[Visitor]:
    """A guest and one person for each of ROLES, on the units that stand for those of the small city."""
    made = [Visitor(None, None, None, _browser())]
    for number, (role, named) in enumerate(ROLES):
        unit = units.get(named, named) if named else None
        user = User.objects.create_user(f"f{number}@example.org", PASSWORD, name=f"Person {number}")
        made.append(Visitor(user, role, unit, _browser()))
    return made


def _browser() -> Client:
    return Client(raise_request_exception=False, SERVER_NAME="localhost")


def small_city() -> World:
    """A city with reports in every state, rules, targets, notes, a closed review and a closed unit."""
    made = world()
    actor = at_console(timezone.now())
    for unit in ("A1", "A2", "B1", "B2", "A"):
        made.save(made.report(unit), actor, families=100, cultural=80, area="1.25")
    for unit in ("A1", "A2", "B1", "B2"):
        services.submit_report(actor, SubmitReport(made.report(unit).pk))
    services.accept_reports(actor, AcceptReports(as_seen([made.report(unit).pk for unit in ("A1", "A2")])))
    services.return_report(actor, returning(made.report("B1").pk, "Please look again."))
    services.save_rule(actor, SaveRule(None, "cultural <= families", Severity.ERROR, {"en": "Too many."}))
    services.open_period(actor, OpenPeriod(made.form.pk, str(timezone.localdate().year)))
    goals = [
        SetTarget(
            made.units[unit].pk, made.indicators[code].pk, "2023", goal, "at_least", "Resolution 1", "en"
        )
        for unit in ("C", "A", "B")
        for code, goal in (("families", "300"), ("share", "75.5"))
    ]
    set_targets(actor, SetTargets(goals, []))
    period = Period.parse("2023")
    save_notes(actor, SaveNotes(made.units["C"].pk, period, 0, {"summary": "Well done.\n\n- One\n- Two"}))
    close_review(actor, CloseReview(made.units["A"].pk, period, 0))
    return made
