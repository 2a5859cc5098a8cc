"""The write turn is given in the order it was asked for, and never to two."""

import threading
import time

import pytest
from django.db import connection, transaction

from haal.storage.outbox import OutboxRow
from haal.storage.sqlite.turn import FairLock


def test_the_turn_goes_to_whoever_waited_longest():
    lock = FairLock()
    lock.acquire(timeout_seconds=1)
    order: list[int] = []
    threads = []

    def take(number):
        lock.acquire(timeout_seconds=5)
        order.append(number)
        lock.release()

    for number in range(20):
        thread = threading.Thread(target=take, args=(number,))
        thread.start()
        threads.append(thread)
        while len(lock._waiting) <= number:
            time.sleep(0.0001)
    lock.release()
    for thread in threads:
        thread.join()

    assert order == list(range(20))


def test_who_gave_up_waiting_leaves_no_hole():
    lock = FairLock()
    lock.acquire(timeout_seconds=1)

    assert not lock.acquire(timeout_seconds=0.01)
    lock.release()

    assert lock.acquire(timeout_seconds=0.01)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the turn is SQLite's")
@pytest.mark.django_db(transaction=True)
def test_many_threads_write_and_none_is_refused(instant):
    failures: list[BaseException] = []

    def write(number):
        try:
            for _ in range(5):
                with transaction.atomic():
                    OutboxRow.objects.count()
                    OutboxRow.objects.create(kind="test", subject=str(number), put_at=instant, not_before=instant)
            OutboxRow.objects.filter(subject=str(number)).update(tries=1)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert OutboxRow.objects.filter(tries=1).count() == 80


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_hands_the_turn_on(instant):
    def fail():
        with transaction.atomic():
            OutboxRow.objects.create(kind="test", subject="a", put_at=instant, not_before=instant)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    OutboxRow.objects.create(kind="test", subject="b", put_at=instant, not_before=instant)

    assert [row.subject for row in OutboxRow.objects.all()] == ["b"]
