"""Rows of before people stood in the journal by their numbers: each name goes where it can be erased, and
nothing else of a row changes."""

from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from tests.support.organisation import NOW

from mandate.apps.reviews.models import Review
from mandate.platform.access.models import FormerName
from mandate.platform.journal.models import Apart, Entry
from mandate.platform.journal.reading import read
from mandate.platform.text.models import Version
from mandate.platform.text.versions import writers

BEFORE = [
    ("access", "0006_search_key"),
    ("journal", "0005_circle"),
    ("text", "0003_turns_of_drafts"),
    ("reviews", "0007_version_of_the_notes"),
]
HOUR = timedelta(hours=1)
OLD = "# 3 schools\n1. of May\n\n- *pots*\nEnd_of"


@pytest.fixture
def before(transactional_db: None) -> Iterator[Any]:
    """The models of then."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    try:
        yield MigrationExecutor(connection).loader.project_state(BEFORE).apps
    finally:
        forwards()


def forwards() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def review_in(before: Any, **fields: Any) -> Any:
    kind = before.get_model("units", "UnitKind").objects.create(code="city", names={}, plurals={})
    unit = before.get_model("units", "Unit").objects.create(code="C", names={}, kind=kind)
    span = {"period": "2023", "starts": date(2023, 1, 1), "ends": date(2024, 1, 1)}
    return before.get_model("reviews", "Review").objects.create(unit=unit, **span, **fields)


@pytest.mark.long
def test_every_row_is_told_as_before(before: Any) -> None:
    user, entry = before.get_model("access", "User"), before.get_model("journal", "Entry")
    lan = user.objects.create(email="lan@example.org", name="Lan Anh")
    mai = user.objects.create(email="mai@example.org", name="Mai")
    gone = user.objects.create(email="gone@example.org", name="By another way")
    review = review_in(before, notes_by="Mai", notes_at=NOW, notes={}, version=0)
    asked = before.get_model("reviews", "Reopening").objects.create(
        review=review, asked_by=lan, asked_at=NOW, reason="x", answer="opened", answered_at=NOW + 5 * HOUR
    )
    assert asked.pk
    before.get_model("text", "Version").objects.create(
        subject_kind="review",
        subject_id=review.pk,
        number=1,
        parts={"summary": "A"},
        user=lan,
        by="Lan",
        at=NOW,
    )

    def row(
        at: int, code: str, data: dict[str, Any], by: Any = None, name: str = "", subject: Any = None
    ) -> None:
        kind = "" if subject is None else "review" if subject is review else "user"
        pk = None if subject is None else subject.pk
        entry.objects.create(
            at=NOW + at * HOUR, user=by, by=name, code=code, subject_kind=kind, subject_id=pk, data=data
        )

    role = {"role": "reporter", "starts": "", "ends": ""}
    row(0, "access.user_added", {"user": "Lan"}, mai, "Mai", lan)
    row(1, "access.role_granted", {"user": "Lan", **role}, subject=lan)
    row(2, "units.created", {"unit": "C", "parent": "", "names": {"en": "City"}}, lan, "Lan")
    changed = {"name": "Lan", "may_sign_in": "True"}, {"name": "Lan Anh", "may_sign_in": "False"}
    row(
        3,
        "access.user_changed",
        {"user": "Lan Anh", "before": changed[0], "after": changed[1]},
        mai,
        "Mai",
        lan,
    )
    row(3, "reviews.closed", {"period": "2023"}, mai, "Mai", review)
    told = {"period": "2023", "reason": "Why", "closed_at": "2024-01-01T00:00:00", "closed_by": "Mai"}
    row(5, "reviews.reopened", {**told, "asked_by": "Lan Anh"}, lan, "Lan Anh", review)
    row(
        6,
        "reviews.reopening_dropped",
        {"period": "2023", "asked_by": "Nobody here", "reason": "No"},
        subject=review,
    )
    filters = [["Tên hoặc email", "lan"], ["may sign in", "yes"]]
    row(7, "access.people_taken", {"filters": filters, "rows": 1, "file": "csv"}, mai, "Mai")
    row(8, "journal.taken", {"filters": [], "rows": 9, "file": "csv"})
    row(9, "signin.failed", {"user": "Lan Anh", "failed": 5}, subject=lan)
    row(10, "units.created", {"unit": "D", "parent": "C", "names": {"en": "Ward"}}, gone, "Called Otherwise")

    forwards()
    shown = read(list(Entry.objects.order_by("pk")))
    assert [(one.by, one.event.sentence()) for one in shown] == [
        ("Mai", "Added Lan as a person who can sign in"),
        ("", "Granted Lan the role of reporter"),
        ("Lan", shown[2].event.sentence()),
        ("Mai", "Changed the entry of Lan Anh"),
        ("Mai", "Closed the review for 2023"),
        ("Lan Anh", "Opened the review for 2023 again: Why"),
        ("", "Left the review for 2023 closed, which – had asked to open again: No"),
        ("Mai", "The list of people taken out as a file (rows: 1; may sign in: yes; Tên hoặc email: lan)"),
        ("", "The journal taken out as a file (rows: 9)"),
        ("", "Since the last sign-in, 5 wrong passwords for Lan Anh"),
        ("Called Otherwise", shown[10].event.sentence()),
    ]
    assert [(one.label, one.old, one.new) for one in shown[3].event.differences()] == [
        ("name", "Lan", "Lan Anh"),
        ("may sign in", "yes", "no"),
    ]
    assert shown[5].event.kept()[0] == {**told, "closed_by": mai.pk, "asked_by": lan.pk}
    assert shown[2].event.kept()[0] == {"unit": "C", "parent": "", "names": {"en": "City"}} | {
        name: value for name, value in shown[2].event.kept()[0].items() if value is None
    }
    assert list(FormerName.objects.order_by("pk").values_list("user_id", "name", "until")) == [
        (lan.pk, "Lan", NOW + 3 * HOUR),
        (gone.pk, "Called Otherwise", NOW + 10 * HOUR + timedelta(microseconds=1)),
    ]
    assert list(Apart.objects.values_list("person_id", "values")) == [(mai.pk, {"typed": dict(filters)})]
    assert Review.objects.get().notes_by_id == mai.pk
    assert writers(Version.objects.all()) == {1: "Lan"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_entry e WHERE e::text ~ 'Lan|Mai|lan'")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE '%%append_only' AND tgenabled <> 'O'")
        assert cursor.fetchall() == []


NARROWED = [  # what was kept of it, and what of that goes apart
    ([["Name", "lan"], ["Name", "anh"]], {"Name": "lan, anh"}),
    (
        [["Name"], ["Unit", None], ["Day", 3]],
        {"Name": '["Name"]', "Unit": '["Unit", null]', "Day": '["Day", 3]'},
    ),
    ([[], [None, "x"], "lan", 7], {"filters": '[], [null, "x"], lan, 7'}),
    ({"name": "lan"}, {"filters": '{"name": "lan"}'}),
    ("lan", {"filters": "lan"}),
    (None, None),
    ([], None),
]


@pytest.mark.long
def test_what_a_list_was_narrowed_to_goes_apart_in_whatever_shape(before: Any) -> None:
    rows = before.get_model("journal", "Entry").objects
    for filters, _ in NARROWED:
        rows.create(at=NOW, code="access.people_taken", data={"filters": filters, "rows": 1, "file": "csv"})
    forwards()
    entries = list(Entry.objects.order_by("pk"))
    apart = dict(Apart.objects.values_list("entry_id", "values"))
    told = read(entries)
    assert len(entries) == len(told) == len(NARROWED)
    for entry, (filters, typed) in zip(entries, NARROWED, strict=True):
        assert entry.data["filters"] == [] and "lan" not in str(entry.data), filters
        assert apart.get(entry.pk) == ({"typed": typed} if typed else None), filters
    for one in told:
        assert "The list of people taken out as a file" in one.event.sentence()


@pytest.mark.long
def test_rows_of_no_known_shape_stop_nothing(before: Any) -> None:
    rows = before.get_model("journal", "Entry").objects
    odd = ([1], "lan", 7, {}, {"user": 3}, {"user": "x", "before": "y"}, {"filters": 3})
    codes = (
        "access.people_taken",
        "journal.taken",
        "access.user_changed",
        "reviews.reopened",
        "units.created",
    )
    for code in codes:
        for data in odd:
            rows.create(at=NOW, code=code, data=data)
    forwards()
    assert Entry.objects.count() == len(codes) * len(odd)
    assert list(
        Entry.objects.filter(code="units.created").order_by("pk").values_list("data", flat=True)
    ) == list(odd)


@pytest.mark.long
def test_of_versions_with_a_name_alone_the_writer_is_the_only_one_called_so(before: Any) -> None:
    users, versions = before.get_model("access", "User").objects, before.get_model("text", "Version").objects
    for number, name in enumerate(("Lan", "Mai", "Mai", "")):
        users.create(email=f"{number}@example.org", name=name)
    for number, by in enumerate(("Lan", "Mai", "Hoa", "")):
        versions.create(subject_kind="x", subject_id=1, number=number, parts={}, by=by, at=NOW)
    forwards()
    assert writers(Version.objects.all()) == {0: "Lan", 1: "", 2: "", 3: ""}


@pytest.mark.long
def test_notes_from_before_markdown_become_versions_that_read_the_same(before: Any) -> None:
    """As that migration finds them: what the journal knows, and one that it does not."""
    texts = {"summary": OLD, "went_well": "1) all", "went_badly": "", "next_steps": ""}
    written = {"notes_language": "vi", "notes_by": "N. T. Hoa", "notes_at": NOW, "version": 2}
    old = review_in(before, notes=texts, **written)
    lan = before.get_model("access", "User").objects.create(email="lan@example.org", name="Lan")
    for was, now in (("", "First"), ("First", OLD)):
        before.get_model("journal", "Entry").objects.create(
            at=NOW,
            user=lan,
            by="Lan",
            code="reviews.notes_saved",
            subject_kind="review",
            subject_id=old.pk,
            data={"period": "2023", "before": {"summary": was}, "after": {"summary": now}},
        )
    import_module("mandate.apps.reviews.migrations.0006_notes_in_markdown").write_versions(before, None)
    versions = before.get_model("text", "Version").objects.filter(subject_kind="review", subject_id=old.pk)
    made = list(versions.order_by("number"))
    escaped = "\\# 3 schools\n1\\. of May\n\n- \\*pots\\*\n\nEnd_of"
    assert [(one.by, one.parts["summary"], one.parts["went_well"]) for one in made] == [
        ("Lan", "First", ""),
        ("Lan", escaped, ""),
        ("N. T. Hoa", escaped, "1\\) all"),
    ]
    old.refresh_from_db()
    assert old.notes == made[2].parts
