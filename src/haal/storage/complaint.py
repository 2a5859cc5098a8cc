"""Complaints in their box: who read them, whom they are about, what was answered, and the recording of one that was spoken.

The one thing to know: everything but days and readers is shut to the complaints' own key, also the answer and the accounts that a
reader named; no table of the desk points here. Who may read which is asked of each complaint anew (`readable`).
The row itself is found and kept by `haal.storage.apart`, like a protected report.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime

from django.db import models

from haal.domain.access import Actor, Role
from haal.domain.complaint.answer import Answer, Outcome
from haal.domain.complaint.listening import may_read
from haal.domain.complaint.told import Complaint, ComplaintReason, ComplaintSeen, Recording, Way
from haal.domain.errors import NotFound, Refused
from haal.domain.ids import PersonId
from haal.storage import person
from haal.storage.apart import ComplaintRow
from haal.storage.ground import keys
from haal.vault.box import DeskKey


class ComplaintRecordingRow(models.Model):
    """A complaint that was spoken, in the same box."""

    id = models.BigAutoField(primary_key=True)
    complaint = models.OneToOneField(ComplaintRow, on_delete=models.CASCADE, related_name="recording")
    box = models.BinaryField()

    class Meta:
        """Beside its complaint, so that reading the words does not load the sound."""

        db_table = "complaint_recording"


class ComplaintReachedRow(models.Model):
    """That a complaint reached one reader."""

    complaint = models.ForeignKey(ComplaintRow, on_delete=models.CASCADE, related_name="reached")
    listener = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """Once for each reader."""

        db_table = "complaint_reached"
        constraints = [models.UniqueConstraint(fields=["complaint", "listener"], name="complaint_reached_once")]


def shut_recording(recording: Recording) -> bytes:
    """Return a recording in the complaints' box; slow, so call it outside the transaction."""
    head = json.dumps({"media_type": recording.media_type}).encode()
    return keys.complaint_public().shut(len(head).to_bytes(2, "big") + head + recording.content)


def keep_recording(complaint_id: str, box: bytes) -> None:
    """Keep the recording of a complaint that was kept in the same transaction."""
    ComplaintRecordingRow.objects.create(complaint_id=complaint_id, box=box)


def recording_of(complaint_id: str) -> Recording:
    """Return a recording, opened. Raises NotFound, KeysLocked."""
    row = ComplaintRecordingRow.objects.filter(complaint_id=complaint_id).first()
    if row is None:
        raise NotFound
    plain = keys.complaint_identity().open(bytes(row.box))
    size = int.from_bytes(plain[:2], "big")
    return Recording(media_type=str(json.loads(plain[2 : 2 + size])["media_type"]), content=plain[2 + size :])


def every_one() -> tuple[ComplaintSeen, ...]:
    """Return every complaint, opened, newest first. Raises KeysLocked. Whom it may be shown is asked by the service."""
    key = keys.complaint_identity()
    rows = ComplaintRow.objects.annotate(reached_count=models.Count("reached")).order_by("-received_on", "id")
    return tuple(_seen(row, key=key) for row in rows)


def readable(by: Actor) -> list[ComplaintSeen]:
    """Return what this reader may read, each asked anew. A stopped account still counts as the listener it was.

    Raises KeysLocked.
    """
    everyone = person.everyone()
    roles: dict[PersonId, frozenset[Role]] = {one.id: frozenset(one.roles) for one in everyone}
    pseudonyms = {one.id: one.pseudonym for one in everyone}
    roles[by.person_id], pseudonyms[by.person_id] = by.roles, by.pseudonym
    return [
        seen
        for seen in every_one()
        if may_read(seen.told, concerns=seen.concerns, reader=by.person_id, roles=roles, pseudonyms=pseudonyms)
    ]


def mark_reached(complaint_ids: Iterable[str], *, listener: str, now: datetime) -> int:
    """Keep that these complaints have reached this reader; return for how many that is new."""
    wanted = set(complaint_ids)
    new = ComplaintRow.objects.filter(pk__in=wanted).exclude(reached__listener=listener)
    made = [ComplaintReachedRow(complaint=row, listener=listener, at=now) for row in new]
    return len(ComplaintReachedRow.objects.bulk_create(made, ignore_conflicts=True))


def name_accounts(complaint_id: str, concerns: Iterable[str]) -> None:
    """Keep whom a complaint is about; this takes the place of what was kept before."""
    box = keys.complaint_public().shut(json.dumps(sorted(concerns)).encode())
    ComplaintRow.objects.filter(pk=complaint_id).update(concerns=box)


def put_answer(complaint_id: str, answer: Answer, *, on: date) -> None:
    """Keep the answer. Raises Refused: there is one."""
    box = keys.complaint_public().shut(json.dumps(asdict(answer), ensure_ascii=False).encode())
    rows = ComplaintRow.objects.filter(pk=complaint_id, answer__isnull=True)
    if not rows.update(answer=box, answered_on=on):
        raise Refused(ComplaintReason.ANSWERED_ALREADY)


def open_answer(complaint_id: str) -> Answer | None:
    """Return the answer, opened, or None. Raises KeysLocked."""
    box = ComplaintRow.objects.values_list("answer", flat=True).get(pk=complaint_id)
    return _answer(bytes(box), key=keys.complaint_identity()) if box else None


def days() -> tuple[tuple[date, date | None], ...]:
    """Return of each complaint the day it came and the day it was answered; opens nothing."""
    return tuple(ComplaintRow.objects.values_list("received_on", "answered_on"))


def _seen(row: ComplaintRow, *, key: DeskKey) -> ComplaintSeen:
    told = json.loads(key.open(bytes(row.box)))
    return ComplaintSeen(
        id=row.id,
        received_on=row.received_on,
        told=Complaint(**{**told, "way": Way(told.get("way", Way.FORM))}),
        reached=row.reached_count,  # type: ignore[attr-defined]
        concerns=frozenset(json.loads(key.open(bytes(row.concerns)))) if row.concerns else frozenset(),
        answer=_answer(bytes(row.answer), key=key) if row.answer else None,
        answered_on=row.answered_on,
    )


def _answer(box: bytes, *, key: DeskKey) -> Answer:
    told = json.loads(key.open(bytes(box)))
    return Answer(outcome=Outcome(told["outcome"]), words=str(told["words"]))
