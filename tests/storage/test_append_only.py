"""The past is guarded by the database, in tests with real transactions too."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories_ledger import NOW

from haal.domain.access import SYSTEM
from haal.storage import audit


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_after_a_flush_the_guard_stands_again(turn):
    audit.write(by=SYSTEM, what="looked", subject=turn, now=NOW)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit")
    assert [entry.subject for entry in audit.each()] == [turn]
