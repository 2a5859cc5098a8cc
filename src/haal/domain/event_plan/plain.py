"""An event as values that JSON knows, and back: what is locked with the plan's word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Any

from haal.domain.event_plan.debrief import End
from haal.domain.event_plan.going import Said, Word
from haal.domain.event_plan.life import Act, Acted, Event, Happened, Noted
from haal.domain.event_plan.plan import Check, Doing, EventKind, Plan, Step
from haal.domain.event_plan.sheet import Back, Sheet
from haal.domain.gathering.plan import Answer
from haal.domain.ids import PersonId, PlaceId


def as_plain(event: Event) -> dict[str, Any]:
    """Return the event as values that JSON knows."""
    told: dict[str, Any] = _plain(asdict(event))
    return told


def of_plain(told: Mapping[str, Any]) -> Event:
    """Return the event that `as_plain` wrote."""
    first, second = told["named"]
    instants = {name: _at(told[name]) for name in ("began_at", "ended_at", "debriefed_at")}
    return Event(
        plan=_plan(told["plan"]),
        people=tuple(map(PersonId, told["people"])),
        named=(PersonId(first), PersonId(second)),
        written_at=datetime.fromisoformat(told["written_at"]),
        change=told["change"],
        said=tuple(_said(one) for one in told["said"]),
        end=End(told["end"]) if told["end"] else None,
        noted=tuple(Noted(**{**one, "what": Happened(one["what"]), "at": _when(one)}) for one in told["noted"]),
        sheets=tuple(_sheet(one) for one in told["sheets"]),
        acts=tuple(Acted(act=Act(one["act"]), by=PersonId(one["by"]), at=_when(one)) for one in told["acts"]),
        **instants,
    )


def _plan(told: Mapping[str, Any]) -> Plan:
    return Plan(
        **{
            **told,
            "kind": EventKind(told["kind"]),
            "starts_at": datetime.fromisoformat(told["starts_at"]),
            "ends_at": datetime.fromisoformat(told["ends_at"]),
            "place_id": PlaceId(told["place_id"]) if told["place_id"] else None,
            "answers": {Check(check): Answer(answer) for check, answer in told["answers"].items()},
            "steps": tuple(
                Step(at=_when(one), doing=Doing(one["doing"]), note=one["note"], done_at=_at(one["done_at"]))
                for one in told["steps"]
            ),
        }
    )


def _said(told: Mapping[str, Any]) -> Said:
    return Said(word=Word(told["word"]), by=PersonId(told["by"]), at=_when(told), warnings=frozenset(told["warnings"]))


def _sheet(told: Mapping[str, Any]) -> Sheet:
    return Sheet(
        **{
            **told,
            "printed_at": datetime.fromisoformat(told["printed_at"]),
            "back": Back(told["back"]) if told["back"] else None,
            "back_at": _at(told["back_at"]),
        }
    )


def _plain(value: Any) -> Any:  # noqa: ANN401 - a walk over JSON-able values
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return value


def _when(told: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(told["at"])


def _at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
