"""The table of tracing cases: situation, state and who has it in clear; everything about a person in the desk's box.

The one thing to know: the database itself refuses that a search for somebody taken gets an end by the clock. What the seeker
sees by the code stands in this row alone, so whatever is found elsewhere can neither change nor slow that page. There is no
function that returns all cases to a person: `described` is for matching and hands out descriptions without a contact.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Count, Q

from haal.domain.errors import NotFound
from haal.domain.ids import PersonId, ReportId, TracingId
from haal.domain.tracing import case as nouns
from haal.domain.tracing.person import AgeBand, Sex
from haal.domain.tracing.told import Consents, Described, Entry, Situation, ToldOf
from haal.storage.boxes.told import plain
from haal.storage.ground.fields import DeskBoxField, with_keys

_OPEN = nouns.CaseState.OPEN.value
_NEVER = sorted(situation.value for situation in nouns.NEVER_BY_CLOCK)


class TracingCaseRow(models.Model):
    """One request or sighting."""

    id = models.CharField(primary_key=True, max_length=40)
    report_id = models.CharField(max_length=40, unique=True)
    entry = models.CharField(max_length=8)
    situation = models.CharField(max_length=40)
    state = models.CharField(max_length=8, default=_OPEN)
    seeker = models.CharField(max_length=24, default=nouns.SeekerState.KEPT.value)
    handed_to = models.CharField(max_length=40, null=True)
    told_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    ask_again_at = models.DateTimeField(null=True)
    asked_again_at = models.DateTimeField(null=True)
    box = DeskBoxField(null=True)

    class Meta:
        """No clock ends the search for somebody taken."""

        db_table = "tracing_case"
        indexes = [models.Index(fields=["handed_to", "state"], name="tracing_case_of")]
        constraints = [
            models.CheckConstraint(
                name="tracing_never_by_clock",
                condition=~Q(situation__in=_NEVER) | (Q(expires_at__isnull=True) & ~Q(state="expired")),
            ),
            models.CheckConstraint(name="tracing_open_has_words", condition=~Q(state="open") | Q(box__isnull=False)),
        ]


def keep(case: nouns.Case, told: ToldOf) -> bool:
    """Keep a case of this report, once; False when there is one already."""
    _row, made = TracingCaseRow.objects.get_or_create(
        report_id=case.report_id,
        defaults={
            "id": case.id,
            "entry": case.entry.value,
            "situation": case.situation.value,
            "seeker": case.seeker.value,
            "handed_to": case.handed_to,
            "told_at": case.told_at,
            "expires_at": case.expires_at,
            "ask_again_at": case.ask_again_at,
            "box": plain(asdict(told)),
        },
    )
    return made


def get(case_id: TracingId, *, for_change: bool = False) -> nouns.Case:
    """Return the case. Raises NotFound."""
    rows = TracingCaseRow.objects.select_for_update() if for_change else TracingCaseRow.objects
    row = rows.filter(pk=case_id).defer("box").first()
    if row is None:
        raise NotFound
    return to_domain(row)


def of_report(report_id: ReportId) -> nouns.Case | None:
    """Return the case that this report began, or None."""
    row = TracingCaseRow.objects.filter(report_id=report_id).defer("box").first()
    return to_domain(row) if row else None


def told_of(case_id: TracingId) -> ToldOf | None:
    """Return what was told, None when it was wiped. Raises KeysLocked."""
    row = TracingCaseRow.objects.filter(pk=case_id).first()
    return opened(row.box.open()) if row and row.box else None


def of_finder(person: PersonId) -> tuple[nouns.Case, ...]:
    """Return the open cases that were handed to this person, the longest waiting first."""
    rows = TracingCaseRow.objects.filter(handed_to=person, state=_OPEN).defer("box").order_by("told_at", "id")
    return tuple(map(to_domain, rows))


def described(*, entry: Entry) -> dict[str, Described]:
    """Return for matching who is described in each open case of this kind. Raises KeysLocked."""
    rows = list(TracingCaseRow.objects.filter(state=_OPEN, entry=entry.value, box__isnull=False).only("id", "box"))
    boxes = with_keys([row.box for row in rows])
    return {row.id: opened(box.open()).who for row, box in zip(rows, boxes, strict=True)}


def hand(case_id: TracingId, *, to: PersonId) -> None:
    """Keep whose case it is now; the seeker is told that somebody searches."""
    rows = TracingCaseRow.objects.filter(pk=case_id, state=_OPEN)
    rows.update(handed_to=to)
    rows.filter(seeker=nouns.SeekerState.KEPT.value).update(seeker=nouns.SeekerState.SEARCHING.value)


def unhanded() -> tuple[TracingId, ...]:
    """Return open cases that nobody has."""
    rows = TracingCaseRow.objects.filter(handed_to__isnull=True, state=_OPEN).order_by("told_at", "id")
    return tuple(TracingId(pk) for pk in rows.values_list("id", flat=True))


def open_counts() -> dict[str, int]:
    """Return how many open cases each family finder has: for handing out fairly, never shown."""
    rows = TracingCaseRow.objects.filter(state=_OPEN, handed_to__isnull=False).values_list("handed_to")
    return {str(person): count for person, count in rows.annotate(count=Count("id"))}


def set_seeker(case_id: TracingId, to: nouns.SeekerState) -> None:
    """Keep what the seeker sees by the code."""
    TracingCaseRow.objects.filter(pk=case_id).update(seeker=to.value)


def set_told(case_id: TracingId, told: ToldOf) -> None:
    """Keep what is told of a case from now on in place of what was."""
    TracingCaseRow.objects.filter(pk=case_id).update(box=plain(asdict(told)))


def past_ones(*, now: datetime) -> tuple[nouns.Case, ...]:
    """Return open cases whose time has come; the rules decide whether the clock may end them."""
    rows = TracingCaseRow.objects.filter(state=_OPEN, expires_at__lte=now).defer("box").order_by("id")
    return tuple(map(to_domain, rows))


def to_be_asked(*, now: datetime) -> tuple[nouns.Case, ...]:
    """Return open requests whose family is to be asked whether to go on."""
    due = TracingCaseRow.objects.filter(state=_OPEN, entry=Entry.REQUEST.value, ask_again_at__lte=now)
    return tuple(map(to_domain, due.filter(asked_again_at__isnull=True).defer("box").order_by("id")))


def set_asked(case_id: TracingId, *, now: datetime) -> None:
    """Keep that the family is asked."""
    TracingCaseRow.objects.filter(pk=case_id).update(asked_again_at=now)


def set_goes_on(case_id: TracingId, *, ask_again_at: datetime, expires_at: datetime | None) -> None:
    """Keep that the family goes on."""
    TracingCaseRow.objects.filter(pk=case_id).update(
        asked_again_at=None, ask_again_at=ask_again_at, expires_at=expires_at
    )


def to_domain(row: TracingCaseRow) -> nouns.Case:
    """Return the row as the rules see it."""
    return nouns.Case(
        id=TracingId(row.id),
        report_id=ReportId(row.report_id),
        entry=Entry(row.entry),
        situation=Situation(row.situation),
        state=nouns.CaseState(row.state),
        seeker=nouns.SeekerState(row.seeker),
        told_at=row.told_at,
        handed_to=PersonId(row.handed_to) if row.handed_to else None,
        expires_at=row.expires_at,
        ask_again_at=row.ask_again_at,
        asked_again_at=row.asked_again_at,
    )


def opened(raw: dict[str, Any]) -> ToldOf:
    """Return what lay in a box."""
    who = raw["who"]
    days = {name: date.fromisoformat(who[name]) if who[name] else None for name in ("first_day", "last_day")}
    kept = {**who, **days, "names": tuple(who["names"]), "age": AgeBand(who["age"]), "sex": Sex(who["sex"])}
    return ToldOf(
        **{
            **raw,
            "entry": Entry(raw["entry"]),
            "situation": Situation(raw["situation"]),
            "who": Described(**kept),
            "consents": Consents(**raw["consents"]),
        }
    )
