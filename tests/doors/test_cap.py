"""`haal cap` and what is published of warnings: one JSON line a file, a pinned key, feeds, a folder for any web server."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from django.test import Client
from tests.factories import NOW
from tests.factories_keys import given_keys
from tests.factories_warnings import agreed, drafted, subscribe, warners

from haal.cli import cap as command
from haal.cli import commands
from haal.formats.cap.read import Verdict, reading
from haal.formats.cap.trust import Register, verify
from haal.services.warn.publish import feeds
from haal.storage.ground import keys, signing

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "cap"


@pytest.fixture
def lines(capsys):
    """Return a function that runs `haal cap ...` and gives the exit code and the JSON lines."""

    def run(*words: object) -> tuple[int, list[dict]]:
        code = commands.run(["cap", *map(str, words)])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]

    return run


def test_every_file_gets_one_line_and_a_bad_one_stops_nothing(lines, tmp_path):
    (tmp_path / "folder").mkdir()
    samples = ["g-canada-update.cap", "w-seychelles-cap-prefix.xml", "g-xxe.cap"]

    unreadable = (tmp_path / "folder", tmp_path / "absent", f"{tmp_path}/odd-\udce9")

    code, told = lines("check", *(VECTORS / name for name in samples), *unreadable)

    assert code == 1
    assert [line["verdict"] for line in told] == ["ok", "repaired", "refused", "refused", "refused", "refused"]
    assert [line["alerts"] for line in told] == [1, 1, 0, 0, 0, 0]
    assert told[0]["languages"] == ["en-CA", "fr-CA"]
    assert told[2]["reasons"] == ["doctype: a DOCTYPE is never read"]
    assert told[4]["reasons"] == ["no-file: FileNotFoundError"]
    assert all(set(line) == {"file", "verdict", "reasons", "alerts", "languages"} for line in told)


def test_it_ends_well_when_all_are_ok_or_repaired(lines):
    code, told = lines("check", VECTORS / "g-canada-update.cap", VECTORS / "g-weather-index.atom", "--json")

    assert code == 0
    assert [line["verdict"] for line in told] == ["ok", "repaired"]


def test_a_file_that_is_too_large_is_refused_without_being_read_whole(lines, tmp_path):
    large = tmp_path / "large.xml"
    large.write_bytes(b" " * 3_000_000)

    code, (line,) = lines("check", large)

    assert (code, line["reasons"]) == (1, ["too-large: more than 1048576 bytes"])


@pytest.fixture
def issued(home, db):
    """Issue one warning and return its id."""
    given_keys(home)
    first, second = warners()
    subscribe(1)
    warning_id = drafted(by=first)
    agreed(warning_id, first, second)
    yield warning_id
    keys.forget()


@pytest.fixture
def at_issue(monkeypatch):
    """Let the commands' clock stand at the minute of issue."""
    monkeypatch.setattr(command, "now", lambda: NOW)


def test_a_signed_file_is_believed_once(issued, at_issue, lines, tmp_path):
    (tmp_path / "warning.xml").write_bytes(Client().get(f"/warnings/{issued}.xml").content)
    (tmp_path / "key.pem").write_bytes(Client().get("/warnings/key.pem").content)
    words = ("verify", tmp_path / "warning.xml", "--key", tmp_path / "key.pem", "--seen", tmp_path / "seen", "--json")

    first, again = lines(*words), lines(*words)

    assert (first[0], first[1][0]["ok"], first[1][0]["sender"]) == (0, True, "haal.example")
    assert (again[0], again[1][0]["error"]) == (1, "replayed")


def test_a_signed_feed_is_believed_and_an_altered_one_is_not(issued, at_issue, lines, tmp_path):
    body = feeds.atom(now=NOW)
    (tmp_path / "key.pem").write_bytes(feeds.certificate())
    (tmp_path / "feed.atom").write_bytes(body)
    (tmp_path / "other.atom").write_bytes(body.replace(b"haal.example/warnings/w_", b"haal.example/warnings/x_"))
    words = ("--key", tmp_path / "key.pem", "--feed", "--json")

    good = lines("verify", tmp_path / "feed.atom", *words)
    altered = lines("verify", tmp_path / "other.atom", *words)
    no_feed = lines("verify", VECTORS / "g-canada-signed.cap", *words)

    assert (good[0], good[1][0]["links"]) == (0, [f"https://haal.example/warnings/{issued}.xml"])
    assert (altered[1][0]["error"], no_feed[1][0]["error"]) == ("bad-signature", "wrapped")


def test_what_is_not_ours_is_named(issued, at_issue, lines, tmp_path):
    key = tmp_path / "key.pem"
    key.write_bytes(feeds.certificate())

    unsigned = lines("verify", VECTORS / "g-canada-update.cap", "--key", key, "--json")
    absent = lines("verify", tmp_path / "absent", "--key", key, "--json")
    no_key = lines("verify", VECTORS / "g-canada-update.cap", "--key", VECTORS / "README.md", "--json")

    assert [told[1][0]["error"] for told in (unsigned, absent, no_key)] == ["not-signed", "no-file", "no-key"]
    assert {told[0] for told in (unsigned, absent, no_key)} == {1}


def test_a_register_that_is_spoiled_is_said(issued, at_issue, lines, tmp_path):
    (tmp_path / "seen").write_text("{}")
    (tmp_path / "key.pem").write_bytes(feeds.certificate())

    code, told = lines("verify", tmp_path / "x", "--key", tmp_path / "key.pem", "--seen", tmp_path / "seen", "--json")

    assert (code, told[0]["error"]) == (1, "Malformed")


def test_feeds_index_and_key_are_served_with_their_types_and_unchanged_ones_are_not_sent_again(issued, monkeypatch):
    monkeypatch.setattr("haal.web.public.warning.now", lambda: NOW)
    for path, kind in (
        ("/warnings/feed.atom", "application/atom+xml"),
        ("/warnings/feed.rss", "application/rss+xml"),
        ("/warnings/index.json", "application/json"),
    ):
        first = Client().get(path)
        again = Client().get(path, headers={"if-none-match": first["ETag"]})
        assert (first.status_code, again.status_code) == (200, 304)
        assert first["Content-Type"].startswith(kind)
        assert f"{issued}.xml".encode() in first.content
    pem = Client().get("/warnings/key.pem")
    assert b"SHA-256 of the public key" in pem.content
    body = Client().get(f"/warnings/{issued}.xml").content
    assert verify(body, certificate=pem.content, register=Register(), now=NOW)


def test_the_feed_is_signed_while_the_keys_are_there(issued):
    signed = feeds.atom(now=NOW)
    keys.forget()
    plain = feeds.atom(now=NOW)

    assert b"SignatureValue" in signed
    assert b"SignatureValue" not in plain
    assert reading(signed).alerts == reading(plain).alerts
    assert reading(signed).verdict is Verdict.REPAIRED


def test_a_folder_is_written_for_any_web_server_and_brought_up_to_date(issued, at_issue, lines, tmp_path):
    to = tmp_path / "www"

    code, (told,) = lines("publish", to, "--json")
    shutil.copy(to / f"{issued}.xml", to / "w_gone.xml")
    _again, (later,) = lines("publish", to, "--json")

    assert code == 0
    assert {path.name for path in to.iterdir()} == set(told["files"])
    assert set(told["files"]) == {f"{issued}.xml", "key.pem", "feed.atom", "feed.rss", "index.json"}
    assert (told["removed"], later["removed"]) == (0, 1)
    assert (to / "key.pem").read_bytes().endswith(signing.certificate())
    assert {reading((to / name).read_bytes()).verdict for name in (f"{issued}.xml", "feed.atom", "feed.rss")} == {
        Verdict.OK,
        Verdict.REPAIRED,
    }


def test_a_folder_that_cannot_be_written_is_said(issued, at_issue, lines, tmp_path):
    (tmp_path / "file").write_text("x")

    code, told = lines("publish", tmp_path / "file", "--json")

    assert (code, told[0]["error"]) == (1, "Malformed")


def test_without_keys_there_is_no_certificate(home, db):
    assert Client().get("/warnings/key.pem").status_code == 404


def test_the_certificate_is_made_with_the_keys_and_the_key_itself_is_nowhere_on_the_disk(tmp_path):
    keys.make_keys(tmp_path, custodians=None, passphrase="correct horse battery", now=NOW)

    certificate = tmp_path / "keys" / "cap.pem"
    assert certificate.stat().st_mode & 0o777 == 0o600
    assert certificate.read_bytes().startswith(b"-----BEGIN CERTIFICATE-----")
    assert not any(b"PRIVATE KEY" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
