"""Whether a name may leave, and whose: the publication consent is one of its own, and danger turns the list round.

The one thing to know: a live kidnapping is neither published nor linked in public before release or the family's word, and
where danger exists the seeker is shown ("a mother in Mastung asks her son to come forward"), never the one sought.
"""

from __future__ import annotations

from enum import StrEnum

from haal.domain.tracing.case import Case, CaseState
from haal.domain.tracing.told import Entry, Situation, ToldOf, TracingReason


class Shown(StrEnum):
    """Who stands on the public list."""

    SOUGHT = "sought"
    SEEKER = "seeker"
    NOBODY = "nobody"


def why_not_publish(case: Case, told: ToldOf, *, released: bool = False) -> TracingReason | None:
    """Return what forbids publishing the one sought, or None.

    Args:
        released: the person taken is free again.
    """
    if case.state is not CaseState.OPEN or case.entry is not Entry.REQUEST:
        return TracingReason.NOT_FROM_THIS_STATE
    if not told.consents.publish:
        return TracingReason.NO_CONSENT_TO_PUBLISH
    if told.situation is Situation.TAKEN and not (released or told.family_word):
        return TracingReason.LIVE_KIDNAPPING
    return TracingReason.SHOW_THE_SEEKER if told.danger else None


def shown_of(case: Case, told: ToldOf, *, released: bool = False) -> Shown:
    """Return who may be shown."""
    reason = why_not_publish(case, told, released=released)
    if reason is None:
        return Shown.SOUGHT
    return Shown.SEEKER if reason is TracingReason.SHOW_THE_SEEKER else Shown.NOBODY


def may_link_in_public(told: ToldOf, *, released: bool = False, public_elsewhere: bool = False) -> bool:
    """Return whether a public note may say that this record and another are one person.

    Args:
        released: the person taken is free again.
        public_elsewhere: the record came from a public list of others, so that its id is known already.
    """
    return (
        (told.consents.publish or public_elsewhere)
        and not told.danger
        and (told.situation is not Situation.TAKEN or released or told.family_word)
    )
