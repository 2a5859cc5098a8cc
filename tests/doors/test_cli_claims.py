"""`haal claims check`: two files in, a verdict on each claim out, with its reports and its reasons."""

from __future__ import annotations

import csv
import json

import pytest

from haal.cli import commands

CLAIMS = (
    "claim_id,claim_own_words,date,place,quantity,kind,checkable,press_says,report_ids,reports_held_back,note\n"
    "C1,A bombing killed five people.,2031-05-02,Quetta,5 killed,incident,yes,supported,R00aa R00bb,0,\n"
    "C2,A bombing killed fifty people.,2031-05-02,Quetta,50 killed,incident,yes,supported,R00aa R00bb,0,\n"
    "C3,The people must take up arms.,,,,call to action,no,not found,,0,\n"
)
REPORTS = (
    "report_id,incident_id,outlet,summary_own_words,event_type,event_date_as_reported,event_date_precision,killed_reported\n"
    "R00aa,one,Day,A bomb.,bombing,2031-05-02,day,5\n"
    "R00bb,one,Night,A bomb.,bombing,2031-05-02,day,6\n"
)


@pytest.fixture
def run(tmp_path, capfd):
    """Return a runner of `haal claims check` on two texts."""

    def checked(claims, reports, *more):
        for name, text in (("claims.csv", claims), ("reports.csv", reports)):
            (tmp_path / name).write_text(text, "utf-8")
        words = [str(tmp_path / "claims.csv"), "--reports", str(tmp_path / "reports.csv"), "--json", *more]
        code = commands.run(["claims", "check", *words])
        out, err = capfd.readouterr()
        return code, json.loads(out.strip().splitlines()[-1]), err

    return checked


def test_each_claim_gets_a_verdict_with_its_reports(run):
    code, answer, _err = run(CLAIMS, REPORTS, "--incidents", "incident_id")

    assert code == 0
    assert (answer["claims"], answer["coded"], answer["agree"]) == (3, 2, 1)
    assert [row["verdict"] for row in answer["rows"]] == ["supported", "exaggerated", "not-checkable"]
    assert [row["press_says"] for row in answer["rows"]] == ["supported", "contradicted", "not found"]
    assert answer["rows"][0]["report_ids"] == ["R00aa", "R00bb"]
    assert [row["call_to_violence"] for row in answer["rows"]] == [False, False, True]


def test_without_linked_reports_and_without_incidents_they_are_found(run):
    _code, answer, _err = run(CLAIMS.replace("R00aa R00bb", ""), REPORTS)

    assert answer["rows"][0]["verdict"] == "supported"
    assert answer["rows"][0]["searches"]


def test_the_verdicts_are_written_as_a_table(run, tmp_path):
    run(CLAIMS, REPORTS, "--out", str(tmp_path / "out.csv"))

    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["claim_id"] for row in rows] == ["C1", "C2", "C3"]
    assert rows[0]["report_ids"] == "R00aa R00bb"


def test_a_row_that_cannot_be_read_is_named_and_the_others_go_on(run):
    code, answer, err = run(CLAIMS.replace("incident,yes,supported", "event,yes,supported", 1), REPORTS)

    assert (code, answer["rejected"], answer["claims"]) == (1, 1, 2)
    assert "claims.csv row 2, kind: expected" in err


def test_a_file_that_is_not_there_is_said(run, tmp_path, capfd):
    assert commands.run(["claims", "check", str(tmp_path / "none.csv"), "--reports", "x", "--json"]) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("desk_keys")
def test_a_file_is_kept_on_the_desk_and_listed_with_the_verdicts_of_today(tmp_path, capfd):
    path = tmp_path / "claims.csv"
    path.write_text(CLAIMS, "utf-8")

    assert commands.run(["claims", "import", str(path), "--json"]) == 0
    kept = json.loads(capfd.readouterr().out.strip().splitlines()[-1])
    assert commands.run(["claims", "list", "--verdicts", "--json"]) == 0
    listed = json.loads(capfd.readouterr().out.strip().splitlines()[-1])

    assert len(kept["kept"]) == 3
    assert {row["claim_id"]: row["verdict"] for row in listed["claims"]} == {
        "C1": "not-found",
        "C2": "not-found",
        "C3": "not-checkable",
    }
    assert [row["claim_id"] for row in listed["claims"] if row["call_to_violence"]] == ["C3"]
