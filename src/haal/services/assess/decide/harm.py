"""Which open proposals to look at first: those where a wrong answer would do most harm.

The one thing to know: what is asked is whether a warning on air, a published count or a publication under way would change with
the answer; then age. No box is opened here, and nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from haal.domain.ids import IncidentId, ReportId
from haal.domain.incident import Harm
from haal.storage import link as link_rows
from haal.storage import publication as publication_rows
from haal.storage import warning as warning_rows


def ordered(*, limit: int) -> dict[ReportId, Harm]:
    """Return the reports that a person is asked about with what hangs on the answer: most harm first, then oldest."""
    proposed = link_rows.proposed()
    harms = of_incidents({each.incident_id for each in proposed})
    first: dict[ReportId, tuple[int, int]] = {}
    for each in proposed:
        at = (_PLACE[harms[each.incident_id]], each.id)
        first[each.report_id] = min(at, first.get(each.report_id, at))
    chosen = sorted(first, key=lambda report_id: first[report_id])[:limit]
    return {report_id: _ORDER[first[report_id][0]] for report_id in chosen}


def of_incidents(incident_ids: Iterable[IncidentId]) -> Mapping[IncidentId, Harm]:
    """Return what hangs on each incident."""
    ids = frozenset(incident_ids)
    warned = warning_rows.live_grounds(ids)
    standing, under_way = publication_rows.public_of(ids)
    return {each: _harm(each, warned=warned, standing=standing, under_way=under_way) for each in ids}


def is_published(incident_id: IncidentId) -> bool:
    """Return whether facts of an incident stand in public."""
    return publication_rows.standing(incident_id) is not None


def _harm(
    incident_id: IncidentId,
    *,
    warned: frozenset[IncidentId],
    standing: frozenset[IncidentId],
    under_way: frozenset[IncidentId],
) -> Harm:
    if incident_id in warned:
        return Harm.WARNING
    if incident_id in standing:
        return Harm.COUNT
    return Harm.PUBLICATION if incident_id in under_way else Harm.NOTHING


_ORDER = tuple(Harm)
_PLACE = {harm: place for place, harm in enumerate(_ORDER)}
