"""Every event of the journal has its sentence, in every language, and comes back from JSON as it was."""

import json
from dataclasses import asdict, fields
from types import UnionType
from typing import Any, get_args

import pytest
from django.utils import translation

from mandate.platform.i18n.languages import CODES
from mandate.platform.journal.events import Event, codes, event_from, parts, people_in
from mandate.platform.journal.people import Person

NAMES = {"en": "Nam Ngạn", "de": "Nam Ngan"}
BY_NAME: dict[str, Any] = {
    "how": "left",  # of a membership
    "manner": "elected",  # of a holding
    "outcome": "declined",  # of a transfer
    "step": "proposed",  # of an application
    "form": {"en": "Yearly figures"},
    "names": NAMES,
    "period": "2023Q4",
    "role": "reporter",
    "starts": "2024-01-01",
    "ends": "2024-12-31",
    "day": "2024-02-29",
    "due": "2024-01-10",
    "as_of": "2024-01-01",
    "structure_date": "2023-12-31",
    "change": "closed",
    "closed_at": "2024-03-01T08:00:00+00:00",
    "known_at": "2024-03-01T08:00:00+00:00",
}
LAN = Person(7, "Lan", "Lan")
BY_TYPE: dict[Any, Any] = {str: "W1", int: 3, bool: True, dict: {}, list: [], Person: LAN}
#: Where the general samples do not fit.
SAMPLES: dict[str, dict[str, Any]] = {
    "units.renamed": {"before": {"en": "Old"}, "after": {"en": "New"}},
    "units.imported": {"renames": {"W1": ["Old", "New"]}, "moves": {"W1": ["C", "D"]}},
    "units.kind_renamed": {
        "before": {"names": {"en": "ward"}, "plurals": {}},
        "after": {"names": {"en": "quarter"}, "plurals": {"en": "Quarters"}},
    },
    "calendar.renamed": {"before": {"en": "Old"}, "after": {"en": "New"}},
    "access.user_changed": {"user": Person(7, "B", before="A"), "before": {}, "after": {}},
    "indicators.changed": {"before": {"decimals": 0}, "after": {"decimals": 2}},
    "indicators.added": {"after": {"decimals": 2}},
    "indicators.removed": {"before": {"decimals": 2}},
    "indicators.imported": {"added": ["a"], "changed": {"b": [{"decimals": 0}, {"decimals": 1}]}},
    "reporting.figures_changed": {
        "changes": [
            {
                "indicator": 1,
                "code": "families",
                "before": {"answer": 1, "value": "240", "note": ""},
                "after": {"answer": 2, "value": None, "note": "none here"},
            }
        ]
    },
    "reporting.form_saved": {"before": {"due_days": 10}, "after": {"due_days": 20}},
    "reporting.rule_saved": {"before": {"severity": "error"}, "after": {"severity": "warning"}},
    "targets.set": {
        "before": {"goal": "5", "direction": "at_least"},
        "after": {"goal": "6", "direction": "at_least"},
    },
    "targets.removed": {"before": {"goal": "5", "direction": "at_least"}},
    "reviews.notes_saved": {"before": {"summary": ""}, "after": {"summary": "A good year."}},
}


def sample(code: str) -> Event:
    """The event with fitting values."""
    known = SAMPLES.get(code, {})
    cls = type(event_from(code, {}))
    general = {field.name: field.type for field in fields(cls) if field.name not in known}
    return cls(**known, **{name: _value(name, kind) for name, kind in general.items()})


def _value(name: str, kind: Any) -> Any:
    if isinstance(kind, UnionType):  # or None
        kind = get_args(kind)[0]
    return BY_NAME[name] if name in BY_NAME else BY_TYPE[getattr(kind, "__origin__", kind)]


def ours() -> list[str]:
    return [code for code in codes() if code]


@pytest.mark.parametrize("code", ours())
def test_its_sentence(code: str) -> None:
    event = sample(code)
    for language in CODES:
        with translation.override(language):
            text = event.sentence()
        assert text.strip() and "%(" not in text and "{" not in text and "None" not in text, language
    with translation.override("en"):
        assert event.sentence()[0].isupper() and not event.sentence().endswith(".")


@pytest.mark.parametrize("code", ours())
def test_it_comes_back_from_the_journal(code: str) -> None:
    event = sample(code)
    data, apart = json.loads(json.dumps(event.kept()))
    assert event_from(code, data | apart, {7: LAN}) == event


@pytest.mark.parametrize("code", ours())
def test_the_journal_keeps_no_name_of_a_person(code: str) -> None:
    """A field that names people by their part in the deed is a Person, of whom the number is kept."""
    event = sample(code)
    data, _apart = event.kept()
    assert all(data[name] == 7 for name in people_in(code))
    named = {"user", "person", "other", "by", "author", "owner", "writer", "email"}
    fields_of = {field.name for field in fields(event)}
    people = {name for name in fields_of if name in named or name.endswith("_by")}
    assert people == set(people_in(code)) and "Lan" not in json.dumps(data)


def test_what_is_kept_apart_is_none_once_it_is_erased() -> None:
    event = sample("access.people_taken")
    data, apart = type(event)(filters=[], rows=3, file="csv", typed={"q": "Lan"}).kept()
    assert apart == {"typed": {"q": "Lan"}} and "typed" not in data
    with translation.override("en"):
        assert event_from(event.code, data).sentence().endswith("(rows: 3; what was typed: erased)")


@pytest.mark.parametrize("code", sorted(SAMPLES))
def test_what_it_changed_is_told(code: str) -> None:
    with translation.override("en"):
        found = sample(code).differences()
    assert found and all(change.old != change.new and change.label for change in found)


def test_changes_are_in_words() -> None:
    with translation.override("en"):
        (figure,) = sample("reporting.figures_changed").differences()
        (name,) = sample("access.user_changed").differences()
        kind = sample("units.kind_renamed").differences()
        _, direction = sample("targets.removed").differences()
    assert (figure.label, figure.old, figure.new) == ("families", "240", "not applicable · “none here”")
    assert (name.label, name.old, name.new) == ("name", "A", "B")
    assert (direction.label, direction.old, direction.new) == ("direction", "at least", "")
    assert [(one.label, one.old, one.new) for one in kind] == [
        ("name, English", "ward", "quarter"),
        ("plural, English", "", "Quarters"),
    ]


def test_the_filter_offers_every_kind_of_deed_once() -> None:
    with translation.override("en"):
        listed = parts()
    assert sorted(code for part in listed for code, _ in part.kinds) == sorted(ours())
    assert all(code.startswith(f"{part.key}.") for part in listed for code, _ in part.kinds)
    words = [label for part in listed for _, label in part.kinds]
    assert len(set(words)) == len(words) and len({part.name for part in listed}) == len(listed)


def test_a_code_is_used_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        type("Again", (Event,), {"code": "units.created"})


@pytest.mark.parametrize("missing", ["part", "label", "audience"])
def test_an_event_says_everything_about_itself(missing: str) -> None:
    says = {"code": "toy.made", "part": "Toys", "label": "a toy made", "audience": "units.view", missing: ""}
    with pytest.raises(ValueError, match=missing):
        type("Made", (Event,), says)


def test_a_field_added_since_is_empty_in_old_rows() -> None:
    event = event_from("targets.imported", {})
    assert asdict(event) == {"count": None}
