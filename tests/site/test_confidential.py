"""A part with confidential matters: by no way does anybody outside a circle learn of one, and what a part
forgets, the platform refuses."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.support.commands import CommandLine

VISIT = Path(__file__).with_name("confidential") / "visit.py"
SECRET = "Zanzibar"
BEFORE = "1 of 1: ['A broken gate']"
OUTSIDE = ("unit", "above", "whole", "administrator", "in without a role", "guest")


@pytest.fixture
def seen(fresh: CommandLine) -> dict[str, Any]:
    """What everybody sees on a site with the part for complaints."""
    path = os.pathsep.join(filter(None, (str(Path.cwd()), os.environ.get("PYTHONPATH"))))
    environment = {**fresh.environment, "DJANGO_SETTINGS_MODULE": "mandate.site.settings", "PYTHONPATH": path}
    done = subprocess.run([sys.executable, VISIT], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.long
def test_nobody_outside_a_circle_learns_of_a_matter(seen: dict[str, Any]) -> None:
    outside_sees_as_before(seen)
    those_in_the_circle_see_it(seen)
    no_calendar_takes_it_along(seen)
    addresses_say_that_there_is_nothing(seen)
    questions_agree(seen)
    taking_a_list_out_tells_nothing_of_it(seen)
    mistakes_are_refused(seen)
    who_is_let_go_sees_nothing_more(seen)
    mails_tell_it_to_those_in_it(seen)
    what_is_gone_stays_closed(seen)
    assert seen["command"] == f"A broken gate\n{SECRET}\n"  # whoever runs the site sees all


def outside_sees_as_before(seen: dict[str, Any]) -> None:
    """Every page, list, count, search and file is to the letter what it was before there was the matter."""
    for who in OUTSIDE:
        assert seen["differs"][who] == [], who
        assert seen["secret"][who] == [], who
    assert [seen["list"][who][1] for who in OUTSIDE[:4]] == [BEFORE] * 4


def those_in_the_circle_see_it(seen: dict[str, Any]) -> None:
    assert seen["list"]["in"] == seen["list"]["gone"] == [200, f"2 of 2: ['A broken gate', '{SECRET}']"]
    told = {"desk", "journal", "list", "list, as a file", "notes as JSON", "calendar"}
    assert told <= set(seen["secret"]["in"]) and told | {"inbox"} <= set(seen["secret"]["gone"])
    assert seen["told"] == ["gone", "in without a role"]  # who did it is not told


def no_calendar_takes_it_along(seen: dict[str, Any]) -> None:
    """Whoever is in the circle sees it on the page, behind the second step; what leaves the site, a file or
    an address that needs no sign-in, does not hold it."""
    assert not [who for who, ways in seen["secret"].items() if "calendar, as a file" in ways]
    assert not [who for who, read in seen["calendars read"].items() if SECRET in read]
    assert all("To be heard: A broken gate" in seen["calendars read"][who] for who in ("in", "gone", "above"))


def addresses_say_that_there_is_nothing(seen: dict[str, Any]) -> None:
    """Page, file, job and deed answer as those of something that is not there; who holds no role at all may
    not even ask for a job. Of a file whose view asks for no right it is the circle alone that closes it, so
    whoever is in it needs no role."""
    for who in OUTSIDE:
        for way, (there, nowhere) in seen["addresses"][who].items():
            if (who, way) == ("in without a role", "file, unasked"):
                assert there[0] == 200
                continue
            refused = {"guest": (302, 401), "in without a role": (403, 404)}.get(who, (404,))
            assert there[0] == nowhere[0] and there[0] in refused, (who, way)
            assert who == "guest" or there[1] == nowhere[1], (who, way)
    for way, (there, nowhere) in seen["addresses"]["in"].items():
        assert there[0] in (200, 302) and nowhere[0] == 404, way


def questions_agree(seen: dict[str, Any]) -> None:
    for thing, answers in seen["questions"].items():
        for question, people in answers.items():
            assert sorted(people) == ["gone", "in"], (thing, question)


def taking_a_list_out_tells_nothing_of_it(seen: dict[str, Any]) -> None:
    """Neither what was looked for, nor how much confidential there is."""
    assert seen["taken"]["lines"] == [2, 2, 3]
    told = [(row["typed"], row["filters"], row["rows"]) for row in seen["taken"]["told"]]
    assert told == [({}, [], 0), ({"q": "gate"}, [], 1), ({}, [], 1)]


def mistakes_are_refused(seen: dict[str, Any]) -> None:
    assert seen["mistakes"] == {
        "recorded": "in its circle",
        **dict.fromkeys(
            [
                *("count", "list", "search", "iterate", "iterate, asynchronously", "sum", "delete", "within"),
                *("whether there is one", "whether there is none", "one of each"),
                *("joined", "united", "from the other end"),
            ],
            "UnaskedError",
        ),
        **dict.fromkeys(["by the unit", "by the unit, counted"], "FieldError"),
        **dict.fromkeys(["asked, but for some", "asked, whether there is one"], "done"),
        "unknown subject": "ValueError",
        "another circle": "ValueError",
        "an action without it": "CircleForgottenError",
        "an action without it, of one": "CircleForgottenError",
        "an action without it, who may": "CircleForgottenError",
        "attaching": "Hidden",
        "opening it up": "TypeError",
    }
    lost, joined, unnamed, unguarded, unasked = seen["at start"]
    assert "complaint is emptied, and the row open, once that is gone" in lost
    assert "Unit leads to it: the related_name of unit is not “+”" in joined
    assert "`matter` does not say what it is called" in unnamed
    assert "its manager is not Guarded" in unguarded
    assert unasked == "units.view on Bare needs InCircle('circle')"


def who_is_let_go_sees_nothing_more(seen: dict[str, Any]) -> None:
    """Neither what they had been told, nor what they did themselves; what they would undo stays done."""
    left = seen["let go"]
    assert left["closed"] == f"closed {SECRET}"
    assert left["knew"] == {"counted": 1, "unread": 3} and left["knows"] == {"unread": 1}
    assert left["list"] == [200, BEFORE] and left["secret"] == []
    for way, (there, nowhere) in left["addresses"].items():
        assert there[0] == nowhere[0] == 404, way
    assert left["own job"][0] == 404 and SECRET not in left["notice"][1]
    assert left["undone"] is True
    assert "circles.let_go" in left["journal"] and "jobs.ended" in left["journal"]


def mails_tell_it_to_those_in_it(seen: dict[str, Any]) -> None:
    telling = {who for who, mails in seen["mails"].items() if any(SECRET in one for one in mails)}
    assert telling == {"in"}
    assert all(any("A broken gate" in one for one in seen["mails"][who]) for who in ("unit", "above", "gone"))


def what_is_gone_stays_closed(seen: dict[str, Any]) -> None:
    """A matter that is deleted is known to nobody whom it was not known to."""
    gone = seen["gone"]
    assert gone["recorded"] == "in its circle" and "nothing is known" in gone["unknown"]
    assert all(ways == [] for ways in gone["secret"].values())
    assert gone["proof"] == {"can": [], "visible": [], "who_can": []}
    for who, files in gone["files"].items():
        for way, (there, nowhere) in files.items():
            if way == "file, unasked" and who in ("in", "in without a role"):
                assert there[0] == 200
            else:
                assert there[0] == nowhere[0], (who, way)
