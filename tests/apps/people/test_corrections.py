"""People ask that what is kept about them be put right, and are answered by somebody else."""

import pytest
from django.core.exceptions import ValidationError
from tests.apps.people.members import member
from tests.support.asking import asked_anew
from tests.support.organisation import NOW, acting, client_of, console, person, tree

from mandate.apps.people.models import Correction
from mandate.apps.people.notices import CORRECTION_ANSWERED, CORRECTION_ASKED
from mandate.apps.people.queries.corrections import corrections_count, waiting_corrections
from mandate.apps.people.services.corrections import (
    OPEN_AT_MOST,
    AnswerCorrection,
    AskCorrection,
    TakeCorrectionBack,
    answer_correction,
    ask_correction,
    take_correction_back,
)
from mandate.apps.people.services.letting_in import LetIn, let_in
from mandate.apps.people.services.transfers import Receive, Release, receive, release
from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.access.models import Grant, User
from mandate.platform.access.request import actor_of
from mandate.platform.notices.models import Notice

pytestmark = pytest.mark.django_db

WORDS = "I was born on 20 May."


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


def signing_in(user: User, address: str = "tam@example.org") -> User:
    let_in(console(), LetIn(user.pk, address))
    return User.objects.get(pk=user.pk)


def asks(user: User, words: str = WORDS) -> Correction:
    return ask_correction(actor_of(user, NOW), AskCorrection("born", words))


def told() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind__startswith="people.correction")
    return sorted(rows.values_list("user__email", "kind"))


def test_it_waits_for_who_keeps_the_list_and_the_person_is_told(units: dict[str, Unit]) -> None:
    user = signing_in(member(units["A1"]))
    city, ward, beside = (acting(Role.SECRETARY, units[code]) for code in ("C", "A", "B"))
    asked = asks(user)
    assert [corrections_count(one) for one in (city, ward, beside, actor_of(user, NOW))] == [0, 1, 0, 0]
    row = waiting_corrections(ward)[0]
    assert (row.name, row.about, row.words) == ("Lê Văn Tám", "the date of birth", WORDS)
    assert told() == [("secretary-a@example.org", CORRECTION_ASKED.name)]
    answer_correction(ward, AnswerCorrection(asked.pk, "done"))
    assert corrections_count(ward) == 0
    assert ("tam@example.org", CORRECTION_ANSWERED.name) in told()
    kept = Correction.objects.get()
    assert (kept.outcome, kept.answered_by_id, kept.answered_at) == ("done", ward.user_id, NOW)


def test_nobody_answers_their_own_request_and_it_waits_further_up(units: dict[str, Unit]) -> None:
    user = signing_in(member(units["A1"]))
    Grant.objects.create(user=user, role=Role.SECRETARY.value, unit=units["A1"])
    ward = acting(Role.SECRETARY, units["A"])
    asked = asks(user)
    own = actor_of(user, NOW)
    assert [corrections_count(one) for one in (own, ward)] == [0, 1]
    with pytest.raises(ValidationError, match="own request"):
        answer_correction(own, AnswerCorrection(asked.pk, "done"))
    answer_correction(ward, AnswerCorrection(asked.pk, "kept", "The register says so."))


def test_two_who_keep_one_list_answer_each_other(units: dict[str, Unit]) -> None:
    first, second = (signing_in(member(units["A1"], name), f"{name}@example.org") for name in ("mai", "dao"))
    for user in (first, second):
        Grant.objects.create(user=user, role=Role.SECRETARY.value, unit=units["A1"])
    asked = [asks(user) for user in (first, second)]
    waiting = [[row.id for row in waiting_corrections(actor_of(user, NOW))] for user in (second, first)]
    assert waiting == [[one.pk] for one in asked]
    assert corrections_count(acting(Role.SECRETARY, units["A"])) == 0


def test_a_request_of_whoever_is_no_member_any_more_is_not_to_be_answered(units: dict[str, Unit]) -> None:
    user = signing_in(member(units["A1"]))
    asked = asks(user)
    user.memberships.all().delete()
    keeper = client_of(person(Role.ADMINISTRATOR, None))
    assert keeper.get(f"/corrections/{asked.pk}/").status_code == 404
    assert keeper.get("/queues/members/").status_code == 200
    mine = client_of(user)
    assert asked.words in mine.get("/me/corrections/").content.decode()
    take_correction_back(actor_of(user, NOW), TakeCorrectionBack(asked.pk))
    assert Correction.objects.get().outcome == "taken_back"


@pytest.mark.parametrize(
    ("outcome", "answer", "field"),
    [
        ("kept", "", "answer"),
        ("", "x", "outcome"),
        ("taken_back", "x", "outcome"),
        ("done", "x" * 301, "answer"),
    ],
)
def test_an_answer_that_is_none_is_refused(
    units: dict[str, Unit], outcome: str, answer: str, field: str
) -> None:
    asked = asks(signing_in(member(units["A1"])))
    with pytest.raises(ValidationError) as caught:
        answer_correction(console(), AnswerCorrection(asked.pk, outcome, answer))
    assert list(caught.value.message_dict) == [field]
    assert Correction.objects.get().outcome == ""


@pytest.mark.parametrize(
    ("about", "words", "field"),
    [
        ("", WORDS, "about"),
        ("faith", WORDS, "about"),
        ("born", " \u200b\n "[:1], "words"),
        ("born", "x" * 2001, "words"),
    ],
)
def test_a_request_that_says_nothing_is_refused(
    units: dict[str, Unit], about: str, words: str, field: str
) -> None:
    user = signing_in(member(units["A1"]))
    with pytest.raises(ValidationError) as caught:
        ask_correction(actor_of(user, NOW), AskCorrection(about, words))
    assert list(caught.value.message_dict) == [field]


def test_it_goes_with_the_person_to_another_unit(units: dict[str, Unit]) -> None:
    user = signing_in(member(units["A1"]))
    asks(user)
    before, after = acting(Role.SECRETARY, units["A"]), acting(Role.SECRETARY, units["B"])
    sent = release(console(), Release(user.pk, units["B1"].pk, NOW.date().replace(day=2)))
    assert [corrections_count(one) for one in (before, after)] == [1, 0]
    receive(console(), Receive(sent.pk, NOW.date().replace(day=3)))
    assert [corrections_count(one) for one in (before, after)] == [0, 1]


@pytest.mark.parametrize("place", ["A2", "B"])
def test_who_keeps_another_list_answers_nothing(units: dict[str, Unit], place: str) -> None:
    asked = asks(signing_in(member(units["A1"])))
    other = acting(Role.SECRETARY, units[place])
    with pytest.raises(Forbidden):
        answer_correction(other, AnswerCorrection(asked.pk, "done"))
    client = client_of(User.objects.get(pk=other.user_id))
    assert client.get(f"/corrections/{asked.pk}/").status_code == 404


def test_it_is_answered_once_and_taken_back_by_the_person_alone(units: dict[str, Unit]) -> None:
    user, other = signing_in(member(units["A1"])), signing_in(member(units["A2"], "Chín"), "c@example.org")
    asked = asks(user)
    with pytest.raises(Forbidden):
        take_correction_back(actor_of(other, NOW), TakeCorrectionBack(asked.pk))
    take_correction_back(actor_of(user, NOW), TakeCorrectionBack(asked.pk))
    for again in (
        lambda: answer_correction(console(), AnswerCorrection(asked.pk, "done")),
        lambda: take_correction_back(actor_of(user, NOW), TakeCorrectionBack(asked.pk)),
    ):
        with pytest.raises(ValidationError, match="already"):
            again()


def test_a_few_may_wait_at_once(units: dict[str, Unit]) -> None:
    user = signing_in(member(units["A1"]))
    for number in range(OPEN_AT_MOST):
        asks(user, f"Number {number}")
    with pytest.raises(ValidationError, match="still wait"):
        asks(user)


def test_who_is_no_member_has_nobody_to_ask(units: dict[str, Unit]) -> None:
    client = client_of(person(Role.SECRETARY, units["A"]))
    assert client.get("/me/corrections/").status_code == 404
    assert client.get("/me/corrections/ask/").status_code == 404
    assert "Ask for a correction" not in client.get("/people/me/data/").content.decode()


def test_the_pages_lead_from_ones_own_data_to_the_answer(units: dict[str, Unit]) -> None:
    user = signing_in(member(units["A1"]))
    mine, keeper = client_of(user), client_of(person(Role.SECRETARY, units["A"]))
    assert "/me/corrections/" in mine.get("/people/me/data/").content.decode()
    refused = mine.post("/me/corrections/ask/", {"about": "born", "words": ""})
    assert refused.status_code == 422
    sent = mine.post("/me/corrections/ask/", {"about": "born", "words": WORDS}, follow=True)
    assert WORDS in sent.content.decode()
    asked = Correction.objects.get()
    assert "Lê Văn Tám" in keeper.get("/queues/members/").content.decode()
    assert "1 correction is asked for" in keeper.get("/").content.decode()
    keeper.post(f"/corrections/{asked.pk}/", {"outcome": "kept", "answer": "The register says so."})
    assert "The register says so." in mine.get("/me/corrections/").content.decode()
    assert "The register says so." in mine.get("/inbox/").content.decode()


def counted(actor: Actor) -> int:
    with asked_anew() as queries:
        waiting_corrections(actor)
    return len(queries)


def test_the_queue_costs_the_same_for_few_and_many(units: dict[str, Unit]) -> None:
    ward = acting(Role.SECRETARY, units["A"])
    asks(signing_in(member(units["A1"])))
    counted(ward)  # the tree is read
    few = counted(ward)
    for number in range(6):
        asks(signing_in(member(units["A2"], f"Lê Văn {number}"), f"n{number}@example.org"))
    assert counted(ward) == few
