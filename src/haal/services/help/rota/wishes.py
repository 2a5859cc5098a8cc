"""What one's own place wants held, week after week."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from haal.domain.access import Actor
from haal.domain.errors import Refused
from haal.domain.ids import WishId, new_id
from haal.domain.rota.wish import Wish, why_not_wish
from haal.services.help.rota.shifts import require_own
from haal.storage import audit, work
from haal.storage.steward import terms as rows


def add(*, wish: Wish, by: Actor, now: datetime) -> WishId:
    """Keep what one's own place wants; its id is made here. Raises NotFound, Refused."""
    wish = replace(wish, id=WishId(new_id("v")))
    with work.atomic():
        require_own(place_id=wish.place_id, by=by)
        if reason := why_not_wish(wish, others_count=len(rows.wishes_of([wish.place_id]))):
            raise Refused(reason)
        rows.keep_wish(wish)
        audit.write(by=by, what="place-wish-kept", subject=wish.place_id, now=now)
    return wish.id


def end(*, wish_id: WishId, by: Actor, now: datetime) -> None:
    """Forget what a place wanted; shifts that are made already stay. Raises NotFound."""
    with work.atomic():
        place_id = rows.place_of_wish(wish_id)
        require_own(place_id=place_id, by=by)
        rows.forget_wish(wish_id)
        audit.write(by=by, what="place-wish-ended", subject=place_id, now=now)
