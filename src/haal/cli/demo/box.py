"""The demo's box: a fresh folder, its keys, and people who sign in; all of it made for the demo and fit for nothing else."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor, Role
from haal.services.people import key_holder, setup
from haal.services.people.accounts import Founder
from haal.services.testify import seal

PEOPLE: dict[str, frozenset[Role]] = {
    "box keeper": frozenset({Role.OPERATOR}),
    "auditor": frozenset({Role.AUDITOR, Role.LISTENER}),
    "desk, first": frozenset({Role.INTAKE, Role.VERIFIER}),
    "desk, second": frozenset({Role.VERIFIER}),
    "listener": frozenset({Role.WOMAN_LISTENER}),
    "warner, first": frozenset({Role.WARNER, Role.AID}),
    "warner, second": frozenset({Role.WARNER, Role.PUBLISHER}),
    "publisher": frozenset({Role.PUBLISHER, Role.FOCAL}),
    "place helper": frozenset({Role.STEWARD}),
    "place helper, second": frozenset({Role.STEWARD, Role.AID}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The demo's people, by what they do, and what is told once."""

    actors: dict[str, Actor]
    founders: tuple[Founder, ...]
    passphrase: str


def make(*, now: datetime) -> Box:
    """Set the empty folder up, found the people, start the key holder."""
    passphrase = " ".join(secrets.token_hex(4) for _ in range(4))
    identity = setup.make_folder(custodians=None, passphrase=passphrase, now=now)
    ready = setup.found(backup_identity=identity, founders=tuple(PEOPLE.values()), now=now)
    seal.make_key()
    key_holder.unlock(passphrase=passphrase, now=now)
    actors = {
        name: Actor(
            person_id=founder.person_id,
            pseudonym=founder.pseudonym,
            roles=frozenset(founder.roles),
            second_factor_at=now,
        )
        for name, founder in zip(PEOPLE, ready.founders, strict=True)
    }
    return Box(actors=actors, founders=ready.founders, passphrase=passphrase)


def close(*, now: datetime) -> None:
    """End the demo's key holder; what is on the disk is ciphertext again."""
    key_holder.lock(now=now)
