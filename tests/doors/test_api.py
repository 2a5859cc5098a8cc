"""Programs report by the same rules: a code once, a reason in words for every no, and never a fault of ours."""

from __future__ import annotations

import base64
import json

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from haal.domain.policy import DEFAULT
from haal.services.intake import follow
from haal.storage import report as reports
from haal.storage import seal

PATH = "/api/v1/reports"
KEY = "a-key-of-the-program-1"
STORY = {"saw": "smoke over the bridge", "knows": "saw", "place": "Quetta", "first_day": "2026-03-01", "needs": "water"}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]


def post(message, *, key=KEY, client=None):
    body = message if isinstance(message, (str, bytes)) else json.dumps(message)
    return (client or Client()).post(PATH, body, content_type="application/json", headers={"Idempotency-Key": key})


def test_a_report_gets_its_code_and_what_is_still_open():
    answer = post({"saw": "smoke"})

    told = answer.json()
    assert answer.status_code == 201
    assert told["open_questions"] == ["ask-where", "ask-when", "ask-how-do-you-know", "ask-who-needs-what"]
    assert follow.find(code=told["words"]) == follow.find(code=told["digits"])
    assert post(STORY, key=KEY + "-2").json()["open_questions"] == []


def test_the_same_message_again_is_200_and_the_same_code():
    first, again = post(STORY), post(STORY)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "repeated": True}
    assert reports.ReportRow.objects.count() == 1


def test_no_cookie_and_no_key_of_access_is_needed():
    client = Client(enforce_csrf_checks=True)

    assert post(STORY, client=client).status_code == 201
    assert not client.cookies


def test_everything_that_can_be_told_comes_in():
    message = {
        **STORY,
        "language": "ur",
        "road": "from Mastung",
        "heard": "two shots",
        "heard_from": "a driver",
        "event_type": "shooting",
        "district": "Quetta",
        "last_day": "2026-03-02",
        "day_known": "range",
        "figures": [{"counted": "killed", "low": 2, "high": None, "scope": "children", "said_by": "a nurse"}],
        "responsibility": [{"kind": "denied", "party": "a group"}],
        "warn": True,
        "testify": "court-abroad",
        "name": "Somebody",
        "files": [{"name": "a.ogg", "media_type": "audio/ogg", "content_base64": base64.b64encode(b"ogg").decode()}],
    }

    assert post(message).status_code == 201
    report = reports.get(reports.ReportRow.objects.get().id)
    assert (report.language, report.answers.figures[0].high, report.answers.happened.known) == ("ur", None, "range")
    assert (report.consents.warn, report.consents.help, report.consents.testify) == (True, False, "court-abroad")
    assert len(seal.of_record(report.id)) == 1


@pytest.mark.parametrize(
    ("message", "key", "reason", "field"),
    [
        ({}, KEY, "nothing-told", ""),
        (STORY, "", "client-key-needed", ""),
        (STORY, "short", "client-key-needed", ""),
        (STORY, "k" * 201, "client-key-needed", ""),
        ({"saw": "a\x00b"}, KEY, "nul-character", "saw"),
        ({"saw": "a\ud800b"}, KEY, "broken-character", "saw"),
        ({"saw": "x" * (DEFAULT.story_chars_max + 1)}, KEY, "too-long", "saw"),
        ({"place": "x" * (DEFAULT.field_chars_max + 1)}, KEY, "too-long", "place"),
        ({**STORY, "figures": [{"counted": "killed", "low": 1}] * 21}, KEY, "too-many-figures", ""),
        ({**STORY, "files": [{"content_base64": ""}] * 6}, KEY, "too-many-files", ""),
        ({**STORY, "figures": [{"counted": "killed", "low": 5, "high": 1}]}, KEY, "malformed", "figures"),
        ({**STORY, "figures": [{"counted": "killed", "low": -1}]}, KEY, "malformed", "figures.0.low"),
        ({**STORY, "figures": [{"counted": "hurt", "low": 1}]}, KEY, "malformed", "figures.0.counted"),
        ({**STORY, "first_day": "yesterday"}, KEY, "malformed", "first_day"),
        ({**STORY, "last_day": "2026-02-01"}, KEY, "malformed", "happened"),
        ({**STORY, "language": "not a code"}, KEY, "malformed", "language"),
        ({**STORY, "language": "<b>"}, KEY, "malformed", "language"),
        ({**STORY, "files": [{"content_base64": "not base64!"}]}, KEY, "malformed", "files"),
        ({**STORY, "sawe": "a misspelt member"}, KEY, "malformed", "sawe"),
        ({**STORY, "saw": ["a", "list"]}, KEY, "malformed", "saw"),
        ({**STORY, "testify": "everybody"}, KEY, "malformed", "testify"),
        ([], KEY, "malformed", ""),
        ("null", KEY, "malformed", ""),
    ],
)
def test_a_no_has_a_reason_words_and_a_field(message, key, reason, field):
    answer = post(message, key=key)

    told = answer.json()
    assert (answer.status_code, told["reason"], told["field"]) == (422, reason, field)
    assert told["message"]
    assert reports.ReportRow.objects.count() == 0


def test_another_message_under_the_same_key_is_refused_and_gets_no_code():
    post(STORY)

    answer = post({"saw": "something else"})

    assert (answer.status_code, answer.json()["reason"]) == (422, "client-key-used")
    assert "words" not in answer.json()


@pytest.mark.parametrize(
    "body",
    ["{", "saw=smoke", '{"saw": "a\tb', b"\xff\xfe{}", '{"figures": [{"low": ' + "9" * 5000 + "}]}", "[" * 100_000],
)
def test_what_is_no_json_is_400_and_says_so(body):
    answer = post(body)

    assert (answer.status_code, answer.json()["reason"]) == (400, "malformed")


def test_a_body_over_the_limit_is_413_and_says_how_much_is_taken():
    answer = post({"saw": "x" * DEFAULT.body_bytes_max})

    assert (answer.status_code, answer.json()) == (413, {"reason": "too-large", "most": 1024})


def test_an_answer_never_repeats_what_was_sent():
    for message in ({"saw": 5, "secretword": "secretword"}, {"saw": "secretword\ud800"}, {"first_day": "secretword"}):
        said = post(message).json()

        assert "secretword" not in said["message"]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_reports_are_only_taken_in(method):
    assert Client().generic(method, PATH).status_code == 405


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
MEMBERS = st.sampled_from(
    ["saw", "figures", "responsibility", "files", "first_day", "knows", "warn", "language", "name"]
)


@pytest.mark.usefixtures("desk_keys")
class TestAnything(TestCase):
    @settings(max_examples=150, deadline=None)
    @given(message=st.dictionaries(MEMBERS, JSON, max_size=4))
    def test_whatever_a_program_sends_is_taken_in_or_refused_with_a_reason(self, message):
        answer = post(message)

        told = answer.json()
        assert (answer.status_code == 201 and told["words"]) or (answer.status_code in {400, 422} and told["reason"])


def references(part):
    if isinstance(part, dict):
        yield from ([part["$ref"]] if "$ref" in part else [])
        for inner in part.values():
            yield from references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from references(inner)


def test_the_description_is_openapi_and_nothing_in_it_points_nowhere():
    whole = Client().get("/api/v1/openapi.json").json()

    assert whole["openapi"].startswith("3.1")
    assert {"title", "version"} <= whole["info"].keys()
    names = [reference.removeprefix("#/components/schemas/") for reference in references(whole)]
    assert names
    assert set(names) <= whole["components"]["schemas"].keys()
    for path, methods in whole["paths"].items():
        assert path.startswith("/api/v1/")
        for operation in methods.values():
            assert operation["responses"]
            assert operation["summary"]
    ids = [one["operationId"] for methods in whole["paths"].values() for one in methods.values()]
    assert len(ids) == len(set(ids))


def test_the_description_names_every_answer_of_taking_in():
    whole = Client().get("/api/v1/openapi.json").json()
    operation = whole["paths"][PATH]["post"]

    assert set(operation["responses"]) == {"200", "201", "400", "413", "422"}
    assert [one["name"] for one in operation["parameters"]] == ["Idempotency-Key"]
    told = whole["components"]["schemas"]["ReportIn"]
    assert told["additionalProperties"] is False
    assert {"saw", "warn", "help", "testify", "figures", "responsibility", "files"} <= told["properties"].keys()
