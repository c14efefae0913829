"""Every table with people in it says whether its rows go along where two records become one."""

from django.apps import apps
from django.db.models import CASCADE, ForeignKey

from mandate.platform.access.models import User
from mandate.platform.parts import owned

#: Who did, entered, decided or wrote something; and who was let into the circle of a matter, by those in it.
STAY = {
    "access.user.same_as",  # moved by hand, with the records that were given up before
    "access.look.by", "circles.member.user", "files.attachment.attached_by", "files.attachment.taken_by",
    "jobs.job.user", "journal.entry.user", "people.correction.answered_by",
    "people.joined.by", "people.joined.gone", "reporting.excuse.excused_by",
    "reporting.revision.created_by", "reporting.revision.decided_by",
    "reviews.reopening.answered_by",
    "reviews.review.notes_by", "text.version.user",
}  # fmt: skip


def test_each_is_named_by_its_part_or_stays_as_it_was_written() -> None:
    found = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
        and field.related_model is User
        and model.__module__.startswith("mandate.")
        and not model._meta.proxy
        and getattr(field.remote_field, "on_delete", None) is not CASCADE
    }
    go = {one.name for one in owned()}
    assert go | STAY >= found, found - go - STAY
    assert found >= STAY and not go & STAY
