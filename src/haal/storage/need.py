"""The tables of needs and offers: kind, number, rough area and state in clear; words stay in the report, contacts
boxed.

The one thing to know: a contact lies in the desk's box only while its need or offer is open, and is wiped with it.
The words somebody typed are not here but in the report's own box (`report_id`). Matches are in `haal.storage.match`.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from haal.domain import need as nouns
from haal.domain.aid.aside import OPEN_WINDOW
from haal.domain.aid.match import MatchState
from haal.domain.errors import NotFound
from haal.domain.ids import NeedId, ReportId
from haal.storage.aid.aside import AsideRow, sender_of
from haal.storage.ground.fields import DeskBoxField

_KINDS = [kind.value for kind in nouns.NeedKind]


class NeedRow(models.Model):
    """One need."""

    id = models.CharField(primary_key=True, max_length=40)
    report_id = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=24)
    for_count = models.PositiveIntegerField()
    urgency = models.CharField(max_length=8)
    until = models.DateTimeField(null=True)
    whom = models.CharField(max_length=120, blank=True, default="")
    amount = models.CharField(max_length=24, blank=True, default="")
    by_hospital = models.BooleanField(default=False)
    district = models.CharField(max_length=60, blank=True, default="")
    cell = models.CharField(max_length=16, null=True)
    state = models.CharField(max_length=12, default=nouns.NeedState.ASKED.value)
    could_not = models.CharField(max_length=24, blank=True, default="")
    contact = DeskBoxField(null=True)
    sender = models.BinaryField(max_length=16, null=True)
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """A need that could not be met says why; no other does."""

        db_table = "need"
        indexes = [models.Index(fields=["state", "asked_at"], name="need_board")]
        constraints = [
            models.CheckConstraint(
                name="need_for_somebody", condition=Q(for_count__gte=1, for_count__lte=nouns.FOR_COUNT_MAX)
            ),
            models.CheckConstraint(name="need_kind", condition=Q(kind__in=_KINDS)),
            models.CheckConstraint(
                name="need_blood_through_the_hospital",
                condition=~Q(kind__in=sorted(kind.value for kind in nouns.THROUGH_THE_HOSPITAL)) | Q(by_hospital=True),
            ),
            models.CheckConstraint(
                name="need_could_not_says_why",
                condition=Q(state="could-not") & ~Q(could_not="") | ~Q(state="could-not") & Q(could_not=""),
            ),
        ]


def keep(need: nouns.Need, *, report_id: ReportId, contact: str, hospital: str = "") -> bool:
    """Keep a need of this report, once; False when there is one already. A contact that was missing is added.

    `hospital`: which one, and its named person, for what only a hospital asks; boxed with the contact and wiped with it.
    """
    box = {"contact": contact, "hospital": hospital} if contact or hospital else None
    _row, made = NeedRow.objects.get_or_create(
        report_id=report_id,
        defaults={
            "id": need.id,
            "kind": need.asked.kind.value,
            "for_count": need.asked.for_count,
            "urgency": need.asked.urgency.value,
            "until": need.asked.until,
            "whom": _whom(need.asked),
            "amount": _amount(need.asked),
            "by_hospital": bool(hospital),
            "district": need.area.district,
            "cell": need.area.cell,
            "asked_at": need.asked_at,
            "changed_at": need.changed_at,
            "contact": box,
            "sender": sender_of(contact),
        },
    )
    if not made and contact:
        open_states = [state.value for state in nouns.OPEN_STATES]
        NeedRow.objects.filter(report_id=report_id, contact__isnull=True, state__in=open_states).update(
            contact=box, sender=sender_of(contact)
        )
    return made


def get(need_id: NeedId, *, for_change: bool = False) -> nouns.Need:
    """Return the need; with `for_change` nobody else changes it until the transaction ends. Raises NotFound."""
    if for_change and NeedRow.objects.select_for_update().filter(pk=need_id).first() is None:
        raise NotFound
    row = _rows().filter(pk=need_id).first()
    if row is None:
        raise NotFound
    return to_domain(row)


def open_ones() -> tuple[nouns.Need, ...]:
    """Return every open need, the longest waiting first."""
    states = [state.value for state in nouns.OPEN_STATES]
    return tuple(to_domain(row) for row in _rows().filter(state__in=states).order_by("asked_at", "id"))


def closed_ones(*, limit: int) -> tuple[nouns.Need, ...]:
    """Return needs that are closed, the latest first."""
    states = [state.value for state in nouns.OPEN_STATES]
    return tuple(to_domain(row) for row in _rows().exclude(state__in=states).order_by("-changed_at", "id")[:limit])


def of_report(report_id: ReportId) -> nouns.Need | None:
    """Return the need that this report asks for, or None."""
    row = _rows().filter(report_id=report_id).first()
    return to_domain(row) if row else None


def report_of(need_id: NeedId) -> ReportId:
    """Return the report whose box holds the words of this need. Raises NotFound."""
    row = NeedRow.objects.filter(pk=need_id).values_list("report_id").first()
    if row is None:
        raise NotFound
    return ReportId(row[0])


def move(need_id: NeedId, to: nouns.NeedState, *, could_not: nouns.CouldNot | None, now: datetime) -> None:
    """Keep a new state; a closed need loses its contact."""
    fields: dict[str, object] = {
        "state": to.value,
        "could_not": could_not.value if could_not else "",
        "changed_at": now,
    }
    if to not in nouns.OPEN_STATES:
        fields |= {"contact": None, "sender": None}
    NeedRow.objects.filter(pk=need_id).update(**fields)


def sort(need_id: NeedId, asked: nouns.Asked, *, now: datetime) -> None:
    """Keep what a person at the desk read out of the words."""
    NeedRow.objects.filter(pk=need_id).update(
        kind=asked.kind.value,
        for_count=asked.for_count,
        urgency=asked.urgency.value,
        until=asked.until,
        whom=_whom(asked),
        amount=_amount(asked),
        changed_at=now,
    )


def past_ones(*, now: datetime) -> tuple[NeedId, ...]:
    """Return open needs whose time has passed."""
    states = [state.value for state in nouns.OPEN_STATES]
    return tuple(
        NeedId(pk) for pk in NeedRow.objects.filter(state__in=states, until__lte=now).values_list("id", flat=True)
    )


def is_by_hospital(need_id: NeedId) -> bool:
    """Return whether a hospital's named person asked."""
    return NeedRow.objects.filter(pk=need_id, by_hospital=True).exists()


def sender_index(need_id: str) -> bytes | None:
    """Return the index of who sent it, None when there is none. Raises NotFound."""
    row = NeedRow.objects.filter(pk=need_id).values_list("sender").first()
    if row is None:
        raise NotFound
    return bytes(row[0]) if row[0] else None


def unnamed_since(*, now: datetime) -> int:
    """Return how many without a contact came within the last hour."""
    return NeedRow.objects.filter(contact__isnull=True, asked_at__gt=now - OPEN_WINDOW).count()


def contact_of(need_id: NeedId) -> str:
    """Return the asker's contact, "" when none is kept. The caller has asked `why_not_show_contact`. Raises KeysLocked."""
    row = NeedRow.objects.filter(pk=need_id).first()
    return str(row.contact.open()["contact"]) if row and row.contact else ""


def forget_words(report_id: ReportId) -> None:
    """Wipe contact and area of the need of this report: the report was erased."""
    NeedRow.objects.filter(report_id=report_id).update(contact=None, sender=None, district="", cell=None)


def to_domain(row: NeedRow) -> nouns.Need:
    """Return the row as the rules see it."""
    return nouns.Need(
        id=NeedId(row.id),
        asked=nouns.Asked(
            kind=nouns.NeedKind(row.kind),
            for_count=row.for_count,
            urgency=nouns.Urgency(row.urgency),
            until=row.until,
            whom=nouns.whom_of(row.whom),
            amount=nouns.amount_of(row.amount) if row.amount else None,
        ),
        area=nouns.Area(district=row.district, cell=row.cell),
        state=nouns.NeedState(row.state),
        asked_at=row.asked_at,
        changed_at=row.changed_at,
        could_not=nouns.CouldNot(row.could_not) if row.could_not else None,
        met_count=getattr(row, "met_count", 0),
        set_aside=getattr(row, "set_aside", False),
    )


def _whom(asked: nouns.Asked) -> str:
    return " ".join(sorted(asked.whom))


def _amount(asked: nouns.Asked) -> str:
    return str(asked.amount) if asked.amount else ""


def _rows() -> QuerySet[NeedRow]:
    """Return needs with how many of each are promised or served, and whether a person looks at it first."""
    fell_through = Q(matches__state=MatchState.FELL_THROUGH.value)
    met = (
        NeedRow.objects.filter(pk=OuterRef("pk"))
        .values("pk")
        .annotate(met=Sum("matches__for_count", filter=~fell_through))
        .values("met")
    )
    aside = Exists(AsideRow.objects.filter(subject=OuterRef("pk")))
    return NeedRow.objects.annotate(met_count=Coalesce(Subquery(met), 0), set_aside=aside)
