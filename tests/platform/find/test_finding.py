"""Finding anything: by words in any order, by code, by what it lies under; by right and nearness."""

from collections.abc import Sequence

import pytest
from django.utils import translation
from tests.support.asking import asked_anew
from tests.support.organisation import NOW, acting, client_of, console, person, tree
from tests.support.reporting import World, world

from mandate.apps.reviews.services import SaveNotes, save_notes
from mandate.apps.units.models import Unit
from mandate.apps.units.services import RenameUnit, UnitRow, rename_unit
from mandate.apps.units.tables.importing import ImportUnits, import_units
from mandate.core.period import Period
from mandate.core.textkey import fold
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.models import User
from mandate.platform.access.request import actor_of
from mandate.platform.database.reading import reading_once
from mandate.platform.find.finding import Match
from mandate.platform.find.queries import find

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> World:
    made = world()
    rename_unit(console(), RenameUnit(made.units["A"].pk, {"vi": "Phường Hàm Rồng"}))
    rename_unit(console(), RenameUnit(made.units["A2"].pk, {"vi": "Phố 10"}))
    for one in made.indicators.values():
        one.search_key = fold(f"{one.code} {one.names['en']}")
        one.save()
    return made


def found(actor: Actor, text: str, kind: str) -> list[tuple[str, str]]:
    """What is found of a kind: titles and what stands beside them, in order."""
    groups = {group.name: group.found for group in find(actor, text).groups}
    return [(one.title, one.beside) for one in groups.get(kind, ())]


def titles(actor: Actor, text: str, kind: str) -> list[str]:
    return [title for title, _ in found(actor, text, kind)]


def test_a_street_is_found_with_its_ward_which_is_shown(city: World) -> None:
    secretary = acting(Role.SECRETARY, city.units["C"])
    assert found(secretary, "pho 1 ham rong", "units") == [
        ("Phố 1", "Phường Hàm Rồng · A1"),
        ("Phố 10", "Phường Hàm Rồng · A2"),
    ]
    assert found(secretary, "RỒNG phố 1 Hàm", "units")[0] == ("Phố 1", "Phường Hàm Rồng · A1")
    assert found(secretary, "b1", "units") == [("Phố 1", "Phường B · B1")]
    assert found(secretary, "pho 1", "units")[:2] == [
        ("Phố 1", "Phường Hàm Rồng · A1"),
        ("Phố 1", "Phường B · B1"),
    ]


@pytest.mark.parametrize(
    ("text", "first", "match"),
    [
        ("phuong b", "Phường B", Match.EXACT),
        ("phuong", "Phường B", Match.BEGINS),
        ("rong ham", "Phường Hàm Rồng", Match.WORDS),
        ("uong", "Phường B", Match.INSIDE),
        ("rong 1 pho", "Phố 1", Match.PLACED),
        ("ong ho 1", "Phố 1", Match.ABOVE),
    ],
)
def test_what_is_called_so_comes_before_what_only_holds_the_words(
    city: World, text: str, first: str, match: Match
) -> None:
    (group,) = [group for group in find(console(), text).groups if group.name == "units"]
    assert (group.found[0].title, group.found[0].match) == (first, match)


def test_what_is_near_comes_first(city: World) -> None:
    """Streets of one name: one's own, those of one's ward, those beside it, all others."""
    rows = [("D", "", "city", "Quận"), ("D1", "D", "street", "Phố 3"), ("A3", "A", "street", "Phố 3")]
    import_units(console(), ImportUnits(rows=tuple(UnitRow(at, *row) for at, row in enumerate(rows, 2))))
    user = person(Role.OBSERVER, None)
    for code in ("A",):
        person(Role.REPORTER, Unit.objects.get(code=code), user.email)
    near = [beside.rpartition(" ")[2] for _, beside in found(actor_of(user, NOW), "pho 3", "units")]
    assert near == ["A3", "B3", "D1"]
    own = person(Role.OBSERVER, None, "own@example.org")
    person(Role.REPORTER, Unit.objects.get(code="D1"), own.email)
    near = [beside.rpartition(" ")[2] for _, beside in found(actor_of(own, NOW), "pho 3", "units")]
    assert near == ["D1", "A3", "B3"]


def test_reports_are_found_by_unit_form_and_period_together(city: World) -> None:
    secretary = acting(Role.SECRETARY, city.units["C"])
    name = "Yearly figures for 2023"
    assert found(secretary, "pho 1 ham rong 2023", "reports")[0] == (name, "Phố 1, Phường Hàm Rồng")
    assert titles(secretary, "yearly b3", "reports") == [name]
    assert titles(secretary, "report 2023", "reports") == [name] * 7
    assert titles(secretary, "b3 2022", "reports") == []
    with translation.override("vi"):
        assert titles(secretary, "bao cao b3 2023", "reports")


def test_reviews_indicators_forms_people_and_deeds_are_found(city: World) -> None:
    secretary = acting(Role.SECRETARY, city.units["C"])
    save_notes(secretary, SaveNotes(city.units["C"].pk, Period.parse("2023"), 0, {"summary": "x"}))
    assert found(secretary, "review thanh pho 2023", "reviews") == [("Review for 2023", "Thành phố")]
    assert titles(secretary, "share", "indicators") == ["Share"]
    assert titles(secretary, "famil cult", "indicators") == ["Cultural families"]
    assert found(secretary, "yearly", "forms") == [("Yearly figures", "yearly")]
    user = User.objects.create_user("le@example.org", name="Lê Anh Xuân")
    person(Role.OBSERVER, city.units["A1"], user.email)
    assert found(secretary, "xuan le", "people") == [("Lê Anh Xuân", "observer · Phố 1, Phường Hàm Rồng")]
    assert titles(secretary, "le@example", "people") == ["Lê Anh Xuân"]
    user.name = "Đỗ Bình"
    user.save(update_fields=["name"])
    assert titles(secretary, "do binh", "people") == ["Đỗ Bình"]
    assert found(secretary, "new target", "pages") == [("Set targets", "Thành phố")]
    assert found(secretary, "targets ham rong", "pages")[0] == ("Targets", "Phường Hàm Rồng, Thành phố")


def test_what_is_done_on_a_unit_is_offered_for_the_own_one_first(city: World) -> None:
    """Of somebody who also sees what lies above."""
    user = person(Role.SECRETARY, city.units["A"], "both@example.org")
    person(Role.OBSERVER, city.units["C"], user.email)
    actor = actor_of(user, NOW)
    assert found(actor, "new target", "pages") == [("Set targets", "Phường Hàm Rồng, Thành phố")]
    assert found(actor, "targets", "pages")[0] == ("Targets", "Phường Hàm Rồng, Thành phố")


def test_an_exact_code_brings_its_kind_to_the_top(city: World) -> None:
    assert find(console(), "share").groups[0].name == "indicators"
    assert find(console(), "a1").groups[0].name == "units"


@pytest.mark.parametrize("role", list(Role))
def test_nobody_finds_what_lies_beside_or_above(city: World, role: Role) -> None:
    """By role and place; what is found of the own ward shows that something is looked for at all."""
    save_notes(
        acting(Role.SECRETARY, city.units["C"]),
        SaveNotes(city.units["B"].pk, Period.parse("2023"), 0, {"summary": "x"}),
    )
    person(Role.SECRETARY, city.units["B"], "plover@example.org")
    actor = acting(role, city.units["A"])
    assert titles(actor, "pho 1", "units") == ["Phố 1", "Phố 10"]
    assert [beside for _, beside in found(actor, "yearly 2023", "reports")] == [
        "Phường Hàm Rồng, Thành phố",
        "Phố 1, Phường Hàm Rồng",
        "Phố 10, Phường Hàm Rồng",
    ]
    for text, kind in [("phuong b", "units"), ("b1", "reports"), ("2023", "reviews"), ("plover", "people")]:
        assert titles(actor, text, kind) == [], (text, kind)
    assert titles(actor, "targets phuong b", "pages") == []


DEEDS: Sequence[tuple[str, str, frozenset[Role]]] = [
    ("invite a person", "Add a person", frozenset({Role.ADMINISTRATOR})),
    ("open a unit", "Add a unit", frozenset({Role.ADMINISTRATOR})),
    ("new target", "Set targets", frozenset({Role.ADMINISTRATOR, Role.SECRETARY})),
    ("journal", "Journal", frozenset({Role.ADMINISTRATOR, Role.SECRETARY, Role.REVIEWER})),
    ("my account", "My account", frozenset(Role)),
]


@pytest.mark.parametrize("role", list(Role))
def test_deeds_are_found_by_those_who_may(city: World, role: Role) -> None:
    actor = acting(role, city.units["A"])
    for text, label, roles in DEEDS:
        assert (label in titles(actor, text, "pages")) == (role in roles), (text, role)


def test_people_are_found_by_those_alone_who_may_see_them(city: World) -> None:
    for role in Role:
        seen = titles(acting(role, city.units["C"]), f"{role.value}-c", "people")
        assert bool(seen) == (role in (Role.ADMINISTRATOR, Role.SECRETARY)), role


def test_the_queries_do_not_grow_with_the_organisation(city: World) -> None:
    actor = acting(Role.SECRETARY, city.units["C"])

    def asked(text: str) -> int:
        with asked_anew() as queries, reading_once():  # as in a request
            find(actor, text)
        return len(queries)

    texts = ("pho 1", "pho 1 ham rong 2023", "targets pho", "new target", "secretary")
    asked("pho")
    before = [asked(text) for text in texts]
    tree([(f"X{number}", "A", "street", f"Phố {number}") for number in range(60)])
    for number in range(30):
        person(Role.REPORTER, city.units["A"], f"secretary{number}@example.org")
    asked("pho")  # the tree is read anew
    assert [asked(text) for text in texts] == before
    assert max(before) < 25


def test_the_page_keeps_its_bounds(city: World) -> None:
    client = client_of(person(Role.SECRETARY, city.units["C"], "bounds@example.org"))
    rename_unit(console(), RenameUnit(city.units["B1"].pk, {"en": "<b>Old</b> & <script>x</script>"}))
    page = client.get("/find/", {"q": "script old"}, headers={"HX-Request": "true"}).content.decode()
    assert "&lt;b&gt;Old&lt;/b&gt; &amp; &lt;script&gt;x" in page and "<b>Old" not in page
    assert "<script>x" not in client.get("/find/hints/", {"q": "script old"}).content.decode()
    for text in ("x" * 5000, "pho " * 2000, "%" * 50, "\\", "_", "'\"><b>", "ph\u1ed1 " * 300, " ", "\t\n"):
        answer = client.get("/find/", {"q": text})
        assert answer.status_code == 200 and b"'\"><b>" not in answer.content
        assert client.get("/find/hints/", {"q": text}).status_code == 200
    assert titles(console(), "%", "units") == titles(console(), "_", "units") == []
    assert "Nothing found for “nowhere”" in client.get("/find/?q=nowhere").content.decode()
    assert "found for" not in client.get("/find/").content.decode()
    alone = client.get("/find/", {"q": "bounds"})
    assert alone.status_code == 302 and alone["Location"].startswith("/people/"), (
        "the only thing that is found"
    )
    tree([(f"X{number}", "A", "street", f"Phố {number}") for number in range(30)])
    assert "The first 20 are shown." in client.get("/find/?q=pho").content.decode()


def test_a_guest_finds_nothing(client) -> None:
    for address in ("/find/?q=a", "/find/hints/?q=a"):
        assert client.get(address).status_code == 302


def test_the_figures_of_an_indicator_are_found_with_its_unit(city: World) -> None:
    secretary = acting(Role.SECRETARY, city.units["C"])
    name = city.indicators["families"].names["en"]
    code, folded = "families", fold(name)
    for text in (f"{folded} ham rong", f"ham rong {folded}", f"rong {folded} ham", f"{code} Hàm Rồng"):
        assert found(secretary, text, "figures")[0] == (name, "Phường Hàm Rồng · Thành phố")
    page = find(secretary, f"pho 1 ham rong {folded}")
    assert page.groups[0].name == "figures"
    assert page.groups[0].found[0].address == f"/unit/A1/indicator/{code}/"


def test_a_year_beside_an_indicator_leads_to_the_figures_of_that_year(city: World) -> None:
    secretary = acting(Role.SECRETARY, city.units["A"])
    name = city.indicators["families"].names["en"]
    page = find(secretary, f"2023 {fold(name)}")
    assert page.groups[0].name == "figures"
    first = page.groups[0].found[0]
    assert (first.title, first.beside) == (name, "Phường Hàm Rồng · Thành phố · 2023")
    assert first.address == "/unit/A/indicator/families/?period=2023"
    assert (name, "Phố 10 · Phường Hàm Rồng · 2023") in found(secretary, "families pho 10 2023", "figures")
    assert found(secretary, "2023", "figures") == []
    targets = find(secretary, "targets ham rong 2023").groups[0].found[0]
    assert (targets.beside, targets.address) == (
        "Phường Hàm Rồng, Thành phố, 2023",
        "/unit/A/targets/?period=2023",
    )


def test_an_indicator_alone_leads_first_to_the_figures_of_ones_own_unit(city: World) -> None:
    name = fold(city.indicators["families"].names["en"])
    for role, unit in ((Role.SECRETARY, "B"), (Role.REPORTER, "A1"), (Role.OBSERVER, None)):
        groups = find(acting(role, city.units[unit] if unit else None), name).groups
        assert [group.name for group in groups][:2] == ["figures", "indicators"]
        assert groups[0].found[0].address == f"/unit/{unit or 'C'}/indicator/families/"


def test_the_figures_of_a_unit_that_one_may_not_see_are_not_found(city: World) -> None:
    assert found(acting(Role.REPORTER, city.units["B1"]), "families ham rong", "figures") == []
    assert found(acting(Role.SECRETARY, city.units["C"]), "ham rong", "figures") == []


def test_ones_own_review_is_found_before_anybody_wrote_it(city: World) -> None:
    save_notes(console(), SaveNotes(city.units["B"].pk, Period.parse("2023"), 0, {"summary": "x"}))
    beside = [one for _title, one in found(acting(Role.SECRETARY, city.units["C"]), "review 2023", "reviews")]
    assert beside == ["Thành phố", "Phường B, Thành phố"]
    own = find(acting(Role.SECRETARY, city.units["A"]), "review 2023").groups[0].found
    assert [one.address for one in own] == ["/unit/A/review/2023/"]
    assert found(acting(Role.SECRETARY, city.units["C"]), "review 2023 phuong b", "reviews") == [
        ("Review for 2023", "Phường B, Thành phố")
    ]
