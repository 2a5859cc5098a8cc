"""The sealed note: its person attaches it, two of the circle open it while somebody must act.

The one thing to know: what a member hands over when they agree is their own share, opened with their six words and wrapped at
once to each other member; the box holds no key to any of it. The ten digits open no note: they could be guessed from a
seized disk. A member who joined after the note was written has no share of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import NOBODY
from haal.domain.check_in.circle import CircleReason
from haal.domain.check_in.note import opens, why_not_agree
from haal.domain.errors import Refused
from haal.domain.incoming import check_text
from haal.domain.policy import DEFAULT, Policy
from haal.domain.receipt import normalise
from haal.services.help.circles import acting, saying
from haal.storage import audit, work
from haal.storage.check_in import note as rows
from haal.vault import seal, word


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What came of agreeing: the text when two had agreed, else nothing yet."""

    text: str
    agreed_count: int


def attach(*, code: str, text: str, now: datetime, policy: Policy = DEFAULT) -> saying.Said:
    """Seal a note in place of the one before; empty: forget it. Raises NotFound, Refused."""
    check_text(text, field="note", chars_max=policy.field_chars_max)
    circle_id = saying.circle_of(code)
    keys = rows.keys_of(circle_id)
    box = seal.seal(text.encode("utf-8", "surrogatepass"), custodians=tuple(keys.values())) if text.strip() else None
    with work.atomic():
        if box is None:
            rows.forget(circle_id)
        else:
            rows.keep(circle_id, ciphertext=box.ciphertext, shares=dict(zip(keys, box.wrapped, strict=True)))
        audit.write(by=NOBODY, what="circle-note-kept" if box else "circle-note-forgotten", subject=circle_id, now=now)
    return saying.said_of(circle_id)


def agree(*, code: str, now: datetime) -> Note:
    """Agree that the note is opened, with one's six words; return it when another had agreed before.

    Raises:
        NotFound: no member's code.
        Refused: nobody must act, there is no note for this member, or the code was given in digits.
    """
    mine = acting.find(code)
    circle, me = mine.circle, mine.member.id
    shares = rows.shares_to(circle.id, me)
    if reason := why_not_agree(circle, has_note=me in shares):
        raise Refused(reason)
    words = normalise(code) or ""
    if words.isdigit():
        raise Refused(CircleReason.NOTE_OPENED_BY_WORDS)
    identity = word.open_with(rows.identity_of(me), word=words, row_id=me).decode()
    own = seal.unwrap(shares[me], identity=identity)
    given = {
        member: seal.wrap(own, public=public) for member, public in rows.keys_of(circle.id).items() if member != me
    }
    with work.atomic():
        for member, wrapped in given.items():
            rows.give(circle.id, of=me, to=member, wrapped=wrapped)
        if circle.silent_since is not None:
            audit.write(by=me, what="circle-note-agreed", subject=circle.id, now=now)
    others = {of: wrapped for of, wrapped in rows.shares_to(circle.id, me).items() if of != me}
    if not opens(circle, agreed={me, *others}):
        return Note(text="", agreed_count=1)
    other = seal.unwrap(next(iter(others.values())), identity=identity)
    plain = seal.open_with(rows.ciphertext_of(circle.id), one=own, other=other)
    return Note(text=plain.decode("utf-8", "surrogatepass"), agreed_count=1 + len(others))
