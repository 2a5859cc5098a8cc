"""Claims as a file come back as they were; a bad row says which cell; reports of either set of columns are evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haal.domain.claim.evidence import Evidence
from haal.domain.errors import Malformed
from haal.domain.incident import EventType
from haal.domain.report import Counted, ResponsibilityKind
from haal.formats.claims import reports, table

HEADER = "claim_id,claim_own_words,date,place,quantity,kind,checkable,press_says,report_ids,reports_held_back,note\n"
FILE = (
    HEADER
    + 'C01,"Five died, it says ""here"".",2031-05-02,Quetta,5 killed,incident,yes,supported,R00aa R00bb,0,a note\n'
    + "C02,Dozens were hurt.,2031-05,Mastung district,dozens (24 or more),incident,yes,partly,R00aa,2,\n"
    + "C03,It will be so.,future,,,prediction,no,not found,,0,\n"
    + "C04,Take care.,,worldwide,,call to action,partly,,,0,\n"
)


def rows(text: str) -> list[table.Row | table.Fault]:
    return list(table.read(text.encode()))


def test_a_file_of_claims_comes_back_byte_by_byte():
    read = rows(FILE)

    assert all(isinstance(row, table.Row) for row in read)
    assert table.write(row.claim for row in read if isinstance(row, table.Row)) == FILE.encode()


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30)


@given(
    date=CELL.filter(lambda text: not text.strip()[:1].isdigit()),
    place=CELL,
    quantity=CELL,
    says=CELL,
    held=CELL,
    note=CELL,
)
def test_whatever_stands_in_a_cell_is_kept(date, place, quantity, says, held, note):
    cells = {
        "claim_id": "C1", "claim_own_words": "Words.", "kind": "opinion", "checkable": "yes", "date": date, "place": place,
        "quantity": quantity, "press_says": says, "reports_held_back": held, "note": note, "report_ids": "R1 R2",
    }  # fmt: skip
    kept = table.cells_of(table.claim_of(cells))

    assert {name: kept[name] for name in cells} == cells


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("C!1,Words.,,,,incident,yes,,,0,", "claim_id"),
        ("C1,,,,,incident,yes,,,0,", "claim_own_words"),
        ("C1,Words.,,,,event,yes,,,0,", "kind"),
        ("C1,Words.,,,,incident,maybe,,,0,", "checkable"),
        ("C1,Words.,2031-13-40,,,incident,yes,,,0,", "date"),
        ("C1,Words.,2031-05/2031-04,,,incident,yes,,,0,", "date"),
        ("C1,Words.", "row"),
    ],
)
def test_a_bad_row_says_which_cell_what_was_expected_and_what_came(row, field):
    good = "C9,Words.,,,,incident,yes,,,0,\n"
    bad, after = rows(HEADER + row + "\n" + good)

    assert isinstance(bad, table.Fault)
    assert isinstance(after, table.Row)
    assert (bad.number, bad.field) == (2, field)
    assert bad.expected
    assert bad.got


def test_an_id_that_comes_twice_is_a_fault():
    _, second = rows(HEADER + "C1,Words.,,,,incident,yes,,,0,\n" * 2)

    assert isinstance(second, table.Fault)
    assert second.field == "claim_id"


@pytest.mark.parametrize("text", ["claim_id,kind\n", HEADER.replace("note", "nota"), ""])
def test_a_file_without_its_columns_is_refused_as_a_whole(text):
    with pytest.raises(Malformed):
        rows(text)


CORPUS = (
    "report_id,incident_id,outlet,origin,published_date,event_date_as_reported,event_date_precision,event_type,"
    "place_name_as_reported,killed_reported,attribution_reported,attribution_kind,summary_own_words,notes\n"
    "R00aa,one,Day,own,2031-05-03,2031-05-15,month,bombing,Quetta,5,Red; Blue,claimed,A bomb.,said to be women\n"
    "R00bb,one,Night,wire:AFP,,,none,bombing,Quetta,,Red,unknown,A bomb.,\n"
)
OWN = "report_id,outlet,summary,event_type,killed\nR00aa,Day,A bomb.,bombing,x\nR00bb,Day,A bomb.,bombing,4\n"


def test_reports_in_the_columns_of_the_corpus_are_evidence():
    first, second = list(reports.read(CORPUS.encode(), incidents="incident_id"))

    assert isinstance(first, Evidence)
    assert isinstance(second, Evidence)
    assert (first.group, first.event_type, first.counts[Counted.KILLED]) == ("one", EventType.BOMBING, 5)
    assert first.days is not None
    assert (str(first.days.first), str(first.days.last)) == ("2031-05-01", "2031-05-31")
    assert [party.party for party in first.parties] == ["Red", "Blue"]
    assert second.parties[0].kind is ResponsibilityKind.ALLEGED_BY_OTHER
    assert "women" not in first.words


def test_reports_in_our_own_columns_are_evidence_and_each_stands_for_itself():
    fault, report = list(reports.read(OWN.encode()))

    assert isinstance(fault, table.Fault)
    assert (fault.number, fault.field) == (2, "killed")
    assert isinstance(report, Evidence)
    assert report.group == "R00bb"
