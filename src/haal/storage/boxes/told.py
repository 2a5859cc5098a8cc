"""What a report tells, as it is kept in the desk's box: plain values, and back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from haal.domain import report as nouns


def box_of(incoming: nouns.Incoming) -> dict[str, Any]:
    """Return what goes into the desk's box: all words, as JSON-able values."""
    return {"answers": plain(asdict(incoming.answers)), "source": plain(asdict(incoming.source))}


def plain(value: Any) -> Any:  # noqa: ANN401 - a walk over JSON-able values
    """Return dates as ISO strings and tuples as lists, all the way down."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def source_of(raw: dict[str, Any]) -> nouns.Source:
    """Return the source that was kept."""
    return nouns.Source(**{**raw, "published": _day(raw["published"])})


def answers_of(raw: dict[str, Any]) -> nouns.Answers:
    """Return the answers that were kept."""
    happened = raw["happened"]
    where = raw["where"]
    return nouns.Answers(
        **{
            **raw,
            "happened": nouns.Happened(
                first=_day(happened["first"]), last=_day(happened["last"]), known=nouns.DateKnown(happened["known"])
            ),
            "where": nouns.Where(
                words=where["words"],
                district=where["district"],
                candidates=tuple(nouns.PlaceCandidate(**candidate) for candidate in where["candidates"]),
            ),
            "figures": tuple(
                nouns.Figure(
                    **{
                        **figure,
                        "counted": nouns.Counted(figure["counted"]),
                        "scope": nouns.Scope(figure["scope"]),
                        "aside": nouns.Aside(figure["aside"]) if figure.get("aside") else None,
                    }
                )
                for figure in raw["figures"]
            ),
            "responsibility": tuple(
                nouns.Responsibility(**{**claim, "kind": nouns.ResponsibilityKind(claim["kind"])})
                for claim in raw["responsibility"]
            ),
        }
    )
