"""A part that says of itself what it brings appears everywhere, and no other file is changed for it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.support.commands import CommandLine

VISIT = Path(__file__).with_name("toy") / "visit.py"


@pytest.fixture
def seen(fresh: CommandLine) -> dict[str, Any]:
    """What the pages of a site with the toy part say, and its mails, actions and commands."""
    path = os.pathsep.join(filter(None, (str(Path.cwd()), os.environ.get("PYTHONPATH"))))
    environment = {**fresh.environment, "DJANGO_SETTINGS_MODULE": "mandate.site.settings", "PYTHONPATH": path}
    done = subprocess.run([sys.executable, VISIT], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_new_part_appears_everywhere(seen: dict[str, Any]) -> None:
    assert 'href="/toys/"' in seen["desk"] and 'id="badge-work"' in seen["desk"]
    assert "7 toys wait" in seen["desk"]
    assert 'href="/toys/">Toy box' in seen["child's work"]
    assert "Toys to play with" in seen["desk"] and "the ball, for admin" in seen["desk"]
    assert "Buy toys" in seen["desk"] and "My own toys" in seen["desk"]
    assert seen["own page"].startswith("toys")
    assert 'href="/toys/of/A/">Playroom</a>' in seen["unit"]
    assert 'id="desk-toys"' in seen["queue"] and "the ball" in seen["queue"]
    assert '<span class="state missed">broken in two</span>' in seen["queue"]
    assert ">▼\u00a0broken in two<" in seen["document"]
    assert "Made the toy ball" in seen["journal"] and "a toy made" in seen["journal"]
    mail = next(mail for mail in seen["mail"] if "admin" in mail)
    assert len(seen["mail"]) == 3
    assert mail.startswith("1 toy waits\n") and "This is to be played:\n\nPlay with the ball\n" in mail
    assert "  - the yard\n" in mail and "/toys/\n" in mail
    assert "child 1 made the doll." in seen["inbox"] and "Toys that others made" in seen["account"]
    assert "Toys of mine" in seen["my data"] and "red ball" in seen["my data"]
    (notice,) = seen["notice"]
    assert notice.startswith("['admin@example.org'] child 1 made the doll.\n") and "Play with it!" in notice
    assert ">Throw the ball</a>" in seen["calendar"] and "Time to play" in seen["calendar"]
    for way in ("calendar as a file", "calendar read"):
        assert "SUMMARY:Time to play: Throw the ball\\, admin\r\n" in seen[way]
        assert "/toys/of/A/\r\n" in seen[way] and "UID:toys.toy.1@" in seen[way]
    assert "Build 3 toys" in seen["job"] and "Built toy 1, toy 2, toy 3." in seen["job"]
    assert "Certificates, A, 2023, English, HTML" in seen["documents"]
    assert "1 document is made." in seen["documents"] and "Download 1 file" in seen["documents"]
    assert "1 unit has none that you may see: B" in seen["documents"]
    assert seen["files"] == [True, False, True]
    assert "Toys in the box" in seen["finds"] and "of admin" in seen["finds"]
    assert '<a href="/toys/">red ball</a>' in seen["finds"]
    assert '<a href="/toys/">Buy a toy</a>' in seen["deed found"]
    assert "toys.view" in seen["actions"]
    said = " ".join(seen["help"].split())
    assert said.index("remind send") < said.index("play play with a toy") < said.index("import read")
    assert seen["command"] == "3 can play with the ball.\n"
    assert seen["bench"] == "The ball flies 1.0 times as high as the house.\n"
    assert seen["sample"][-1] == ["carving a horse", "A rocking horse is in the box."]
    headings = [line for line in seen["check"].splitlines() if line[:1].strip()]
    assert headings[8:11] == ["What came in: fine", "The toys: 1 found", "The attached files: fine"]
    assert "  warning: the ball has no air\n" in seen["check"]
    assert "the ball, for child 2" in seen["child's desk"]  # whose role comes from the toy part
    assert seen["who views"] == ["admin", "child 1", "child 2"]
    assert seen["takes apart"] == [[True] * 3, [False] * 3]


@pytest.mark.long
def test_a_new_table_comes_in_and_goes_out_by_page_and_by_command(seen: dict[str, Any]) -> None:
    assert "All toys" in seen["tables"] and 'href="/exchange/toys/"' in seen["tables"]
    assert "A toy in each row." in seen["table"] and "The day of the fair." in seen["table"]
    assert "This toy is broken." in seen["preview"] and "Mend what is broken" in seen["preview"]
    assert "Toys: 1 come into the box." in seen["preview"] and seen["before"] == {}
    assert "Choose first what to do about the problems." in seen["unmended"]
    assert (seen["confirmed"], seen["after"]) == ("/toys/", {"broken": "red"})
    assert seen["download"].splitlines() == ["toy,colour", "broken,red"]
    assert seen["imported"] == "Toys: 1 come into the box.\n"
    assert seen["exported"].endswith("bytes\n")
    assert seen["written"].splitlines() == ["toy,colour", "ball,green", "broken,red"]


@pytest.mark.long
def test_what_a_new_part_counts_is_an_indicator_of_reports_and_totals(seen: dict[str, Any]) -> None:
    assert '<option value="toys.made" selected>Toys made</option>' in seen["offered"]
    said = "Counted by Mandate: The toys that the journal says were made in the unit."
    for page in ("counted", "accepted"):
        assert said in seen[page] and 'title="Where does this number come from?">1</a>' in seen[page]
    assert said in seen["trace"]
    assert seen["total"] == {"value": "1", "reported": 1, "expected": 2, "counted": "toys.made"}
