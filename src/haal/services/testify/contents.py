"""What belongs into the bundle of an incident, and what of it may be opened.

The one thing to know: all of it belongs. Every act about the incident, about those that were merged into it, and about every
report they link, also the reports that contradict, the denials and the lower figures; what may not be shown stays a
commitment and is counted. Nobody chooses here.
What may be opened is `haal.domain.record.custody.openable`; the export itself is `haal.services.testify.bundle`.
"""

from __future__ import annotations

from collections.abc import Sequence

from haal.domain.ids import IncidentId, ReportId
from haal.domain.incident import event_type_of
from haal.domain.record.custody import Kind, openable
from haal.domain.record.standard import Standard, standard_of
from haal.domain.report import Channel, TestifyConsent
from haal.formats.public.bundle import ShownAct, snapshot
from haal.ledger import merkle
from haal.services.assess import corroborate
from haal.storage import act, incident, leaf, report


def subjects_of(subject: IncidentId) -> tuple[str, ...]:
    """Return the incident, what was merged into it, and every report it links now."""
    merged: set[str] = set()
    ask = {str(subject)}
    while ask := ask - merged:
        merged |= ask
        ask = {str(gone) for one in act.about(ask) if (gone := one.record.value("gone"))}
    return (*sorted(merged), *(str(one) for one in incident.get(subject).reports))


def acts_of(subjects: Sequence[str], *, before: int) -> tuple[act.Placed, ...]:
    """Return the acts about these that have a place below `before`, by place."""
    return tuple(one for one in act.about(subjects) if one.index < before)


def snapshot_of(acts: Sequence[act.Placed]) -> str:
    """Return what the exported act keeps of all others."""
    return snapshot(merkle.leaf_hash(one.leaf) for one in acts)


def shown(acts: Sequence[act.Placed], *, size: int) -> tuple[ShownAct, ...]:
    """Return the acts as the bundle shows them, each with its way to the root of the tree of `size`."""
    node = leaf.node()
    from_press = {one.subject for one in acts if one.record.value("channel") == Channel.PRESS.value}
    consents = {
        one.subject: report.consents_of(ReportId(one.subject)).testify for one in acts if one.kind is Kind.RECEIVED
    }
    return tuple(
        ShownAct(
            index=one.index,
            record=one.record,
            opened=_labels(
                one,
                consent=consents.get(one.subject, TestifyConsent.NOBODY),
                from_press=one.subject in from_press,
            ),
            path=merkle.inclusion_proof(node, index=one.index, size=size),
        )
        for one in acts
    )


def standard(subject: IncidentId) -> Standard:
    """Return by which standard the incident is told. Raises NotFound, KeysLocked."""
    picture = corroborate.picture(incident_id=subject)
    graded = {
        str(picture.origins.line_of[one.id])
        for one in picture.reports
        if (grade := picture.assessments.get(ReportId(one.id))) and grade.is_reliable and grade.supports
    }
    count = len(graded & set(picture.corroboration.lines))
    return standard_of(lines_count=picture.corroboration.count, graded_lines_count=count)


def _labels(one: act.Placed, *, consent: TestifyConsent, from_press: bool) -> frozenset[str]:
    labels = openable(one.kind, consent=consent, from_press=from_press)
    if not from_press and event_type_of(str(one.record.value("event-type") or "")) is None:
        labels -= {"event-type"}  # A word that somebody typed, not one of ours.
    return labels
