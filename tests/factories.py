"""Small makers that tests of every floor share. Keep it small: makers of one area go into tests/factories_AREA.py."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache

from django.db import transaction
from tests.factories_keys import SECRETS

from haal.domain.access import Actor, Role
from haal.domain.ids import PersonId, new_id
from haal.storage import person
from haal.vault.keys import Secrets

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
PASSPHRASE = "a lamp a river and a kite"  # of every account that tests sign in with


def actor(*roles: Role, name: str = "", fresh: bool = True, now: datetime = NOW) -> Actor:
    """Return somebody with these roles who is in no table; the second factor was shown just now unless `fresh` is False."""
    person_id = PersonId(new_id("p"))
    pseudonym = name or f"paper-{person_id[-6:]}"
    return Actor(
        person_id=person_id, pseudonym=pseudonym, roles=frozenset(roles), second_factor_at=now if fresh else None
    )


def account(*, pseudonym: str = "", now: datetime = NOW, complete: bool = True) -> PersonId:
    """Keep an account with `PASSPHRASE`; `complete`: its code of conduct is accepted. It has no role and no second factor."""
    person_id = person.add_hashed(pseudonym=pseudonym or f"test-{new_id('x')[2:12]}", password=hashed(), now=now)
    if complete:
        person.accept_conduct(person_id=person_id, now=now)
    return person_id


@cache
def hashed() -> str:
    """Return the hash of `PASSPHRASE`, made once: it is slow on purpose."""
    return person.hashed(PASSPHRASE)


def secrets() -> Secrets:
    """Return the box's secret keys of all tests, see `tests.factories_keys`."""
    return SECRETS


@contextmanager
def undone() -> Iterator[None]:
    """Undo in the end whatever the block wrote; inside, services begin and lose their own units of work as in use."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined] - Django's own mark, see haal.storage.work
    with block:
        yield
        transaction.set_rollback(True)
