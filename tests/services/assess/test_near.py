"""A box with many incidents: only what is near a new report is looked up, and it is placed as on the whole board."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.factories import NOW
from tests.factories_assess import ANA, BO, DAY, GWADAR, QUETTA, told
from tests.factories_press import PRESS

from haal.domain.errors import KeysLocked
from haal.linkage.reports.suggest import Zone, suggest
from haal.linkage.told import told_of
from haal.services.assess import board, bulk, link, shred
from haal.services.intake.importing import import_press
from haal.storage import link as link_rows
from haal.storage import report as report_rows
from haal.storage.boxes.data_key import DataKeyRow
from haal.storage.compared.rows import ComparedRow, MarkRow
from haal.storage.ground import keys
from haal.storage.link import LinkRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowded(monkeypatch):
    """A box in which one incident is many."""
    monkeypatch.setattr(board, "WHOLE_MAX", 0)


def consider(report_id):
    return link.consider(report_id=report_id, now=NOW)


def test_in_a_crowded_box_a_report_is_placed_as_in_an_empty_one(crowded):
    first = consider(told())
    elsewhere = consider(told(place=GWADAR))
    later = consider(told(day=DAY + timedelta(days=40), published=None))
    again = consider(told(killed=14, line="wire:AFP"))

    assert [one.zone for one in (first, elsewhere, later, again)] == [Zone.NEW, Zone.NEW, Zone.NEW, Zone.ALONE]
    assert again.incident_id == first.incident_id


def test_of_a_crowd_only_what_a_report_can_belong_to_is_opened(crowded, monkeypatch):
    near = consider(told()).incident_id
    for number in range(5):
        consider(told(place=GWADAR, day=DAY + timedelta(days=number)))
    new = told(killed=14)
    opened: list[str] = []
    many = report_rows.many
    monkeypatch.setattr(report_rows, "many", lambda ids: many(opened.extend(found := list(ids)) or found))

    found = board.Boards().near(told_of(report_rows.get(new)))

    assert set(found.incidents) == {near}
    assert opened == list(found.incidents[near])


def test_what_nobody_wrote_a_word_of_is_not_opened_to_be_compared(crowded, monkeypatch):
    nameless = replace(QUETTA, name="")
    first = consider(told(heard="", place=nameless)).incident_id
    new = told(killed=14, place=nameless)
    monkeypatch.setattr(report_rows, "many", lambda ids: {} if not list(ids) else pytest.fail("opened"))

    seen_of_new = told_of(report_rows.get(new))
    found = board.Boards().near(seen_of_new)

    assert suggest(found.seen(seen_of_new), found.without(())).best.incident_id == first


def test_reports_of_one_round_see_each_other(crowded):
    boards = board.Boards()
    placed = [link.consider(report_id=told(killed=13 + number), now=NOW, boards=boards) for number in range(3)]

    assert len({one.incident_id for one in placed}) == 1


def test_a_report_that_tells_no_place_or_no_day_is_held_against_the_newest(crowded):
    first = consider(told()).incident_id

    assert consider(told(day=None, published=None)).zone is Zone.ASK
    found = board.Boards().near(told_of(report_rows.get(told(place=None))))
    assert set(found.incidents) == {first}


def test_the_press_reports_are_placed_as_on_the_whole_board():
    import_press(raw=(PRESS / "reports.csv").read_bytes(), by=None, now=NOW)
    bulk.work_through(first=ANA, second=BO, now=NOW)
    whole = board.load_all()
    differ = []
    for report_id in sorted(link_rows.membership())[::5]:
        new = told_of(report_rows.get(report_id))
        found = board.found_for(new)
        if found is None:
            continue
        every, near = (suggest(on.seen(new), _others(on, report_id)) for on in (whole, found))
        if (every.zone, _best(every)) != (near.zone, _best(near)):
            differ.append(report_id)

    assert ComparedRow.objects.count() >= len(link_rows.membership())
    assert len(differ) <= 3, differ  # told at places 70 to 150 km apart, with no name in common


def _best(found):
    return found.best.incident_id if found.best else None


def _others(on, report_id):
    incidents = {key: [one for one in members if one.report_id != report_id] for key, members in on.without(()).items()}
    return {key: members for key, members in incidents.items() if members}


def test_a_file_of_many_goes_on_where_the_board_is_full(monkeypatch):
    monkeypatch.setattr(board, "INCIDENTS_MAX", 2)
    for place, day in ((GWADAR, 1), (GWADAR, 9), (GWADAR, 20)):
        told(place=place, day=date(2026, 3, day), published=None)
    first, *_rest, again = (told(killed=13 + number, line=f"own:{number}") for number in range(4))

    done = bulk.work_through(first=ANA, second=BO, now=NOW)

    assert sum((done.linked.alone, done.linked.asked, done.linked.new)) == 7
    assert link_rows.incident_of(first) == link_rows.incident_of(again) is not None


def test_a_box_from_before_is_made_ready_once(crowded):
    first = consider(told())
    ComparedRow.objects.all().delete()
    MarkRow.objects.all().delete()

    assert consider(told(killed=14)).incident_id == first.incident_id
    assert board.make_ready() == 0
    assert ComparedRow.objects.exclude(report_id="").count() == 2


def test_an_erased_report_is_found_no_more_and_leaves_nothing_to_compare(crowded):
    kept, gone = told(), told(killed=14)
    incident_id = consider(kept).incident_id
    consider(gone)
    box = bytes(ComparedRow.objects.get(report_id=gone).box)

    shred._erase(gone)

    found = board.found_for(told_of(report_rows.get(kept)))
    assert all(gone not in members for members in found.incidents.values())
    assert not ComparedRow.objects.filter(report_id=gone).exists()
    assert not DataKeyRow.objects.filter(pk=box[:16]).exists()
    assert board.make_ready() == 0
    assert link_rows.members([incident_id], each_max=9)[incident_id] == (kept, gone)


def test_with_the_keys_away_nothing_is_looked_up(crowded):
    consider(told())
    new = told(killed=14)
    before = told_of(report_rows.get(new))
    keys.forget()

    with pytest.raises(KeysLocked):
        board.Boards().near(before)
    assert not LinkRow.objects.filter(report_id=new).exists()
