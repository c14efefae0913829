"""What keeps those who attach apart from those who let go: whoever puts a content and enters its row, and a
backup, hold the lock shared; what sweeps holds it alone. So no content goes that a row is about to name."""

from django.db import connection

from mandate.platform.database.backup_files import FILES_LOCK


def share() -> None:
    """Keep the sweeping out until this transaction ends; wait for one that is under way."""
    _ask("SELECT pg_advisory_xact_lock_shared(%s)")


def alone() -> bool:
    """Keep everybody else out until this transaction ends; False, without waiting, where somebody is in."""
    return bool(_ask("SELECT pg_try_advisory_xact_lock(%s)"))


def _ask(query: str) -> object:
    if not connection.in_atomic_block:
        raise RuntimeError("the lock lasts as long as a transaction")
    with connection.cursor() as cursor:
        cursor.execute(query, [FILES_LOCK])
        row = cursor.fetchone()
    return row[0] if row else None
