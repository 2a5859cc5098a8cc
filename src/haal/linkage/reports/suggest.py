"""To which incident does one new report belong? Three answers: link it alone, ask a person, or it is new.

The one thing to know: a report is compared with the newest reports of each incident that can have been it, by the scorer that
groups whole files (`cluster`); how well it fits is the mean over them, so that one odd member neither opens nor shuts the door.
It never moves an older report. Not a merge: two incidents that turn out to be one are merged by a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from haal.domain.ids import IncidentId
from haal.linkage.reports.explain import Compared, Feature, explained
from haal.linkage.reports.groups import FAR, JOIN, bounded
from haal.linkage.reports.levels import is_near, is_timed, may_be_one, row
from haal.linkage.reports.seen import Seen
from haal.linkage.reports.standing import ALONE_MIN, Standing, likely
from haal.linkage.scorer.model import shipped

MEMBERS_MAX = 12  # of an incident; the newest
CANDIDATES_SHOWN = 3


class Zone(StrEnum):
    """What may be done with a suggestion."""

    ALONE = "alone"
    ASK = "ask"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One incident that a report may belong to, and why: the features of its most typical pair. `score`: the mean fit."""

    incident_id: IncidentId
    score: float
    features: tuple[Compared, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """The answer for one report: the zone, and the candidates, best first; empty when it is new. `likely`: the best is right."""

    zone: Zone
    candidates: tuple[Candidate, ...] = ()
    likely: float = 0.0

    @property
    def best(self) -> Candidate | None:
        """The first candidate."""
        return self.candidates[0] if self.candidates else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    incident_id: IncidentId
    fit: float
    meets: bool
    members: tuple[Seen, ...]
    scores: tuple[float, ...]


def suggest(one: Seen, incidents: Mapping[IncidentId, Sequence[Seen]]) -> Suggestion:
    """Return where a report belongs among incidents given by their reports, oldest first."""
    found = [fit for incident_id, members in incidents.items() if (fit := _fit(one, members, incident_id=incident_id))]
    found.sort(key=lambda fit: (-fit.fit, fit.incident_id))
    near = [fit for fit in found if fit.fit > JOIN]
    if not near:
        return Suggestion(zone=Zone.NEW)
    best, rival = near[0], found[1].fit if len(found) > 1 else FAR
    stands = Standing(fit=best.fit, rival=rival, meets=best.meets)
    sure = likely(stands, shipped("reports-zone"))
    return Suggestion(
        zone=Zone.ALONE if sure >= ALONE_MIN else Zone.ASK,
        candidates=tuple(_candidate(one, fit) for fit in near[:CANDIDATES_SHOWN]),
        likely=sure,
    )


def _fit(one: Seen, members: Sequence[Seen], *, incident_id: IncidentId) -> _Fit | None:
    """Return how a report fits an incident, or None when it cannot be one of it."""
    if any(one.page and one.page == each.page for each in members):
        return None
    newest = tuple(members[-MEMBERS_MAX:])
    model = shipped("reports")
    scores = tuple(
        bounded(model.score(row(one, each))) if may_be_one(one, each) and is_near(one, each) else FAR for each in newest
    )
    if not scores or max(scores) <= FAR:
        return None
    return _Fit(
        incident_id=incident_id,
        fit=sum(scores) / len(scores),
        meets=any(is_timed(one, each) for each in newest),
        members=newest,
        scores=scores,
    )


def _candidate(one: Seen, fit: _Fit) -> Candidate:
    typical = min(range(len(fit.scores)), key=lambda at: (abs(fit.scores[at] - fit.fit), at))
    return Candidate(
        incident_id=fit.incident_id,
        score=round(fit.fit, 2),
        features=explained(one, fit.members[typical], model=shipped("reports")),
    )


# What speaks for a suggestion to one who knows only the reports: that two places or two spans are both vague is no sign.
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
FIT_MIN = -2.0  # measured on data/press: below that one in ten was wrong


def confirms(candidate: Candidate) -> bool:
    """Return whether two signs speak for a suggestion that fits: the checklist of one who knows only the reports."""
    signs = sum(feature.feature in _SPEAKS and feature.weight > 0 for feature in candidate.features)
    return signs >= SIGNS_MIN and candidate.score >= FIT_MIN
