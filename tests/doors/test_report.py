"""The public form and the desk's: told without script and without an account, and a mistake says what to do."""

from __future__ import annotations

import hashlib
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.doors.sign_in import member, person_id_of, signed_in

from haal.domain.access import Role
from haal.domain.incoming import CUSTOM
from haal.domain.policy import DEFAULT
from haal.storage import report as reports
from haal.storage import seal
from haal.web.report_form import ReportForm

KEY = "a-key-of-this-form-1"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]


def send(client=None, **fields):
    return (client or Client()).post("/report/", {"saw": "smoke over the bridge", "client_key": KEY, **fields})


def codes_of(answer):
    return re.findall(r'<p class="code"[^>]*>([^<]+)<', answer.content.decode())


def said(answer):
    return re.findall(r'<p class="error"[^>]*>([^<]+)<', answer.content.decode())


def kept_one():
    return reports.get(reports.ReportRow.objects.get().id)


def test_a_browser_without_script_tells_and_gets_its_code():
    browser = Client(enforce_csrf_checks=True)
    page = browser.get("/report/").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', page))

    answer = browser.post("/report/", {**hidden, "saw": "smoke", "warn": "yes", "testify": "numbers-only"})

    assert answer.status_code == 201
    words, digits = codes_of(answer)
    assert len(words.split()) == 6
    assert re.fullmatch(r"\d{3} \d{3} \d{4}", digits)
    assert kept_one().consents.testify.value == "numbers-only"


def test_the_form_leaves_no_cookie_but_its_own():
    browser = Client()

    browser.get("/report/")
    send(browser)

    assert set(browser.cookies) <= {"csrf"}


def test_a_form_of_another_site_is_refused():
    assert Client(enforce_csrf_checks=True).post("/report/", {"saw": "smoke", "client_key": KEY}).status_code == 403
    assert reports.ReportRow.objects.count() == 0


def test_every_answer_is_no_until_it_is_yes():
    page = Client().get("/report/").content.decode()
    send()

    chosen = re.findall(r'name="(warn|help|testify)" value="([^"]+)"[^>]* checked', page)
    assert dict(chosen) == {"warn": "no", "help": "no", "testify": "nobody-yet"}
    consents = kept_one().consents
    assert (consents.warn, consents.help, consents.testify.value) == (False, False, "nobody-yet")


def test_the_questions_come_in_the_customs_order():
    page = Client().get("/report/").content.decode()
    asked = re.findall(r'name="(road|saw|heard|heard_from|knows|needs|where|warn|contact)"', page)

    assert list(dict.fromkeys(asked)) == [
        "road", "saw", "heard", "heard_from", "knows", "needs", "where", "warn", "contact",
    ]  # fmt: skip


def test_the_same_form_sent_twice_is_one_report_and_one_code():
    first, again = send(), send()

    assert codes_of(first) == codes_of(again)
    assert "had come already" in again.content.decode()
    assert reports.ReportRow.objects.count() == 1


def test_other_words_under_the_same_key_are_refused_and_show_no_code():
    send()

    answer = send(saw="something else")

    assert answer.status_code == 422
    assert codes_of(answer) == []
    assert said(answer) == ["Another message came with the same key. Send this one with a key of its own."]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"saw": ""}, "Nothing was told yet. Write one sentence"),
        ({"saw": " \r\n "}, "Nothing was told yet"),
        ({"client_key": "short"}, "key of at least 16 letters"),
        ({"first": "yesterday"}, "a day as YYYY-MM-DD"),
        ({"first": "2026-03-05", "last": "2026-03-04"}, "the last day not before the first"),
        ({"figure0-counted": "killed", "figure0-low": "many"}, "a whole number"),
        ({"figure0-counted": "killed", "figure0-low": "5", "figure0-high": "3"}, "low &lt;= high"),
        ({"figure0-counted": "killed"}, "what was counted, and how many"),
        ({"figure0-low": "7"}, "what was counted, and how many"),
        ({"figure0-by": "the hospital"}, "what was counted, and how many"),
        ({"claim0-party": "a group"}, "a group or authority, and what is said"),
        ({"claim0-kind": "denied"}, "a group or authority, and what is said"),
        ({"claim0-by": "the radio"}, "a group or authority, and what is said"),
        ({"knows": "guessed"}, "How do you know?: Select a valid choice"),
    ],
)
def test_a_mistake_says_what_to_do_and_keeps_what_was_typed(fields, words):
    answer = send(contact="ring at the mill", **fields)

    assert answer.status_code == 422
    assert any(words in line for line in said(answer)), said(answer)
    assert 'value="ring at the mill"' in answer.content.decode()
    assert reports.ReportRow.objects.count() == 0


def test_figures_and_claims_come_as_rows():
    send(
        **{
            "figure0-counted": "killed",
            "figure0-low": "۱۳",
            "figure0-scope": "civilians",
            "figure0-by": "the hospital",
        },
        **{"figure1-counted": "injured", "figure1-low": "20", "figure1-high": "30"},
        **{"claim0-kind": "denied", "claim0-party": "a group", "claim0-by": "the radio"},
    )

    answers = kept_one().answers
    assert [(one.counted, one.low, one.high, one.scope) for one in answers.figures] == [
        ("killed", 13, 13, "civilians"),
        ("injured", 20, 30, "not-said"),
    ]
    assert [(one.kind, one.party, one.said_by) for one in answers.responsibility] == [
        ("denied", "a group", "the radio")
    ]


def test_a_day_alone_is_kept_as_worked_out_and_asked_no_more():
    answer = send(first="2026-03-01", knows="saw", where="Quetta", needs="nothing")

    happened = kept_one().answers.happened
    assert (happened.first, happened.last, happened.known) == (happened.first, happened.first, "inferred")
    assert "If you can, tell also" not in answer.content.decode()


def a_file(number=0, size=3):
    return SimpleUploadedFile(f"voice-{number}.ogg", b"x" * size, "audio/ogg")


def test_a_voice_note_alone_is_a_report_and_lies_sealed():
    answer = Client().post("/report/", {"client_key": KEY, "files": a_file()})

    assert answer.status_code == 201
    assert len(seal.of_record(kept_one().id)) == 1


def test_more_files_than_one_report_takes_are_refused_not_dropped():
    answer = send(files=[a_file(number) for number in range(DEFAULT.files_max + 1)])

    assert answer.status_code == 422
    assert said(answer) == [
        f"Too many files in one report: at most {DEFAULT.files_max}. Send the rest with a second report."
    ]


def test_a_file_too_large_is_refused_not_dropped():
    answer = send(files=a_file(size=DEFAULT.files_bytes_max))

    assert answer.status_code == 413
    assert "at most 16384 kB" in answer.content.decode()
    assert reports.ReportRow.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"saw=" + b"x" * DEFAULT.body_bytes_max, "application/x-www-form-urlencoded", 413),
        (b"&".join(b"a=1" for _ in range(400)), "application/x-www-form-urlencoded", 413),
        (b"--edge\r\nContent-Disposition: form-data", "multipart/form-data; boundary=", 400),
        (b"--edge\r\nbroken", "multipart/form-data; boundary=edge", 422),
        (b"", "multipart/form-data; boundary=edge", 422),
        (b"\xff\xfe", "application/x-www-form-urlencoded", 409),
    ],
)
def test_a_body_that_is_no_form_is_refused_by_name(body, kind, status):
    answer = Client().generic("POST", "/report/", body, kind)

    assert answer.status_code == status
    assert 'role="alert"' in answer.content.decode()


def test_the_desk_writes_a_call_down_under_its_own_name_and_reads_out_the_code():
    who = member(Role.INTAKE)
    browser = signed_in(who)
    page = browser.get("/desk/tell/").content.decode()
    key = re.search(r'name="client_key" value="([^"]+)"', page)[1]

    answer = browser.post("/desk/tell/", {"saw": "smoke", "client_key": key, "channel": "call"})

    assert answer.status_code == 201
    assert len(codes_of(answer)) == 2
    assert (kept_one().taken_in_by, kept_one().channel) == (person_id_of(who), "call")


def test_the_desks_mistake_says_what_to_do():
    answer = signed_in(member(Role.INTAKE)).post("/desk/tell/", {"client_key": KEY})

    assert answer.status_code == 422
    assert "Nothing was told yet" in said(answer)[0]


def test_a_stranger_does_not_reach_the_desks_form():
    answer = Client().post("/desk/tell/", {"saw": "smoke", "client_key": KEY})

    assert answer.status_code == 302
    assert reports.ReportRow.objects.count() == 0


def test_the_questions_of_the_form_are_those_of_the_version_that_is_kept_with_each_report():
    """When this fails a question was changed: give `haal.domain.incoming.CUSTOM` a new number, then write the digest down."""
    words = "\n".join(f"{name}: {field.label!s}" for name, field in ReportForm.base_fields.items() if field.label)

    assert (CUSTOM, hashlib.sha256(words.encode()).hexdigest()[:16]) == ("custom/1", "0ab0789f2eeaa5b9")
