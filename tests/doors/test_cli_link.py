"""`haal link cluster` and `evaluate`: one row for each report, what is hidden is not seen, and how good it is can be told."""

import csv
import json

import pytest

from haal.cli.commands import run

HEADER = (
    "report_id,incident_id,url,published_date,event_date_as_reported,event_type,place_name_as_reported,killed_reported,"
    "target_kind,summary_own_words\n"
)
REPORTS = (
    HEADER
    + """\
A1,x,https://a.example/1,2024-05-03,2024-05-03,bombing,Quetta,9,market,A blast at the vegetable market killed nine.
A2,x,https://b.example/2,2024-05-04,2024-05-03,suicide_bombing,"Hazarganji, Quetta",12,market,Twelve died at the market.
B1,y,https://c.example/3,2024-05-04,2024-05-04,shooting,Khuzdar,5,transport,Five were shot on a bus.
C1,z,https://d.example/4,2024-08-20,2024-08-20,bombing,Quetta,many,market,A blast at the market in August.
A1,w,https://a.example/1,2024-05-03,2024-04-01,bombing,Chaman,3,market,The same page tells of an older blast.
"""
)


@pytest.fixture
def files(tmp_path):
    reports = tmp_path / "reports.csv"
    reports.write_text(REPORTS, encoding="utf-8")
    return reports, tmp_path / "out.csv"


def _rows(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_each_report_has_one_row_with_its_group_and_zone(files, capsys):
    reports, out = files

    assert (
        run(["link", "cluster", str(reports), "--as", "press", "--hide", "lat,lon", "--out", str(out), "--json"]) == 0
    )

    rows = _rows(out)
    assert [row["report_id"] for row in rows] == ["A1", "A2", "B1", "C1"]
    group = {row["report_id"]: row["cluster_id"] for row in rows}
    assert group["A1"] == group["A2"]
    assert len({group["A1"], group["B1"], group["C1"]}) == 3
    assert all(row["zone"] == "alone" for row in rows if row["report_id"] == row["cluster_id"])
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["reports"], told["clusters"]) == (4, 3)
    assert told["notes"] == [{"row": 5, "field": "killed_reported", "expected": "a number", "got": "many"}]


def test_the_true_incident_in_the_file_is_never_looked_at(files):
    reports, out = files
    run(["link", "cluster", str(reports), "--as", "press", "--out", str(out)])
    first = out.read_text()
    reports.write_text(REPORTS.replace(",x,", ",q,").replace(",y,", ",q,").replace(",z,", ",q,"), encoding="utf-8")

    run(["link", "cluster", str(reports), "--as", "press", "--out", str(out)])

    assert out.read_text() == first


def test_headlines_are_grouped_too(tmp_path):
    rows = tmp_path / "headlines.csv"
    rows.write_text(
        "report,outlet,date,headline\nH1,A,2024-05-03,Nine killed in Quetta market blast\n"
        "H2,B,2024-05-03,Blast in Quetta market kills nine\nH3,C,2024-05-03,Two policemen shot in Karachi\n"
    )
    out = tmp_path / "out.csv"

    assert run(["link", "cluster", str(rows), "--as", "headlines", "--out", str(out)]) == 0

    assert [row["report_id"] for row in _rows(out)] == ["H1", "H2", "H3"]
    group = {row["report_id"]: row["cluster_id"] for row in _rows(out)}
    assert group["H3"] not in {group["H1"], group["H2"]}


def test_an_answer_is_held_against_the_truth(files, tmp_path, capsys):
    _reports, out = files
    out.write_text("report_id,cluster_id,zone,score\nA1,g,alone,1\nA2,g,ask,0.9\nB1,g,alone,0.99\nC1,h,alone,1\n")
    truth = tmp_path / "truth.csv"
    truth.write_text("report_id,incident_id\nA1,x\nA2,x\nB1,y\nC1,z\n")

    assert run(["link", "evaluate", str(out), "--truth", str(truth), "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert told["pairs"] == {"precision": 0.3333, "recall": 1.0, "f1": 0.5}
    assert told["alone"]["pairs"]["precision"] == 0.0
    assert told["alone"]["share_of_true_pairs"] == 0.0
    assert told["missing"] == 0


def test_matches_are_held_against_judged_pairs(tmp_path, capsys):
    out, truth = tmp_path / "out.csv", tmp_path / "gold.csv"
    out.write_text("left,right,score,zone\n1,a,0.99,alone\n1,b,0.7,ask\n9,z,0.9,ask\n")
    truth.write_text("left,right,match\n1,a,1\n2,c,1\n1,b,0\n")

    run(["link", "evaluate", str(out), "--truth", str(truth), "--json"])

    told = json.loads(capsys.readouterr().out)
    assert told["pairs"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5}
    assert told["alone"] == {"pairs": {"precision": 1.0, "recall": 0.5, "f1": 0.6667}, "share_of_true_pairs": 0.5}


def test_a_file_that_is_no_table_of_reports_is_refused_with_what_is_missing(tmp_path, capsys):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("outlet,headline\nA,B\n")

    assert run(["link", "cluster", str(wrong), "--as", "press", "--out", str(tmp_path / "out.csv")]) == 1

    assert "report_id" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()
