"""The inner loops of a million reports, compiled by Numba when first used and kept beside the module. Needs the extra `batch`.

The one thing to know: nothing is decided here either. What a level weighs comes in tables, which levels there are is said in
`reports.levels`, and how groups are made in `reports.groups`; tests hold both ways against each other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from numba import njit


def compiled[F: Callable[..., Any]](function: F) -> F:
    """Return a function that runs as machine code and lets other threads run beside it.

    Where no folder can be written the code is made anew by each process.
    """
    try:
        made = njit(nogil=True, cache=True, forceinline=True)(function)
    except RuntimeError:  # no place for the cache
        made = njit(nogil=True, forceinline=True)(function)
    return cast("F", made)


@compiled
def ready(one: int = 1) -> int:
    """Do nothing: the first call of a process loads the compiler, which takes about a second whatever it is for."""
    return one
