"""The monthly reports of the wards in the last months, as people would have given and decided on them: the
older ones accepted, some of them late or returned once; of the newest some wait, some came back and some are
missing. All made up by a fixed rule."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property, partial

from django.db.models import Max
from django.utils import timezone

from mandate.apps.accounts.sample.staff import address
from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.sample import monthly_codes
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Form, FormPeriod, Report
from mandate.apps.reporting.sample.forms import MONTHLY_FORM
from mandate.apps.reporting.sample.made_up import within
from mandate.apps.reporting.services import (
    AcceptReports,
    FigureChange,
    OpenPeriod,
    RemindWriters,
    ReturnReport,
    SaveDraft,
    Stored,
    SubmitReport,
    accept_reports,
    open_period,
    remind_writers,
    return_report,
    save_draft,
    submit_report,
)
from mandate.apps.units.sample import wards
from mandate.core.period import Period
from mandate.core.reportstate import State
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.models import User
from mandate.platform.access.request import actor_of
from mandate.platform.notices.models import Notice
from mandate.platform.notices.services import mark_all_read

MONTHS = 4
SECRETARY, REVIEWER = "city@demo.example", "reviewer@demo.example"
RANGES = {"petitions_received": (6, 30), "residents_meetings": (2, 9), "cleanup_days": (1, 4)}
REASON = "Số đơn thư đã trả lời chưa khớp với sổ theo dõi."
#: Of a hundred reports so many are accepted, wait, came back and are drafts (each number holds those before
#: it), by how many months ago; the rest is not begun.
SHARES = {1: (30, 62, 70, 82), 2: (72, 84, 90, 92)}
ALL = (100, 100, 100, 100)


@dataclass(frozen=True, slots=True)
class Course:
    """What becomes of a ward's report for a month: so many days after the month it is submitted, and where it
    comes to. ``back``: it was returned once before it was accepted."""

    ward: str
    ends: str  # accepted, waiting, returned, draft or nothing
    day: int
    back: bool = False


def courses(month: Period, ago: int, alone: Collection[str]) -> list[Course]:
    """The course of each ward's report for a month. Which ward does what changes from month to month; how
    many do, does not. Those ``alone`` have nobody, and the city writes for them later."""
    day_of = month.start.toordinal()
    chosen = sorted(
        set(wards()) - set(alone), key=lambda ward: (within(ward, "month", day_of, 0, 9999), ward)
    )
    names = ("accepted", "waiting", "returned", "draft")
    found = []
    for place, ward in enumerate(chosen):
        share = place * 100 // len(chosen)
        reached = zip(names, SHARES.get(ago, ALL), strict=True)
        ends = next((name for name, until in reached if share < until), "nothing")
        day = 6 + place % 3 if place % 10 == 4 else 1 + place % 4
        found.append(Course(ward, ends, day, back=ago > 2 and place % 8 == 3))
    later = "accepted" if ago > 2 else "nothing"
    return found + [Course(ward, later, 8) for ward in sorted(alone)]


def report_months(actor: Actor) -> None:
    """Open the last months, and let the wards report and the city decide."""
    writing = _Writing(actor)
    month, months = Period.parse(f"{actor.today:%Y-%m}"), list[Period]()
    for _month in range(MONTHS):
        day = month.start - timedelta(days=1)
        month = Period.parse(f"{day:%Y-%m}")
        months.insert(0, month)
    for number, month in enumerate(months):
        writing.report(month, MONTHS - number)
    writing.read_old()


class _Writing:
    """Everybody at work; each moment is at most that at which the sample is set up."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.form_id = Form.objects.get(code=MONTHLY_FORM).pk
        self.indicators = dict(Indicator.objects.filter(code__in=monthly_codes()).values_list("code", "pk"))
        self.people: dict[str, Actor] = {}

    @cached_property
    def alone(self) -> set[str]:
        known = set(User.objects.values_list("email", flat=True))
        return {ward for ward in wards() if address(ward, Role.REPORTER) not in known}

    def at(self, month: Period, day: int, hour: int) -> datetime:
        """A moment so many days after a month."""
        wanted: date = month.last_day + timedelta(days=day)
        here = timezone.get_default_timezone()
        return min(timezone.make_aware(datetime.combine(wanted, time(hour)), here), self.actor.now)

    def person(self, email: str, at: datetime) -> Actor:
        """Somebody at a moment."""
        if email not in self.people:
            self.people[email] = actor_of(User.objects.get(email=email), at)
        return replace(self.people[email], now=at)

    def writer(self, ward: str, at: datetime) -> Actor:
        """Who writes for a ward."""
        return self.person(SECRETARY if ward in self.alone else address(ward, Role.REPORTER), at)

    def report(self, month: Period, ago: int) -> None:
        """One month, day by day."""
        opener = replace(self.actor, now=self.at(month, 0, 7))
        opened = open_period(opener, OpenPeriod(self.form_id, month.code))
        reports = dict(Report.objects.filter(form_period=opened).values_list("unit__code", "pk"))
        for at, deed in sorted(
            self._deeds(month, courses(month, ago, self.alone), reports), key=lambda one: one[0]
        ):
            deed(at)
        if ago == 2:
            self._remind(month, opened)

    def _deeds(
        self, month: Period, found: list[Course], reports: Mapping[str, int]
    ) -> Iterator[tuple[datetime, Callable[[datetime], None]]]:
        for one in found:
            report = reports[one.ward]
            if one.ends != "nothing":
                yield self.at(month, one.day, 8), partial(self._write, one, report, month)
            if one.ends == "returned" or one.back:
                yield self.at(month, one.day, 15), partial(self._return, report)
            if one.back:
                yield self.at(month, one.day + 1, 9), partial(self._mend, one, report, month)
        accepted = [(one.day + 1 + one.back, reports[one.ward]) for one in found if one.ends == "accepted"]
        for day in sorted({day for day, _report in accepted}):
            chosen = [report for on, report in accepted if on == day]
            yield self.at(month, day, 16), partial(self._accept, chosen)

    def _figures(self, ward: str, month: Period) -> dict[str, int]:
        found = {
            code: within(ward, code, month.start.toordinal(), *limits) for code, limits in RANGES.items()
        }
        share = within(ward, "petitions_answered", month.start.toordinal(), 60, 100)
        return found | {"petitions_answered": found["petitions_received"] * share // 100}

    def _write(self, one: Course, report: int, month: Period, at: datetime) -> None:
        who, figures = self.writer(one.ward, at), self._figures(one.ward, month)
        if one.ends == "draft":
            del figures["petitions_answered"]
        elif one.back:
            figures["petitions_answered"] += 2
        save_draft(
            who, SaveDraft(report, [self._change(code, None, value) for code, value in figures.items()])
        )
        if one.ends != "draft":
            submit_report(who, SubmitReport(report))

    def _mend(self, one: Course, report: int, month: Period, at: datetime) -> None:
        code = "petitions_answered"
        right = self._figures(one.ward, month)[code]
        who = self.writer(one.ward, at)
        save_draft(who, SaveDraft(report, [self._change(code, right + 2, right)]))
        submit_report(who, SubmitReport(report))

    def _change(self, code: str, seen: int | None, value: int) -> FigureChange:
        before = None if seen is None else Stored(Answer.VALUE, Decimal(seen), "")
        return FigureChange(self.indicators[code], before, Stored(Answer.VALUE, Decimal(value), ""))

    def _return(self, report: int, at: datetime) -> None:
        seen = Report.objects.values_list("version", flat=True).get(pk=report)
        return_report(self.person(REVIEWER, at), ReturnReport(report, REASON, seen=seen))

    def _accept(self, reports: list[int], at: datetime) -> None:
        seen = dict(Report.objects.filter(pk__in=reports).values_list("pk", "version"))
        accept_reports(self.person(REVIEWER, at), AcceptReports(seen))

    def _remind(self, month: Period, opened: FormPeriod) -> None:
        missing = Report.objects.filter(form_period=opened, state=State.EXPECTED)
        who = self.person(SECRETARY, self.at(month, 12, 9))
        remind_writers(who, RemindWriters(list(missing.values_list("pk", flat=True))))

    def read_old(self) -> None:
        """What came more than three weeks ago has been read, and is mailed to nobody."""
        old = Notice.objects.filter(at__lt=self.actor.now - timedelta(days=21))
        for user, newest in old.order_by().values_list("user").annotate(Max("pk")):
            mark_all_read(replace(self.actor, user_id=user), newest)
