"""The press reports through the real services: as right as was promised."""

from __future__ import annotations

from itertools import combinations

import pytest
from tests.factories import NOW
from tests.factories_assess import ANA, BO, told
from tests.factories_press import PRESS, gold_incidents, press_rows

from haal.domain.errors import Refused
from haal.domain.report import Channel
from haal.services.assess import bulk, queries
from haal.services.intake.importing import import_press
from haal.storage import assessment as grade_rows

pytestmark = pytest.mark.django_db

NOTHING = bulk.Worked(linked=bulk.Linked(alone=0, asked=0, new=0), graded=0)


def test_two_people_work_through_the_press_reports():
    imported = import_press(raw=(PRESS / "reports.csv").read_bytes(), by=None, now=NOW)
    names = dict(zip(imported.taken, (row["report_id"] for row in press_rows()), strict=True))

    done = bulk.work_through(first=ANA, second=BO, now=NOW)

    found = queries.summary(by=ANA)
    precision, recall = against_gold({names[report]: incident for report, incident in found.members})
    assert (done.graded, found.graded) == (len(names), len(names))
    assert (found.reports, found.languages) == (len(names), 13)
    assert (found.alone, found.asked) == (done.linked.alone, done.linked.asked)
    assert done.linked.alone + done.linked.asked + done.linked.new == len(names)
    assert 20 <= found.incidents <= 90
    assert precision >= 0.9
    assert recall >= 0.8
    assert found.source_lines >= 60
    assert queries.waits(by=ANA) == queries.Waits(to_grade=0, to_link=0)


def against_gold(found: dict[str, str]) -> tuple[float, float]:
    """Return precision and recall over pairs of reports of one incident."""
    gold = gold_incidents()
    pairs = list(combinations(sorted(gold), 2))
    said = {pair for pair in pairs if found[pair[0]] == found[pair[1]]}
    true = {pair for pair in pairs if gold[pair[0]] == gold[pair[1]]}
    return len(said & true) / len(said), len(said & true) / len(true)


def test_what_a_teller_told_is_left_to_people():
    told(channel=Channel.FORM)

    assert bulk.work_through(first=ANA, second=BO, now=NOW) == NOTHING


def test_working_through_again_changes_nothing():
    report_id = told()
    bulk.work_through(first=ANA, second=BO, now=NOW)
    before = grade_rows.of_report(report_id)

    assert bulk.work_through(first=ANA, second=BO, now=NOW) == NOTHING
    assert grade_rows.of_report(report_id) == before


def test_it_takes_two_people_and_neither_took_the_reports_in():
    told(by=ANA)

    with pytest.raises(ValueError, match="two people"):
        bulk.work_through(first=ANA, second=ANA, now=NOW)
    with pytest.raises(Refused):
        bulk.work_through(first=ANA, second=BO, now=NOW)
