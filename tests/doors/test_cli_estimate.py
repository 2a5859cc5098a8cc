"""`haal estimate`, as somebody types it who holds lists of people."""

from __future__ import annotations

import json
import random
from itertools import combinations

import pytest
from tests.conftest import ROOT

from haal.cli import commands

MSE = ROOT / "tests" / "vectors" / "mse"


def said(capsys, *words: object) -> tuple[int, dict[str, object]]:
    code = commands.run(["estimate", *map(str, words), "--json"])
    return code, json.loads(capsys.readouterr().out.splitlines()[-1])


def test_kosovo_is_told_with_what_is_documented_first_and_its_range_before_any_model(capsys):
    code = commands.run(["estimate", str(MSE / "kosovo.csv")])

    lines = capsys.readouterr().out.splitlines()
    assert code == 0
    assert lines[0] == "Documented on 4 lists: 4,400 (documented, not total)"
    assert lines[1] == "Range over all 9 admissible models of 113: 9,824 to 22,889"
    assert lines[2] == "One of them: 10,357, 8,994 to 12,111 (95%) by profile likelihood"


def test_the_same_as_one_json_object(capsys):
    code, told = said(capsys, MSE / "kosovo.csv")

    assert code == 0
    assert told["documented"] == 4_400
    assert (told["range"]["low"], told["range"]["high"]) == (9_824.17, 22_888.68)
    assert told["model"]["total"] == 10_356.52
    assert told["redrawn"] is None


def test_artificial_3_is_refused_with_its_reasons_and_its_documented_count(capsys):
    code, told = said(capsys, MSE / "artificial_3lists.csv")

    assert code == 1
    assert told["ok"] is False
    assert told["error"] == "lists-apart"
    assert [one["reason"] for one in told["reasons"]] == ["lists-apart", "overlap-too-sparse", "no-model"]
    assert told["documented"] == 96


def test_a_refusal_in_words_tells_what_is_documented_all_the_same(capsys):
    code = commands.run(["estimate", str(MSE / "kosovo.csv"), "--lists", "EXH,ABA"])

    out, err = capsys.readouterr()
    assert code == 1
    assert out.startswith("Documented: ")
    assert "lists-too-few: 2 lists" in err


def test_lists_of_one_origin_are_refused_until_they_are_joined(capsys):
    origins = ("--origin", "EXH=court", "--origin", "OSCE=court")

    code, told = said(capsys, MSE / "kosovo.csv", *origins)
    assert (code, told["error"]) == (1, "lists-of-one-origin")

    code, told = said(capsys, MSE / "kosovo.csv", *origins, "--join-origins")
    assert told.get("lists", ["court", "ABA", "HRW"]) == ["court", "ABA", "HRW"]
    assert told.get("error") != "lists-of-one-origin"


def test_links_that_were_missed_are_drawn_anew(capsys):
    words = (MSE / "kosovo.csv", "--missed", "0.05", "--draws", "20", "--level", "0.9")

    code, told = said(capsys, *words)

    assert code == 0
    assert told["redrawn"]["missed"] == 0.05
    assert told["redrawn"]["draws"] == 20
    assert told["redrawn"]["interval"]["level"] == 0.9
    assert told["redrawn"]["interval"]["low"] < told["redrawn"]["interval"]["high"]
    assert told["redrawn"]["range"]["high"] > told["range"]["high"] * 0.9


def test_records_and_the_probability_of_each_pair(capsys, tmp_path):
    chance = random.Random(1)
    persons = [[on for on in "ABC" if chance.random() < 0.4] for _ in range(400)]
    records = [f"{on}{number},{on}\n" for number, lists in enumerate(persons) for on in lists]
    pairs = [
        f"{one}{number},{other}{number},{chance.choice((0.6, 0.9, 1))}\n"
        for number, lists in enumerate(persons)
        for one, other in combinations(lists, 2)
    ]
    (tmp_path / "records.csv").write_text("record,list\n" + "".join(records))
    (tmp_path / "pairs.csv").write_text("left,right,score\n" + "".join(pairs))

    code, told = said(capsys, tmp_path / "records.csv", "--links", tmp_path / "pairs.csv", "--draws", 40)

    assert code == 0
    assert told["documented"] == sum(bool(lists) for lists in persons)
    assert told["range"]["low"] <= told["model"]["total"] <= told["range"]["high"]
    assert told["redrawn"]["interval"]["low"] > told["documented"]


@pytest.mark.parametrize("words", [("--origin", "EXH"), ("--level", "2"), ("--draws", "1"), ("--level", "sure")])
def test_words_that_are_off_are_refused(words, capsys):
    with pytest.raises(SystemExit) as ended:
        commands.run(["estimate", str(MSE / "kosovo.csv"), *words])

    assert ended.value.code == 2
    capsys.readouterr()


def test_pairs_and_shares_are_two_ways_to_say_one_thing(capsys):
    words = [str(MSE / "kosovo.csv"), "--links", "pairs.csv", "--missed", "0.05"]

    assert commands.run(["estimate", *words]) == 2
    assert "--links says how linking errs" in capsys.readouterr().err


def test_a_file_that_is_not_there_and_an_origin_of_no_list(capsys, tmp_path):
    assert said(capsys, tmp_path / "none.csv")[0] == 1
    assert said(capsys, MSE / "kosovo.csv", "--origin", "OHCHR=court")[0] == 1
