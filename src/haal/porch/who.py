"""Who is asking: the signed-in person as an `Actor`, or nobody.

The one thing to know: the second factor counts as shown only when it was the *last* thing shown in this sitting; a
passphrase typed afterwards does not renew it. What the actor may do is `haal.porch.permission`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest

from haal.domain.access import NOBODY, Actor
from haal.domain.ids import PersonId
from haal.services.people import queries

_ON_REQUEST = "haal_actor"


def actor(request: HttpRequest) -> Actor:
    """Return who is asking, with the roles of this moment; `NOBODY` when not signed in."""
    known = getattr(request, _ON_REQUEST, None)
    if known is None:
        known = _read(request)
        setattr(request, _ON_REQUEST, known)
    return cast("Actor", known)


def _read(request: HttpRequest) -> Actor:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return NOBODY
    person_id = PersonId(str(user.pk))
    return Actor(
        person_id=person_id,
        pseudonym=user.get_username(),
        roles=queries.roles_of(person_id=person_id),
        second_factor_at=_second_factor_at(request),
    )


def _second_factor_at(request: HttpRequest) -> datetime | None:
    records = get_authentication_records(request, request.user)
    if not records or records[-1].get("method") != "mfa":
        return None
    return datetime.fromtimestamp(float(records[-1]["at"]), UTC)
