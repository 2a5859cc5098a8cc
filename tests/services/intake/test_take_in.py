"""A report is taken in once, whatever is sent again, and every word of it is shut before it is kept."""

import dataclasses
import hashlib
import threading

import pytest
from django.db import connection
from tests.factories import actor

from haal.domain.access import Role
from haal.domain.errors import NotFound, Refused
from haal.domain.incoming import ASKED, CUSTOM, Reason
from haal.domain.report import (
    Answers,
    Attachment,
    Channel,
    Consents,
    Counted,
    Figure,
    Incoming,
    Kind,
    Knows,
    Sealed,
    TestifyConsent,
    Where,
)
from haal.ledger import record
from haal.services.intake import follow
from haal.services.intake.take_in import take_in
from haal.storage import audit
from haal.storage.act import ActRow
from haal.storage.outbox import OutboxRow
from haal.storage.report import ReportRow
from haal.storage.report import get as report_of
from haal.storage.seal import SealRow, WrappedKeyRow

STORY = Incoming(
    channel=Channel.FORM,
    client_key="a-key-of-the-phone-1",
    knows=Knows.SAW,
    answers=Answers(
        road="from Mastung",
        saw="smoke over the bridge",
        where=Where(words="Quetta"),
        figures=(Figure(counted=Counted.INJURED, low=2, high=3),),
    ),
    consents=Consents(warn=True, testify=TestifyConsent.PRESS),
    sealed=Sealed(
        contact="+92 300 1234567", attachments=(Attachment(name="a.jpg", media_type="image/jpeg", content=b"\xff\xd8"),)
    ),
)


@pytest.mark.django_db
def test_a_report_is_kept_with_its_seal_its_act_its_audit_row_and_its_outbox_row(instant):
    taken = take_in(incoming=STORY, now=instant)

    assert ReportRow.objects.count() == 1
    assert SealRow.objects.get().record == taken.report_id
    assert WrappedKeyRow.objects.count() == 3
    assert [row.kind for row in ActRow.objects.order_by("number")] == ["received", "sealed"]
    assert [row.kind for row in OutboxRow.objects.all()] == ["report-taken-in"]
    assert audit.verify() is None
    assert len(taken.receipt.words.split()) == 6


@pytest.mark.django_db
def test_the_record_says_what_was_asked_how_the_teller_knew_and_which_files_came(instant):
    take_in(incoming=STORY, now=instant)

    received, sealed = (record.from_json(row.box.open()) for row in ActRow.objects.order_by("number"))

    assert (received.value("form"), received.value("asked")) == (CUSTOM, list(ASKED))
    assert (received.value("knows"), received.value("road")) == ("saw", "from Mastung")
    assert sealed.value("files") == [
        {"bytes": 2, "sha256": hashlib.sha256(b"\xff\xd8").hexdigest(), "type": "image/jpeg"}
    ]
    ciphertext = bytes(SealRow.objects.get().ciphertext)
    assert received.value("sealed-sha256") == sealed.value("sealed-sha256") == hashlib.sha256(ciphertext).hexdigest()


@pytest.mark.django_db
def test_a_report_without_files_has_no_act_of_sealing_them(instant):
    take_in(incoming=dataclasses.replace(STORY, sealed=Sealed(contact="+92 300 1234567")), now=instant)

    assert [row.kind for row in ActRow.objects.all()] == ["received"]


@pytest.mark.django_db
def test_a_question_and_its_answer_are_acts_with_who_asked_and_what(instant):
    taken = take_in(incoming=dataclasses.replace(STORY, sealed=Sealed()), now=instant)
    asker = actor(Role.VERIFIER)

    follow.ask(report_id=taken.report_id, text="Which bridge?", client_key="k" * 20, by=asker, now=instant)
    follow.answer(code=taken.receipt.digits, text="The old one", client_key="l" * 20, now=instant)

    _received, asked, answered = (record.from_json(row.box.open()) for row in ActRow.objects.order_by("number"))
    assert (asked.value("kind"), asked.value("by"), asked.value("text")) == ("asked", asker.person_id, "Which bridge?")
    assert (answered.value("kind"), answered.value("text")) == ("answered", "The old one")


@pytest.mark.django_db
def test_what_the_desk_reads_is_what_was_told(instant):
    taken = take_in(incoming=STORY, now=instant)

    report = report_of(taken.report_id)

    told = dataclasses.replace(report.answers, where=STORY.answers.where)
    assert told == STORY.answers
    assert report.answers.where.candidates[0].name == "Quetta"
    assert report.has_sealed
    assert report.consents == STORY.consents


@pytest.mark.django_db
def test_the_same_message_twice_is_one_report_and_one_code(instant):
    first = take_in(incoming=STORY, now=instant)
    second = take_in(incoming=STORY, now=instant)

    assert second.report_id == first.report_id
    assert second.receipt.words == first.receipt.words
    assert second.receipt.repeated
    assert ReportRow.objects.count() == OutboxRow.objects.count() == 1
    assert ActRow.objects.count() == 2


@pytest.mark.django_db
def test_another_message_with_the_same_key_is_refused_and_learns_no_code(instant):
    take_in(incoming=STORY, now=instant)

    with pytest.raises(Refused) as refused:
        take_in(incoming=dataclasses.replace(STORY, answers=Answers(saw="something else")), now=instant)

    assert refused.value.reason is Reason.CLIENT_KEY_USED


@pytest.mark.django_db(transaction=True)
def test_one_message_sent_by_eight_hands_at_once_is_one_report(instant):
    codes: list[str] = []

    def send():
        try:
            codes.append(take_in(incoming=STORY, now=instant).receipt.words)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(codes) == 8
    assert len(set(codes)) == 1
    assert ReportRow.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["words", "digits"])
def test_both_forms_of_the_code_find_the_report(instant, form):
    taken = take_in(incoming=STORY, now=instant)

    assert follow.find(code=getattr(taken.receipt, form)) == taken.report_id


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["", "one two three four five six", "000 000 0000", "' OR 1=1 --"])
def test_a_code_of_nobody_finds_nothing(instant, code):
    take_in(incoming=STORY, now=instant)

    with pytest.raises(NotFound):
        follow.find(code=code)


@pytest.mark.django_db
def test_an_answer_under_the_code_is_kept_once(instant):
    code = take_in(incoming=STORY, now=instant).receipt.words

    follow.answer(code=code, text="it was two bridges", client_key="k" * 16, now=instant)
    follow.answer(code=code, text="it was two bridges", client_key="k" * 16, now=instant)

    assert [line.text for line in follow.read(code=code).messages] == ["it was two bridges"]


@pytest.mark.django_db
def test_consent_is_taken_back_with_the_code_alone(instant):
    code = take_in(incoming=STORY, now=instant).receipt.digits

    follow.change_consents(code=code, consents=Consents(), now=instant)

    assert follow.read(code=code).consents == Consents()
    assert ActRow.objects.filter(kind="consent-changed").count() == 1


@pytest.mark.django_db
def test_no_word_and_no_number_that_was_told_lies_in_the_database(instant):
    code = take_in(incoming=STORY, now=instant).receipt.words
    follow.answer(code=code, text="my uncle saw it at Gwalmandi", client_key="k" * 16, now=instant)

    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        raw = b"".join(
            bytes(cell) if isinstance(cell, (bytes, memoryview)) else str(cell).encode()
            for table in tables
            for row in cursor.execute(f'SELECT * FROM "{table}"').fetchall()
            for cell in row
        )

    for told in ("smoke over", "from Mastung", "1234567", "Quetta", "a.jpg", "uncle", code, code.replace(" ", "-")):
        assert told.encode() not in raw


@pytest.mark.django_db
def test_a_need_skips_the_desk(instant):
    need = dataclasses.replace(STORY, kind=Kind.NEED)

    take_in(incoming=need, now=instant)

    assert ReportRow.objects.get().state == "elsewhere"
