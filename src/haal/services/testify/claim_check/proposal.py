"""A claim with the verdict proposed for it, and what the public would read.

The one thing to know: a proposal is computed anew each time; its digest says whether it is still the one somebody saw.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from haal.domain.claim.evidence import Evidence
from haal.domain.claim.published import Kept, PublicCheck, shown_answers
from haal.domain.claim.stated import Claim
from haal.domain.claim.verdict import Judgement
from haal.domain.publication import attributions
from haal.domain.source import LineKind, line_of
from haal.formats.claims import table
from haal.services.testify.claim_check import gather

HIDDEN_LINES = frozenset({LineKind.TELLER})
TELLER_LINE = "told to us"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A claim on the desk, its computed verdict and the reports that it rests on."""

    kept: Kept
    claim: Claim
    judgement: Judgement
    reports: tuple[Evidence, ...]
    digest: str


def proposed(*, kept: Kept, box: dict[str, Any], told: tuple[Evidence, ...]) -> Proposal:
    """Return the proposal for a claim from the evidence there is."""
    claim = kept_claim(box)
    judgement = gather.judged(claims=[claim], told=told)[0]
    beside = set(judgement.report_ids)
    return Proposal(
        kept=kept,
        claim=claim,
        judgement=judgement,
        reports=tuple(one for one in told if one.report_id in beside),
        digest=_digest(judgement),
    )


def kept_claim(box: dict[str, Any]) -> Claim:
    """Return the claim of a box; "that group" was read when its text was whole."""
    claim = gather.at_home(table.claim_of(box["cells"]))
    return claim if claim.actor else replace(claim, actor=box.get("actor", ""))


def public_of(*, found: Proposal, words: str, now: datetime) -> PublicCheck:
    """Return what the public would read. Parties become categories, tellers are counted and never named."""
    allegation = found.judgement.allegation
    named = [(party.party, party.kind) for one in found.reports for party in one.parties]
    return PublicCheck(
        id=found.kept.id,
        words=words,
        verdict=found.judgement.verdict,
        when=found.claim.when.words,
        answers=shown_answers(found.judgement),
        reports_count=len(found.reports),
        lines=tuple(sorted({_line(one.line) for one in found.reports})),
        searches=found.judgement.searches,
        accused=attributions(named) if allegation else (),
        accused_answered=bool(allegation.answer) if allegation else None,
        replaces=found.kept.replaces,
        published_at=now,
    )


def _line(words: str) -> str:
    line = line_of(words)
    return TELLER_LINE if line.kind in HIDDEN_LINES else line.name


def _digest(judgement: Judgement) -> str:
    told: list[list[str]] = [[judgement.verdict.value], sorted(judgement.report_ids)]
    told += [[one.facet.value, one.finding.value, one.words] for one in judgement.answers]
    return hashlib.sha256(json.dumps(told).encode("utf-8")).hexdigest()
