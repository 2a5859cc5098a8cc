"""The audit: rows that are only added, each bound to the one before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories import NOW, actor

from haal.domain.access import NOBODY, Role
from haal.services.people import queries
from haal.storage import audit
from haal.storage.audit import AuditRow

pytestmark = pytest.mark.django_db


def write(count: int) -> None:
    for number in range(count):
        audit.write(by=NOBODY, what="take-in-news", subject=f"r_{number}", now=NOW + timedelta(seconds=number))


def test_an_untouched_chain_holds():
    write(20)

    assert audit.verify() is None
    assert audit.verify(last=5) is None
    assert audit.head()[0] == 20


@pytest.fixture
def without_triggers() -> None:
    """The chain must hold against somebody who writes past the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit DISABLE TRIGGER ALL")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


@pytest.mark.parametrize(
    "change", [lambda rows: rows.update(why="x"), lambda rows: rows.delete()], ids=["update", "delete"]
)
def test_the_database_refuses_to_change_a_row(change):
    write(3)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(AuditRow.objects.filter(seq=2))
    assert audit.verify() is None


@pytest.mark.usefixtures("without_triggers")
@pytest.mark.parametrize(
    "column", [{"by": "p_other"}, {"what": "nothing"}, {"subject": "r_999"}, {"why": "because"}, {"at": NOW}]
)
def test_a_changed_row_is_found(column):
    write(10)

    AuditRow.objects.filter(seq=7).update(**column)

    assert audit.verify() == 7


@pytest.mark.usefixtures("without_triggers")
def test_a_row_taken_out_is_found():
    write(10)

    AuditRow.objects.filter(seq=4).delete()

    assert audit.verify() == 4
    assert audit.verify(last=3) is None


@pytest.mark.parametrize("text", ["Ahmed did it", "two words", "ÄÖ", "x" * 200])
def test_no_typed_text_goes_into_the_audit(text):
    with pytest.raises(ValueError, match="codes and ids only"):
        audit.write(by=NOBODY, what="taken-in", subject=text, now=NOW)
    with pytest.raises(ValueError, match="codes and ids only"):
        audit.write(by=NOBODY, what="taken-in", subject="r_1", why=text, now=NOW)


def test_writing_costs_one_read_and_one_insert(django_assert_max_num_queries):
    write(3)

    with django_assert_max_num_queries(5):  # and the savepoint around them, on PostgreSQL also the turn
        write(1)


def test_reading_the_audit_is_kept_in_the_audit():
    auditor = actor(Role.AUDITOR)
    write(3)

    page = queries.audit_page(by=auditor, now=NOW)

    assert [line.seq for line in page.lines] == [3, 2, 1]
    assert page.first_bad is None
    assert audit.latest(limit=1)[0].what == "audit-read"
