"""Every write to reviews."""

from mandate.apps.reviews.services.closing import (
    REASON_LENGTH,
    AskedReopening,
    CloseReview,
    RefuseReopening,
    ReopenReview,
    close_review,
    confirm_reopening,
    refuse_reopening,
    reopen_review,
    withdraw_reopening,
)
from mandate.apps.reviews.services.notes import (
    GiveUpNotes,
    NotesDraft,
    NotesSaved,
    RestoreNotes,
    SaveNotes,
    drop_notes_draft,
    keep_notes_draft,
    restore_notes,
    save_notes,
)

__all__ = [
    "REASON_LENGTH",
    "AskedReopening",
    "CloseReview",
    "GiveUpNotes",
    "NotesDraft",
    "NotesSaved",
    "RefuseReopening",
    "ReopenReview",
    "RestoreNotes",
    "SaveNotes",
    "close_review",
    "confirm_reopening",
    "drop_notes_draft",
    "keep_notes_draft",
    "refuse_reopening",
    "reopen_review",
    "restore_notes",
    "save_notes",
    "withdraw_reopening",
]
