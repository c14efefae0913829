"""A page that shows every part once, with Vietnamese names and long German words."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator

from mandate.platform.i18n.problems import ProblemLine
from mandate.platform.listing.showing import show
from mandate.platform.listing.value import Column, Filter, Listing, Option, Search
from mandate.platform.ui.charts import Bar
from mandate.platform.ui.shell import Choice, Crumb, Link, NavItem, Person, Shell, UnitHead


class SampleForm(forms.Form):
    """A form with one field of each sort."""

    name = forms.CharField(label="Name", help_text="As on the seal.")
    kind = forms.ChoiceField(label="Kind", choices=[("ward", "Phường"), ("commune", "Xã")])
    goal = forms.DecimalField(label="Goal", min_value=0)
    remark = forms.CharField(label="Remark", widget=forms.Textarea, required=False)
    notify = forms.BooleanField(label="Tell the units below", required=False)
    file = forms.FileField(label="File", required=False)


SHELL = Shell(
    organisation="Thanh Hóa",
    nav=(
        NavItem("Desk", "/desk", drawing="M4 5h16v10H4z", at_hand=True),
        NavItem("My unit", "/unit", current=True, drawing="M4 11l8-7 8 7z", at_hand=True),
        NavItem("Organisation", "/units"),
        NavItem("Work", "/work", False, "badge-work", 7, "7 reports are due", "M5 4h14v16H5z", at_hand=True),
        NavItem("Library", "/library", badge_id="badge-library", badge_count=0),
        NavItem("Set-up", "/set-up"),
    ),
    unit=UnitHead(
        "Thành phố Thanh Hóa",
        "Đơn vị hành chính cấp tỉnh",
        "/unit",
        (Crumb("Việt Nam", "/vn"), Crumb("Thanh Hóa")),
        False,
        (
            NavItem("Overview", "/unit", True),
            NavItem("Reports", "/r", False, "badge-r", 3, "3 reports are due"),
        ),
        (NavItem("The unit", "/about"),),
    ),
    standing="Thành phố Thanh Hóa",
    switch_url="/switch",
    period="2023",
    periods_url="/periods",
    find_url="/find",
    languages=(Choice("en", "English", True), Choice("vi", "Tiếng Việt"), Choice("ru", "Русский")),
    language_url="/language/",
    themes=(Choice("auto", "As the system", True), Choice("light", "Light"), Choice("dark", "Dark")),
    theme_url="/look/theme",
    person=Person("L. A. Xuân", (Link("My account", "/account/"),), "/account/logout/"),
    banner="Demonstration data of 2023",
)

_Row = tuple[str, list[int | None], str, str, str, Decimal | None, Decimal | None, str]
_ROWS: list[_Row] = [
    (
        "Families recognised as cultural families",
        [80, 81, 82, 83, 84, 86],
        "84.0 %",
        "85.6 %",
        "85.0 %",
        Decimal("85.6"),
        Decimal(85),
        "exceeded",
    ),
    (
        "Bevölkerungsentwicklungsstatistikkennzahl",
        [240, None, None, 251, 255, 262],
        "255 of 311",
        "262 of 311",
        "260",
        Decimal(262),
        Decimal(260),
        "met",
    ),
    (
        "Flower roads laid",
        [4, 6, 9, None, 12, 17],
        "12,480 m",
        "17,231 m",
        "18,000 m",
        Decimal(17231),
        Decimal(18000),
        "missed",
    ),
    ("Balance of members", [3, -2, -4, 1, 0, -3], "0", "−3", "2", Decimal(-3), Decimal(2), "missed"),
    ("Model roads", [None] * 6, "–", "–", "10", None, Decimal(10), "no_data"),
    ("New flower pots", [5, 5, 5, 5, 5, 5], "5", "5", "–", Decimal(5), None, "no_target"),
]


_WARDS = [f"Phường {name}" for name in ("Nam Ngạn", "Đông Vệ", "Ba Đình", "Hàm Rồng")]
_LISTING: Listing[str] = Listing(
    name="wards",
    title="Wards",
    source=_WARDS,
    rows=list,
    columns=(
        Column("ward", "Ward", str, order=("name",)),
        Column("length", "Gemeinschaftsverpflegungsrichtlinien", order=("length",)),
        Column("number", "Number", number=True),
    ),
    search=Search("Code or name", lambda found, words: found),
    filters=(
        Filter(
            "kind", "Kind", (Option("ward", "Phường", 80), Option("commune", "Xã", 0)), lambda found, _: found
        ),
        Filter("state", "State", (Option("open", "open"),), lambda found, _: found, tabs=True),
    ),
)


def paging() -> Page[int]:
    """The fourth of twelve pages."""
    return Paginator(range(311), 26).page(4)


def sample_context(form: forms.Form | None = None) -> dict[str, Any]:
    """What the template of all parts needs; by default with a form that came back with errors."""
    wards = ["Hàm Rồng", "Đông Thọ", "Nam Ngạn", "Trường Thi"]
    states = ["exceeded", "met", "missed", "no_data", "met", "exceeded", "missed"]
    return {
        "shell": SHELL,
        "states": ["exceeded"] * 4 + ["met"] * 5 + ["missed"] + ["no_data"] * 2,
        "rows": [
            dict(
                zip(
                    ("name", "years", "before", "shown", "target", "value", "goal", "state"), row, strict=True
                )
            )
            | {"words": row[0]}
            for row in _ROWS
        ],
        "heat_heads": [
            "Cultural families",
            "Areas",
            "Flower pots",
            "Flower roads",
            "Bins",
            "Admitted",
            "Weddings",
        ],
        "heat": [
            (ward, [(state, "–" if state == "no_data" else "103") for state in states[i:] + states[:i]])
            for i, ward in enumerate(wards)
        ],
        "ranking": [
            Bar("Phường Nam Ngạn", Decimal(812), "812 m", "over", Decimal(430), "430 m"),
            Bar("Phường Đông Vệ", Decimal(500), "500 m", "met", Decimal(510), "510 m"),
            Bar("Xã Quảng Thành mit einem sehr langen Namen", Decimal(120), "120 m", "missed", None, "–"),
            Bar("Phường Ba Đình", None, "no data"),
        ],
        "goal": Decimal(500),
        "form": SampleForm({"goal": "-4", "kind": "ward"}) if form is None else form,
        "paging": paging(),
        "problems": [
            ProblemLine("2–5", "value", "“Mười hai” is not a number."),
            ProblemLine("", "", "The file has a heading but no rows."),
        ],
        "listing": show(_LISTING, {"q": "", "kind": "ward", "sort": ""}),
    }
