"""The forms of the sample, and the rule between its figures."""

from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.sample import monthly_codes
from mandate.apps.reporting.models import Form
from mandate.apps.reporting.services import SaveForm, SaveFormItem, SaveRule, save_form, save_rule
from mandate.apps.units.models import UnitKind
from mandate.platform.access.actor import Actor

MONTHLY_DUE = 5
WARD_FORM = "ward-yearly"
VILLAGE_FORM = "village-yearly"
MONTHLY_FORM = "ward-monthly"
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
        "de": "Jahresbericht der Stadtviertel",
        "sv": "Årsrapport från stadsdelarna",
        "pl": "Roczne sprawozdanie dzielnic",
        "ru": "Годовой отчёт кварталов",
    },
}
MONTHLY_NAMES = {
    "en": "Monthly report of wards",
    "vi": "Báo cáo tháng của phường, xã",
    "fr": "Rapport mensuel des quartiers",
    "de": "Monatsbericht der Stadtviertel",
    "sv": "Månadsrapport från stadsdelarna",
    "pl": "Miesięczne sprawozdanie dzielnic",
    "ru": "Месячный отчёт кварталов",
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


def make_forms(actor: Actor) -> None:
    """The yearly forms with the rule between their figures, and the monthly one."""
    indicators = {one.code: one for one in Indicator.objects.order_by("pk")}
    kinds = dict(UnitKind.objects.values_list("code", "pk"))
    monthly = monthly_codes()
    reported = [code for code, one in indicators.items() if not one.formula and code not in monthly]
    contents = {
        VILLAGE_FORM: (("street", "village"), [code for code in reported if code not in WARD_ITEMS]),
        WARD_FORM: (("ward", "commune"), list(WARD_ITEMS)),
    }
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
        save_form(actor, command)
    save_form(
        actor,
        SaveForm(
            form_id=None,
            code=MONTHLY_FORM,
            names=MONTHLY_NAMES,
            frequency="monthly",
            due_days=MONTHLY_DUE,
            kind_ids=[kinds[kind] for kind in ("ward", "commune") if kind in kinds],
            items=[SaveFormItem(indicators[item].pk, required=True) for item in monthly],
        ),
    )
    save_rule(actor, SaveRule(None, RULE, "error", RULE_SENTENCES))


def form_ids() -> list[int]:
    """The yearly forms, in the order in which they are opened."""
    by_code = dict(Form.objects.values_list("code", "pk"))
    return [by_code[code] for code in FORM_NAMES]
