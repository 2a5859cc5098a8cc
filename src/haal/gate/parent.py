"""A worker that ends when its parent is killed: granian's parent may be gone while its worker lives on and serves."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
EXIT_TAKEN = 75


def die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent ends; end at once if the parent is gone already."""
    parent = int(os.environ.get("HAAL_PARENT", "0"))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if parent and os.getppid() != parent:
        os._exit(EXIT_TAKEN)
