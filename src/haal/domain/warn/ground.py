"""What may be said on what ground: one table, and both the certainty and the words come from it.

The one thing to know: nobody types how sure a warning is. What is known at that minute (who saw it, how many
independent lines, whether the place's own helper says so, whether the danger is now) is a `Ground`; the first rule of
`RULES` that holds gives the `Verdict`. Hearsay alone is never a warning, however many tell it: it is kept as a rumour.

Pure. Who counts as what is read from reports in `haal.services.warn.words.ground`; the words of each verdict are in the
phrase books (`haal.language.phrase_book`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from haal.domain.hazard import Certainty

WITNESSES_FOR_SEEN = 2
LINES_FOR_LIKELY = 2


class Basis(StrEnum):
    """Where the ground is known from."""

    INCIDENT = "incident"  # counted from its linked reports
    DECLARED = "declared"  # said by the first person, seen by the second
    STEWARD = "steward"  # the place's own helper says it
    THREAT = "threat"  # a threat that was told and kept
    RUMOUR = "rumour"  # a rumour that was checked
    DRILL = "drill"  # made up


class Declared(StrEnum):
    """What the first person can say of how it is known, where there is no incident yet. The second person sees it."""

    SEES_NOW = "sees-now"  # one who sees it told it, and the danger is now
    SAW_BEFORE = "saw-before"
    TWO_SAW = "two-saw"  # two who saw it, asked apart
    TWO_LINES = "two-lines"
    STEWARD_NOW = "steward-now"  # the place's own helper says it, and the danger is now
    HEARSAY = "hearsay"


class Words(StrEnum):
    """Which words the phrase books say in the first line."""

    TOLD = "told"  # told, not yet confirmed
    TWO_LINES = "two-lines"
    SEEN = "seen"
    CHECKED_FALSE = "checked-false"


class GroundReason(StrEnum):
    """Why nothing may be said on this ground. Doors translate these."""

    HEARSAY_ALONE = "ground-hearsay-alone"
    DANGER_NOT_NOW = "ground-danger-not-now"
    NOT_ENOUGH = "ground-not-enough"
    RUMOUR_NEEDED = "ground-rumour-needed"
    NOT_A_RUMOUR = "ground-not-a-rumour"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What is known at one minute.

    `direct_witnesses` saw it themselves; tellers whom nobody has graded yet count as one together. `independent_lines`
    are lines that know more than hearsay, counted as for incidents. `checked_false` is a rumour's alone. `known_by` is
    who said or counted it (a pseudonym's id), `about` the incident, threat or rumour it was read from (an id).

    Raises:
        ValueError: a count below 0, or hearsay alone beside a witness or a helper: a bug.
    """

    direct_witnesses: int = 0
    independent_lines: int = 0
    steward_of_place: bool = False
    danger_now: bool = False
    hearsay_only: bool = False
    checked_false: bool = False
    basis: Basis = Basis.DECLARED
    about: str = ""
    known_by: str = ""
    known_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if self.direct_witnesses < 0 or self.independent_lines < 0:
            raise ValueError("nobody is fewer than none")
        if self.hearsay_only and (self.direct_witnesses or self.steward_of_place):
            raise ValueError("what somebody saw is not hearsay alone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What follows: certainty and words where a warning may be made, a reason where not."""

    may_warn: bool
    certainty: Certainty | None = None
    words_key: Words | None = None
    reason: GroundReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line of the table. `name` is what its words at the desk are found by."""

    name: str
    holds: Callable[[Ground], bool]
    verdict: Verdict


def _may(certainty: Certainty, words: Words) -> Verdict:
    return Verdict(may_warn=True, certainty=certainty, words_key=words)


def _no(reason: GroundReason) -> Verdict:
    return Verdict(may_warn=False, reason=reason)


def _one_knows(ground: Ground) -> bool:
    return ground.direct_witnesses > 0 or ground.steward_of_place


# The whole table, from the top: the first line that holds decides.
RULES: tuple[Rule, ...] = (
    Rule(
        name="checked-false",
        holds=lambda ground: ground.checked_false,
        verdict=_may(Certainty.OBSERVED, Words.CHECKED_FALSE),
    ),
    Rule(name="hearsay", holds=lambda ground: ground.hearsay_only, verdict=_no(GroundReason.HEARSAY_ALONE)),
    Rule(
        name="two-witnesses",
        holds=lambda ground: ground.direct_witnesses >= WITNESSES_FOR_SEEN,
        verdict=_may(Certainty.OBSERVED, Words.SEEN),
    ),
    Rule(
        name="two-lines",
        holds=lambda ground: ground.independent_lines >= LINES_FOR_LIKELY,
        verdict=_may(Certainty.LIKELY, Words.TWO_LINES),
    ),
    Rule(
        name="one-and-now",
        holds=lambda ground: _one_knows(ground) and ground.danger_now,
        verdict=_may(Certainty.POSSIBLE, Words.TOLD),
    ),
    Rule(name="one-not-now", holds=_one_knows, verdict=_no(GroundReason.DANGER_NOT_NOW)),
    Rule(name="nothing-else", holds=lambda _ground: True, verdict=_no(GroundReason.NOT_ENOUGH)),
)


def rule_for(ground: Ground) -> Rule:
    """Return the line of the table that decides."""
    return next(rule for rule in RULES if rule.holds(ground))


def verdict(ground: Ground) -> Verdict:
    """Return what may be said on this ground."""
    return rule_for(ground).verdict


def certainty_of(ground: Ground) -> Certainty:
    """Return CAP's word; the least sure one where nothing may be said at all."""
    return verdict(ground).certainty or Certainty.POSSIBLE


def why_not_warn(ground: Ground, *, is_counter_message: bool = False) -> GroundReason | None:
    """Return what forbids a warning on this ground, or None.

    A counter-message (hazard: false rumour) stands on a checked rumour and on nothing else, and a checked rumour
    carries nothing else.
    """
    if is_counter_message and not ground.checked_false:
        return GroundReason.RUMOUR_NEEDED
    if ground.checked_false and not is_counter_message:
        return GroundReason.NOT_A_RUMOUR
    return verdict(ground).reason


def declared(what: Declared, *, by: str, now: datetime) -> Ground:
    """Return the ground that the first person declares."""
    return Ground(
        direct_witnesses={Declared.SEES_NOW: 1, Declared.SAW_BEFORE: 1, Declared.TWO_SAW: 2}.get(what, 0),
        independent_lines=LINES_FOR_LIKELY if what is Declared.TWO_LINES else 0,
        steward_of_place=what is Declared.STEWARD_NOW,
        danger_now=what in {Declared.SEES_NOW, Declared.STEWARD_NOW},
        hearsay_only=what is Declared.HEARSAY,
        basis=Basis.DECLARED,
        known_by=by,
        known_at=now,
    )


def joined(counted: Ground, said: Ground) -> Ground:
    """Return what is known when the first person adds what they heard themselves to what the reports say.

    The greater of each count, never the sum: the first person may have spoken with a teller of those reports.
    """
    witnesses = max(counted.direct_witnesses, said.direct_witnesses)
    steward = counted.steward_of_place or said.steward_of_place
    lines = max(counted.independent_lines, said.independent_lines)
    heard_only = counted.hearsay_only or said.hearsay_only
    return replace(
        said,
        direct_witnesses=witnesses,
        independent_lines=lines,
        steward_of_place=steward,
        danger_now=counted.danger_now or said.danger_now,
        hearsay_only=heard_only and not (witnesses or steward or lines),
        about=counted.about,
    )
