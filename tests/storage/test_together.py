"""Writes that wait at the same moment are kept in one trip to the disk, each as if it were alone."""

import threading

import pytest
from django.db import OperationalError, connection

from haal.storage.ground import together
from haal.storage.outbox import OutboxRow


def write_row(instant, subject):
    OutboxRow.objects.create(kind="test", subject=subject, put_at=instant, not_before=instant)
    return subject


@pytest.mark.django_db(transaction=True)
def test_what_fails_takes_only_itself_back(instant):
    kept, refused = [], []

    def fail(subject):
        write_row(instant, subject)
        raise LookupError(subject)

    def one(number):
        try:
            if number % 3 == 0:
                together.keep(lambda: fail(f"bad-{number}"))
            else:
                kept.append(together.keep(lambda: write_row(instant, f"good-{number}")))
        except LookupError as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(kept) == sorted(OutboxRow.objects.values_list("subject", flat=True))
    assert len(kept) == 20
    assert len(refused) == 10


@pytest.mark.django_db(transaction=True)
def test_a_commit_that_fails_is_told_to_everybody_who_waited_for_it(instant, monkeypatch):
    batch = [together._Ticket(lambda: write_row(instant, "a")), together._Ticket(lambda: write_row(instant, "b"))]

    def refuse():
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(connection, "commit", refuse)
    together._keep_all(batch)
    monkeypatch.undo()

    assert all(isinstance(ticket.error, OperationalError) for ticket in batch)
    assert not OutboxRow.objects.exists()


@pytest.mark.django_db
def test_inside_a_transaction_a_write_is_simply_carried_out(instant):
    assert together.keep(lambda: write_row(instant, "a")) == "a"


def test_who_stands_back_goes_on_when_nobody_waits_any_more():
    began = threading.Event()

    def background():
        began.set()
        together.stand_back(seconds_max=30)

    thread = threading.Thread(target=background)
    with together._turn:
        thread.start()
        began.wait()
        thread.join(timeout=0.05)
        assert thread.is_alive()
    thread.join(timeout=10)

    assert not thread.is_alive()


def test_who_stands_back_does_so_for_a_bounded_time():
    with together._turn:
        together.stand_back(seconds_max=0.01)

    assert together._waiting == []
