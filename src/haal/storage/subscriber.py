"""The tables of those who asked to be warned: addresses boxed under the route key, what they chose in a row shared by
all who chose the same.

The one thing to know: there is no function that lists subscribers, for any role. They are counted by what they chose
(`haal.storage.warn.audience`, which never touches `subscriber`), found again by their own link or a keyed index of
their address, and a batch of addresses is opened at a time, by pseudonym, while it is being sent. Who stops is deleted.

    subscriber               one address; id (integer) inside, pseudonym `s_...` outside; choice_id, channel, state
    subscriber_choice        channel, languages, level, quiet hours, simulated or not, `people`: how many active hold it
    subscriber_choice_patch  the one to five patches of a choice: (patch, choice_id), patch = the cell, or
    subscriber_patch_cell    (cell, patch_id), the cells of a patch that has several
    subscriber_patch_sum     how many active people hold a patch, for counting

A person has one choice, so whoever starts from choices takes nobody twice. Queueing may read `subscriber` (id, pseudonym,
choice_id, channel, state; index on choice_id, state) and every column of `subscriber_choice`; which choices an area
touches it asks of `audience.choices`, or reads from the two tables of patches. Nothing reads addresses but `addresses`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q

from haal.domain.delivery import Channel
from haal.domain.ids import SubscriberId
from haal.domain.subscriber import Choice, State, Subscriber
from haal.storage.chosen import keep as chosen
from haal.storage.chosen.rows import ChoiceRow
from haal.storage.ground import keys
from haal.vault.box import blind_index

INSERT_ROWS = 2_000
_INDEX = "subscriber-address"


class SubscriberRow(models.Model):
    """One address on one channel."""

    id = models.BigAutoField(primary_key=True)
    pseudonym = models.CharField(max_length=40, unique=True)
    choice = models.ForeignKey(ChoiceRow, on_delete=models.PROTECT, db_index=False)
    channel = models.CharField(max_length=8)
    address = models.BinaryField()
    address_index = models.BinaryField(max_length=16)
    state = models.CharField(max_length=8)
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)  # when the first message, with the link to confirm, was sent

    class Meta:
        """Once on each channel."""

        db_table = "subscriber"
        constraints = [models.UniqueConstraint(fields=["channel", "address_index"], name="subscriber_once")]
        indexes = [
            models.Index(fields=["choice", "state"], name="subscriber_of_choice"),
            models.Index(fields=["asked_at"], name="subscriber_asked", condition=Q(state=State.ASKED.value)),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A subscription that comes in. `address` is in its normal form."""

    id: SubscriberId
    address: str
    choice: Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One person that an area reaches, by pseudonym."""

    id: SubscriberId
    channel: Channel
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to send, in clear, and what is read there; lives for one batch."""

    address: str
    language: str
    second_language: str = ""


def keep(asked: Sequence[Asked], *, state: State, now: datetime) -> int:
    """Keep subscriptions whose address is not there yet, in the caller's transaction; return how many. Raises KeysLocked."""
    route, index = keys.route_key(), keys.index_key(_INDEX)
    choices = chosen.hold({one.choice for one in asked})
    rows = [
        SubscriberRow(
            pseudonym=one.id,
            choice_id=choices[one.choice],
            channel=one.choice.channel.value,
            address=route.shut(one.address.encode(), row_id=one.id),
            address_index=blind_index(one.address.encode(), key=index),
            state=state.value,
            asked_at=now,
        )
        for one in asked
    ]
    SubscriberRow.objects.bulk_create(rows, batch_size=INSERT_ROWS, ignore_conflicts=True)
    kept = _there([one.id for one in asked])
    if state is State.ACTIVE:
        chosen.add_people(Counter(choices[one.choice] for one in asked if one.id in kept))
    if len(kept) < len(asked):
        _drop_unheld(choices.values())
    return len(kept)


def choose_again(subscriber_id: SubscriberId, choice: Choice) -> None:
    """Let a wish that is not confirmed yet be for something else."""
    row = SubscriberRow.objects.filter(pseudonym=subscriber_id, state=State.ASKED.value).first()
    if row is not None:
        before = row.choice_id
        SubscriberRow.objects.filter(pk=row.pk, state=State.ASKED.value).update(choice_id=chosen.hold({choice})[choice])
        _drop_unheld([before])


def find(channel: Channel, address: str) -> Subscriber | None:
    """Return the subscription of this address, or None. Raises KeysLocked."""
    index = blind_index(address.encode(), key=keys.index_key(_INDEX))
    row = SubscriberRow.objects.filter(channel=channel.value, address_index=index).select_related("choice").first()
    return to_domain(row) if row else None


def get(subscriber_id: SubscriberId) -> Subscriber | None:
    """Return the subscription with this pseudonym, or None."""
    row = SubscriberRow.objects.filter(pseudonym=subscriber_id).select_related("choice").first()
    return to_domain(row) if row else None


def confirm(subscriber_id: SubscriberId) -> bool:
    """Make an asked subscription active; False when there is none."""
    asked = SubscriberRow.objects.filter(pseudonym=subscriber_id, state=State.ASKED.value)
    choice_id = asked.values_list("choice_id", flat=True).first()
    if choice_id is None or not asked.update(state=State.ACTIVE.value):
        return False
    chosen.add_people({choice_id: 1})
    return True


def forget(subscriber_ids: Iterable[SubscriberId]) -> int:
    """Delete subscriptions, and what they chose where nobody else chose it; return how many there were."""
    rows = SubscriberRow.objects.filter(pseudonym__in=list(subscriber_ids)).select_for_update()
    held = list(rows.values_list("pk", "choice_id", "state"))
    gone = SubscriberRow.objects.filter(pk__in=[pk for pk, _, _ in held]).delete()[0]
    active = Counter(choice_id for _, choice_id, state in held if state == State.ACTIVE.value)
    chosen.add_people({choice_id: -count for choice_id, count in active.items()})
    _drop_unheld(choice_id for _, choice_id, _ in held)
    return gone


def unconfirmed(*, before: datetime, limit: int) -> tuple[SubscriberId, ...]:
    """Return some that nobody confirmed in time."""
    rows = SubscriberRow.objects.filter(state=State.ASKED.value, asked_at__lt=before)
    return tuple(SubscriberId(one) for one in rows.values_list("pseudonym", flat=True)[:limit])


def waiting_for_first_message(*, limit: int) -> tuple[Subscriber, ...]:
    """Return some that asked and were not written to yet."""
    rows = SubscriberRow.objects.filter(state=State.ASKED.value, told_at__isnull=True).select_related("choice")
    return tuple(to_domain(row) for row in rows.order_by("asked_at")[:limit])


def set_told(subscriber_ids: Iterable[SubscriberId], *, now: datetime) -> None:
    """Keep that the first message was sent."""
    SubscriberRow.objects.filter(pseudonym__in=list(subscriber_ids)).update(told_at=now)


def addresses(subscriber_ids: Sequence[str]) -> Mapping[str, Address]:
    """Return where to send, for one batch; who has stopped is missing. Raises KeysLocked."""
    route = keys.route_key()
    rows = SubscriberRow.objects.filter(pseudonym__in=list(subscriber_ids)).values_list(
        "pseudonym", "address", "choice__language", "choice__second_language"
    )
    return {
        person: Address(
            address=route.open(bytes(box), row_id=person).decode(), language=language, second_language=second
        )
        for person, box, language, second in rows
    }


def to_domain(row: SubscriberRow) -> Subscriber:
    """Return the row without its address."""
    return Subscriber(id=SubscriberId(row.pseudonym), choice=chosen.to_domain(row.choice), state=State(row.state))


def _there(ids: Sequence[SubscriberId]) -> frozenset[str]:
    """Return those of the pseudonyms that are kept."""
    found: set[str] = set()
    for first in range(0, len(ids), INSERT_ROWS):
        rows = SubscriberRow.objects.filter(pseudonym__in=ids[first : first + INSERT_ROWS])
        found.update(rows.values_list("pseudonym", flat=True))
    return frozenset(found)


def _drop_unheld(choice_ids: Iterable[int]) -> None:
    """Delete those of the choices that nobody holds any more, active or not."""
    empty = set(chosen.empty(choice_ids))
    chosen.drop(empty - set(SubscriberRow.objects.filter(choice_id__in=empty).values_list("choice_id", flat=True)))
