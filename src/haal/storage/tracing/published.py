"""What two agreed to let out of a case: the public part in a box until it expires, then its id and dates.

The one thing to know: the database refuses a row that one person published alone, and one that is wiped and still holds words. The id
is random and says nothing of the case; the case is named in the box's row only to wipe it when the case ends.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q

from haal.domain.errors import NotFound
from haal.domain.ids import PersonId, TracingId
from haal.domain.tracing.person import AgeBand, Sex, Sought
from haal.storage.boxes import erased
from haal.storage.boxes.told import plain
from haal.storage.ground.fields import DeskBoxField, with_keys


class TracingPublishedRow(models.Model):
    """One public record, or a draft of one: `agreed_by` is empty until the second person said yes."""

    id = models.CharField(primary_key=True, max_length=40)
    case_id = models.CharField(max_length=40)
    asked_by = models.CharField(max_length=40)
    second_asked = models.CharField(max_length=40, null=True)
    agreed_by = models.CharField(max_length=40, null=True)
    source_date = models.DateTimeField()
    expiry_date = models.DateTimeField()
    wiped_at = models.DateTimeField(null=True)
    box = DeskBoxField(null=True)

    class Meta:
        """Two people; words until it is wiped, and none after."""

        db_table = "tracing_published"
        constraints = [
            models.UniqueConstraint(
                fields=["case_id"], condition=Q(wiped_at__isnull=True), name="tracing_published_once_at_a_time"
            ),
            models.CheckConstraint(
                name="tracing_published_two_people", condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by"))
            ),
            models.CheckConstraint(
                name="tracing_published_words_until_wiped",
                condition=Q(wiped_at__isnull=True, box__isnull=False) | Q(wiped_at__isnull=False, box__isnull=True),
            ),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A row in clear: ids and dates. `wiped_at` None: its words are there."""

    id: str
    case_id: TracingId
    asked_by: PersonId
    second_asked: PersonId | None
    agreed_by: PersonId | None
    source_date: datetime
    expiry_date: datetime
    wiped_at: datetime | None


def keep(draft: Published, sought: Sought) -> bool:
    """Keep a draft; False when the case has one already, or is out. After a wipe there may be another."""
    _row, made = TracingPublishedRow.objects.get_or_create(
        case_id=draft.case_id,
        wiped_at=None,
        defaults={
            "id": draft.id,
            "asked_by": draft.asked_by,
            "second_asked": draft.second_asked,
            "source_date": draft.source_date,
            "expiry_date": draft.expiry_date,
            "box": plain(asdict(sought)),
        },
    )
    return made


def of_case(case_id: TracingId) -> Published | None:
    """Return what is kept to be public of a case, asked or out, or None."""
    row = TracingPublishedRow.objects.filter(case_id=case_id, wiped_at__isnull=True).defer("box").first()
    return to_domain(row) if row else None


def asked_of(person: PersonId) -> tuple[Published, ...]:
    """Return the drafts to which this person is asked to say yes as the second."""
    rows = TracingPublishedRow.objects.filter(second_asked=person, agreed_by__isnull=True, wiped_at__isnull=True)
    return tuple(map(to_domain, rows.defer("box").order_by("id")))


def get(published_id: str) -> Published:
    """Return ids and dates. Raises NotFound."""
    row = TracingPublishedRow.objects.filter(pk=published_id).defer("box").first()
    if row is None:
        raise NotFound
    return to_domain(row)


def sought_of(published_id: str) -> Sought:
    """Return the public part, opened. Raises NotFound: it was wiped. Raises KeysLocked."""
    row = TracingPublishedRow.objects.filter(pk=published_id, box__isnull=False).first()
    if row is None:
        raise NotFound
    return _opened(row.box.open())


def agree(published_id: str, *, by: PersonId, now: datetime) -> bool:
    """Keep the second person's yes; False when it is out already, or wiped."""
    rows = TracingPublishedRow.objects.filter(pk=published_id, agreed_by__isnull=True, wiped_at__isnull=True)
    return bool(rows.update(agreed_by=by, source_date=now))


def out() -> tuple[tuple[Published, Sought], ...]:
    """Return what two agreed to and is not wiped, opened. Raises KeysLocked."""
    rows = list(TracingPublishedRow.objects.filter(agreed_by__isnull=False, box__isnull=False).order_by("id"))
    boxes = with_keys([row.box for row in rows])
    return tuple((to_domain(row), _opened(box.open())) for row, box in zip(rows, boxes, strict=True))


def wiped() -> tuple[Published, ...]:
    """Return what was public once and is wiped."""
    rows = TracingPublishedRow.objects.filter(agreed_by__isnull=False, wiped_at__isnull=False).order_by("id")
    return tuple(map(to_domain, rows))


def to_be_wiped(*, now: datetime, ended: frozenset[TracingId]) -> tuple[Published, ...]:
    """Return what is past its expiry, and what is of these cases."""
    rows = TracingPublishedRow.objects.filter(wiped_at__isnull=True).filter(
        Q(expiry_date__lte=now) | Q(case_id__in=ended)
    )
    return tuple(map(to_domain, rows.defer("box").order_by("id")))


def cases_out() -> frozenset[TracingId]:
    """Return the cases of which something is kept to be public."""
    rows = TracingPublishedRow.objects.filter(wiped_at__isnull=True).values_list("case_id", flat=True)
    return frozenset(map(TracingId, rows))


def wipe(published_id: str, *, now: datetime) -> None:
    """Wipe the words, in the database and its log; the id and the dates stay."""
    rows = TracingPublishedRow.objects.filter(pk=published_id, wiped_at__isnull=True)
    rows.update(box=None, wiped_at=now)
    erased.leave_nothing_after_commit()


def to_domain(row: TracingPublishedRow) -> Published:
    """Return the row in clear."""
    return Published(
        id=row.id,
        case_id=TracingId(row.case_id),
        asked_by=PersonId(row.asked_by),
        second_asked=PersonId(row.second_asked) if row.second_asked else None,
        agreed_by=PersonId(row.agreed_by) if row.agreed_by else None,
        source_date=row.source_date,
        expiry_date=row.expiry_date,
        wiped_at=row.wiped_at,
    )


def _opened(raw: dict[str, Any]) -> Sought:
    dates = {name: datetime.fromisoformat(raw[name]) if raw[name] else None for name in ("source_date", "expiry_date")}
    kept = {**raw, **dates, "other_names": tuple(raw["other_names"]), "age_band": AgeBand(raw["age_band"])}
    return Sought(**{**kept, "sex": Sex(raw["sex"])})
