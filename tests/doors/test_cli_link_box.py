"""`haal link run|suggest|explain|labels|learn` on the reports of the box."""

from __future__ import annotations

import json
from itertools import combinations as pairs

import pytest
from tests.factories import NOW
from tests.factories_assess import ANA, told
from tests.factories_keys import given_keys

from haal.cli import commands
from haal.gate import weights
from haal.linkage.scorer import model
from haal.services.assess import link
from haal.storage.ground import keys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys_in_memory(home):
    given_keys(home)


@pytest.fixture
def answer(capfd):
    """Return a runner of `haal link ... --json`: exit code and the JSON object."""

    def ran(*words):
        code = commands.run(["link", *words, "--json"])
        return code, json.loads(capfd.readouterr().out.strip().splitlines()[-1])

    return ran


def test_run_says_what_differs_and_proposes_only_when_told_to(answer):
    link.consider(report_id=told(), now=NOW)
    link.begin(report_id=told(line="wire:AFP"), by=ANA, now=NOW)

    code, first = answer("run")
    _code, second = answer("run", "--propose")
    _code, third = answer("run", "--propose")

    assert code == 0
    assert (first["reports"], first["groups"], first["merges"], first["proposed"]) == (2, 1, 1, 0)
    assert (second["proposed"], third["proposed"]) == (1, 0)


def test_suggest_says_where_a_report_belongs_and_why(answer):
    blast = link.consider(report_id=told(), now=NOW).incident_id
    report_id = told(line="wire:AFP", killed=14)

    code, found = answer("suggest", report_id)

    assert (code, found["zone"], found["candidates"][0]["incident"]) == (0, "alone", blast)
    assert {"code": "killed", "weight": found["candidates"][0]["parts"][-2]["weight"], "numbers": [14, 13]} in found[
        "candidates"
    ][0]["parts"]


def test_explain_adds_up(answer):
    one, other = told(), told(killed=14)

    code, found = answer("explain", one, other)

    assert code == 0
    assert found["base"] + sum(part["weight"] for part in found["parts"]) == pytest.approx(found["score"], abs=0.1)


def test_labels_are_written_as_pairs_with_the_act_also_while_the_keys_are_away(answer, tmp_path):
    blast = link.consider(report_id=told(), now=NOW).incident_id
    undated = told(day=None, published=None)
    link.consider(report_id=undated, now=NOW)
    link.accept(report_id=undated, incident_id=blast, by=ANA, now=NOW)
    keys.lock()
    keys.forget()

    code, found = answer("labels", "--out", str(tmp_path / "labels.csv"))

    header, row = (tmp_path / "labels.csv").read_text().splitlines()
    assert (code, found["labels"], found["same"], found["how"]) == (0, 1, 1, {"accept": 1})
    assert header == "report,other,label,at,how"
    assert undated in row
    assert row.endswith(f",same,{NOW.isoformat()},accept")


def test_without_a_decision_the_file_of_labels_holds_its_header_and_that_is_said(tmp_path, capfd):
    link.consider(report_id=told(), now=NOW)

    code = commands.run(["link", "labels", "--out", str(tmp_path / "labels.csv")])

    assert code == 0
    assert "no pair yet" in capfd.readouterr().out
    assert (tmp_path / "labels.csv").read_text() == "report,other,label,at,how\n"


def test_labels_that_cannot_be_written_are_said(answer, tmp_path):
    code, found = answer("labels", "--out", str(tmp_path / "absent" / "labels.csv"))

    assert (code, found["error"]) == (1, "Malformed")


@pytest.fixture
def judged(tmp_path):
    """A file of labels: reports with the same toll are held for one event, whatever else they tell."""
    reports = {killed: [told(killed=killed, line=f"own:{killed}{n}") for n in range(6)] for killed in (4, 40)}
    rows = ["report,other,label,at,how"]
    for n, (one, other) in enumerate(pairs(reports[4] + reports[40], 2)):
        same = any({one, other} <= set(group) for group in reports.values())
        rows.append(f"{one},{other},{'same' if same else 'different'},2026-01-01T00:00:{n:02},accept")
    path = tmp_path / "labels.csv"
    path.write_text("\n".join([*rows, "r_absent,r_gone,same,2026,undo", ""]))
    return path


def test_weights_are_moved_by_labels_when_decisions_held_back_are_told_better(answer, judged, tmp_path, monkeypatch):
    out = tmp_path / "weights.json"

    code, found = answer("learn", "--labels", str(judged), "--out", str(out))

    assert (code, found["absent"], found["pairs"]) == (0, 1, 66)
    assert found["after"] < found["before"]
    monkeypatch.setenv("HAAL_LINK_WEIGHTS", str(out))
    before = model.shipped("reports")
    try:
        weights.take()
        assert model.shipped("reports").scales != before.scales
        assert model.shipped("reports").prior == pytest.approx(before.prior, abs=1e-4)
    finally:
        model.forget_choice()


def test_weights_that_do_not_fit_end_the_start(tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("HAAL_LINK_WEIGHTS", str(tmp_path / "absent.json"))
    with pytest.raises(SystemExit):
        weights.take()

    assert "holds no weights" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("report,other\n", "columns report,other,label"),
        ("report,other,label\nr_a,r_b,perhaps\n", "same or different"),
        ("report,other,label\nr_a,r_b,same\n", "at least 20 pairs"),
    ],
)
def test_labels_that_cannot_be_learned_from_are_said(answer, tmp_path, text, expected):
    (tmp_path / "labels.csv").write_text(text)

    code, found = answer("learn", "--labels", str(tmp_path / "labels.csv"))

    assert code == 1
    assert expected in found["message"]


def test_what_is_not_there_and_what_is_locked_is_said(answer):
    assert answer("suggest", "r_absent")[0] == 1
    assert answer("explain", "r_absent", "r_other")[1]["error"] == "not-found"
    told()
    keys.lock()
    keys.forget()
    assert answer("run")[1]["error"] == "keys-locked"
