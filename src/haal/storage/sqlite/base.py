"""Every write takes its turn: at BEGIN for a transaction, round the statement for a single write.

Sessions and sign-in queue here too, since they use the same connection class. Reads never wait. The lock is per process;
a second process is kept out by `haal up` (one worker, one flock on the data folder), and by SQLite's own timeout.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from haal.storage.sqlite.turn import FairLock

_turns: dict[str, FairLock] = {}
_READS = (
    "SELECT",
    "PRAGMA",
    "EXPLAIN",
    "SAVEPOINT",
    "RELEASE",
    "ROLLBACK",
    "BEGIN",
    "COMMIT",
    "VACUUM",
    "ATTACH",
    "DETACH",
)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection to SQLite, with the fair turn."""

    holds_turn = False

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:  # noqa: ANN401 - as in Django
        """Return a connection that writes zeros over what it deletes: a key that was destroyed is not in the file."""
        made = super().get_new_connection(conn_params)
        made.execute("PRAGMA secure_delete=ON").close()
        return made

    def _turn(self) -> FairLock:
        return _turns.setdefault(str(self.settings_dict["NAME"]), FairLock())

    def take_turn(self) -> None:
        """Wait for the write turn, or raise as SQLite itself would."""
        timeout = float(self.settings_dict["OPTIONS"].get("timeout", 20))
        if not self._turn().acquire(timeout_seconds=timeout):
            msg = "database is locked"
            raise OperationalError(msg)
        self.holds_turn = True

    def give_turn(self) -> None:
        """Hand the turn on, if this connection has it."""
        if self.holds_turn:
            self.holds_turn = False
            self._turn().release()

    def _start_transaction_under_autocommit(self) -> None:
        self.take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self.give_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self.give_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self.give_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self.give_turn()

    @contextmanager
    def turn_for(self, sql: str) -> Iterator[None]:
        """Hold the turn round one statement, when it writes and no transaction holds it already."""
        if self.holds_turn or self.in_atomic_block or sql.lstrip()[:9].upper().startswith(_READS):
            yield
            return
        self.take_turn()
        try:
            yield
        finally:
            self.give_turn()

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ANN401 - as in Django
        """Return a cursor whose single writes queue."""
        cursor = self.connection.cursor(factory=TurnCursor)
        cursor.wrapper = self
        return cursor


class TurnCursor(base.SQLiteCursorWrapper):
    """A cursor that asks for the turn before it writes."""

    wrapper: DatabaseWrapper

    def execute(self, query: str, params: Any = None) -> Any:  # noqa: ANN401 - as in Django
        """Run one statement."""
        return self._in_turn(query, lambda: super(TurnCursor, self).execute(query, params))

    def executemany(self, query: str, param_list: Any) -> Any:  # noqa: ANN401 - as in Django
        """Run one statement many times."""
        return self._in_turn(query, lambda: super(TurnCursor, self).executemany(query, param_list))

    def _in_turn(self, query: str, run: Callable[[], Any]) -> Any:  # noqa: ANN401 - as in Django
        with self.wrapper.turn_for(query):
            return run()
