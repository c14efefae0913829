"""Setting targets on the page: several at once, errors at their fields, removing and setting again."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from tests.apps.targets.city import City
from tests.apps.test_undo import do, take_back
from tests.support.organisation import client_of, console, person

from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.queries import can_be_negative
from mandate.apps.targets.models import Target
from mandate.apps.targets.services import SetTarget, set_target
from mandate.apps.targets.tables.importing import ImportTargets, TargetRow, import_targets
from mandate.core.problem import Problems
from mandate.platform.access.actor import Role
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(town: City) -> Client:
    return client_of(person(Role.SECRETARY, town.units["C"]))


def address(name: str, code: str = "C", *args: object, period: str = "2023") -> str:
    return reverse(f"targets:{name}", args=[code, *args]) + f"?period={period}"


def goals_of(code: str, period: str = "2023") -> dict[str, str]:
    targets = Target.objects.filter(unit__code=code, period=period).select_related("indicator")
    return {one.indicator.code: f"{one.direction} {one.goal.normalize():f}" for one in targets}


def fields(client: Client, where: str) -> dict[str, str]:
    """The form as a browser would send it back, untouched."""
    response = client.get(where)
    assert response.status_code == 200
    form = response.context["form"]
    sent = {}
    for line in form.lines:
        for field in line.form:
            sent[field.html_name] = field.value()
    return sent


def key(town: City, unit: str, indicator: str, field: str) -> str:
    return f"{town.units[unit].pk}-{town.indicators[indicator].pk}-{field}"


def put(town: City, unit: str, indicator: str, period: str, goal: str, direction: str) -> None:
    """Somebody else sets a target."""
    wanted = SetTarget(town.units[unit].pk, town.indicators[indicator].pk, period, goal, direction)
    set_target(console(), wanted)


def test_several_at_once_in_the_language_of_the_page(town: City) -> None:
    client = client_of(person(Role.SECRETARY, town.units["C"], language="de"))
    headers = {"accept-language": "de"}
    sent = fields(client, address("edit"))
    sent |= {
        key(town, "C", "families", "goal"): "1.500",
        key(town, "C", "area", "goal"): "7,25",
        key(town, "C", "area", "direction"): "at_most",
        key(town, "C", "area", "document"): "Beschluss 12",
    }
    response = client.post(address("edit"), sent, headers=headers)
    assert response.status_code == 302, [
        error for _l, f in response.context["form"].wrong for error in f.errors
    ]
    assert goals_of("C") == {
        "families": "at_least 1500",
        "cultural": "at_least 400",
        "share": "at_least 84",
        "area": "at_most 7.25",
    }
    assert Target.objects.get(unit__code="C", indicator__code="area").document == "Beschluss 12"
    assert Entry.objects.filter(code="targets.set").count() == 2


def test_an_error_stands_at_its_field_and_nothing_typed_is_lost(secretary: Client, town: City) -> None:
    sent = fields(secretary, address("edit"))
    sent |= {
        key(town, "C", "families", "goal"): "600",
        key(town, "C", "cultural", "goal"): "many",
        key(town, "C", "share", "document"): "x" * 301,
    }
    response = secretary.post(address("edit"), sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="600"' in page and 'value="many"' in page
    assert goals_of("C")["cultural"] == "at_least 400" and "families" not in goals_of("C")
    wrong = {field.html_name for _line, field in response.context["form"].wrong}
    assert wrong == {key(town, "C", "share", "document")}
    del sent[key(town, "C", "share", "document")]
    sent[key(town, "C", "area", "goal")] = "1.234"
    response = secretary.post(address("edit"), sent)
    wrong = {field.html_name for _line, field in response.context["form"].wrong}
    assert wrong == {key(town, "C", "cultural", "goal"), key(town, "C", "area", "goal")}
    assert "“1.234” has too many decimals" in response.content.decode()
    assert "“many” is not a number." in response.content.decode()
    assert "families" not in goals_of("C")


def test_rows_that_were_not_touched_keep_what_somebody_else_set(secretary: Client, town: City) -> None:
    sent = fields(secretary, address("edit"))
    Target.objects.filter(unit__code="C", indicator__code="cultural").update(goal=Decimal(450))
    sent[key(town, "C", "families", "goal")] = "600"
    assert secretary.post(address("edit"), sent).status_code == 302
    assert goals_of("C")["cultural"] == "at_least 450"
    assert goals_of("C")["families"] == "at_least 600"


def test_nobody_writes_over_what_somebody_else_set_meanwhile(secretary: Client, town: City) -> None:
    sent = fields(secretary, address("edit"))
    put(town, "C", "cultural", "2023", "450", "at_least")
    sent |= {key(town, "C", "cultural", "goal"): "500", key(town, "C", "families", "goal"): "600"}
    response = secretary.post(address("edit"), sent)
    page = response.content.decode()
    assert response.status_code == 422 and 'value="500"' in page and 'value="600"' in page
    assert "Somebody else has set this meanwhile: at least 450. Save again to set yours." in page
    assert goals_of("C")["cultural"] == "at_least 450" and "families" not in goals_of("C")
    again = {field.html_name: field.value() for line in response.context["form"].lines for field in line.form}
    assert secretary.post(address("edit"), again).status_code == 302
    assert goals_of("C")["cultural"] == "at_least 500" and goals_of("C")["families"] == "at_least 600"


def test_nobody_takes_away_what_somebody_else_set_meanwhile(secretary: Client, town: City) -> None:
    sent = fields(secretary, address("edit")) | {key(town, "C", "share", "goal"): ""}
    target = Target.objects.get(unit__code="C", indicator__code="share")
    set_target(console(), SetTarget(target.unit_id, target.indicator_id, "2023", "85.5", "at_least"))
    response = secretary.post(address("edit"), sent)
    assert response.status_code == 422
    assert "Somebody else has set this meanwhile: at least 85.5." in response.content.decode()
    page = do(secretary, address("remove", "C", target.pk), seen=sent[key(town, "C", "share", "seen")])
    assert "Somebody else has changed this target meanwhile." in page
    assert goals_of("C")["share"] == "at_least 85.5"


def test_what_was_removed_meanwhile_is_set_only_when_saved_again(secretary: Client, town: City) -> None:
    sent = fields(secretary, address("edit")) | {key(town, "C", "share", "goal"): "90"}
    Target.objects.filter(unit__code="C", indicator__code="share").delete()
    response = secretary.post(address("edit"), sent)
    assert "Somebody else has removed this target meanwhile." in response.content.decode()
    again = {field.html_name: field.value() for line in response.context["form"].lines for field in line.form}
    assert secretary.post(address("edit"), again).status_code == 302
    assert goals_of("C")["share"] == "at_least 90"


def test_what_was_saved_can_be_taken_back_at_once(secretary: Client, town: City) -> None:
    before = goals_of("C")
    sent = fields(secretary, address("edit"))
    sent |= {
        key(town, "C", "families", "goal"): "600",
        key(town, "C", "cultural", "goal"): "500",
        key(town, "C", "share", "goal"): "",
    }
    page = do(secretary, address("edit"), **sent)
    assert "2 targets are saved. The target of Share is removed." in page
    assert goals_of("C") == {"families": "at_least 600", "cultural": "at_least 500", "area": before["area"]}
    assert "The change is taken back." in take_back(secretary, page)
    assert goals_of("C") == before
    assert set(Target.objects.filter(unit__code="C", period="2023").values_list("document", flat=True)) == {
        "Plan 7"
    }


def test_nothing_is_taken_back_that_was_changed_again(secretary: Client, town: City) -> None:
    sent = fields(secretary, address("edit")) | {key(town, "C", "families", "goal"): "600"}
    page = do(secretary, address("edit"), **sent)
    put(town, "C", "families", "2023", "700", "at_least")
    assert "changed again meanwhile, so nothing is taken back" in take_back(secretary, page)
    assert goals_of("C")["families"] == "at_least 700"


def test_one_document_sets_every_goal_that_names_none(secretary: Client, town: City) -> None:
    sent = fields(secretary, address("edit"))
    sent |= {key(town, "C", "families", "goal"): "600", "shared": "Resolution 12"}
    assert secretary.post(address("edit"), sent).status_code == 302
    found = Target.objects.filter(unit__code="C", period="2023")
    assert dict(found.values_list("indicator__code", "document")) == {
        "families": "Resolution 12",
        "cultural": "Plan 7",
        "share": "Plan 7",
        "area": "Plan 7",
    }
    response = secretary.post(address("edit"), sent | {"shared": "x" * 301})
    assert response.status_code == 422 and "x" * 301 in response.content.decode()


def test_beside_each_goal_stands_last_year_and_what_the_parts_come_to(secretary: Client, town: City) -> None:
    for unit, indicator, goal in (("C", "families", "550"), ("A", "cultural", "170"), ("A", "area", "2")):
        put(town, unit, indicator, "2023", goal, "at_least")
    put(town, "B", "area", "2023", "9", "at_most")
    rows = {
        line.row.indicator_code: line.row for line in secretary.get(address("edit")).context["form"].lines
    }
    assert (rows["families"].before.shown, rows["families"].before_goal) == ("190", "180")
    assert rows["families"].parts == (
        "2 of 2 units below have a target, together 600: 50 more than the unit's own."
    )
    assert rows["cultural"].parts.endswith("together 170: 230 less than the unit's own.")
    assert rows["share"].parts == ""  # the shares of parts are no parts of a share
    assert rows["area"].parts.startswith(
        "1 of 2 units below have a target, together 2.00:"
    )  # a limit is no part


def test_the_units_below_have_their_last_year_and_their_sum(secretary: Client, town: City) -> None:
    put(town, "A", "families", "2022", "195", "at_least")
    where = address("below") + "&indicator=families"
    form = secretary.get(where).context["form"]
    rows = {line.row.name: line.row for line in form.lines}
    before = {row.unit_id: (row.before.shown, row.before_goal) for row in rows.values()}
    assert before == {town.units["A"].pk: ("190", "195"), town.units["B"].pk: ("–", "")}
    assert form.parts == "2 of 2 units below have a target, together 600."
    sent = fields(secretary, where) | {key(town, "A", "families", "goal"): "250", "add": "1"}
    response = secretary.post(where, sent)
    assert response.status_code == 200 and goals_of("A")["families"] == "at_least 200"
    assert "together 650." in response.content.decode() and 'value="250"' in response.content.decode()
    sent[key(town, "A", "families", "goal")] = "no number"
    assert "1 of 2 units below have a target, together 400." in secretary.post(where, sent).content.decode()
    copied = secretary.get(address("below", period="2024") + "&indicator=families&copy=1").context["form"]
    assert [line.row.typed.goal for line in copied.lines] == ["200", "400"]


def test_removing_and_setting_again(secretary: Client, town: City) -> None:
    target = Target.objects.get(unit__code="C", indicator__code="share")
    assert secretary.post(address("remove", "C", target.pk)).status_code == 302
    assert "share" not in goals_of("C")
    page = secretary.get(address("targets")).content.decode()
    assert "The target of Share is removed." in page
    assert "The target of Share is removed." not in secretary.get(address("targets")).content.decode()
    assert "1 target is set again." in take_back(secretary, page)
    assert goals_of("C")["share"] == "at_least 84"
    assert Target.objects.get(unit__code="C", indicator__code="share").document == "Plan 7"
    assert "nothing to take back" in take_back(secretary, page)


def test_of_two_windows_each_sets_its_own_target_again(secretary: Client, town: City) -> None:
    pages = {}
    for code in ("share", "cultural"):
        target = Target.objects.get(unit__code="C", indicator__code=code)
        pages[code] = do(secretary, address("remove", "C", target.pk))
    take_back(secretary, pages["share"])
    assert {"share", "cultural"} & set(goals_of("C")) == {"share"}
    take_back(secretary, pages["cultural"])
    assert {"share", "cultural"} <= set(goals_of("C"))


def test_an_emptied_goal_takes_the_target_away(secretary: Client, town: City) -> None:
    sent = fields(secretary, address("edit")) | {key(town, "C", "share", "goal"): ""}
    page = do(secretary, address("edit"), **sent)
    assert set(goals_of("C")) == {"cultural", "area"}
    assert Entry.objects.filter(code="targets.removed").count() == 1
    take_back(secretary, page)
    assert set(goals_of("C")) == {"cultural", "area", "share"}


def test_last_years_targets_as_a_start(secretary: Client, town: City) -> None:
    where = address("edit", period="2024") + "&copy=1"
    assert (
        "Start from the targets of 2023" in secretary.get(address("targets", period="2024")).content.decode()
    )
    sent = fields(secretary, where)
    assert sent[key(town, "C", "cultural", "goal")] == "400"
    assert goals_of("C", "2024") == {}
    secretary.post(address("edit", period="2024"), sent)
    assert goals_of("C", "2024") == goals_of("C")
    # The document of last year has not set this year's goals.
    assert {target.document for target in Target.objects.filter(unit__code="C", period="2024")} == {""}


def test_one_more_row_keeps_what_is_typed(secretary: Client, town: City) -> None:
    sent = fields(secretary, address("edit", period="2030"))
    assert len({name.rsplit("-", 1)[0] for name in sent}) == 5
    one_row = {name: value for name, value in sent.items() if name.startswith(key(town, "C", "families", ""))}
    one_row[key(town, "C", "families", "goal")] = "not a number yet"
    asked = {**one_row, "row": ["families"], "more": "clean", "add": "1"}
    response = secretary.post(address("edit", period="2030"), asked)
    assert response.status_code == 200
    assert [line.row.indicator_code for line in response.context["form"].lines] == ["families", "clean"]
    assert 'value="not a number yet"' in response.content.decode()
    assert goals_of("C", "2030") == {}


def test_goals_of_the_units_below(secretary: Client, town: City) -> None:
    where = address("below") + "&indicator=cultural"
    sent = fields(secretary, where)
    assert set(sent) == {
        key(town, unit, "cultural", field)
        for unit in ("A", "B")
        for field in ("goal", "direction", "document", "was", "seen")
    }
    sent |= {key(town, "A", "cultural", "goal"): "170", key(town, "B", "cultural", "goal"): "230"}
    assert secretary.post(where, sent).status_code == 302
    assert goals_of("A")["cultural"] == "at_least 170"
    assert goals_of("B")["cultural"] == "at_least 230"


def test_a_forged_row_of_another_unit_sets_nothing(town: City) -> None:
    client = client_of(person(Role.SECRETARY, town.units["A"]))
    sent = fields(client, address("edit", "A")) | {key(town, "B", "families", "goal"): "1"}
    client.post(address("edit", "A"), sent)
    assert goals_of("B")["families"] == "at_least 400"
    other = Target.objects.get(unit__code="B", indicator__code="families")
    assert client.post(address("remove", "A", other.pk)).status_code == 404
    assert Target.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("role", [Role.REPORTER, Role.REVIEWER, Role.OBSERVER])
def test_others_may_read_and_not_set(town: City, role: Role) -> None:
    client = client_of(person(role, town.units["C"]))
    page = client.get(address("targets"))
    assert page.status_code == 200 and b"Plan 7" in page.content
    assert address("edit").partition("?")[0].encode() not in page.content
    target = Target.objects.get(unit__code="C", indicator__code="share")
    assert client.get(address("edit")).status_code == 403
    assert client.get(address("below")).status_code == 403
    assert client.post(address("edit"), {}).status_code == 403
    assert client.post(address("restore")).status_code == 403
    assert client.post(address("remove", "C", target.pk)).status_code == 403
    assert Target.objects.filter(pk=target.pk).exists()


@pytest.mark.parametrize("name", ["targets", "edit", "below"])
def test_a_unit_outside_the_grants_is_not_there(town: City, name: str) -> None:
    client = client_of(person(Role.SECRETARY, town.units["A"]))
    for code in ("C", "B", "NOWHERE"):
        assert client.get(address(name, code)).status_code == 404
    assert client.post(reverse("targets:restore", args=["B"])).status_code == 404


def test_a_goal_below_zero_is_for_what_can_be_below_zero(town: City, secretary: Client) -> None:
    families = town.indicators["families"]
    sent = fields(secretary, address("edit")) | {key(town, "C", "families", "goal"): "-5"}
    page = secretary.post(address("edit"), sent)
    assert page.status_code == 422
    assert "below zero, which cannot be here" in page.content.decode()
    row = TargetRow(2, "C", "families", "2023", "-5", "at_least")
    with pytest.raises(Problems) as caught:
        import_targets(console(), ImportTargets((row,)))
    assert [(one.row, one.column, one.code) for one in caught.value.problems] == [
        (2, "goal", "number_negative")
    ]
    goal = SetTarget(town.units["C"].pk, families.pk, "2023", "-5", "at_least")
    with pytest.raises(ValidationError):
        set_target(console(), goal)
    assert "families" not in goals_of("C")
    Indicator.objects.filter(pk=families.pk).update(allow_negative=True)
    set_target(console(), goal)
    assert goals_of("C")["families"] == "at_least -5"


@pytest.mark.parametrize(
    ("formula", "fits"),
    [
        ("100 * cultural / families", False),
        ("cultural - families", True),
        ("2 * saldo", True),
        ("2 * deep", True),
    ],
)
def test_a_ratio_can_be_below_zero_where_its_formula_or_a_part_can(
    town: City, formula: str, fits: bool
) -> None:
    Indicator.objects.create(code="saldo", names={"en": "S"}, allow_negative=True, position=50)
    Indicator.objects.create(
        code="deep", names={"en": "D"}, kind="ratio", formula="saldo / families", position=51
    )
    ratio = Indicator.objects.create(
        code="asked", names={"en": "A"}, kind="ratio", formula=formula, position=52
    )
    assert can_be_negative(ratio) is fits
