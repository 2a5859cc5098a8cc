"""The table of matches: one need, one offer, for how many, how it stands, and who agreed to be seen by the other.

The one thing to know: the database itself refuses a number shown without both sides' yes, and two live matches of the
same pair. Contacts are not here. Rules: `haal.domain.aid.match`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, models, transaction
from django.db.models import Q

from haal.domain.aid import match as nouns
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.ids import MatchId, NeedId, OfferId, PersonId
from haal.domain.need import Area, NeedKind
from haal.storage.ground.fields import DeskBoxField

_NOT_PROMISED = [nouns.MatchState.PROPOSED.value, nouns.MatchState.FELL_THROUGH.value]
_LIVE = sorted(state.value for state in nouns.LIVE_STATES)


class MatchRow(models.Model):
    """One match. `way_points`: what its way cost when it was proposed, so that it can be asked later why."""

    id = models.CharField(primary_key=True, max_length=40)
    need = models.ForeignKey("haal.NeedRow", on_delete=models.PROTECT, related_name="matches")
    offer = models.ForeignKey("haal.OfferRow", on_delete=models.PROTECT, related_name="matches")
    for_count = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default=nouns.MatchState.PROPOSED.value)
    way_points = models.PositiveIntegerField()
    asker_agreed = models.BooleanField(default=False)
    offerer_agreed = models.BooleanField(default=False)
    shown_to_asker = models.BooleanField(default=False)
    shown_to_offerer = models.BooleanField(default=False)
    relay_stopped = models.BooleanField(default=False)
    was_promised = models.BooleanField(default=False)
    ended_by = models.CharField(max_length=8, blank=True, default="")
    guarded = models.BooleanField(default=False)
    vouched_by = models.CharField(max_length=40, blank=True, default="")
    host = DeskBoxField(null=True)
    called_by = models.CharField(max_length=40, blank=True, default="")
    proposed_by = models.CharField(max_length=40)
    proposed_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """Nothing is shown without two yeses; one live match of a pair."""

        db_table = "match"
        constraints = [
            models.CheckConstraint(name="match_for_somebody", condition=Q(for_count__gte=1)),
            models.CheckConstraint(
                name="match_shown_only_if_both_agreed",
                condition=Q(shown_to_asker=False, shown_to_offerer=False) | Q(asker_agreed=True, offerer_agreed=True),
            ),
            models.CheckConstraint(
                name="match_guarded_by_two",
                condition=Q(guarded=False)
                | Q(state__in=_NOT_PROMISED)
                | Q(host__isnull=False) & ~Q(vouched_by="") & ~Q(vouched_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="match_guarded_is_called",
                condition=Q(guarded=False) | ~Q(state=nouns.MatchState.DONE.value) | ~Q(called_by=""),
            ),
            models.CheckConstraint(
                name="match_ended_says_by_whom",
                condition=Q(state=nouns.MatchState.FELL_THROUGH.value) & ~Q(ended_by="")
                | ~Q(state=nouns.MatchState.FELL_THROUGH.value) & Q(ended_by=""),
            ),
            models.UniqueConstraint(name="match_live_once", fields=["need", "offer"], condition=Q(state__in=_LIVE)),
        ]


def keep(match: nouns.Match, *, way_points: int, by: PersonId, now: datetime) -> None:
    """Keep a new match. Raises Refused: this pair is matched already."""
    row = MatchRow(
        id=match.id,
        need_id=match.need_id,
        offer_id=match.offer_id,
        for_count=match.for_count,
        way_points=way_points,
        guarded=match.guarded,
        proposed_by=by,
        proposed_at=now,
        changed_at=now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(GeneralReason.ALREADY_DONE) from error


def get(match_id: MatchId, *, for_change: bool = False) -> nouns.Match:
    """Return the match. Raises NotFound."""
    rows = MatchRow.objects.select_for_update() if for_change else MatchRow.objects.all()
    row = rows.filter(pk=match_id).first()
    if row is None:
        raise NotFound
    return to_domain(row)


def of_need(need_id: NeedId) -> tuple[nouns.Match, ...]:
    """Return the matches of a need, oldest first."""
    return tuple(to_domain(row) for row in MatchRow.objects.filter(need_id=need_id).order_by("proposed_at", "id"))


def of_offer(offer_id: OfferId) -> tuple[nouns.Match, ...]:
    """Return the matches of an offer, oldest first."""
    return tuple(to_domain(row) for row in MatchRow.objects.filter(offer_id=offer_id).order_by("proposed_at", "id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneMatch:
    """What was done, for how many and where; not for whom and not by whom."""

    kind: NeedKind
    people: int
    area: Area
    on: date


def done_since(since: datetime) -> tuple[DoneMatch, ...]:
    """Return what was done since an instant, in no order."""
    rows = MatchRow.objects.filter(state=nouns.MatchState.DONE.value, changed_at__gte=since)
    told = rows.values_list("need__kind", "for_count", "need__district", "need__cell", "changed_at")
    return tuple(
        DoneMatch(kind=NeedKind(kind), people=people, area=Area(district=district, cell=cell), on=at.date())
        for kind, people, district, cell, at in told
    )


def move(match_id: MatchId, to: nouns.MatchState, *, ended_by: nouns.EndedBy | None = None, now: datetime) -> None:
    """Keep a new state, and by whom it was ended when it came to nothing."""
    fields: dict[str, object] = {"state": to.value, "changed_at": now, "ended_by": ended_by.value if ended_by else ""}
    if to is nouns.MatchState.PROMISED:
        fields["was_promised"] = True
    MatchRow.objects.filter(pk=match_id).update(**fields)


def end_live_of(
    *, need_id: NeedId | None = None, offer_id: OfferId | None = None, ended_by: nouns.EndedBy, now: datetime
) -> int:
    """Let every live match of a need or of an offer come to nothing; return how many."""
    whose = Q(need_id=need_id) if need_id else Q(offer_id=offer_id)
    return _end(MatchRow.objects.filter(whose, state__in=_LIVE), ended_by=ended_by, now=now)


def undo_done_of(need_id: NeedId, *, now: datetime) -> int:
    """Count nothing as given to a need whose asker says that nothing came; return how many matches that were."""
    rows = MatchRow.objects.filter(need_id=need_id, state=nouns.MatchState.DONE.value)
    return _end(rows, ended_by=nouns.EndedBy.ASKER, now=now)


def set_agreed(match_id: MatchId, side: nouns.Side, *, agreed: bool, now: datetime) -> None:
    """Keep a side's yes or no to being seen. A no after a showing cannot undo it and is kept apart: see the audit."""
    rows = MatchRow.objects.filter(pk=match_id)
    if not agreed:
        rows = rows.filter(shown_to_asker=False, shown_to_offerer=False)
    rows.update(**{f"{side.value}_agreed": agreed, "changed_at": now})


def set_shown(match_id: MatchId, to: nouns.Side, *, now: datetime) -> bool:
    """Keep that `to` has seen the other's number; False when they had already."""
    column = f"shown_to_{to.value}"
    return bool(MatchRow.objects.filter(Q(**{column: False}), pk=match_id).update(**{column: True, "changed_at": now}))


def vouch(match_id: MatchId, *, by: PersonId, host: str, now: datetime) -> None:
    """Keep who is the second person for a guarded match, and the host's name in the desk's box."""
    MatchRow.objects.filter(pk=match_id).update(vouched_by=by, host={"name": host}, changed_at=now)


def set_called(match_id: MatchId, *, by: PersonId, now: datetime) -> None:
    """Keep who called after the arrival."""
    MatchRow.objects.filter(pk=match_id).update(called_by=by, changed_at=now)


def stop_relay(match_id: MatchId, *, now: datetime) -> bool:
    """Keep that nothing more goes through between the two; False when it was so."""
    return bool(MatchRow.objects.filter(pk=match_id, relay_stopped=False).update(relay_stopped=True, changed_at=now))


def count_live() -> int:
    """Return how many matches are proposed, promised or on the way."""
    return MatchRow.objects.filter(state__in=_LIVE).count()


def count_by_state() -> dict[str, int]:
    """Return how many matches are in each state."""
    return dict(MatchRow.objects.values_list("state").annotate(count=models.Count("pk")).order_by("state"))


def _end(rows: models.QuerySet[MatchRow], *, ended_by: nouns.EndedBy, now: datetime) -> int:
    return rows.update(state=nouns.MatchState.FELL_THROUGH.value, ended_by=ended_by.value, changed_at=now)


def to_domain(row: MatchRow) -> nouns.Match:
    """Return the row as the rules see it."""
    return nouns.Match(
        id=MatchId(row.id),
        need_id=NeedId(row.need_id),
        offer_id=OfferId(row.offer_id),
        for_count=row.for_count,
        state=nouns.MatchState(row.state),
        asker_agreed=row.asker_agreed,
        offerer_agreed=row.offerer_agreed,
        shown_to_asker=row.shown_to_asker,
        shown_to_offerer=row.shown_to_offerer,
        relay_stopped=row.relay_stopped,
        changed_at=row.changed_at,
        was_promised=row.was_promised,
        ended_by=nouns.EndedBy(row.ended_by) if row.ended_by else None,
        proposed_by=row.proposed_by,
        guarded=row.guarded,
        vouched_by=row.vouched_by,
        host_named=row.host is not None,
        called_by=row.called_by,
    )
