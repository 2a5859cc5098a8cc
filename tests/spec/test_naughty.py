"""Whatever is typed comes back to the letter, or is refused with a reason; by every way in, in every field."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import urlencode

import pytest
from django.test import Client
from tests.doors.sign_in import member, signed_in
from tests.factories import NOW, actor
from tests.factories_keys import open_sealed
from tests.factories_naughty import BROKEN, LIST, NAUGHTY, dealt
from tests.factories_sender import Sender

from haal.domain.access import Role
from haal.domain.report import Channel
from haal.services.intake import follow, protect
from haal.services.intake.complaint import listen
from haal.services.intake.importing import import_press
from haal.storage import need, offer, seal
from haal.storage import report as reports

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]

STORY = ("road", "saw", "heard", "heard_from", "needs", "where", "district")
SEALED = ("contact", "name", "exact_place")
ROWS = (*(f"figure{n}-by" for n in range(4)), "claim0-party", "claim0-by", "claim1-party", "claim1-by")
CHOICES = {
    **{f"figure{n}-counted": "killed" for n in range(4)},
    **{f"figure{n}-low": str(n) for n in range(4)},
    "claim0-kind": "denied",
    "claim1-kind": "claimed",
}


def words_in(page):
    return re.search(r'<p class="code"[^>]*>([a-z ]+)<', page)[1]


def not_blank(told, *names):
    """Return `told` with a word where a field that must say something has only white space."""
    return {name: text if name not in names or text.strip() else "somebody" for name, text in told.items()}


def form_of(number, told):
    told = not_blank(told, "claim0-party", "claim1-party")
    return {**CHOICES, **told, "client_key": f"naughty-form-key-{number:04d}"}, told


def sealed_of(report_id):
    kept = seal.of_record(report_id)
    return json.loads(open_sealed(kept[0].box)) if kept else dict.fromkeys(SEALED, "")


def back_from_form(report_id):
    """Return what the desk reads and what two key keepers open, under the names of the form."""
    answers = reports.get(report_id).answers
    sealed = sealed_of(report_id)
    return {
        **{name: getattr(answers, name) for name in STORY if hasattr(answers, name) and name != "where"},
        "where": answers.where.words,
        "district": answers.where.district,
        **{name: sealed[name] for name in SEALED},
        **{f"figure{n}-by": figure.said_by for n, figure in enumerate(answers.figures)},
        **{f"claim{n}-party": claim.party for n, claim in enumerate(answers.responsibility)},
        **{f"claim{n}-by": claim.said_by for n, claim in enumerate(answers.responsibility)},
    }


def test_the_list_is_the_whole_list():
    assert len(LIST) == 503
    assert len(NAUGHTY) >= 515


@pytest.mark.slow
@pytest.mark.parametrize("way", ["form", "desk"])
def test_every_string_comes_back_from_the_forms(way):
    client = Sender(None if way == "form" else signed_in(member(Role.INTAKE)))
    path = "/report/" if way == "form" else "/desk/tell/"
    changed = []

    for number, typed in enumerate(dealt((*STORY, *SEALED, *ROWS))):
        sent, told = form_of(number, typed)
        answer = client.post(path, {**sent, "channel": "call"})
        assert answer.status_code == 201, (number, answer.content)
        back = back_from_form(follow.find(code=words_in(answer.content.decode())))
        changed += [(number, name) for name in told if back[name] != told[name]]

    assert changed == []


@pytest.mark.slow
def test_every_string_comes_back_from_a_program():
    client, changed = Sender(), []
    told_by = ("figure", "party", "claim")
    for number, typed in enumerate(dealt((*STORY, *SEALED, *told_by, "file"))):
        told = not_blank(typed, "party")
        message = {
            **{name: told[name] for name in (*STORY, *SEALED) if name != "where"},
            "place": told["where"],
            "figures": [{"counted": "killed", "low": 1, "said_by": told["figure"]}],
            "responsibility": [{"kind": "denied", "party": told["party"], "said_by": told["claim"]}],
            "files": [{"name": told["file"], "media_type": told["file"], "content_base64": "AAEC"}],
        }
        key = {"Idempotency-Key": f"naughty-program-{number:04d}"}
        answer = client.post("/api/v1/reports", json.dumps(message), content_type="application/json", headers=key)
        assert answer.status_code == 201, (number, answer.content)

        report_id = follow.find(code=json.loads(answer.content)["digits"])
        back, (file,) = back_from_form(report_id), sealed_of(report_id)["attachments"]
        back |= {"figure": back["figure0-by"], "party": back["claim0-party"], "claim": back["claim0-by"]}
        back |= {"file": file["name"] if file["name"] == file["media_type"] else ""}
        changed += [(number, name) for name in told if back[name] != told[name]]

    assert changed == []


@pytest.mark.slow
def test_every_string_comes_back_from_a_file():
    columns = ("summary", "outlet", "page", "target_kind", "place", "district", "displaced", "notes", "attribution")
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["report_id", *columns, "attribution_kind", "killed", "origin"])
    sent = [not_blank(told, "summary", "attribution") for told in dealt(columns)]
    for number, told in enumerate(sent):
        writer.writerow([f"naughty-{number:04d}", *(told[name] for name in columns), "denied", "1", "wire:AFP"])

    done = import_press(raw=file.getvalue().encode(), by=None, now=NOW)

    assert (done.faults, len(done.taken)) == ((), len(NAUGHTY))
    assert [back_from_file(report_id) for report_id in done.taken] == sent
    assert import_press(raw=file.getvalue().encode(), by=None, now=NOW).taken == ()


def back_from_file(report_id):
    report = reports.get(report_id)
    answers = report.answers
    assert answers.heard_from == report.source.outlet == answers.figures[0].said_by
    return {
        "summary": answers.heard,
        "outlet": report.source.outlet,
        "page": report.source.page,
        "target_kind": answers.target_kind,
        "place": answers.where.words,
        "district": answers.where.district,
        "displaced": answers.displaced,
        "notes": answers.notes,
        "attribution": answers.responsibility[0].party,
    }


@pytest.mark.slow
def test_every_string_comes_back_from_an_answer_and_from_the_desks_question():
    client, desk = Sender(), Sender(signed_in(member(Role.VERIFIER)))
    answer = client.post("/report/", {"saw": "smoke", "client_key": "naughty-thread-key"})
    code = words_in(answer.content.decode())
    report_id = follow.find(code=code)
    told = [text for text in NAUGHTY if text.strip()]

    for number, text in enumerate(told):
        sent = client.post("/code/answer/", *form_body(code=code, text=text, client_key=f"answer-key-{number:06d}"))
        assert sent.status_code == 200, (number, sent.content)
        sent = desk.post(f"/desk/reports/{report_id}/ask/", *form_body(text=text, client_key=f"ask-key-{number:06d}"))
        assert sent.status_code == 302, (number, sent.content)

    lines = follow.read(code=code).messages
    assert [line.text for line in lines if not line.from_desk] == told
    assert [line.text for line in lines if line.from_desk] == told
    assert client.post("/code/", {"code": code}).status_code == 200
    assert desk.get(f"/desk/reports/{report_id}/").status_code == 200


@pytest.mark.parametrize("blank", ["", " ", "\r\n\t\u3000"])
def test_an_answer_that_says_nothing_is_refused_by_name(blank):
    client = Client()
    answer = client.post("/report/", {"saw": "smoke", "client_key": "naughty-thread-key"})
    code = words_in(answer.content.decode())

    answer = client.post("/code/answer/", {"code": code, "text": blank, "client_key": "answer-key-of-blank"})

    assert answer.status_code == 409
    assert "Nothing was told yet" in answer.content.decode()


def form_body(**fields):
    """Return a body and its type as a browser sends a form without files."""
    return urlencode(fields), "application/x-www-form-urlencoded"


@pytest.mark.slow
def test_every_string_comes_back_from_a_protected_report():
    sent = [not_blank(told, "contact") for told in dealt(("contact", "safe_time", "district"))]
    client = Sender()

    for number, told in enumerate(sent):
        answer = client.post("/protected/reach/", *form_body(**told, client_key=f"protected-key-{number:04d}"))
        assert answer.status_code == 201, (number, answer.content)

    seen = [one.told for one in protect.waiting(by=actor(Role.FOCAL), now=NOW)]
    assert sorted((one.contact, one.safe_time, one.district) for one in seen) == sorted(
        (told["contact"], told["safe_time"], told["district"]) for told in sent
    )


@pytest.mark.slow
def test_every_string_comes_back_from_a_complaint():
    sent = [not_blank(told, "told") for told in dealt(("told", "about", "contact"))]
    client = Sender()

    for number, told in enumerate(sent):
        answer = client.post("/complaint/", *form_body(**told, client_key=f"complaint-key-{number:04d}"))
        assert answer.status_code == 201, (number, answer.content)

    seen = [line.seen.told for line in listen.waiting(by=actor(Role.LISTENER), now=NOW).lines]
    assert sorted((one.told, one.about, one.contact) for one in seen) == sorted(
        (told["told"], told["about"], told["contact"]) for told in sent
    )


@pytest.mark.slow
@pytest.mark.parametrize("way", ["ask", "offer"])
def test_every_string_comes_back_from_a_need_and_an_offer(way):
    client, changed = Sender(), []
    choices = {"ask": {"urgency": "today"}, "offer": {"radius_km": "25"}}[way]

    for number, told in enumerate(dealt(("words", "place", "district", "contact"))):
        fields = {**choices, **told, "kind": "water", "for_count": "3", "client_key": f"help-key-of-{way}-{number:04d}"}
        answer = client.post(f"/help/{way}/", *form_body(**fields))
        assert answer.status_code == 201, (number, answer.content)
        back = back_from_help(way, follow.find(code=words_in(answer.content.decode())))
        changed += [(number, name) for name in told if back[name] != told[name]]

    assert changed == []


def back_from_help(way, report_id):
    answers = reports.get(report_id).answers
    one = need.of_report(report_id) if way == "ask" else offer.of_report(report_id)
    return {
        "words": answers.needs.partition("\n")[2],
        "place": answers.where.words,
        "district": answers.where.district,
        "contact": (need if way == "ask" else offer).contact_of(one.id),
    }


REFUSED = [(reason, text) for reason, texts in BROKEN.items() for text in texts]
WORDS = {"nul-character": "(NUL)", "broken-character": "broken character", "too-long": "too long"}
FORMS = {
    "/report/": (("road", "heard_from", "where", "name", "figure0-by", "claim0-party"), {**CHOICES, "saw": "smoke"}),
    "/protected/reach/": (("contact", "safe_time", "district"), {"contact": "ring"}),
    "/complaint/": (("about", "contact"), {"told": "rude"}),
    "/help/ask/": (("place", "district", "contact"), {"kind": "water", "for_count": "1", "urgency": "today"}),
    "/help/offer/": (("place", "contact"), {"kind": "water", "for_count": "1", "radius_km": "5"}),
}


def multipart(fields):
    """Return a form with files as bytes; broken texts as the bytes that a careless program would send."""
    parts = [
        f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + raw(text) + b"\r\n"
        for name, text in fields.items()
    ]
    return b"".join(parts) + b"--edge--\r\n"


def raw(text):
    return text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(("reason", "text"), REFUSED)
def test_what_cannot_be_kept_is_refused_by_name_and_nothing_is_kept(path, reason, text):
    names, others = FORMS[path]
    client = Client()
    for name in names:
        fields = {
            **others,
            "claim0-party": "a group",
            "claim1-party": "b",
            name: text,
            "client_key": "a-refused-form-key",
        }
        bodies = [
            (urlencode({key: raw(value) for key, value in fields.items()}), "application/x-www-form-urlencoded"),
            (multipart(fields), "multipart/form-data; boundary=edge"),
        ]
        for body, kind in bodies:
            answer = client.generic("POST", path, body, kind)

            assert answer.status_code in {409, 422}, (name, kind)
            assert WORDS[reason] in answer.content.decode(), (name, kind)
    assert reports.ReportRow.objects.count() == 0


@pytest.mark.parametrize(("reason", "text"), REFUSED)
@pytest.mark.parametrize("field", ["road", "place", "contact", "party", "said_by", "file"])
def test_a_program_is_told_the_reason(field, reason, text):
    message = {"saw": "smoke"} | {field: text}
    if field in {"party", "said_by"}:
        message = {"responsibility": [{"kind": "denied", "party": "a group"} | {field: text}]}
    if field == "file":
        message = {"files": [{"name": text, "content_base64": ""}]}
    key = {"Idempotency-Key": "a-refused-program-key"}

    answer = Client().post("/api/v1/reports", json.dumps(message), content_type="application/json", headers=key)

    assert (answer.status_code, answer.json()["reason"]) == (422, reason)
    assert answer.json()["field"]
    assert text not in answer.content.decode()


@pytest.mark.parametrize("text", ["n" * 20_001, "\n" * 20_001])
def test_a_story_is_longer_than_a_field_and_has_an_end_too(text):
    kept = Client().post("/report/", {"saw": text[:20_000] + "", "heard": "x", "client_key": "a-long-story-key-1"})
    answer = Client().post("/report/", {"saw": text, "heard": "x", "client_key": "a-long-story-key-2"})

    assert (kept.status_code, answer.status_code) == (201, 422)
    assert "at most 20000 letters" in answer.content.decode()


def test_a_repeat_of_any_string_is_the_same_report():
    sent = {"saw": "\r\n".join(NAUGHTY)[:20_000], "client_key": "a-repeated-story-key"}

    first, again = (Client().post("/report/", sent).content.decode() for _ in range(2))

    assert words_in(first) == words_in(again)
    assert reports.ReportRow.objects.filter(channel=Channel.FORM).count() == 1
