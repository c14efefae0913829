"""Sets up the sample through the same services as everything else, in one transaction."""

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.utils import timezone

from mandate.apps.indicators.definition import Definition
from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.services import SaveIndicator, save_indicator
from mandate.apps.reporting.services import (
    OpenPeriod,
    SaveForm,
    SaveFormItem,
    SaveRule,
    open_period,
    save_form,
    save_rule,
)
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.apps.targets.tables.importing import ImportTargets, TargetRow, import_targets
from mandate.apps.units.models import Unit, UnitKind
from mandate.apps.units.tables.importing import ImportUnits, import_units
from mandate.core.unitcheck import UnitRow
from mandate.platform.access.actor import Actor, console
from mandate.platform.access.models import User
from mandate.platform.access.services import AddUser, add_user
from mandate.platform.console.output import CommandError
from mandate.site.sample.begun import begin_current_year
from mandate.site.sample.made_up import (
    CITY_GOALS,
    DOCUMENT,
    EARLIER_YEARS,
    FigureKey,
    earlier_figures,
    ward_goals,
)
from mandate.site.sample.notes import write_notes
from mandate.site.sample.people import LOGINS, PASSWORD

CITY = "D380"
YEAR = 2023
WARD_FORM = "ward-yearly"
VILLAGE_FORM = "village-yearly"
WARD_ITEMS = ("civilised_wedding_model",)
FORM_NAMES = {
    VILLAGE_FORM: {
        "en": "Yearly report of streets and villages",
        "vi": "Báo cáo năm của tổ dân phố, thôn",
        "fr": "Rapport annuel des rues et villages",
        "de": "Jahresbericht der Straßen und Dörfer",
        "sv": "Årsrapport från gator och byar",
        "pl": "Roczne sprawozdanie ulic i wsi",
        "ru": "Годовой отчёт улиц и деревень",
    },
    WARD_FORM: {
        "en": "Yearly report of wards",
        "vi": "Báo cáo năm của phường, xã",
        "fr": "Rapport annuel des quartiers",
        "de": "Jahresbericht der Stadtbezirke",
        "sv": "Årsrapport från stadsdelarna",
        "pl": "Roczne sprawozdanie dzielnic",
        "ru": "Годовой отчёт кварталов",
    },
}
RULE = "cultural_families <= families"
RULE_SENTENCES = {
    "en": "More recognised families ({cultural_families}) than families ({families}).",
    "vi": "Số gia đình văn hóa ({cultural_families}) lớn hơn số hộ gia đình ({families}).",
    "fr": "Plus de familles reconnues ({cultural_families}) que de familles ({families}).",
    "de": "Mehr anerkannte Familien ({cultural_families}) als Familien ({families}).",
    "sv": "Fler erkända familjer ({cultural_families}) än familjer ({families}).",
    "pl": "Więcej rodzin z tytułem ({cultural_families}) niż rodzin ({families}).",
    "ru": "Признанных семей ({cultural_families}) больше, чем семей ({families}).",
}


def read_csv(name: str) -> list[dict[str, str]]:
    """One of the sample's tables."""
    text = files("mandate.site.sample").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def load_sample(say: Callable[[str], None]) -> bool:
    """Set the sample up unless it is there; True if it was set up now. Another organisation is left alone."""
    if Unit.objects.filter(code=CITY).exists() and User.objects.filter(email=LOGINS[0].email).exists():
        return False
    if Unit.objects.exists():
        raise CommandError(
            "This data folder holds another organisation; choose another one for the demo with --data."
        )
    actor = console(timezone.now())
    with transaction.atomic():
        _units(actor)
        indicators = _indicators(actor)
        forms = _forms(actor, indicators)
        figures = _figures_2023()
        say("  reading in the figures of 2021 to 2023 …")
        _figures(actor, forms, figures)
        _targets(actor, figures)
        _people(actor)
        say("  beginning the reports of this year …")
        begin_current_year(actor, forms, figures)
        write_notes()
    return True


def _units(actor: Actor) -> None:
    rows = [
        UnitRow(number, row["code"], row["parent"], row["kind"], row["name"])
        for number, row in enumerate(read_csv("units.csv"), start=2)
    ]
    import_units(actor, ImportUnits(rows=rows, language="vi"))


def _indicators(actor: Actor) -> dict[str, Indicator]:
    data = files("mandate.site.sample").joinpath("data", "indicators.json").read_text(encoding="utf-8")
    made: dict[str, Indicator] = {}
    for item in json.loads(data):
        made[item["code"]] = save_indicator(actor, _save(item))
    return made


def _save(item: Mapping[str, Any]) -> SaveIndicator:
    definition = Definition(
        code=item["code"],
        kind=item["kind"],
        decimals=item.get("decimals", 0),
        over_units="sum",
        over_time=item.get("over_time", "sum"),
        formula=item.get("formula", ""),
        better="higher",
    )
    return SaveIndicator(None, definition, names=item["names"], measures=item["measures"])


def _forms(actor: Actor, indicators: Mapping[str, Indicator]) -> list[int]:
    kinds = dict(UnitKind.objects.values_list("code", "pk"))
    reported = [code for code, one in indicators.items() if not one.formula]
    contents = {
        VILLAGE_FORM: (("street", "village"), [code for code in reported if code not in WARD_ITEMS]),
        WARD_FORM: (("ward", "commune"), list(WARD_ITEMS)),
    }
    made = []
    for code, (kind_codes, items) in contents.items():
        command = SaveForm(
            form_id=None,
            code=code,
            names=FORM_NAMES[code],
            frequency="yearly",
            due_days=10,
            kind_ids=[kinds[kind] for kind in kind_codes if kind in kinds],
            items=[SaveFormItem(indicators[item].pk, required=item == "families") for item in items],
        )
        made.append(save_form(actor, command).pk)
    save_rule(actor, SaveRule(None, RULE, "error", RULE_SENTENCES))
    return made


def _figures_2023() -> dict[FigureKey, int]:
    rows = read_csv("figures.csv")
    return {(row["unit"], row["indicator"]): int(row["value"]) for row in rows if row["period"] == str(YEAR)}


def _figures(actor: Actor, forms: Iterable[int], figures: Mapping[FigureKey, int]) -> None:
    """2023 as it is in the sample; earlier years made up, except the members admitted in 2022."""
    admitted = {row["unit"]: int(row["value"]) for row in read_csv("figures.csv") if row["period"] == "2022"}
    years: dict[int, Mapping[FigureKey, int]] = {YEAR: figures}
    for year in sorted(EARLIER_YEARS, reverse=True):
        made = {(unit, code): value for unit, code, value in earlier_figures(years[year + 1], year)}
        if year == YEAR - 1:
            made.update({(unit, "members_admitted"): value for unit, value in admitted.items()})
        years[year] = made
    rows: list[FigureRow] = []
    for year in sorted(years):
        for form_id in forms:
            open_period(actor, OpenPeriod(form_id, str(year)))
        for (unit, code), value in years[year].items():
            rows.append(FigureRow(len(rows) + 2, unit, code, str(year), str(value)))
    import_figures(actor, ImportFigures(rows=rows, accept_warnings=True))


def _targets(actor: Actor, figures: Mapping[FigureKey, int]) -> None:
    parents = {row["code"]: row["parent"] for row in read_csv("units.csv")}
    totals: dict[FigureKey, int] = defaultdict(int)
    for (unit, code), value in figures.items():
        totals[parents[unit], code] += value
    wards = sorted(code for code, parent in parents.items() if parent == CITY)
    goals = [(CITY, code, goal) for code, goal in CITY_GOALS.items()]
    goals += [(ward, code, str(goal)) for ward, code, goal in ward_goals(totals, wards)]
    rows = [
        TargetRow(number, unit, code, str(YEAR), goal, "at_least", DOCUMENT)
        for number, (unit, code, goal) in enumerate(goals, start=2)
    ]
    import_targets(actor, ImportTargets(rows=rows))


def _people(actor: Actor) -> None:
    units = dict(Unit.objects.values_list("code", "pk"))
    for login in LOGINS:
        add_user(
            actor,
            AddUser(
                email=login.email,
                name=login.name,
                role=login.role,
                unit_id=units[login.unit] if login.unit else None,
                language=login.language,
                password=PASSWORD,
            ),
        )
