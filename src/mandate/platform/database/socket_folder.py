"""The folder of the embedded server's socket. A socket's path may have 103 bytes at most on some systems."""

import hashlib
import os
import tempfile
from pathlib import Path

LONGEST = 103 - len("/.s.PGSQL.5432.lock")


def socket_folder(cluster: Path) -> Path:
    """The cluster itself where its path is short enough, else a private folder among the temporary files.

    Raises PermissionError where somebody else made a folder of that name first.
    """
    if len(os.fsencode(cluster)) <= LONGEST:
        return cluster
    name = hashlib.sha256(os.fsencode(cluster)).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"mandate-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    owners = {os.geteuid(), cluster.stat().st_uid}
    if folder.is_symlink() or status.st_uid not in owners or status.st_mode & 0o077:
        raise PermissionError(f"{folder} belongs to somebody else")
    return folder
