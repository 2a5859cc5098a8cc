"""Have the newest public checkpoint cosigned over the network, and hear what the witnesses hold before anything is signed.

The one thing to know: nobody waits for a witness. A checkpoint is public before it is cosigned, all are asked at once, each
has a few seconds, and who does not answer is asked again in the next round. What answers mean is `ours`; the wire is
`haal.channels.witness`; without a network it is `carry`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

from haal.channels import witness as channel
from haal.channels.witness import Answer
from haal.domain.errors import ChannelUnavailable
from haal.ledger.note import VerifyKey
from haal.ledger.policy import Witness
from haal.services.testify.witness import ours
from haal.services.testify.witness.named import named
from haal.services.testify.witness.ours import Ahead, Finding, Forked, Unheard

ROUNDS = 2  # a witness that holds another size says which, and is asked once more


def ask() -> tuple[Finding, ...]:
    """Ask every witness with an address that has not cosigned the newest checkpoint, and keep what they write.

    Raises:
        Malformed: the operator's file of witnesses is off.
        LedgerCorrupt: the stored tree is damaged.
    """
    head = ours.newest()
    if head is None:
        return ()
    waiting = {one: request for one, request in ours.waiting(head).items() if one.url}
    found: dict[Witness, Finding] = {}
    answered: set[Witness] = set()
    for _ in range(ROUNDS):
        said = _together({one: (f"{one.url}/add-checkpoint", request.body) for one, request in waiting.items()})
        waiting = {}
        for one, answer in said.items():
            if isinstance(answer, Unheard):
                found[one] = answer
                continue
            answered.add(one)
            result = ours.understood(one, status=answer.status, text=answer.text, head=head)
            if isinstance(result, int):
                waiting[one] = ours.request(head, old=result)
                result = Unheard(witness=one.name, why=f"says it holds {result} leaves")
            found[one] = result
    # Whoever answers and does not cosign perhaps knows our log better than we do.
    against = _against([one for one in answered if isinstance(found[one], Unheard)], head.key)
    return tuple(against.get(one, finding) for one, finding in found.items())


def listen() -> tuple[Ahead | Forked, ...]:
    """Ask every witness with an address what it holds, before anything is signed; return only what speaks against us.

    Raises:
        Malformed: the operator's file of witnesses is off.
        LedgerCorrupt: the stored tree is damaged.
    """
    key = ours.own_key()
    return tuple(_against([one for one in named().witnesses if one.url], key).values()) if key else ()


def _against(witnesses: Iterable[Witness], key: VerifyKey) -> dict[Witness, Ahead | Forked]:
    path = f"checkpoint/{sha256(key.name.encode()).hexdigest()}"
    said = _together({one: (f"{one.url}/{path}", None) for one in witnesses})
    shown = {one: answer.text for one, answer in said.items() if isinstance(answer, Answer) and answer.status == 200}
    judged = {one: ours.judged(one=one, text=text, key=key) for one, text in shown.items()}
    return {one: finding for one, finding in judged.items() if finding is not None}


def _together(asking: Mapping[Witness, tuple[str, bytes | None]]) -> dict[Witness, Answer | Unheard]:
    """Ask all at once, so that all of them cost no more time than the slowest."""
    if not asking:
        return {}

    def once(one: Witness) -> Answer | Unheard:
        try:
            return channel.ask(*asking[one])
        except ChannelUnavailable as error:
            return Unheard(witness=one.name, why=str(error))

    with ThreadPoolExecutor(max_workers=len(asking), thread_name_prefix="witness") as threads:
        return dict(zip(asking, threads.map(once, asking), strict=True))
