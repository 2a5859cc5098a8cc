"""The table of pairs that may be one person, and what the one who was found has answered.

The one thing to know: the database refuses a pair that needs two people and has fewer, or the same one twice. The answer of
the one found lies in a box: a copy of the disk does not say who was found, nor that anybody answered. Nothing here is ever
read for the seeker's page. A pair is never deleted: what was wrong becomes `not-same`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from haal.domain.errors import NotFound
from haal.domain.ids import PersonId, TracingId, TracingPairId
from haal.domain.tracing import pair as nouns
from haal.domain.tracing.telling import Answer
from haal.storage.ground.fields import DeskBoxField
from haal.storage.tracing.case import TracingCaseRow

_SAME = nouns.PairState.SAME.value
_HALF = nouns.PairState.HALF.value


class TracingPairRow(models.Model):
    """One pair."""

    id = models.CharField(primary_key=True, max_length=40)
    request = models.ForeignKey(TracingCaseRow, on_delete=models.PROTECT, related_name="pairs")
    other = models.ForeignKey(TracingCaseRow, on_delete=models.PROTECT, related_name="pairs_as_other")
    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=24, default=nouns.PairState.PROPOSED.value)
    two_needed = models.BooleanField()
    proposed_at = models.DateTimeField()
    first_by = models.CharField(max_length=40, null=True)
    second_asked = models.CharField(max_length=40, null=True)
    second_by = models.CharField(max_length=40, null=True)
    referred_at = models.DateTimeField(null=True)
    answer = DeskBoxField()

    class Meta:
        """Two where two are needed, and never the same one twice."""

        db_table = "tracing_pair"
        constraints = [
            models.UniqueConstraint(fields=["request", "other"], name="tracing_pair_once"),
            models.CheckConstraint(name="tracing_pair_of_two", condition=~Q(request=F("other"))),
            models.CheckConstraint(
                name="tracing_pair_two_people",
                condition=Q(second_by__isnull=True) | (Q(first_by__isnull=False) & ~Q(first_by=F("second_by"))),
            ),
            models.CheckConstraint(
                name="tracing_pair_agreed",
                condition=~Q(state__in=[_SAME, _HALF])
                | Q(state=_HALF, first_by__isnull=False)
                | Q(state=_SAME, first_by__isnull=False, two_needed=False)
                | Q(state=_SAME, second_by__isnull=False),
            ),
        ]


def propose(pair: nouns.Pair) -> bool:
    """Keep a pair, once; False when it was proposed before, this way round or the other, whatever was decided then."""
    if TracingPairRow.objects.filter(request_id=pair.other_id, other_id=pair.request_id).exists():
        return False
    _row, made = TracingPairRow.objects.get_or_create(
        request_id=pair.request_id,
        other_id=pair.other_id,
        defaults={
            "id": pair.id,
            "kind": pair.kind.value,
            "two_needed": pair.two_needed,
            "proposed_at": pair.proposed_at,
            "answer": {"answer": Answer.NOT_ASKED.value},
        },
    )
    return made


def get(pair_id: TracingPairId, *, for_change: bool = False) -> nouns.Pair:
    """Return the pair. Raises NotFound."""
    rows = TracingPairRow.objects.select_for_update() if for_change else TracingPairRow.objects
    row = rows.filter(pk=pair_id).first()
    if row is None:
        raise NotFound
    return to_domain(row)


def of_request(request_id: TracingId) -> tuple[nouns.Pair, ...]:
    """Return the pairs of a request, as they were proposed."""
    rows = TracingPairRow.objects.filter(request_id=request_id).order_by("proposed_at", "id")
    return tuple(map(to_domain, rows))


def of_case(case_id: TracingId) -> tuple[nouns.Pair, ...]:
    """Return the pairs that whoever has this case decides about: of the request, and with others who ask for the same."""
    of_both = Q(request_id=case_id) | Q(other_id=case_id, kind=nouns.PairKind.DUPLICATE.value)
    return tuple(map(to_domain, TracingPairRow.objects.filter(of_both).order_by("proposed_at", "id")))


def same_requests(case_ids: Iterable[TracingId]) -> tuple[nouns.Pair, ...]:
    """Return the pairs of two requests for one person of which either is one of these cases."""
    ids = list(case_ids)
    rows = TracingPairRow.objects.filter(kind=nouns.PairKind.DUPLICATE.value, state=_SAME)
    return tuple(map(to_domain, rows.filter(Q(request_id__in=ids) | Q(other_id__in=ids)).order_by("id")))


def asked_of(person: PersonId) -> tuple[nouns.Pair, ...]:
    """Return the pairs to which this person is asked to say yes or no as the second."""
    rows = TracingPairRow.objects.filter(second_asked=person, state=_HALF).order_by("proposed_at", "id")
    return tuple(map(to_domain, rows))


def second_asked_of(pair_id: TracingPairId) -> PersonId | None:
    """Return who is asked as the second."""
    found = TracingPairRow.objects.filter(pk=pair_id).values_list("second_asked", flat=True).first()
    return PersonId(found) if found else None


def answer_of(pair_id: TracingPairId) -> Answer:
    """Return what the one found has answered. Raises NotFound, KeysLocked."""
    row = TracingPairRow.objects.filter(pk=pair_id).first()
    if row is None:
        raise NotFound
    return Answer(row.answer.open()["answer"])


def set_answer(pair_id: TracingPairId, answer: Answer) -> None:
    """Keep the answer of the one found."""
    TracingPairRow.objects.filter(pk=pair_id).update(answer={"answer": answer.value})


def say_same(pair: nouns.Pair, *, by: PersonId, second_asked: PersonId | None) -> None:
    """Keep that one more person says it is the same."""
    to = nouns.next_state(pair)
    who = {"second_by": by} if pair.state is nouns.PairState.HALF else {"first_by": by, "second_asked": second_asked}
    TracingPairRow.objects.filter(pk=pair.id).update(state=to.value, **who)


def say_not_same(pair_id: TracingPairId) -> None:
    """Keep that it is another person."""
    TracingPairRow.objects.filter(pk=pair_id).update(state=nouns.PairState.NOT_SAME.value)


def refer(pair_id: TracingPairId, *, now: datetime) -> None:
    """Keep that a child-protection body has it."""
    TracingPairRow.objects.filter(pk=pair_id).update(referred_at=now)


def to_domain(row: TracingPairRow) -> nouns.Pair:
    """Return the row as the rules see it."""
    return nouns.Pair(
        id=TracingPairId(row.id),
        request_id=TracingId(row.request_id),
        other_id=TracingId(row.other_id),
        kind=nouns.PairKind(row.kind),
        state=nouns.PairState(row.state),
        proposed_at=row.proposed_at,
        two_needed=row.two_needed,
        first_by=PersonId(row.first_by) if row.first_by else None,
        second_by=PersonId(row.second_by) if row.second_by else None,
        referred_at=row.referred_at,
    )
