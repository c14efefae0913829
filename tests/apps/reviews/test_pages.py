"""The pages of reviews: what they show to whom, the notes, the actions and the downloads."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from tests.apps.reviews.test_services import correct
from tests.apps.targets.city import City
from tests.support.asking import asked_anew
from tests.support.organisation import client_of, console, person

from mandate.apps.reviews.models import Review
from mandate.apps.targets.services import SetTarget, set_target
from mandate.platform.access.actor import Role

SECTIONS = {"summary": "", "went_well": "", "went_badly": "", "next_steps": ""}


@pytest.fixture
def secretary(city: City) -> Client:
    return client_of(person(Role.SECRETARY, city.units["C"]))


def address(name: str, unit: str = "C", period: str = "2023") -> str:
    return reverse(f"reviews:{name}", args=[unit] if name == "reviews" else [unit, period])


def page(client: Client, name: str, unit: str = "C", period: str = "2023", status: int = 200) -> str:
    answer = client.get(address(name, unit, period))
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("name", ["reviews", "review", "notes", "document"])
def test_a_guest_is_sent_to_sign_in(city: City, name: str) -> None:
    answer = Client().get(address(name))
    assert answer.status_code == 302 and "/account/login/" in answer["Location"]


@pytest.mark.parametrize(
    ("unit", "period"), [("NOWHERE", "2023"), ("C", "2023"), ("A", "2023-13"), ("A", "x")]
)
def test_a_forged_address_tells_nothing(city: City, unit: str, period: str) -> None:
    inside = client_of(person(Role.SECRETARY, city.units["A"]))
    for name in ("review", "notes", "document"):
        assert inside.get(address(name, unit, period)).status_code == 404
    for name in ("close", "reopen"):
        assert inside.post(address(name, unit, period)).status_code == 404
    assert not Review.objects.exists()


def test_the_review_shows_its_numbers_each_with_its_sources(city: City, secretary: Client) -> None:
    shown = page(secretary, "review")
    assert ">2 of 3</strong>" in shown and "targets met or exceeded" in shown
    assert f'href="{reverse("reporting:source", args=["C", "families", "2023"])}">500</a>' in shown
    assert "≥\u00a0400" in shown and "105.0%" in shown and "B3" in shown
    assert 'style="' not in shown


def test_an_open_review_has_the_score_that_it_would_be_closed_with_now(city: City, secretary: Client) -> None:
    def row() -> str:
        shown = page(secretary, "reviews").split("/review/2023/")[1].split("</tr>")[0]
        return " ".join(shown.split())

    assert "2 of 3 <small>provisional</small>" in row()
    target = SetTarget(city.units["C"].pk, city.indicators["families"].pk, "2023", "100", "at_least")
    set_target(console(), target)
    assert "3 of 4 <small>provisional</small>" in row()
    secretary.post(address("close"), {"seen": "0"})
    assert "3 of 4" in row() and "provisional" not in row()


def test_the_number_of_queries_of_the_list_does_not_depend_on_the_periods(
    city: City, secretary: Client
) -> None:
    page(secretary, "reviews")
    with asked_anew() as few:
        page(secretary, "reviews")
    for year in range(2010, 2022):
        target = SetTarget(city.units["C"].pk, city.indicators["families"].pk, str(year), "9", "at_least")
        set_target(console(), target)
    with asked_anew() as many:
        assert page(secretary, "reviews").count("provisional") > 10
    assert len(many) <= len(few) + 1


def test_who_may_only_see_is_offered_no_action(city: City) -> None:
    observer = client_of(person(Role.OBSERVER, city.units["C"]))
    shown = page(observer, "review")
    assert address("notes") not in shown and address("close") not in shown
    assert observer.get(address("notes")).status_code == 403
    assert observer.post(address("close"), {"seen": "0"}).status_code == 403
    assert observer.post(address("reopen"), {"reason": "x"}).status_code == 403


def test_notes_are_written_previewed_and_saved(city: City, secretary: Client) -> None:
    typed = {**SECTIONS, "summary": "Good <year>\n\n- pots", "seen": "0"}
    preview = secretary.post(address("notes"), {**typed, "do": "preview"})
    assert "<p>Good &lt;year&gt;</p>" in preview.content.decode() and not Review.objects.exists()
    assert secretary.post(address("notes"), {**typed, "do": "save"}).status_code == 302
    shown = page(secretary, "review")
    assert "<p>Good &lt;year&gt;</p>" in shown and "<li>pots</li>" in shown


def test_a_conflict_shows_both_texts_and_loses_none(city: City, secretary: Client) -> None:
    other = client_of(person(Role.SECRETARY, city.units["C"], "other@example.org"))
    other.post(address("notes"), {**SECTIONS, "summary": "Theirs, saved first", "seen": "0"})
    answer = secretary.post(address("notes"), {**SECTIONS, "summary": "Mine, typed later", "seen": "0"})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs, saved first" in shown and "Mine, typed later</textarea>" in shown
    assert 'name="seen" value="1"' in shown and "other saved other notes" in shown
    secretary.post(address("notes"), {**SECTIONS, "summary": "Both", "seen": "1"})
    assert Review.objects.get().notes["summary"] == "Both"


def test_ones_own_second_window_is_not_somebody_else(city: City, secretary: Client) -> None:
    secretary.post(address("notes"), {**SECTIONS, "summary": "Saved first", "seen": "0"})
    answer = secretary.post(address("notes"), {**SECTIONS, "summary": "Typed later", "seen": "0"})
    shown = answer.content.decode()
    assert answer.status_code == 409 and "In another window you saved other notes" in shown
    assert "while you were writing" not in shown


def test_what_was_typed_survives_a_refusal(city: City, secretary: Client) -> None:
    secretary.post(address("close"), {"seen": "0"})
    answer = secretary.post(address("notes"), {**SECTIONS, "summary": "Too late", "seen": "1"})
    assert answer.status_code == 422
    assert (
        "Too late</textarea>" in answer.content.decode()
        and "This review is closed." in answer.content.decode()
    )


def test_closing_and_what_is_corrected_afterwards(city: City, secretary: Client) -> None:
    assert address("close") in page(secretary, "review")
    secretary.post(address("close"), {"seen": "0"})
    closed_at = Review.objects.get().closed_at
    assert closed_at is not None
    shown = page(secretary, "review")
    assert "Closed on" in shown and address("close") not in shown and address("notes") not in shown
    correct(city, "A1", "families", "100", "120", "counted twice", days=4000)
    shown = page(secretary, "review")
    assert "4 figures were corrected after closing" in shown and "counted twice" in shown
    known = f"?known={quote(closed_at.isoformat(), safe='')}"
    source = reverse("reporting:source", args=["C", "families", "2023"])
    assert f"{source}{known}" in shown
    assert "500" in secretary.get(source + known).content.decode()
    assert "520" in secretary.get(source).content.decode()
    assert "closed on" in page(secretary, "reviews")


def test_closing_says_who_can_open_it_again(city: City, secretary: Client) -> None:
    above, two = "Only the level above can open it again.", "It takes two people to open it again."
    below, top = page(secretary, "review", "A"), page(secretary, "review")
    assert above in below and two not in below
    assert two in top and above not in top


def test_what_is_only_asked_for_needs_no_confirmation(city: City, secretary: Client) -> None:
    for unit in ("A", "C"):
        client_of(person(Role.SECRETARY, city.units[unit])).post(address("close", unit), {"seen": "0"})
    question = "Open this review again?"
    assert question in page(secretary, "review", "A")
    assert question not in page(secretary, "review")


def test_opening_again_asks_for_a_reason(city: City, secretary: Client) -> None:
    secretary.post(address("close", "A"), {"seen": "0"})
    refused = secretary.post(address("reopen", "A"), {"reason": " "})
    assert refused.status_code == 422 and Review.objects.get().closed_at is not None
    another = client_of(person(Role.SECRETARY, city.units["C"], "another@example.org"))
    another.post(address("reopen", "A"), {"reason": "A street was forgotten"})
    assert Review.objects.get().closed_at is None


def test_a_refused_closing_says_why(city: City, secretary: Client) -> None:
    secretary.post(address("notes"), {**SECTIONS, "summary": "New", "seen": "0"})
    answer = secretary.post(address("close"), {"seen": "0"}, follow=True)
    assert "The notes were changed meanwhile" in answer.content.decode()
    assert Review.objects.get().closed_at is None


@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize("format", ["pdf", "docx", "xlsx", "html"])
def test_a_download_has_its_type_and_name(city: City, secretary: Client, format: str) -> None:
    answer = secretary.get(address("document"), {"language": "vi", "format": format})
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="review-C-2023-vi.{format}"'
    assert len(answer.content) > 1000


@pytest.mark.parametrize("query", ["", "?language=de", "?language=xx&format=pdf", "?language=de&format=exe"])
def test_there_is_no_other_document(city: City, secretary: Client, query: str) -> None:
    assert secretary.get(address("document") + query).status_code == 404


def test_a_street_has_a_review_too(city: City, secretary: Client) -> None:
    shown = page(secretary, "review", "A1")
    assert "No targets are set for this period." in shown and "Ranking of the units below" not in shown


def test_a_period_nobody_reported_shows_an_empty_review(city: City, secretary: Client) -> None:
    assert "Nothing was expected or reported for this period." in page(secretary, "review", period="2015")
