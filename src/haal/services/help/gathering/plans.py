"""The plan of a gathering place, which only its own helpers open.

The one thing to know: `keep` draws the place's word, tells it once and keeps it nowhere. Who looks after a place
and has the word opens the plan; no role, no list and no seized disk does. A lost word means a new plan. What the box
knows of a shut plan is its owner (one of the helpers) and the day it is looked at again.
"""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime

from haal.domain import receipt
from haal.domain.access import Actor, Permission, require
from haal.domain.errors import NotFound, Refused
from haal.domain.gathering.place import Place, is_own
from haal.domain.gathering.plan import (
    LINE_CHARS_MAX,
    TEXT_CHARS_MAX,
    Finding,
    Kept,
    Plan,
    PlanReason,
    Response,
    as_plain,
    findings,
    of_plain,
    texts_of,
    why_not_keep,
)
from haal.domain.hazard import Hazard
from haal.domain.ids import PersonId, PlaceId
from haal.domain.incoming import check_text
from haal.domain.policy import DEFAULT, Policy
from haal.domain.warning_text import LAND_TIME
from haal.language.receipt_words import WORDS
from haal.services.help.gathering.warned import warnings_at
from haal.services.help.queries_people import Colleague, colleagues
from haal.storage import audit, person, work
from haal.storage.gathering import place as rows
from haal.storage.ground.fields import DeskBox
from haal.vault import word
from haal.vault.seal import CannotOpen


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A plan that was opened with its word: what it says, of a danger that is told now first, and what is to be done."""

    place: Place
    plan: Plan
    responses: tuple[Response, ...]
    dangers: frozenset[Hazard]
    findings: tuple[Finding, ...]
    owner: Colleague
    review_on: date
    stewards: tuple[Colleague, ...]


def keep(*, place_id: PlaceId, kept: Kept, by: Actor, now: datetime, policy: Policy = DEFAULT) -> str:
    """Keep the plan in place of the one before and return its word: six words, told this once.

    Raises:
        NotFound: it is not the actor's place.
        Refused: nothing is written, a text cannot be kept, or owner, numbers or days do not fit.
    """
    stewards = _own(place_id, by)
    _check_texts(kept.plan)
    reason = why_not_keep(kept, stewards=frozenset(stewards), today=_day(now), policy=policy)
    if reason:
        raise Refused(reason, most=policy.plan_review_days_max)
    drawn = receipt.words_of(secrets.token_bytes(16), WORDS)
    plain = json.dumps(as_plain(kept.plan), ensure_ascii=False).encode()
    locked = word.shut(plain, word=_typed(drawn), row_id=place_id)
    box = DeskBox.shut({"locked": base64.b64encode(locked).decode("ascii")})
    with work.atomic():
        rows.put_plan(place_id, box, owner=PersonId(kept.owner), review_on=kept.review_on, now=now)
        audit.write(by=by, what="plan-kept", subject=place_id, now=now)
    return drawn


def read(*, place_id: PlaceId, place_word: str, by: Actor, now: datetime, policy: Policy = DEFAULT) -> Opened:
    """Return the plan of one's own place with what is to be done; each reading, and each wrong word, is audited.

    Raises:
        NotFound: it is not the actor's place, or it has no plan.
        Refused: the word does not open it.
        KeysLocked: the keys are away.
    """
    stewards = _own(place_id, by)
    box, about = rows.plan_of(place_id), rows.plan_kept(place_id)
    if box is None or about is None:
        raise NotFound
    locked = base64.b64decode(box.open()["locked"])
    try:
        plain = word.open_with(locked, word=_typed(place_word), row_id=place_id)
    except CannotOpen as error:
        audit.write(by=by, what="plan-word-wrong", subject=place_id, now=now)
        raise Refused(PlanReason.WORD_DOES_NOT_OPEN) from error
    audit.write(by=by, what="plan-read", subject=place_id, now=now)
    place = replace(rows.get(place_id), stewards=())
    plan = of_plain(json.loads(plain))
    dangers = frozenset(one.hazard for one in warnings_at(place=place, now=now))
    return Opened(
        place=place,
        plan=plan,
        responses=plan.for_danger(dangers),
        dangers=dangers,
        findings=findings(
            plan,
            kind=place.kind,
            stewards_count=len(stewards),
            review_on=about.review_on,
            today=_day(now),
            policy=policy,
        ),
        owner=_colleague(about.owner),
        review_on=about.review_on,
        stewards=colleagues(person_ids=stewards),
    )


def _colleague(person_id: PersonId) -> Colleague:
    return Colleague(id=person_id, pseudonym=person.pseudonyms([person_id]).get(person_id, ""))


def _check_texts(plan: Plan) -> None:
    for field, text in texts_of(plan):
        check_text(text, field=field, chars_max=TEXT_CHARS_MAX)
    for response in plan.responses:
        for text in (response.sign, response.who_checks, response.then):
            check_text(text, field="responses", chars_max=LINE_CHARS_MAX)


def _own(place_id: PlaceId, by: Actor) -> tuple[PersonId, ...]:
    require(by, Permission.OWN_PLACE)
    stewards = rows.stewards_of(place_id)
    if not is_own(by.person_id, stewards):
        raise NotFound
    return stewards


def _day(now: datetime) -> date:
    return now.astimezone(LAND_TIME).date()


def _typed(place_word: str) -> str:
    """Return the six words however they were typed."""
    return receipt.normalise(place_word) or ""
