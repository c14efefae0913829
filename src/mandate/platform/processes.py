"""Children that die with their parents, also with one that was killed and could say nothing.

On Linux the kernel sees to it, even while the child is busy. Elsewhere the child has to notice by itself:
give it the reading end of a pipe whose other end only the parent holds.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int) -> None:
    """Have this process killed as soon as its parent, the process of that number, is gone.

    The parent must have started it from a thread that lives as long as the parent does: the kernel counts
    threads.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it was gone before we asked
        os.kill(os.getpid(), signal.SIGKILL)
