"""`haal intake import`: good rows in, bad rows beside with the reason, nothing lost, nothing twice."""

from __future__ import annotations

import csv
import json

import pytest
from tests.factories_press import PRESS

from haal.cli import commands
from haal.domain.policy import DEFAULT
from haal.formats import press
from haal.storage import report as reports
from haal.storage.report import ReportRow

HEADER = "report_id,outlet,summary,killed,event_date\n"
GOOD = "row-{0:04d},Dawn,What row {0} tells.,1,2026-03-01\n"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]


@pytest.fixture
def run(tmp_path, capfd):
    """Return a runner: write bytes to a file, import it, give exit code, JSON, stderr and the rejected rows."""

    def imported(raw, name="news.csv"):
        path = tmp_path / name
        if raw is not None:
            path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
        code = commands.run(["intake", "import", str(path), "--as", "press", "--json"])
        out, err = capfd.readouterr()
        beside = path.with_suffix(".rejected.csv")
        with_reasons = beside.read_text("utf-8") if beside.is_file() else ""
        return code, json.loads(out.strip().splitlines()[-1]), err, list(csv.DictReader(with_reasons.splitlines(True)))

    return imported


def told():
    return sorted(reports.get(report_id).answers.heard for report_id in ReportRow.objects.values_list("id", flat=True))


def test_a_good_file_goes_in_once_however_often_it_is_given(run):
    raw = HEADER + "".join(GOOD.format(number) for number in range(5))

    first, again = run(raw), run(raw)

    assert (first[0], first[1]) == (0, {"ok": True, "taken": 5, "repeated": 0, "rejected": 0})
    assert (again[0], again[1]) == (0, {"ok": True, "taken": 0, "repeated": 5, "rejected": 0})
    assert first[3] == again[3] == []
    assert len(told()) == 5


BAD_ROWS = [
    ("row-0001,Dawn,x,many,2026-03-01\n", "killed", "a whole number", "'many'"),
    ("row-0001,Dawn,x,1,yesterday\n", "event_date", "YYYY-MM-DD", "'yesterday'"),
    ("row-0001,Dawn,x,1\n", "row", "5 cells", "4 cells"),
    ("row-0001,Dawn,x,1,2026-03-01,more\n", "row", "5 cells", "6 cells"),
    ("r1,Dawn,x,1,2026-03-01\n", "report_id", "4 to 60 letters", "'r1'"),
    ("row-0001,Dawn,,,\n", "row", "Nothing was told yet", "nothing-told"),
    ("row-0001,Dawn,before\x00after,1,2026-03-01\n", "summary", "(NUL)", "nul-character"),
    (f"row-0001,{'D' * 501},x,1,2026-03-01\n", "outlet", "at most 500 letters", "too-long"),
    (f"row-0001,Dawn,{'x' * 20_001},1,2026-03-01\n", "summary", "at most 20000 letters", "too-long"),
    (f"row-0001,Dawn,{'x' * 10_000_000},1,2026-03-01\n", "row", "at most 1048576 letters", "letters"),
    ('row-0001,Dawn,"never closed,1,2026-03-01\n', "row", "quotes that are closed", "unexpected end of data"),
    ('row-0001,Dawn,"closed" and on,1,2026-03-01\n', "row", "quotes that are closed", "expected after"),
]


@pytest.mark.parametrize(
    ("bad", "field", "expected", "got"), BAD_ROWS, ids=[row[1] + str(n) for n, row in enumerate(BAD_ROWS)]
)
def test_a_bad_row_is_named_and_kept_beside_and_the_others_go_in(run, bad, field, expected, got):
    raw = HEADER + GOOD.format(8) + bad + GOOD.format(9)

    code, summary, said, (rejected,) = run(raw)

    assert (code, summary) == (1, {"ok": False, "taken": 2, "repeated": 0, "rejected": 1})
    assert told() == ["What row 8 tells.", "What row 9 tells."]
    assert (rejected["row"], rejected["field"]) == ("3", field)
    assert expected in rejected["expected"]
    assert got in rejected["got"]
    assert f"row 3, {field}: expected" in said
    assert "news.rejected.csv" in said


@pytest.mark.parametrize(
    ("bad", "field"), [row[:2] for row in BAD_ROWS], ids=[row[1] + str(n) for n, row in enumerate(BAD_ROWS)]
)
def test_every_letter_of_a_bad_row_is_in_the_file_beside(run, bad, field):
    rejected = run(HEADER + bad)[3][0]

    cells = [rejected[name] for name in ("report_id", "outlet", "summary", "killed", "event_date") if rejected[name]]
    kept = "".join([*cells, *(rejected.get(None) or [])])
    assert "".join(kept.split(",")) == "".join(bad.rstrip("\n").split(","))


def test_a_second_run_takes_nothing_twice_and_names_the_same_rows(run):
    raw = HEADER + GOOD.format(1) + "row-0002,Dawn,x,many,\n" + GOOD.format(3)

    first, again = run(raw), run(raw)

    assert again[1] == {"ok": False, "taken": 0, "repeated": 2, "rejected": 1}
    assert first[3] == again[3]


def test_the_file_beside_can_be_corrected_and_given_again(run, tmp_path):
    run(HEADER + GOOD.format(1) + "row-0002,Dawn,x,many,\n")
    rejected = (tmp_path / "news.rejected.csv").read_text("utf-8")

    code, summary, _said, rows = run(rejected.replace("x,many,", "x,7,"), name="corrected.csv")

    assert (code, summary["taken"], rows) == (0, 1, [])
    assert told() == ["What row 1 tells.", "x"]


def test_one_key_for_two_texts_is_refused_and_the_first_stays(run):
    code, summary, _said, (rejected,) = run(HEADER + GOOD.format(1) + "row-0001,Dawn,something else,1,\n")

    assert (code, summary["taken"], rejected["got"]) == (1, 1, "client-key-used")
    assert told() == ["What row 1 tells."]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "the columns report_id, outlet, summary"),
        ("report_id,outlet,summery\nrow-0001,Dawn,x\n", "none called summary"),
        (HEADER.replace("killed", "dead") + GOOD.format(1), "got dead"),
        (HEADER.replace("killed", "outlet") + GOOD.format(1), "each column once"),
        (HEADER.replace(",", ";") + GOOD.format(1), "none called report_id"),
        (HEADER.encode() + "row-0001,Le Monde,caf\xe9,1,\n".encode("cp1252"), "line 2: expected UTF-8, got byte 0xe9"),
        ((HEADER + GOOD.format(1)).encode("utf-16"), "line 1: expected UTF-8, got byte 0xff"),
        ('report_id,outlet,"summary\n' + GOOD.format(1), "a header of column names"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\xff\xd8", "expected UTF-8"),
    ],
    ids=["empty", "misspelt", "unknown", "twice", "semicolons", "cp1252", "utf-16", "open-quote", "spreadsheet"],
)
def test_a_file_that_cannot_be_read_is_refused_whole_with_a_clear_reason(run, raw, words):
    code, summary, said, rows = run(raw)

    assert (code, summary["ok"], summary["error"]) == (1, False, "Malformed")
    assert words in summary["message"]
    assert words in said
    assert rows == []
    assert ReportRow.objects.count() == 0


def test_a_file_that_is_not_there_is_named(run):
    code, summary, said, _rows = run(None)

    assert (code, summary["error"]) == (1, "file")
    assert "cannot read news.csv" in said


def test_a_file_over_the_limit_is_refused_before_it_is_read(run, monkeypatch):
    monkeypatch.setattr(press, "FILE_BYTES_MAX", 100)

    code, summary, _said, _rows = run(HEADER + GOOD.format(1) * 3)

    assert (code, summary["message"][:23]) == (1, "file: expected at most ")


def test_more_rows_than_one_file_may_have_are_named_not_dropped(run, monkeypatch):
    monkeypatch.setattr("haal.services.intake.importing.DEFAULT", type(DEFAULT)(import_rows_max=2))

    code, summary, _said, (rejected,) = run(HEADER + "".join(GOOD.format(number) for number in range(3)))

    assert (code, summary["taken"], summary["rejected"]) == (1, 2, 1)
    assert rejected["report_id"] == "row-0002"


def test_the_real_press_file_goes_in_whole(run):
    raw = (PRESS / "reports.csv").read_bytes()

    code, summary, _said, _rows = run(raw)

    assert (code, summary["rejected"]) == (0, 0)
    assert summary["taken"] == ReportRow.objects.count() >= 150


def test_lines_of_every_kind_of_end_are_rows(run):
    raw = HEADER.replace("\n", "\r\n") + GOOD.format(1).replace("\n", "\r\n") + "\r\n" + GOOD.format(2).rstrip("\n")

    assert run(raw)[1]["taken"] == 2


def test_a_note_with_lines_stays_one_row(run):
    run(HEADER + 'row-0001,Dawn,"first line\r\nsecond ""line"", with commas",1,\n')

    assert told() == ['first line\r\nsecond "line", with commas']
