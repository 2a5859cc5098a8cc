"""One unit of work: all of it is kept, or none.

`atomic()` hides Django from the services. On SQLite it takes the write turn at once (first come, first served, see
`haal.storage.sqlite`), so keep it short and do nothing slow inside: no network, no key derivation, no sealing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, connections, transaction

from haal.storage.sqlite.router import ledger_alias


@contextmanager
def atomic() -> Iterator[None]:
    """Run the block in one transaction; a nested block is part of the outer one and falls with it."""
    with transaction.atomic(savepoint=_is_outermost()):
        yield


def _is_outermost() -> bool:
    """Return whether no unit of work is open; Django's marks tell a test's own transaction, as for `durable`."""
    return all(getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


@contextmanager
def ledger() -> Iterator[None]:
    """Run the block in one transaction of the ledger's own file; on PostgreSQL it is the one database.

    Never inside `atomic()` on SQLite: the two files commit apart, so each step must be one that can be done again.
    """
    with transaction.atomic(using=ledger_alias()):
        yield


def after_commit(callback: Callable[[], None]) -> None:
    """Call `callback` once the outermost transaction is kept; never if it is rolled back."""
    transaction.on_commit(callback)


def close_connection() -> None:
    """Close this thread's connections; a thread that ends must call it."""
    connections.close_all()


def vendor() -> str:
    """Return `sqlite` or `postgresql`."""
    return connection.vendor
