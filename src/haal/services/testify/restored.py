"""After a restore: is all of it there, does the ledger verify, and is it behind what the world has seen?

A copy is always older than the box it was made of. If the ledger went on after the copy, signing again would fork it; so
the newest checkpoint anybody has is put where the sequencer looks, the witnesses are asked for theirs, and nothing is signed
until a person has decided.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass

from haal.domain.errors import LedgerCorrupt, Malformed
from haal.ledger import checkpoint
from haal.services.testify import unbroken
from haal.services.testify.audit import audit
from haal.services.testify.unbroken import hold_against
from haal.services.testify.witness import cosign, named
from haal.storage import checkpoint as kept
from haal.storage import report


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back. `behind` says what is missing and what to do; empty when nothing is, or nobody could say."""

    reports: int
    ledger_size: int
    root: str
    behind: str
    problems: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """Return it as JSON-able values."""
        return {"ok": not self.problems and not self.behind, **asdict(self)}


def check(*, seen: str | None) -> Restored:
    """Audit the whole ledger and hold it against `seen`, a signed checkpoint from outside. Raises LedgerCorrupt: not our key's."""
    audited = audit()
    behind = ""
    key = kept.signing_key()
    if key is not None:
        _ask_witnesses()
    if seen is not None:
        if key is None:
            raise LedgerCorrupt("keys/ledger.key is not there: the checkpoint cannot be checked")
        try:
            told = checkpoint.opened(seen, [key.verify_key])
        except ValueError as error:
            raise LedgerCorrupt(f"the checkpoint given is not signed by this box's key ({error})") from error
        kept.write_public("checkpoint", seen)
        try:
            hold_against(told, where="given")
        except LedgerCorrupt as error:
            behind = str(error)
    return Restored(
        reports=report.count(),
        ledger_size=audited.size,
        root=audited.root.hex(),
        behind=behind or _behind_witnesses(),
        problems=audited.problems,
    )


def _ask_witnesses() -> None:
    """Write the policy anew, for a backup holds no public files, and hear what the witnesses hold."""
    with suppress(Malformed):  # the operator's file of them is off: no policy then, not one that asks for nobody
        named.write_policy()
        cosign.listen()


def _behind_witnesses() -> str:
    try:
        unbroken.check(ask=True)
    except LedgerCorrupt as error:
        return str(error)
    return ""
