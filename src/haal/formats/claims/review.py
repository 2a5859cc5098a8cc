"""A checked claim as one canonical text, and as schema.org ClaimReview (JSON-LD) for search engines.

The one thing to know: the digest of the canonical text is what the ledger holds; the review is made from the same noun.
A verdict that is no measure of truth (not found, not checkable, only alleged) has a name and no number.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from haal.domain.claim.evidence import Answer, Facet, Finding
from haal.domain.claim.published import PublicCheck
from haal.domain.claim.verdict import Verdict
from haal.domain.ids import CheckedClaimId
from haal.domain.publication import ActorCategory, Attribution
from haal.domain.report import ResponsibilityKind

MEDIA_TYPE = "application/ld+json"
RATINGS: Mapping[Verdict, int] = MappingProxyType(
    {
        Verdict.SUPPORTED: 5,
        Verdict.PARTLY: 3,
        Verdict.OTHER_ACTOR: 3,
        Verdict.DISPUTED: 3,
        Verdict.EXAGGERATED: 2,
        Verdict.CONTRADICTED: 1,
    }
)


def write(check: PublicCheck) -> bytes:
    """Return the canonical text: UTF-8, keys sorted, no spaces."""
    told = {
        "id": check.id,
        "words": check.words,
        "verdict": check.verdict.value,
        "when": check.when,
        "facets": [
            {"facet": a.facet.value, "finding": a.finding.value, "words": a.words, "of": a.asked} for a in check.answers
        ],
        "reports": check.reports_count,
        "lines": list(check.lines),
        "searches": list(check.searches),
        "accused": [{"category": one.category.value, "said": one.confidence.value} for one in check.accused],
        "accused_answered": check.accused_answered,
        "replaces": check.replaces,
        "published_at": check.published_at.isoformat() if check.published_at else None,
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def read(raw: bytes) -> PublicCheck:
    """Return what `write` wrote."""
    told: dict[str, Any] = json.loads(raw)
    return PublicCheck(
        id=CheckedClaimId(told["id"]),
        words=told["words"],
        verdict=Verdict(told["verdict"]),
        when=told["when"],
        answers=tuple(
            Answer(facet=Facet(one["facet"]), finding=Finding(one["finding"]), words=one["words"], asked=one["of"])
            for one in told["facets"]
        ),
        reports_count=told["reports"],
        lines=tuple(told["lines"]),
        searches=tuple(told["searches"]),
        accused=tuple(
            Attribution(category=ActorCategory(one["category"]), confidence=ResponsibilityKind(one["said"]))
            for one in told["accused"]
        ),
        accused_answered=told["accused_answered"],
        replaces=CheckedClaimId(told["replaces"]) if told["replaces"] else None,
        published_at=datetime.fromisoformat(told["published_at"]) if told["published_at"] else None,
    )


def digest(raw: bytes) -> str:
    """Return the SHA-256 of a canonical text, in hex."""
    return hashlib.sha256(raw).hexdigest()


def claim_review(check: PublicCheck, *, address: str, name: str) -> dict[str, Any]:
    """Return the claim as schema.org ClaimReview. `address`: of its page; `name`: of who reviewed it."""
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": check.verdict.value.replace("-", " ")}
    if check.verdict in RATINGS:
        rating |= {"ratingValue": RATINGS[check.verdict], "bestRating": 5, "worstRating": 1}
    item: dict[str, Any] = {"@type": "Claim", "name": check.words}
    if check.when:
        item["temporalCoverage"] = check.when
    reviewed: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": address,
        "claimReviewed": check.words,
        "itemReviewed": item,
        "author": {"@type": "Organization", "name": name},
        "reviewRating": rating,
    }
    if check.published_at:
        reviewed["datePublished"] = check.published_at.date().isoformat()
    return reviewed
