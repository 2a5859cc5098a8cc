"""Anybody checks a message without an account: the code on the page, on paper, and through our own number."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client
from tests.doors.sign_in import member, signed_in
from tests.factories_keys import given_keys
from tests.factories_phone import Phone, running_phone, signed
from tests.factories_warnings import BLAST, MADE_UP, agreed, drafted, live, live_sink, subscribe, warners

from haal.cli import commands
from haal.domain.access import Role
from haal.domain.delivery import Channel
from haal.domain.subscriber import State
from haal.domain.warning import Mode
from haal.inbox import sms as inbox
from haal.porch import clock
from haal.services.warn import cancel, deliver, gateways
from haal.services.warn.checking import codes
from haal.storage import subscriber, warning
from haal.storage.ground import keys

pytestmark = pytest.mark.django_db
BYTES_MAX = 9_216
KEY = "signing"
NUMBER = "+923001234567"


@pytest.fixture(autouse=True)
def _box(home, settings) -> Iterator[None]:
    given_keys(home)
    settings.HAAL_SENDER = "haal.example"
    inbox.of_one.clear_all()
    inbox.of_all.clear_all()
    yield
    keys.forget()


@pytest.fixture
def phone(settings) -> Iterator[Phone]:
    with running_phone() as running:
        settings.HAAL_ANDROID_SMS = (
            f"http://haal:not-a-secret@127.0.0.1:{running.port}/messages?signing-key={KEY}&rate=100"
        )
        yield running


def warned(*, mode=Mode.ACTUAL, written=BLAST, channel=Channel.SMS):
    """Issue a warning and return it with its code."""
    two = [replace(one, second_factor_at=clock.now()) for one in warners()]
    people = subscribe(1, simulated=mode is Mode.DRILL, channel=channel, now=clock.now(), at=written)
    warning_id = drafted(written, mode=mode, by=two[0], now=clock.now())
    agreed(warning_id, *two, now=clock.now())
    said = warning.get_said(warning_id).said()
    return warning_id, codes.code(said.identifier), two, people


def page(code):
    answer = Client().get("/check/", {"code": code})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_code_shows_the_warning_as_it_stands_then_that_it_has_ended():
    warning_id, code, two, _ = warned()

    stands = page(f"is this real? {code.lower()}")
    cancel.cancel(warning_id=warning_id, was_wrong=False, by=two[0], now=clock.now())
    ended = page(code)

    assert "This is ours, and it stands." in stands
    assert "Mastung" in stands
    assert f"/warnings/{warning_id}/" in stands
    assert "it has ended" in ended
    assert "Danger may remain" in ended
    assert "stands." not in ended


def test_a_code_that_we_never_gave_is_not_ours():
    warned()

    for typed in ("ACD346", "hello", "<script>"):
        said = page(typed)
        assert "No such warning of ours." in said
        assert "Mastung" not in said
        assert "<script>" not in said


def test_the_code_of_a_drill_says_drill():
    _, code, _, _ = warned(mode=Mode.DRILL, written=MADE_UP)

    assert "DRILL: nothing has happened" in page(code)


def test_the_page_is_light_and_works_while_the_keys_are_away():
    _, code, _, _ = warned()
    keys.forget()

    answer = Client().get("/check/", {"code": code})

    assert answer.status_code == 200
    assert len(answer.content) < BYTES_MAX
    assert answer.cookies == {}
    assert "Set-Cookie" not in answer.headers


def test_the_message_that_leaves_carries_the_code_that_is_answered():
    _, code, _, _ = warned()
    sink = live_sink()

    deliver.drain(gateways=live(sink), owner="one", clock=clock.now)

    assert [code in message.body for message in sink.came] == [True]


def test_a_text_message_with_a_code_is_answered_through_kannel():
    _, code, _, _ = warned()
    address = f"/in/kannel/{gateways.kannel_token()}/text/"

    english = Client().get(address, {"from": "923001234567", "text": f"{code}?"})
    urdu = Client().get(address, {"from": "923007654321", "text": f"کیا {code} درست ہے"})
    unknown = Client().get(address, {"from": "923001111111", "text": "ACD346"})

    assert english.content.decode().startswith("Ours, and it stands until ")
    assert english.headers["X-Kannel-Coding"] == "0"
    assert "یہ ہماری ہے" in urdu.content.decode()
    assert urdu.headers["X-Kannel-Coding"] == "2"
    assert unknown.content.decode().startswith("No such warning of ours.")


def test_a_wrong_address_does_not_exist_whatever_it_brings():
    for path in ("/in/kannel/guessed/text/", "/in/kannel/guessed/receipt/"):
        assert Client().get(path, {"from": "92300", "text": "STOP", "key": "d_1", "status": "1"}).status_code == 404
    assert Client().post("/in/phone/", b"{}", content_type="application/json").status_code == 404


def test_two_machines_cannot_talk_to_one_another_for_ever():
    address = f"/in/kannel/{gateways.kannel_token()}/text/"

    answers = [Client().get(address, {"from": "923001234567", "text": "ACD346"}).content for _ in range(10)]

    assert [bool(answer) for answer in answers] == [True] * 3 + [False] * 7


def test_stop_by_text_message_is_done_also_when_no_answer_is_left(settings, phone):
    settings.HAAL_SMTP = "mail.example:25"
    (person,) = subscribe(1, channel=Channel.SMS, now=clock.now())
    number = subscriber.addresses([person])[person].address
    address = f"/in/kannel/{gateways.kannel_token()}/text/"
    for _ in range(5):
        Client().get(address, {"from": number.lstrip("+"), "text": "hello"})

    stopped = Client().get(address, {"from": number.lstrip("+"), "text": "بند کریں"})

    assert stopped.content == b""
    assert subscriber.get(person) is None
    stranger = Client().get(address, {"from": "923019999999", "text": "STOP"})
    assert stranger.content.decode() == "You will get no more warnings from us."


def test_yes_by_text_message_begins_what_was_asked_for_and_nothing_else():
    (asked,) = subscribe(1, channel=Channel.SMS, state=State.ASKED, now=clock.now())
    number = subscriber.addresses([asked])[asked].address
    address = f"/in/kannel/{gateways.kannel_token()}/text/"

    known = Client().get(address, {"from": number, "text": "ہاں"})
    stranger = Client().get(address, {"from": "923019999999", "text": "جی ہاں"})

    assert subscriber.get(asked).state is State.ACTIVE
    assert known.content == stranger.content != b""


def test_a_stop_that_cannot_be_done_is_not_called_done():
    keys.forget()

    answer = Client().get(f"/in/kannel/{gateways.kannel_token()}/text/", {"from": NUMBER, "text": "STOP"})

    assert answer.content.decode().startswith("We cannot do this just now.")


def test_the_folder_is_written_by_one_command(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("haal.formats.poster.pdf_of", lambda *_given, **_named: None)
    monkeypatch.setattr("haal.services.warn.paper.sound.of", lambda _sheet: None)
    _, code, _, _ = warned()

    done = commands.run(["warnings", "folder", str(tmp_path / "stick"), "--json"])
    again = commands.run(["warnings", "folder", str(tmp_path / "stick"), "--json"])

    told = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (done, again) == (0, 1)
    assert told["warnings"] == 1
    assert told["files"] == sum(path.is_file() for path in (tmp_path / "stick").rglob("*"))
    assert code in (tmp_path / "stick" / "codes.txt").read_text("utf-8")
    checked = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path / "stick", capture_output=True, check=False
    )
    assert checked.returncode == 0


def post(body):
    raw, headers = signed(body, key=KEY, now=clock.now())
    return Client().post("/in/phone/", raw, content_type="application/json", headers=headers)


def test_a_warning_goes_out_by_phone_and_its_report_and_a_question_come_back(phone):
    warning_id, code, _, _ = warned()

    deliver.drain(gateways=gateways.live(), owner="one", clock=clock.now)
    (key,) = phone.sent
    reported = post({"event": "sms:delivered", "payload": {"messageId": key, "phoneNumber": NUMBER}})
    asked = post({"event": "sms:received", "payload": {"message": code, "phoneNumber": "0300 1234567"}})

    assert (reported.status_code, asked.status_code) == (204, 204)
    assert code in phone.sent[key]["textMessage"]["text"]
    answer = next(sent for name, sent in phone.sent.items() if name != key)
    assert answer["phoneNumbers"] == [NUMBER]
    assert answer["textMessage"]["text"].startswith("Ours, and it stands until ")
    assert warning_id not in answer["textMessage"]["text"]


def test_a_report_that_was_altered_or_is_not_signed_is_of_nobody(phone):
    raw, headers = signed(
        {"event": "sms:received", "payload": {"message": "STOP", "phoneNumber": NUMBER}}, key=KEY, now=clock.now()
    )

    altered = Client().post(
        "/in/phone/", raw.replace(b"STOP", b"HELP"), content_type="application/json", headers=headers
    )

    assert altered.status_code == 404
    assert phone.sent == {}


@pytest.fixture
def desk():
    return signed_in(member(Role.WARNER))


def test_the_desk_takes_a_warning_along_on_paper_and_by_voice(desk):
    warning_id, code, _, _ = warned()

    shown = desk.get(f"/desk/warnings/{warning_id}/paper/").content.decode()
    poster = desk.get(f"/desk/warnings/{warning_id}/poster/ur-a4/")
    listed = desk.get("/desk/warnings/codes/").content.decode()

    assert code in shown
    assert "Script for radio and loudspeaker" in shown
    assert poster.headers["Content-Type"] in {"application/pdf", "text/html; charset=utf-8"}
    assert code in listed
    assert listed.count("<tr>") >= 14
    assert desk.get(f"/desk/warnings/{warning_id}/poster/ur-a9/").status_code == 404
    assert desk.get(f"/desk/warnings/{warning_id}/poster/xx-a4/").status_code == 404


def test_a_draft_is_on_no_paper(desk):
    warning_id = drafted(by=warners()[0], now=clock.now())

    assert desk.get(f"/desk/warnings/{warning_id}/paper/").status_code == 404
    assert desk.get(f"/desk/warnings/{warning_id}/poster/ur-a4/").status_code == 404


def test_the_folder_for_a_memory_stick_can_be_checked_and_marks_drills(desk, monkeypatch):
    monkeypatch.setattr("haal.formats.poster.pdf_of", lambda *_given, **_named: None)
    monkeypatch.setattr("haal.services.warn.paper.sound.of", lambda _sheet: None)
    warned()
    warned(mode=Mode.DRILL, written=MADE_UP)

    answer = desk.get("/desk/warnings/everything.zip")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as files:
        names = {name.removeprefix("warnings/") for name in files.namelist()}
        sums = files.read("warnings/SHA256SUMS").decode().splitlines()
    assert {line.split("  ")[1] for line in sums} == names - {"SHA256SUMS"}
    assert {"READ-ME.txt", "codes.txt", "cap/feed.atom", "cap/index.json"} <= names
    assert sum(bool(re.match(r"cap/.*\.xml", name)) for name in names) == 2
    assert sum(bool(re.match(r"posters/TEST-w_.*\.html", name)) for name in names) >= 4
    assert sum(bool(re.match(r"radio/w_.*\.txt", name)) for name in names) >= 2
