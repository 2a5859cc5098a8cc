"""The rows of two people: one asked, another agreed.

The one thing to know: the database itself refuses a row whose two people are one, and a second open question about the
same thing. Only the transition open -> agreed (or withdrawn) is offered here, and it happens once, whoever races.
Not the act itself: the service of the kind does that in the same transaction. Rules: `haal.domain.agreement`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q

from haal.domain import agreement as nouns
from haal.domain.access import Actor
from haal.domain.agreement import Agreement, AgreementReason, Kind
from haal.domain.errors import NotFound, Refused
from haal.domain.ids import AgreementId, PersonId, new_id
from haal.storage.ground.fields import DeskBox, DeskBoxField

REASON_CHARS_MAX = 500


class AgreementRow(models.Model):
    """One question to a second person. The reason that was typed is in the desk's box."""

    id = models.CharField(primary_key=True, max_length=40)
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=120)
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    agreed_by = models.CharField(max_length=40, null=True)
    agreed_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=40, null=True)
    withdrawn_at = models.DateTimeField(null=True)
    reason = DeskBoxField(null=True)

    class Meta:
        """Two different people; agreed or withdrawn, not both; one open question about one thing."""

        db_table = "agreement"
        constraints = [
            models.CheckConstraint(
                name="agreement_two_people", condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by"))
            ),
            models.CheckConstraint(
                name="agreement_by_whom_and_when",
                condition=Q(agreed_by__isnull=True, agreed_at__isnull=True)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="agreement_one_end", condition=Q(agreed_at__isnull=True) | Q(withdrawn_at__isnull=True)
            ),
            models.CheckConstraint(name="agreement_kind", condition=Q(kind__in=[kind.value for kind in Kind])),
            models.UniqueConstraint(
                name="agreement_open_once",
                fields=["kind", "subject"],
                condition=Q(agreed_at__isnull=True, withdrawn_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["kind", "subject"], name="agreement_about")]


def ask(
    *,
    kind: Kind,
    subject: str,
    by: Actor | PersonId,
    reason: str = "",
    basis: str = "",
    ids: Iterable[str] = (),
    now: datetime,
) -> AgreementId:
    """Keep the first person's question and return its id. `basis`: a code that belongs to the reason; `ids`: what it is about
    besides the subject.

    Raises:
        Refused: the same question is open already.
    """
    agreement_id = AgreementId(new_id("a"))
    row = AgreementRow(id=agreement_id, kind=kind.value, subject=subject, asked_by=_person(by), asked_at=now)
    if reason:
        beside = {"basis": basis, "ids": list(ids)}
        row.reason = {"reason": reason[:REASON_CHARS_MAX], **{name: value for name, value in beside.items() if value}}
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(AgreementReason.ASKED_ALREADY) from error
    return agreement_id


def agree(*, agreement_id: AgreementId, by: Actor | PersonId, now: datetime) -> Agreement:
    """Keep the second person's yes and return the agreement, now complete. The act follows in the same transaction.

    Raises:
        NotFound: there is no such question.
        Refused: it is no longer open, or the same person asked.
    """
    person = _person(by)
    if refusal := nouns.why_not_agree(get(agreement_id), by=person):
        raise Refused(refusal)
    open_rows = AgreementRow.objects.filter(pk=agreement_id, agreed_at__isnull=True, withdrawn_at__isnull=True)
    if not open_rows.update(agreed_by=person, agreed_at=now):
        raise Refused(AgreementReason.NO_LONGER_OPEN)
    return get(agreement_id)


def withdraw(*, agreement_id: AgreementId, by: Actor | PersonId, now: datetime) -> Agreement:
    """End an open question without a yes; one person is enough. Raises NotFound, Refused."""
    get(agreement_id)
    open_rows = AgreementRow.objects.filter(pk=agreement_id, agreed_at__isnull=True, withdrawn_at__isnull=True)
    if not open_rows.update(withdrawn_by=_person(by), withdrawn_at=now):
        raise Refused(AgreementReason.NO_LONGER_OPEN)
    return get(agreement_id)


def get(agreement_id: AgreementId) -> Agreement:
    """Return the agreement. Raises NotFound."""
    row = AgreementRow.objects.filter(pk=agreement_id).first()
    if row is None:
        raise NotFound
    return to_domain(row)


def find_open(*, kind: Kind, subject: str) -> Agreement | None:
    """Return the open question about this subject, or None."""
    row = AgreementRow.objects.filter(
        kind=kind.value, subject=subject, agreed_at__isnull=True, withdrawn_at__isnull=True
    ).first()
    return to_domain(row) if row else None


def find_agreed(*, kind: Kind, subject: str) -> Agreement | None:
    """Return the latest question about this subject to which a second person said yes, or None."""
    rows = AgreementRow.objects.filter(kind=kind.value, subject=subject, agreed_at__isnull=False)
    row = rows.order_by("-agreed_at").first()
    return to_domain(row) if row else None


def about(*, kind: Kind, subject: str) -> tuple[Agreement, ...]:
    """Return every question ever asked about this subject, in order."""
    rows = AgreementRow.objects.filter(kind=kind.value, subject=subject).order_by("asked_at", "id")
    return tuple(to_domain(row) for row in rows)


def open_ones(kinds: frozenset[Kind]) -> tuple[Agreement, ...]:
    """Return all open questions of these kinds, oldest first."""
    rows = AgreementRow.objects.filter(
        kind__in=[kind.value for kind in kinds], agreed_at__isnull=True, withdrawn_at__isnull=True
    )
    return tuple(to_domain(row) for row in rows.order_by("asked_at", "id"))


def reason_of(agreement_id: AgreementId) -> DeskBox | None:
    """Return the shut box with the reason, or None when none was given."""
    row = AgreementRow.objects.filter(pk=agreement_id).first()
    return row.reason if row else None


def forget_reasons(subjects: Iterable[str]) -> int:
    """Delete what was typed as a reason for anything about these, alone or joined to another; return how many there were."""
    wanted = Q(pk__in=[])
    for each in subjects:
        wanted |= Q(subject=each) | Q(subject__startswith=f"{each}:") | Q(subject__endswith=f":{each}")
    return AgreementRow.objects.filter(wanted, reason__isnull=False).update(reason=None)


def to_domain(row: AgreementRow) -> Agreement:
    """Return the row as the rules see it."""
    return Agreement(
        id=AgreementId(row.id),
        kind=Kind(row.kind),
        subject=row.subject,
        asked_by=PersonId(row.asked_by),
        asked_at=row.asked_at,
        agreed_by=PersonId(row.agreed_by) if row.agreed_by else None,
        agreed_at=row.agreed_at,
        withdrawn_at=row.withdrawn_at,
    )


def _person(by: Actor | PersonId) -> PersonId:
    return by.person_id if isinstance(by, Actor) else by
