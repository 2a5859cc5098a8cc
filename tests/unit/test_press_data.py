"""What data/press promises: enough real reports, in many languages, with no address and no gold among them."""

from __future__ import annotations

from collections import Counter

from tests.factories_press import PRESS, gold_rows, press_rows

from haal.formats import press


def test_there_are_enough_reports_incidents_and_languages():
    rows, incidents = press_rows(), {row["incident_id"] for row in gold_rows()}

    assert len(rows) >= 150
    assert len(incidents) >= 25
    assert len({row["language"] for row in rows}) >= 5
    assert {row["report_id"] for row in rows} == {row["report_id"] for row in gold_rows()}


def test_every_row_can_be_taken_in():
    _header, rows = press.read((PRESS / "reports.csv").read_bytes(), row_bytes_max=100_000)

    assert [row for row in rows if isinstance(row, press.Fault)] == []


def test_no_address_is_shown():
    text = (PRESS / "reports.csv").read_text("utf-8").lower()

    assert "http" not in text
    assert "www." not in text


def test_some_pages_tell_of_several_incidents_and_none_twice_of_one():
    incidents = {row["report_id"]: row["incident_id"] for row in gold_rows()}
    pages = Counter(row["page"] for row in press_rows())

    assert sum(count > 1 for count in pages.values()) >= 10
    assert len({(row["page"], incidents[row["report_id"]]) for row in press_rows()}) == len(press_rows())


def test_every_class_of_perpetrator_is_among_what_is_claimed_or_alleged():
    parties = " ".join(row["attribution"] for row in press_rows())

    for word in (
        "Islamic State",
        "Baloch Liberation Army",
        "Jamaat-ul-Ahrar",
        "Lashkar-e-Jhangvi",
        "Pakistani military",
        "Counter-Terrorism",
    ):
        assert word in parties
    assert any(not row["attribution"] for row in press_rows())
