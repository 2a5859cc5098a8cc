"""`haal pfif check` and `import`: they say what of a file can go in and print no name; `check` keeps nothing."""

from __future__ import annotations

import json

import pytest
from tests.factories import NOW

from haal.cli import commands
from haal.domain.tracing.person import Sought
from haal.domain.tracing.told import Situation
from haal.formats.pfif.write import write
from haal.storage.tracing.case import TracingCaseRow


@pytest.fixture
def check(capsys):
    """Return a function that runs the command and gives the exit code and what it printed."""

    def run(*words: object) -> tuple[int, str]:
        code = commands.run(["pfif", "check", *map(str, words)])
        return code, capsys.readouterr().out

    return run


@pytest.fixture
def ours(tmp_path):
    """Write a file of one person and return its path."""
    one = Sought(record_id="haal.example/p-1", full_name="Planted Name", source_date=NOW)
    path = tmp_path / "ours.xml"
    path.write_bytes(write([one], source_name="Haal", now=NOW))
    return path


def test_a_file_of_ours_is_right(check, ours):
    code, out = check(ours, "--json")

    told = json.loads(out.splitlines()[-1])
    assert code == 0
    assert {name: told[name] for name in ("ok", "version", "persons", "notes", "wiped", "skipped")} == {
        "ok": True, "version": "1.4", "persons": 1, "notes": 0, "wiped": 0, "skipped": 0,
    }  # fmt: skip
    assert "Planted" not in out


def test_what_breaks_the_rules_is_told_by_record_and_field_and_the_rest_counts(check, ours):
    text = ours.read_text("utf-8")
    start, end = text.index("  <pfif:person>"), text.index("</pfif:pfif>")
    bad = text[start:end].replace("p-1", "p-2").replace("</pfif:person>", "<pfif:sex>Woman</pfif:sex></pfif:person>")
    worse = text[start:end].replace("haal.example/p-1", "nowhere")
    ours.write_text(text[:end] + bad + worse + text[end:], "utf-8")

    code, out = check(ours, "--json")
    told = json.loads(out.splitlines()[-1])

    assert (code, told["ok"], told["persons"], told["skipped"]) == (1, False, 2, 1)
    assert [(one["record"], one["field"], one["got"]) for one in told["complaints"]] == [
        ("record 2 (person) haal.example/p-2", "sex", "Xxxxx"),
        ("record 3 (person)", "person_record_id", "xxxxxxx"),
    ]
    code, out = check(ours)
    assert "record 2 (person) haal.example/p-2: sex: expected female, male, other, got Xxxxx" in out
    assert "Planted" not in out


def test_what_cannot_be_read_at_all_is_refused(check, tmp_path):
    hostile = tmp_path / "hostile.xml"
    hostile.write_text("<!DOCTYPE a [<!ENTITY a 'ha'>]><a>&a;</a>")

    assert check(hostile) == (1, "Refused: doctype: a DOCTYPE is never read\n")
    assert check(tmp_path / "absent", "--json")[0] == 1


@pytest.mark.django_db
def test_the_box_writes_what_two_published_and_its_own_check_finds_it_right(check, capsys, tmp_path):
    path = tmp_path / "public.xml"

    assert commands.run(["pfif", "export", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["persons"] == 0
    assert check(path)[0] == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("desk_keys")
def test_a_file_of_others_is_brought_in_once_and_what_cannot_go_in_is_named_without_a_name(capsys, ours):
    text = ours.read_text("utf-8").replace("haal.example/p-1", "other.example/p-1")
    start, end = text.index("  <pfif:person>"), text.index("</pfif:pfif>")
    bad = text[start:end].replace("other.example/p-1", "nowhere")
    ours.write_text(text[:end] + bad + text[end:], "utf-8")
    told = []
    for _ in range(2):
        assert commands.run(["pfif", "import", str(ours), "--as", "taken", "--json"]) == 1
        said = capsys.readouterr()
        assert "Planted" not in said.out + said.err
        told.append(json.loads(said.out.splitlines()[-1]))

    assert [(one["taken"], one["repeated"], one["skipped"]) for one in told] == [(1, 0, 1), (0, 1, 1)]
    (problem,) = told[0]["problems"]
    assert (problem["record"], problem["field"], problem["got"]) == ("record 2 (person)", "person_record_id", "xxxxxxx")
    (case,) = TracingCaseRow.objects.all()
    assert (case.situation, case.expires_at) == (Situation.TAKEN.value, None)


@pytest.mark.django_db
@pytest.mark.usefixtures("desk_keys")
def test_what_cannot_be_read_at_all_is_not_brought_in(capsys, tmp_path):
    hostile = tmp_path / "hostile.xml"
    hostile.write_text("<!DOCTYPE a [<!ENTITY a 'ha'>]><a>&a;</a>")

    assert commands.run(["pfif", "import", str(hostile), "--json"]) == 1
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["refused"] == "doctype: a DOCTYPE is never read"
    assert commands.run(["pfif", "import", str(tmp_path / "absent")]) == 1
