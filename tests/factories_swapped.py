"""The same reports told of other parties, taken through the whole box, and everything that came of them."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from types import SimpleNamespace
from unittest.mock import patch

from tests.factories import NOW, undone
from tests.factories_assess import ANA, BO
from tests.factories_claims import a_claim
from tests.factories_press import gold_incidents, press_reports
from tests.factories_publication import DORI, EMRE, LATER, at

from haal.domain import ids
from haal.domain.alleged import Row
from haal.domain.assessment import Part
from haal.domain.claim.stated import ClaimKind
from haal.domain.errors import Refused
from haal.domain.ids import IncidentId, ReportId
from haal.domain.publication import ActorCategory, HeldWord, WithdrawnWhy
from haal.domain.report import Channel, Consents, Incoming, Responsibility, ResponsibilityKind, Source, TestifyConsent
from haal.formats import public_json
from haal.services import flow
from haal.services.assess import link, queries
from haal.services.assess.corroborate import picture
from haal.services.assess.decide import nightly
from haal.services.assess.grade import grade
from haal.services.intake.take_in import take_in
from haal.services.testify import publication_queries, publish
from haal.services.testify.alleged import count
from haal.services.testify.claim_check import enter
from haal.services.testify.claim_check import queries as claim_queries
from haal.storage import assessment as grade_rows
from haal.storage import link as link_rows
from haal.storage import publication as publication_rows

INCIDENTS, EACH = 5, 3
SAID_BY = re.compile(r"said_by='([^']*)'")
KINDS = tuple(ResponsibilityKind)
# Words of no side in which short names of parties stand by chance, as a part of another word.
SUMMARY = (
    "A blast in this crisis hit people in a market; afterwards the roads were withdrawn from use by drawing lines."
)
DRAWN_OUT = LATER + timedelta(days=30)


def chosen() -> list[Incoming]:
    """Return the first reports of the incidents that are told most, by turns, as they would come in."""
    of_incident: dict[str, list[Incoming]] = defaultdict(list)
    gold = gold_incidents()
    for report in press_reports():
        if report.id in gold:
            incoming = Incoming(channel=Channel.PRESS, client_key=f"told-of-parties-{report.id}", language=report.language,
                                knows=report.knows, answers=report.answers, source=report.source)  # fmt: skip
            of_incident[gold[report.id]].append(incoming)
    most = sorted(of_incident.values(), key=len, reverse=True)[:INCIDENTS]
    return [reports[at] for at in range(EACH) for reports in most]


def told_of(incoming: Incoming, *, place: int, parties: Sequence[str]) -> Incoming:
    """Return the report with one party as the doer and another as who speaks, in fields and in texts; some come from tellers."""
    party, other = parties[place % len(parties)], parties[-1 - place % len(parties)]
    answers = incoming.answers
    told = replace(
        answers,
        heard=f"{answers.heard} {other} said that {party} did it. A man in {party} denied it.",
        notes=f"{answers.notes}; {party} is meant",
        figures=tuple(replace(one, said_by=other) for one in answers.figures),
        where=replace(answers.where, words=f"{answers.where.words}, in an area held by {party}"),
        responsibility=(Responsibility(kind=KINDS[place % len(KINDS)], party=party, said_by=other),),
    )
    if place >= 2 * INCIDENTS and place % 2:  # told by the way, without a number: a person is asked what it is of
        told = replace(told, heard=f"{other} said that {party} did it.", figures=(), target_kind="")
    if place % 5 != 4:
        return replace(incoming, answers=told)
    consent = TestifyConsent.PRESS if place % 2 else TestifyConsent.NOBODY
    return replace(incoming, answers=told, channel=Channel.FORM, source=Source(), consents=Consents(testify=consent))


@dataclass(frozen=True, kw_only=True)
class Came:
    """Everything that came of the reports: what must not change, and the table whose rows may change their label."""

    same: dict[str, object]
    table: dict[ActorCategory | None, Row]
    kinds: tuple[object, ...]


def taken_through(parties: Sequence[str], *, stated: bool = False) -> Came:
    """Take the reports through the box, undo it, and return what came of them. `stated`: claims name the parties too.

    Ids are drawn alike each time, so that what is in order of ids is in the same order.
    """
    drawn = random.Random(5)
    with undone(), patch.object(ids, "secrets", SimpleNamespace(token_bytes=drawn.randbytes)):
        reports = [
            take_in(incoming=told_of(each, place=place, parties=parties), now=NOW + timedelta(minutes=place)).report_id
            for place, each in enumerate(chosen())
        ]
        _drain()
        same: dict[str, object] = {"linked": _links(reports)}
        _grade(reports)
        same["queues"] = _queues()
        same["answers"] = _publish(parties)
        _drain()
        same["queues after"] = _queues()
        same["decided"] = _decide()
        _drain()
        same |= {"links": _links(reports), "grades": _grades(reports), "look": _look()}
        same["incidents"] = _incidents(parties)
        same |= {"publications": _publications(), "public": _public(without_kinds=True)}
        if stated:
            same["verdicts"] = _verdicts(parties)
        table = {row.kind: replace(row, kind=None) for row in count.exact()[0]}
        return Came(same=same, table=table, kinds=_public(without_kinds=False))


def _drain() -> None:
    while flow.drain(now=DRAWN_OUT, limit=500):
        pass


def _grade(reports: Sequence[ReportId]) -> None:
    for place, report_id in enumerate(reports):
        if place % 7 != 6:
            grade(report_id=report_id, part=Part.SOURCE, value="BACBDF"[place % 6], by=ANA, now=NOW)
            grade(report_id=report_id, part=Part.INFORMATION, value="21324"[place % 5], by=BO, now=NOW)


def _publish(parties: Sequence[str]) -> list[str]:
    """Try to publish each incident: some texts name a party, some are turned away, some are taken back."""
    answers = []
    for place, incident in enumerate(queries.incidents(by=ANA)):
        named = place % 4 == 1
        summary = f"{SUMMARY} {_first_party(incident.id)} did it." if named else SUMMARY
        try:
            drafted = publish.draft(
                incident_id=incident.id, summary=summary, held=HeldWord.FAMILY_ASKS, by=at(DORI, LATER), now=LATER
            )
            harm = place % 4 == 2
            state = publish.agree(publication_id=drafted, could_help_harm=harm, by=at(EMRE, LATER), now=LATER)
            if place % 4 == 3:
                publish.withdraw(publication_id=drafted, why=WithdrawnWhy.WRONG, by=at(EMRE, LATER), now=LATER)
            answers.append(f"{incident.id} {state}")
        except Refused as refused:
            answers.append(f"{incident.id} {refused.reason}")
    return answers


def _first_party(incident_id: IncidentId) -> str:
    said = picture(incident_id=incident_id).responsibility
    return next((one.claim.party for one in said), "")


def _decide() -> list[object]:
    """Let two people say yes to the first question of the queue, no to the second."""
    asked = [each.report.id for each in queries.queue(by=ANA).to_link if each.harm is not None][:2]
    found: list[object] = []
    for place, report_id in enumerate(map(ReportId, asked)):
        best = queries.proposal(report_id=report_id, by=ANA).proposed[0][0].id
        for person in (ANA, BO):
            try:
                found.append(
                    link.accept(report_id=report_id, incident_id=best, by=person, now=LATER)
                    if place == 0
                    else link.refuse(report_id=report_id, by=person, now=LATER)
                )
            except Refused as refused:
                found.append(refused.reason)
    return found


def _links(reports: Sequence[ReportId]) -> object:
    return [
        [(bond.incident_id, bond.state, bond.how, bond.score, bond.signs) for bond in link_rows.of_report(report_id)]
        for report_id in reports
    ]


def _queues() -> object:
    queue = queries.queue(by=ANA)
    to_grade = [(each.report.id, each.part) for each in queue.to_grade]
    return to_grade, [(each.report.id, each.harm) for each in queue.to_link], queue.waits


def _grades(reports: Sequence[ReportId]) -> object:
    return {report_id: grade.code for report_id, grade in grade_rows.standing(reports).items()}


def _incidents(parties: Sequence[str]) -> list[tuple[object, ...]]:
    """Return each incident in the desk's order, with its lines and numbers; who said one is given by place, not by name."""

    shown = [repr(party)[1:-1] for party in parties]

    def unnamed(match: re.Match[str]) -> str:
        said_by = match.group(1)
        return f"said_by={shown.index(said_by)}" if said_by in shown else match.group()

    pictures = [picture(incident_id=incident.id) for incident in queries.incidents(by=ANA)]
    return [
        (found.incident, [report.id for report in found.reports], found.corroboration,
         SAID_BY.sub(unnamed, repr(found.ranges)), found.origins.line_of,
         [(one.claim.kind, one.line, one.report_id) for one in found.responsibility])
        for found in pictures
    ]  # fmt: skip


def _look() -> object:
    found = nightly.look()
    nightly.propose(found=found, now=LATER)
    return found, _queues()


def _publications() -> object:
    return [(step.incident_id, step.state, step.withdrawn_why, step.released_at) for step in publication_rows.steps()]


def _public(*, without_kinds: bool) -> tuple[object, ...]:
    """Return what the public reads, in its order."""
    listed = [json.loads(public_json.write(each)) for each in publication_queries.listed(page=1).incidents]
    for each in listed:
        kinds = each.pop("attributions")
        if not without_kinds:
            each["kinds"] = kinds
    return (*listed, *publication_queries.counts())


def _verdicts(parties: Sequence[str]) -> object:
    """Return the verdict on claims that name who did it, of single incidents and of many."""
    found = []
    for place, incident in enumerate(queries.incidents(by=ANA)):
        cells = {"date": incident.days.first.isoformat()} if incident.days else {}
        for party in (_first_party(incident.id), parties[place % len(parties)]):
            claim = a_claim(f"An attack in {incident.district}, carried out by {party}.", place=incident.district,
                            kind=(ClaimKind.INCIDENT, ClaimKind.PATTERN)[place % 2].value, **cells)  # fmt: skip
            claim_id = enter.enter(claim=claim, by=DORI, now=LATER)
            judged = claim_queries.proposal(claim_id=claim_id, by=BO).judgement
            answers = [(one.facet, one.finding, one.pro, one.con) for one in judged.answers]
            found.append((judged.verdict, judged.report_ids, answers))
    return found
