"""The entry page in a browser: typing, keys, pasting, conflicts, an ended session, a lost connection."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from tests.support.browser import PATIENCE, until
from tests.support.organisation import PASSWORD, console, person
from tests.support.reporting import World, world
from tests.support.seeing import returning

from mandate.apps.reporting import services
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Figure, Report
from mandate.core.reportstate import State
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User
from mandate.platform.access.request import actor_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
]

ANNOUNCE = "document.body.dispatchEvent(new CustomEvent('mandate:told', { detail: {} }))"
CHANGED = "detail => document.body.dispatchEvent(new CustomEvent('mandate:changed', { detail }))"
RULE = "More cultural families ({cultural}) than families ({families})."


@pytest.fixture
def city() -> World:
    """The small city with its form opened for 2023, and one rule."""
    made = world()
    services.save_rule(console(), services.SaveRule(None, "cultural <= families", "error", {"en": RULE}))
    return made


@pytest.fixture
def visit(live_server: Any, browser: Browser, city: World) -> Iterator[Callable[..., Page]]:
    """A function that opens the report of street A1 as one of its reporters, each in a browser of its own."""
    opened: list[BrowserContext] = []

    def visit(name: str = "an", language: str = "en") -> Page:
        user = User.objects.filter(email=f"{name}@example.org").first()
        user = user or person(Role.REPORTER, city.units["A1"], f"{name}@example.org", language)
        context = browser.new_context(base_url=live_server.url, viewport={"width": 1100, "height": 900})
        opened.append(context)
        context.add_cookies([cookie(user, live_server.url)])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"/reports/{city.report('A1').pk}/")
        return page

    yield visit
    for context in opened:
        context.close()


def cookie(user: User, url: str) -> Any:
    """A signed-in session."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def field(page: Page, city: World, code: str) -> Any:
    """The field of an indicator."""
    return page.locator(f"#value-{city.indicators[code].pk}")


def row(page: Page, city: World, code: str) -> Any:
    """The line of an indicator."""
    return page.locator(f'tr[data-indicator="{city.indicators[code].pk}"]')


def saved(page: Page) -> None:
    """Wait until the page says that the draft is saved."""
    expect(page.locator("#entry-state")).to_contain_text("Draft, saved")


def stored(city: World) -> dict[str, Decimal | None]:
    """The figures of the newest revision, "not applicable" as None."""
    revision = city.report("A1").revisions.latest("number")
    figures = Figure.objects.filter(revision=revision).exclude(answer=Answer.MISSING)
    return dict(figures.values_list("indicator__code", "value"))


def test_figures_are_saved_while_they_are_typed_and_the_keys_move(
    visit: Callable[..., Page], city: World
) -> None:
    page = visit()
    field(page, city, "families").click()
    page.keyboard.type("271")
    page.keyboard.press("Enter")
    page.keyboard.type("0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("y")
    page.keyboard.press("ArrowDown")
    expect(field(page, city, "area")).to_be_focused()
    page.keyboard.type("n/a")
    saved(page)
    page.keyboard.press("ArrowUp")
    expect(field(page, city, "clean")).to_be_focused()
    assert stored(city) == {"families": 271, "cultural": 0, "clean": 1, "area": None}
    expect(row(page, city, "cultural")).to_contain_text("reported zero")
    expect(row(page, city, "area")).to_contain_text("not applicable")
    field(page, city, "families").fill("")
    saved(page)
    expect(row(page, city, "families")).to_contain_text("not reported")
    assert city.report("A1").state == State.DRAFT


def test_escape_takes_back_what_was_typed_in_a_field(visit: Callable[..., Page], city: World) -> None:
    page = visit()
    field(page, city, "families").fill("271")
    saved(page)
    field(page, city, "cultural").focus()
    field(page, city, "families").focus()
    page.keyboard.type("9")
    page.keyboard.press("Escape")
    expect(field(page, city, "families")).to_have_value("271")


def test_rules_speak_while_one_types_and_keep_the_button_shut(
    visit: Callable[..., Page], city: World
) -> None:
    page = visit()
    submit = page.get_by_role("button", name="Submit to Phường A")
    field(page, city, "families").fill("271")
    field(page, city, "cultural").fill("275")
    expect(row(page, city, "cultural")).to_contain_text("More cultural families (275) than families (271).")
    expect(submit).to_be_disabled()
    expect(page.locator("[data-summary]")).to_contain_text("1 figure must be corrected first. 2 of 4 filled.")
    field(page, city, "cultural").fill("270")
    expect(submit).to_be_enabled()
    submit.click()
    expect(page.get_by_text("The report is submitted to Phường A.")).to_be_visible()
    assert city.report("A1").state == State.SUBMITTED
    page.get_by_role("button", name="Withdraw").click()
    expect(field(page, city, "families")).to_have_value("271")
    assert city.report("A1").state == State.DRAFT


@pytest.mark.parametrize(
    ("language", "typed", "said"),
    [("en", "1.234,5", "1234.5"), ("de", "1,234.5", "1234,5"), ("fr", "1,234.5", "1234,5")],
)
def test_a_number_in_another_habit_is_refused_and_never_guessed(
    visit: Callable[..., Page], city: World, language: str, typed: str, said: str
) -> None:
    page = visit(f"who-{language}", language)
    field(page, city, "area").fill(typed)
    expect(row(page, city, "area")).to_contain_text(said)
    expect(field(page, city, "area")).to_have_attribute("aria-invalid", "true")
    assert not city.report("A1").revisions.exists()
    field(page, city, "area").fill(said)
    expect(page.locator("#entry-state")).to_contain_text(":")
    assert stored(city) == {"area": Decimal("1234.5")}


def test_a_pasted_column_is_shown_then_filled_and_taken_back(visit: Callable[..., Page], city: World) -> None:
    page = visit()
    field(page, city, "families").click()
    paste(page, "271\r\n270\r\nyes\r\n1,5\r\n9\r\n")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1,5")
    expect(dialog.locator(".error")).to_have_count(1)
    expect(dialog.locator("[data-left]")).to_contain_text("9")
    dialog.get_by_role("button", name="Fill in").click()
    expect(field(page, city, "cultural")).to_have_value("270")
    expect(row(page, city, "area").locator(".say")).to_contain_text("1.5")
    until(page, lambda: stored(city) == {"families": 271, "cultural": 270, "clean": 1})
    page.get_by_role("button", name="Undo").click()
    expect(field(page, city, "families")).to_have_value("")
    until(page, lambda: stored(city) == {})


def test_a_block_with_labels_goes_to_the_indicators_of_its_labels(
    visit: Callable[..., Page], city: World
) -> None:
    page = visit()
    field(page, city, "families").click()
    paste(page, "Area\t2.5\ncultural  FAMILIES\t12\nSomething else\t4\n")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[data-left]")).to_contain_text("Something else")
    dialog.get_by_role("button", name="Fill in").click()
    saved(page)
    assert stored(city) == {"area": Decimal("2.5"), "cultural": 12}


def test_two_people_never_overwrite_each_other_silently(visit: Callable[..., Page], city: World) -> None:
    one, other = visit("an"), visit("binh")
    field(one, city, "families").fill("275")
    saved(one)
    field(other, city, "families").fill("271")
    line = row(other, city, "families")
    expect(line).to_contain_text(
        "an@example.org changed this to 275 while you typed 271.".replace("@example.org", "")
    )
    assert stored(city) == {"families": 275}
    line.get_by_role("button", name="Keep what I typed").click()
    saved(other)
    assert stored(city) == {"families": 271}
    field(one, city, "families").fill("280")
    one.locator("tr").get_by_role("button", name="Take what is saved").click()
    expect(field(one, city, "families")).to_have_value("271")
    saved(one)
    assert stored(city) == {"families": 271}


def test_what_somebody_else_saves_appears_when_it_is_announced(
    visit: Callable[..., Page], city: World
) -> None:
    one, other = visit("an"), visit("binh")
    field(other, city, "area").focus()
    field(one, city, "families").fill("275")
    saved(one)
    other.evaluate(ANNOUNCE)
    expect(field(other, city, "families")).to_have_value("275")
    expect(field(other, city, "area")).to_be_focused()


def test_a_report_on_its_way_is_not_asked_for_again(visit: Callable[..., Page], city: World) -> None:
    """The server tells of the submission before its answer is there: the page must not try to save then."""
    page = visit()
    field(page, city, "families").fill("271")
    saved(page)
    asked: list[str] = []
    held: list[Route] = []
    page.route("**/save/", lambda route: (asked.append(route.request.url), route.continue_()))
    page.route("**/reports/*/", lambda route: (asked.clear(), held.append(route)))  # what came before may ask
    page.evaluate(f"addEventListener('submit', () => setTimeout(() => {ANNOUNCE}, 300))")
    with page.expect_request(lambda request: request.method == "POST" and "/save/" not in request.url):
        page.get_by_role("button", name="Submit").click(no_wait_after=True)
    page.wait_for_timeout(1500)  # the telling, and longer than the pause before a save
    assert asked == []
    held[0].continue_()
    expect(page.locator("#messages")).to_contain_text("submitted")


def test_a_report_that_somebody_else_submits_is_shown_as_it_stands(
    visit: Callable[..., Page], city: World
) -> None:
    city.save(city.report("A1"), families=271)
    page, typing = visit("an"), visit("binh")
    services.submit_report(city.reporter, services.SubmitReport(city.report_ids["A1"]))
    field(typing, city, "area").click()
    typing.keyboard.type("not a number")
    for one in (page, typing):
        one.evaluate(ANNOUNCE)
    expect(page.locator("entry-grid")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(typing.locator("[data-alarm]")).to_be_visible()
    expect(field(typing, city, "area")).to_have_value("not a number")


def test_a_report_that_came_back_is_shown_so_on_the_page_that_is_open(
    visit: Callable[..., Page], city: World
) -> None:
    city.save(city.report("A1"), families=271)
    services.submit_report(city.reporter, services.SubmitReport(city.report_ids["A1"]))
    sender = visit("an")
    expect(sender.locator(".head .acts .state")).to_contain_text("Submitted by")
    decider = person(Role.SECRETARY, city.units["A"], "ward@example.org")
    deciding = visit("ward")
    deciding.get_by_text("Return…", exact=True).click()
    deciding.get_by_label("What must be corrected").fill("Count once more")
    services.return_report(actor_of(decider, timezone.now()), returning(city.report_ids["A1"], "Too many"))
    subject = ["report", city.report_ids["A1"]]
    for one in (sender, deciding):
        one.evaluate(CHANGED, {"code": "reporting.returned", "subject": subject, "count": 1})
    expect(sender.locator("entry-grid")).to_be_visible()
    expect(sender.get_by_text(re.compile(r"Returned on \d+ \w+ \d{4}.*:\s+Too many"))).to_be_visible()
    expect(deciding.get_by_text("This report has changed meanwhile.")).to_be_visible()
    expect(deciding.get_by_label("What must be corrected")).to_have_value("Count once more")


def test_an_ended_session_loses_nothing(visit: Callable[..., Page], city: World) -> None:
    page = visit()
    field(page, city, "families").fill("271")
    saved(page)
    Session.objects.all().delete()
    field(page, city, "cultural").fill("99")
    expect(page.get_by_text("Your session has ended.")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()  # a guest is sent to sign in, and back
    page.locator("[name=login]").fill("an@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    expect(page.get_by_text("What you had typed before is back in its fields.")).to_be_visible()
    expect(field(page, city, "cultural")).to_have_value("99")
    saved(page)
    assert stored(city) == {"families": 271, "cultural": 99}
    page.reload()
    expect(page.get_by_text("What you had typed before")).to_be_hidden()


def test_signing_in_in_another_tab_is_enough(visit: Callable[..., Page], city: World) -> None:
    page = visit()
    expect(field(page, city, "cultural")).to_be_visible()
    Session.objects.all().delete()
    field(page, city, "cultural").fill("99")
    expect(page.get_by_text("Your session has ended.")).to_be_visible()
    with page.context.expect_page() as tab:
        page.get_by_role("link", name="Sign in in a new tab").click()
    tab.value.locator("[name=login]").fill("an@example.org")
    tab.value.locator("[name=password]").fill(PASSWORD)
    tab.value.locator("[name=password]").press("Enter")
    expect(field(tab.value, city, "cultural")).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    saved(page)
    assert stored(city) == {"cultural": 99}


def test_without_a_connection_it_waits_and_catches_up(visit: Callable[..., Page], city: World) -> None:
    page = visit()
    expect(field(page, city, "families")).to_be_visible()
    page.context.set_offline(True)
    field(page, city, "families").fill("271")
    expect(page.get_by_text("There is no connection.")).to_be_visible()
    expect(page.locator("#entry-state")).to_contain_text("not saved")
    page.context.set_offline(False)
    saved(page)
    assert stored(city) == {"families": 271}


def test_leaving_with_something_unsaved_asks(visit: Callable[..., Page], city: World) -> None:
    page = visit()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    field(page, city, "area").click()
    page.keyboard.type("not a number")
    page.evaluate("location.reload()")
    until(page, lambda: asked)
    assert asked == ["beforeunload"]


def test_a_note_and_what_does_not_apply_are_kept(visit: Callable[..., Page], city: World) -> None:
    page = visit()
    line = row(page, city, "area")
    line.locator("summary", has_text="Note").click()
    line.get_by_label("Note on this figure").fill("No land of our own")
    line.get_by_label("Does not apply here").check()
    saved(page)
    figure = Figure.objects.get(indicator=city.indicators["area"])
    assert (figure.answer, figure.note) == (Answer.NOT_APPLICABLE, "No land of our own")


def test_it_works_without_script(city: World, live_server: Any, browser: Browser) -> None:
    user = person(Role.REPORTER, city.units["A1"], "plain@example.org")
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([cookie(user, live_server.url)])
    page = context.new_page()
    report: Report = city.report("A1")
    page.goto(f"/reports/{report.pk}/")
    page.locator(f"#value-{city.families.pk}").fill("1.5.5")
    page.locator(f"#value-{city.cultural.pk}").fill("3")
    page.get_by_role("button", name="Save draft").last.click()
    expect(page.get_by_role("alert")).to_contain_text("1.5.5")
    expect(page.locator(f"#value-{city.families.pk}")).to_have_value("1.5.5")
    assert stored(city) == {"cultural": 3}
    page.locator(f"#value-{city.families.pk}").fill("15")
    page.get_by_role("button", name="Submit to Phường A").click()
    expect(page.get_by_text("The report is submitted to Phường A.")).to_be_visible()
    assert city.report("A1").state == State.SUBMITTED
    context.close()


def paste(page: Page, text: str) -> None:
    """Paste as a spreadsheet does: a text with tabs and line ends."""
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
          document.activeElement.dispatchEvent(paste);
        }""",
        text,
    )
