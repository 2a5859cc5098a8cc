"""Claims and what reports tell of them, made up: places of no country, parties with colours for names."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from haal.domain.claim.evidence import Evidence
from haal.domain.claim.stated import Claim
from haal.domain.ids import ReportId
from haal.domain.incident import Days, EventType
from haal.domain.report import Counted, Responsibility, ResponsibilityKind, Where
from haal.formats.claims.table import claim_of

RED, BLUE = "Red Harbour Front", "Blue Hill Army"


def a_claim(words: str, **cells: str) -> Claim:
    return claim_of({"claim_id": "C1", "claim_own_words": words, "kind": "incident", "checkable": "yes", **cells})


def evidence(name: str, words: str = "", **changed: object) -> Evidence:
    plain: dict[str, object] = {
        "report_id": ReportId(name),
        "group": "one",
        "line": f"own:{name}",
        "words": words,
        "days": Days(first=date(2031, 5, 2), last=date(2031, 5, 2)),
        "event_type": EventType.BOMBING,
        "where": Where(words="Quetta"),
    }
    return Evidence(**{**plain, **changed})  # type: ignore[arg-type]


def dead(count: int, *, injured: int | None = None) -> MappingProxyType[Counted, int]:
    counts = {Counted.KILLED: count} | ({} if injured is None else {Counted.INJURED: injured})
    return MappingProxyType(counts)


def says(party: str, kind: ResponsibilityKind = ResponsibilityKind.CLAIMED) -> tuple[Responsibility, ...]:
    return (Responsibility(kind=kind, party=party),)
