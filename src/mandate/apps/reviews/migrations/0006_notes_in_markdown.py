"""Notes of open reviews become Markdown that reads as before, and their versions rows: all that the journal
knows of, and the notes as they are. Closed reviews are read as what they are by codec.py."""

from collections.abc import Iterator
from typing import Any

from django.db import migrations

from mandate.platform.text.plain import as_markdown

_SECTIONS = ("summary", "went_well", "went_badly", "next_steps")


def write_versions(apps: Any, schema_editor: Any) -> None:
    """One review after another; each save in the journal was one version."""
    review, entry = apps.get_model("reviews", "Review"), apps.get_model("journal", "Entry")
    version = apps.get_model("text", "Version")
    for one in review.objects.exclude(notes={}).defer("content"):
        saved = entry.objects.filter(subject_kind="review", subject_id=one.pk, code="reviews.notes_saved")
        version.objects.bulk_create(
            version(
                subject_kind="review",
                subject_id=one.pk,
                number=number,
                parts={name: as_markdown(text) for name, text in texts.items()},
                language=one.notes_language,
                user_id=user_id,
                by=by,
                at=at,
            )
            for number, (texts, user_id, by, at) in enumerate(_saves(one, saved.order_by("id")), 1)
        )
        one.notes = {name: as_markdown(text) for name, text in one.notes.items()}
        one.save(update_fields=["notes"])


def _saves(review: Any, entries: Any) -> Iterator[tuple[dict[str, str], int | None, str, Any]]:
    """(texts, user, name, moment) of each save, the last as the notes are now."""
    texts = dict.fromkeys(_SECTIONS, "")
    for row in entries:
        texts = texts | row.data.get("after", {})
        yield texts, row.user_id, row.by, row.at
    now = {name: review.notes.get(name, "") for name in _SECTIONS}
    if now != texts and review.notes_at is not None:
        yield now, None, review.notes_by, review.notes_at


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0005_reopenings"),
        ("text", "0002_append_only"),
        ("journal", "0003_reading"),
    ]
    run_before = [("journal", "0006_people_by_number"), ("text", "0004_writers_by_number")]  # it reads names

    operations = [migrations.RunPython(write_versions)]  # no way back: versions are append-only
