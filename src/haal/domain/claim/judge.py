"""Judge a claim: put every question, collect the answers, and let the verdict follow. Pure.

The one thing to know: a claim about one event is held against the incident that most of its reports tell of; a claim
about a pattern against all of them, and there only reports that tell of the act and name the actor can support it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from haal.domain.claim import compare
from haal.domain.claim.actor import THE_PUBLIC, StatedActor, actor_in, introduces_group
from haal.domain.claim.acts import tells
from haal.domain.claim.evidence import Answer, Evidence, Facet, Finding
from haal.domain.claim.naming import Naming, naming, nobody_said_so
from haal.domain.claim.size import sized
from haal.domain.claim.stated import Claim, ClaimKind
from haal.domain.claim.verdict import Findings, Judgement, coded_of, verdict_of
from haal.domain.claim.words import acts_in

WIDE_KINDS = frozenset({ClaimKind.PATTERN, ClaimKind.CALL})


def judge(
    claim: Claim,
    reports: Sequence[Evidence],
    *,
    around: Sequence[Evidence] = (),
    stated: StatedActor | None = None,
    names: Iterable[str] = (),
    searches: Sequence[str] = (),
) -> Judgement:
    """Return the verdict on a claim and what it rests on.

    `reports`: put beside it by a person or found; `around`: all reports of the same incidents; `names`: every party that
    any report names; `stated`: who the claim says did it, when that was read already.
    """
    every = tuple(names) or names_in(around or reports)
    stated = stated or actor_in(claim.words, names=every)
    beside = reports if claim.kind in WIDE_KINDS else _main(reports)
    groups = {one.group for one in beside}
    whole = [one for one in around if one.group in groups] or list(beside)
    act = compare.act(claim, beside)
    said = naming(stated, _telling(claim, beside, act), names=every, kind=claim.kind)
    number = sized(claim, beside, around=whole)
    rest = _rest(claim, beside, whole=whole)
    doubted = compare.doubt(claim, beside)
    act = _of_this_actor(claim, act, said=said, reports=beside)
    silent = [one for one in rest if one.facet is Facet.TIME and one.finding is Finding.NOT_TOLD]  # shown, and no more
    findings = Findings(
        kind=claim.kind, checkable=claim.checkable, reports_count=len(beside), named=said.named, size=number.size,
        act=_act_finding(act, [*rest, said.answer, number.answer]),
        rest=tuple(one.finding for one in rest if one not in silent), doubted=doubted is not None, identity=stated.identity,
    )  # fmt: skip
    answers = tuple(one for one in (act, said.answer, number.answer, *rest, doubted) if one)
    return _judgement(findings, answers, reports=beside, searches=searches, said=said)


def _judgement(
    findings: Findings,
    answers: tuple[Answer, ...],
    *,
    reports: Sequence[Evidence],
    searches: Sequence[str],
    said: Naming,
) -> Judgement:
    verdict = verdict_of(findings)
    return Judgement(
        verdict=verdict,
        coded=coded_of(verdict, findings),
        answers=answers,
        report_ids=tuple(one.report_id for one in reports),
        searches=tuple(searches),
        allegation=said.allegation,
    )


def _rest(claim: Claim, reports: Sequence[Evidence], *, whole: Sequence[Evidence]) -> list[Answer]:
    """Return the answers on all that is neither act, actor nor number."""
    found = [question(claim, reports) for question in compare.QUESTIONS]
    found += [compare.trait(claim, reports, around=whole), nobody_said_so(claim.words, reports)]
    return [one for one in found if one]


def actors_of(claims: Iterable[Claim], *, names: Iterable[str]) -> tuple[StatedActor, ...]:
    """Return who each claim of one text says did it; "that group" is the group that the text introduced last."""
    every, group, found = tuple(names), "", []
    for claim in claims:
        read = actor_in(claim.words, names=every, group=group)
        stated = StatedActor(name=claim.actor, identity=read.identity) if claim.actor else read
        if stated.name not in {"", THE_PUBLIC} and (claim.actor or stated.name in every):
            group = stated.name if not group or introduces_group(claim.words) else group
        found.append(stated)
    return tuple(found)


def names_in(reports: Iterable[Evidence]) -> tuple[str, ...]:
    """Return every party that reports name, each once, in order of its letters."""
    return tuple(sorted({party.party for one in reports for party in one.parties}))


def _main(reports: Sequence[Evidence]) -> list[Evidence]:
    """Return the reports of the incident that most of them tell of; of two the one told first."""
    if not reports:
        return []
    counts = Counter(one.group for one in reports)
    best = max(counts.values())
    group = next(one.group for one in reports if counts[one.group] == best)
    return [one for one in reports if one.group == group]


def _telling(claim: Claim, reports: Sequence[Evidence], act: Answer | None) -> list[Evidence]:
    """Return the reports that can name the actor: of a pattern, those that tell of the act, and of the target if any do."""
    if claim.kind is not ClaimKind.PATTERN or act is None:
        return list(reports)
    telling = [one for one in reports if one.report_id in act.pro]
    hit = compare.target(claim, telling)
    return [one for one in telling if one.report_id in hit.pro] if hit and hit.pro else telling


def _of_this_actor(claim: Claim, act: Answer | None, *, said: Naming, reports: Sequence[Evidence]) -> Answer | None:
    """Of a pattern, an act is told only where its reports name this actor; then some of the acts may be missing."""
    if act is None or claim.kind is not ClaimKind.PATTERN or said.answer is None or not said.answer.pro:
        return act
    theirs = [one for one in reports if one.report_id in said.answer.pro]
    missing = [one for one in acts_in(claim.words) if not any(tells(report, one) for report in theirs)]
    if not missing or act.finding is not Finding.AGREES:
        return act
    words = f"{act.words}; not of this actor: {', '.join(missing)}"
    return Answer(facet=Facet.ACT, finding=Finding.PART, words=words, pro=act.pro, con=act.con, asked=act.asked)


def _act_finding(act: Answer | None, others: Iterable[Answer | None]) -> Finding:
    """Where the words name no act we know, another answer must carry the claim; with none, it is told in part at best."""
    if act is not None:
        return act.finding
    return Finding.AGREES if any(one and one.finding is not Finding.NOT_TOLD for one in others) else Finding.PART
