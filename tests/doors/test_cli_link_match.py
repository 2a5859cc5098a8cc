"""`haal link match` as a person calls it: two files, two mappings, a file of pairs; what is off is named."""

import argparse
import csv
import json

import pytest
from tests.unit.linkage.records import made

from haal.cli.link import match
from haal.domain.errors import Malformed


@pytest.fixture
def call(tmp_path, capsys):
    left, right, same = made.sets()
    labels, _ = made.judged(same, left)
    files = {
        "left.csv": left, "right.csv": right, "left.toml": made.LEFT_COLUMNS, "right.toml": made.RIGHT_COLUMNS, "labels.csv": labels,
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).write_text(text)

    def run(*more, as_json=True):
        parser = argparse.ArgumentParser()
        parser.add_argument("--json", action="store_true")
        match.add_arguments(parser)
        words = ["--json"] if as_json else []
        for side in ("left", "right"):
            words += [f"--{side}", str(tmp_path / f"{side}.csv"), f"--{side}-columns", str(tmp_path / f"{side}.toml")]
        code = match.run(parser.parse_args([*words, "--out", str(tmp_path / "out.csv"), *more]))
        return code, capsys.readouterr().out, tmp_path / "out.csv"

    return run


def test_the_pairs_are_written_with_score_and_zone_and_counted_in_the_json(call):
    code, said, out = call()

    rows = list(csv.DictReader(out.read_text().splitlines()))
    value = json.loads(said.splitlines()[-1])
    assert code == 0
    assert list(rows[0]) == ["left", "right", "score", "zone"]
    assert {row["zone"] for row in rows} <= {"alone", "ask"}
    assert value["alone"] + value["ask"] == len(rows) > 50
    assert value["learned_from"] == "decoys"


def test_labels_are_learned_from_and_the_words_say_so(call, tmp_path):
    code, said, _ = call("--labels", str(tmp_path / "labels.csv"), as_json=False)

    assert code == 0
    assert "matches and" in said


def test_labels_of_other_records_are_not_used_and_the_words_say_so(call, tmp_path):
    (tmp_path / "labels.csv").write_text("left,right,match\nL0,R0,1\nL1,R1,0\n")

    code, said, _ = call("--labels", str(tmp_path / "labels.csv"))

    assert code == 0
    assert json.loads(said.splitlines()[-1])["learned_from"].startswith("decoys")


def test_a_file_that_is_not_there_and_a_row_that_is_off_are_named(call, tmp_path):
    with pytest.raises(Malformed, match="nothing"):
        call("--labels", str(tmp_path / "nothing.csv"))
    (tmp_path / "left.csv").write_text(made.sets()[0] + "L9,yesterday,Sibri,,,1,1,\n")
    with pytest.raises(Malformed, match="date: expected a day"):
        call()
    (tmp_path / "left.csv").write_text(made.sets()[0])
    with pytest.raises(Malformed, match="a file that can be written"):
        call("--out", str(tmp_path / "no" / "out.csv"))
