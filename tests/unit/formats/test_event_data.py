"""Public incidents in the columns of UCDP and ACLED: coarse, conservative, and the only place where law meets the actor."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from haal.domain.ids import IncidentId, PublicationId
from haal.domain.incident import Days, EventType
from haal.domain.public_place import PublicPlace
from haal.domain.publication import ActorCategory, Attribution, PublicClaim, PublicIncident, PublicRange
from haal.domain.report import Counted, ResponsibilityKind, Scope
from haal.formats.event_data import acled, labels, numbers, ucdp
from haal.geometry.cells import cell_of

DAY = date(2025, 9, 2)


def claim(number: int) -> PublicClaim:
    return PublicClaim(low=number, high=number, line="Dawn", said_on=DAY)


def killed(low: int | None, best: int, high: int, *, scope: Scope = Scope.ALL) -> PublicRange:
    return PublicRange(
        counted=Counted.KILLED,
        scope=scope,
        lowest_supported=claim(low) if low is not None else None,
        median=claim(best),
        highest=claim(high),
        lines_count=3,
    )


def said_of(category: ActorCategory, confidence=ResponsibilityKind.ALLEGED_BY_OTHER) -> Attribution:
    return Attribution(category=category, confidence=confidence)


GROUP, STATE = said_of(ActorCategory.ARMED_GROUP), said_of(ActorCategory.STATE_FORCE)
BASE = PublicIncident(
    id=IncidentId("in_1"),
    publication_id=PublicationId("pb_1"),
    days=Days(first=DAY, last=DAY),
    event_type=EventType.SHOOTING,
    place=PublicPlace(province="Balochistan", name="Quetta", cell=cell_of(30.19, 67.0, 5)),
    summary="",
    ranges=(killed(4, 13, 18),),
    lines=("AFP", "Dawn"),
    lines_count=2,
    lines_max=3,
    attributions=(GROUP,),
    released_at=datetime(2025, 10, 1, tzinfo=UTC),
)


def row_of(module, incident: PublicIncident) -> dict[str, str]:
    (row,) = csv.DictReader(io.StringIO(module.incidents([(incident, "00")]).decode("utf-8-sig")))
    return row


def test_ucdp_gets_three_claims_and_is_told_that_they_are_no_total():
    row = row_of(ucdp, BASE)

    assert (row["low"], row["best"], row["high"]) == ("4", "13", "18")
    assert "not total" in row["haal_rule"]
    assert row["haal_attackers_counted"] == "no"


def test_attackers_who_died_are_added_for_ucdp_and_stand_on_their_side():
    row = row_of(
        ucdp,
        replace(BASE, ranges=(killed(4, 13, 18), killed(2, 2, 3, scope=Scope.ATTACKERS)), event_type=EventType.CLASH),
    )

    assert (row["type_of_violence"], row["deaths_b"], row["best"], row["high"]) == ("1", "2", "15", "21")


def test_acled_gets_the_most_conservative_number_and_none_where_nothing_was_checked():
    assert row_of(acled, BASE)["fatalities"] == "4"
    assert row_of(acled, replace(BASE, ranges=(killed(None, 13, 18),)))["fatalities"] == ""


@pytest.mark.parametrize(
    ("place", "ucdp_code", "acled_code"),
    [
        (BASE.place, 2, 2),
        (PublicPlace(province="Balochistan", cell=cell_of(30.19, 67.0, 4)), 3, 3),
        (PublicPlace(province="Balochistan", district="Quetta"), 3, 3),
        (PublicPlace(province="Balochistan"), 4, 3),
        (PublicPlace(), 6, 3),
    ],
)
def test_no_place_is_ever_called_exact(place, ucdp_code, acled_code):
    assert (numbers.where_prec(place), acled.geo_precision(place)) == (ucdp_code, acled_code)


@pytest.mark.parametrize(
    ("last", "ucdp_code", "acled_code"),
    [(2, 1, 1), (4, 2, 2), (8, 3, 2), (28, 4, 3)],
    ids=["day", "days", "week", "month"],
)
def test_how_well_the_day_is_known_follows_its_length(last, ucdp_code, acled_code):
    days = Days(first=DAY, last=date(2025, 9, last))

    assert (numbers.date_prec(days), acled.time_precision(days)) == (ucdp_code, acled_code)
    assert (numbers.date_prec(None), acled.time_precision(None)) == (5, 3)


def test_it_is_final_after_a_year_with_two_lines_and_a_number_that_was_checked():
    later = replace(BASE, released_at=datetime(2026, 9, 3, tzinfo=UTC))

    assert numbers.status(BASE) is numbers.Status.PROVISIONAL
    assert numbers.status(later) is numbers.Status.FINAL
    assert numbers.status(replace(later, lines_count=1)) is numbers.Status.PROVISIONAL
    assert numbers.status(replace(later, ranges=(killed(None, 1, 1),))) is numbers.Status.PROVISIONAL


@pytest.mark.parametrize(
    ("attributions", "label", "party"),
    [
        ((STATE,), "alleged", labels.Party.STATE),
        ((GROUP,), "no", labels.Party.GROUP),
        ((), "", labels.Party.NOT_SAID),
        ((STATE, GROUP), "", labels.Party.NOT_SAID),
        ((said_of(ActorCategory.STATE_FORCE, ResponsibilityKind.DENIED),), "", labels.Party.NOT_SAID),
    ],
)
def test_what_law_ties_to_the_actor_is_said_only_when_all_name_one(attributions, label, party):
    taken = replace(BASE, event_type=EventType.ENFORCED_DISAPPEARANCE, attributions=attributions)

    assert labels.enforced_disappearance(taken) == label
    assert labels.enforced_disappearance(replace(taken, event_type=EventType.ABDUCTION)) == label
    assert labels.mrm_party(taken) is party


@pytest.mark.parametrize("attribution", [STATE, GROUP])
def test_the_type_of_violence_is_found_alike_for_every_category(attribution):
    told = replace(BASE, attributions=(attribution,))
    forces = replace(told, ranges=(killed(2, 2, 2), killed(2, 2, 2, scope=Scope.FORCES)))

    assert labels.type_of_violence(told) is labels.Violence.ONE_SIDED
    assert labels.type_of_violence(forces) is labels.Violence.STATE_BASED
    assert labels.type_of_violence(replace(told, attributions=())) is labels.Violence.NOT_SAID
