"""The baseline: to which incident does a new report belong? Three answers: link it alone, ask a person, or it is new.

A report is compared with every report of each candidate incident; an incident's score is the median of these, so that
one odd member neither opens nor shuts the door. The one thing to know: this is the rule to be beaten, measured on
data/press in the tests; it looks only at what is there when the report comes, and never moves an older report.

Not a merge: two incidents that turn out to be one are merged by a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from haal.domain.ids import IncidentId
from haal.domain.policy import DEFAULT, Policy
from haal.linkage.features import Compared, Feature, Pair, compare
from haal.linkage.told import Told

SCORE_ALONE = 6.0  # the rule holds, and at least two more things speak for it
SCORE_ASK = 3.5
MARGIN_ALONE = 1.0  # nearer than this to the next best, a person chooses
FORBIDDEN_SHARE_MAX = 0.5  # of an incident's reports
CANDIDATES_SHOWN = 3


class Zone(StrEnum):
    """What may be done with a suggestion."""

    ALONE = "alone"
    ASK = "ask"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One incident that a report may belong to, and why: the features of its most typical pair."""

    incident_id: IncidentId
    score: float
    fits_rule: bool
    features: tuple[Compared, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """The answer for one report: the zone, and the candidates, best first; empty when it is new."""

    zone: Zone
    candidates: tuple[Candidate, ...] = ()

    @property
    def best(self) -> Candidate | None:
        """The first candidate."""
        return self.candidates[0] if self.candidates else None


def suggest(told: Told, incidents: Mapping[IncidentId, Sequence[Told]], *, policy: Policy = DEFAULT) -> Suggestion:
    """Return where `told` belongs among incidents given by their reports."""
    found = [
        candidate
        for incident_id, members in incidents.items()
        if members
        and (candidate := _candidate(told, members, incident_id=incident_id, policy=policy))
        and candidate.score >= SCORE_ASK
    ]
    found.sort(key=lambda candidate: (-candidate.score, candidate.incident_id))
    return Suggestion(zone=_zone(found), candidates=tuple(found[:CANDIDATES_SHOWN]))


def _zone(found: Sequence[Candidate]) -> Zone:
    if not found:
        return Zone.NEW
    best = found[0]
    margin = best.score - found[1].score if len(found) > 1 else MARGIN_ALONE
    return Zone.ALONE if best.fits_rule and best.score >= SCORE_ALONE and margin >= MARGIN_ALONE else Zone.ASK


def _candidate(told: Told, members: Sequence[Told], *, incident_id: IncidentId, policy: Policy) -> Candidate | None:
    """Return how `told` compares with an incident, or None when it cannot be one of it."""
    pairs = [compare(told, member, policy=policy) for member in members]
    if any(_is_same_page(pair) for pair in pairs):
        return None
    if sum(pair.forbidden for pair in pairs) > FORBIDDEN_SHARE_MAX * len(pairs):
        return None
    score = median(pair.score for pair in pairs)
    typical = min((pair for pair in pairs if not pair.forbidden), key=lambda pair: abs(pair.score - score))
    fits = sum(pair.fits_rule for pair in pairs) * 2 >= len(pairs)
    return Candidate(incident_id=incident_id, score=round(score, 2), fits_rule=fits, features=typical.features)


def _is_same_page(pair: Pair) -> bool:
    return any(feature.feature is Feature.SAME_PAGE for feature in pair.features)


# What speaks for a suggestion beyond the rule itself: that two places or two spans are both vague is no sign.
_SPEAKS = frozenset(
    {
        Feature.SAME_DAY,
        Feature.PUBLISHED_NEAR,
        Feature.PLACE_NAME,
        Feature.SAME_TARGET,
        Feature.KILLED,
        Feature.INJURED,
        Feature.TAKEN,
    }
)
SIGNS_MIN = 2


def confirms(features: Iterable[Compared]) -> bool:
    """Return whether two signs speak for a suggestion: the checklist of one who knows only the reports."""
    return sum(feature.feature in _SPEAKS and feature.weight > 0 for feature in features) >= SIGNS_MIN
