"""The keeper of the embedded server: stops it when its last user is gone and could not stop it, being killed.

    python -m mandate.platform.database.keeper DATA_DIR LOCK

There is one to a server, in a session of its own. It sleeps in the kernel until no user holds
`postgres.users` any more, so that it costs nothing. LOCK is the locked descriptor of `postgres.keeper`, which
whoever starts a keeper hands over: there is no moment in which two could be started, or none.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from mandate.platform.database.cluster import (
    cluster_of,
    keeper_lock,
    no_user_but,
    socket_host,
    starting,
    stop,
    users_lock,
    was_being_launched,
)

LAUNCH_SECONDS = 5.0  # a server whose starter was killed shows its pid file within these
_started: list[subprocess.Popen[bytes]] = []  # ours; looked after so that none stays as a zombie


def ensure_kept(data_dir: Path) -> None:
    """Start the keeper where there is none. Within `starting`, and by a user."""
    _started[:] = [keeper for keeper in _started if keeper.poll() is None]
    lock = keeper_lock(data_dir)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return  # it leaves only within `starting`, and not while there is a user
    else:
        _started.append(
            subprocess.Popen(  # noqa: S603
                [sys.executable, "-P", "-m", "mandate.platform.database.keeper", str(data_dir), str(lock)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # a pipe of the command's would be held open
                stderr=subprocess.DEVNULL,
                cwd="/",
                pass_fds=[lock],
                start_new_session=True,
            )
        )
    finally:
        os.close(lock)


def main() -> None:
    """Wait for the end of the last user, see that the server ends, and end."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # the users' business: when they are gone, so are we
    data_dir, lock = Path(sys.argv[1]), int(sys.argv[2])
    users = users_lock(data_dir)
    while True:
        fcntl.flock(users, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_UN)  # somebody may want to start, and holds the other lock already
        with starting(data_dir) as launching:
            if no_user_but(users):
                if was_being_launched(launching):
                    _wait_for_pid_file(cluster_of(data_dir))
                stop(cluster_of(data_dir))
                os.close(lock)  # before the next may start a server
                return
            fcntl.flock(users, fcntl.LOCK_UN)


def _wait_for_pid_file(cluster: Path) -> None:
    end = time.monotonic() + LAUNCH_SECONDS
    while time.monotonic() < end:
        try:
            socket_host(cluster)
        except (OSError, IndexError):
            time.sleep(0.1)
        else:
            return


if __name__ == "__main__":
    main()
