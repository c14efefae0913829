"""A small city that reports: a yearly form opened for 2023, and people who fill, send and decide it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from mandate.apps.indicators.choices import Kind
from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting import services
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Figure, Form, FormPeriod, Report, Revision
from mandate.apps.reporting.queries.findings import checks_for
from mandate.apps.reporting.queries.values import Finding
from mandate.apps.reporting.services import (
    DraftSaved,
    FigureChange,
    OpenPeriod,
    SaveDraft,
    SaveForm,
    SaveFormItem,
    Stored,
)
from mandate.apps.units.models import Unit, UnitKind
from mandate.platform.access.actor import Actor, Role
from tests.support.organisation import acting, console, tree


def value(number: int | str, note: str = "") -> Stored:
    return Stored(Answer.VALUE, Decimal(number), note)


@dataclass
class World:
    """Units C › A, B › streets; wards and streets report families (required), cultural, clean and area."""

    units: dict[str, Unit]
    form: Form
    opened: FormPeriod
    reporter: Actor
    reviewer: Actor
    indicators: dict[str, Indicator]
    report_ids: dict[str, int] = field(default_factory=dict)

    @property
    def families(self) -> Indicator:
        return self.indicators["families"]

    @property
    def cultural(self) -> Indicator:
        return self.indicators["cultural"]

    @property
    def clean(self) -> Indicator:
        return self.indicators["clean"]

    def report(self, unit: str, opened: FormPeriod | None = None) -> Report:
        return Report.objects.get(form_period=opened or self.opened, unit__code=unit)

    def save(self, report: Report, actor: Actor | None = None, **figures: int | str) -> DraftSaved:
        """Save figures by indicator code, as a writer who saw nothing there."""
        changes = [
            FigureChange(self.indicators[code].pk, None, value(number)) for code, number in figures.items()
        ]
        return services.save_draft(actor or self.reporter, SaveDraft(report.pk, changes))

    def figures(self, revision: Revision) -> dict[str, Decimal | None]:
        return dict(Figure.objects.filter(revision=revision).values_list("indicator__code", "value"))


def findings_of(report: Report, entries: Mapping[int, Stored]) -> tuple[Finding, ...]:
    """What is said of figures, by indicator id, in a report."""
    return checks_for(report, report.form_period).findings(entries)


def indicators() -> dict[str, Indicator]:
    Indicator.objects.bulk_create(
        [
            Indicator(code="families", names={"en": "Families"}, position=1),
            Indicator(code="cultural", names={"en": "Cultural families"}, position=2),
            Indicator(code="clean", names={"en": "Clean"}, kind=Kind.YES_NO, position=3),
            Indicator(code="area", names={"en": "Area"}, decimals=2, measures={"en": "ha"}, position=4),
            Indicator(
                code="share",
                names={"en": "Share"},
                kind=Kind.RATIO,
                decimals=1,
                formula="100 * cultural / families",
                position=5,
            ),
        ]
    )
    return {item.code: item for item in Indicator.objects.all()}


def yearly_form(codes: dict[str, Indicator], kinds: tuple[str, ...] = ("ward", "street")) -> SaveForm:
    return SaveForm(
        form_id=None,
        code="yearly",
        names={"en": "Yearly figures"},
        frequency="yearly",
        due_days=10,
        kind_ids=[UnitKind.objects.get(code=kind).pk for kind in kinds],
        items=[
            SaveFormItem(codes[code].pk, required=code == "families")
            for code in ("families", "cultural", "clean", "area")
        ],
    )


def world(period: str = "2023") -> World:
    units, known = tree(), indicators()
    form = services.save_form(console(), yearly_form(known))
    opened = services.open_period(console(), OpenPeriod(form.pk, period))
    made = World(
        units=units,
        form=form,
        opened=opened,
        reporter=acting(Role.REPORTER, units["A1"]),
        reviewer=acting(Role.SECRETARY, units["C"]),
        indicators=known,
    )
    made.report_ids = {report.unit.code: report.pk for report in opened.reports.select_related("unit")}
    return made
