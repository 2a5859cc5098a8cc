"""What is published of a person sought: by consent and two finders, for a time; then its bytes are gone and every proof holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from tests.factories import NOW, undone
from tests.factories_help import colleague
from tests.factories_ledger import unlocked_box
from tests.factories_tracing import MAN, keep, told

from haal.domain.access import Role
from haal.domain.errors import NotFound, Refused
from haal.domain.tracing.case import CaseState
from haal.domain.tracing.person import AgeBand
from haal.domain.tracing.told import Consents, Situation
from haal.formats.pfif.read import reading
from haal.services.help.tracing import clock, publish
from haal.services.help.tracing.pfif.public import public_file
from haal.services.testify import seal as ledger
from haal.services.testify.audit import audit
from haal.storage import audit as chain
from haal.storage.boxes import data_key
from haal.storage.tracing import case as case_rows
from haal.storage.tracing import end as end_rows
from haal.storage.tracing.published import TracingPublishedRow

YES = Consents(search=True, publish=True)
LATER = NOW + timedelta(days=200)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def box(home):
    (home / "keys").mkdir(mode=0o700, exist_ok=True)
    with unlocked_box(home):
        yield home


@pytest.fixture
def finders():
    return colleague(Role.TRACER, now=NOW), colleague(Role.TRACER, now=NOW)


def mine(what, finders):
    """Keep a request and return its case, who has it, and somebody else."""
    _code, case_id = keep(what, now=NOW, matched=False)
    holder = case_rows.get(case_id).handed_to
    first, second = finders
    return case_id, *((first, second) if holder == first.person_id else (second, first))


def published(what, finders):
    """Publish a request by two, and return its id and case."""
    case_id, holder, other = mine(what, finders)
    published_id = publish.ask(case_id=case_id, by=holder, now=NOW)
    publish.agree(published_id=published_id, by=other, now=NOW)
    return published_id, case_id


def file_at(now):
    return public_file(now=now)


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        (told(), "tracing-no-consent-to-publish"),
        (told(consents=YES, danger=True), "tracing-show-the-seeker"),
        (told(consents=YES, situation=Situation.TAKEN), "tracing-live-kidnapping"),
        (told(consents=YES, who=replace(MAN, age=AgeBand.YOUTH)), "tracing-child-not-by-desk"),
        (told(consents=YES, who=replace(MAN, age=AgeBand.UNKNOWN)), "tracing-child-not-by-desk"),
        (told(consents=YES, who=replace(MAN, names=())), "tracing-nobody-named"),
    ],
    ids=["no consent", "danger", "taken", "a child", "of unknown age", "no name"],
)
def test_without_consent_or_with_danger_no_name_leaves(what, reason, finders):
    case_id, holder, _other = mine(what, finders)

    with pytest.raises(Refused, match=reason):
        publish.ask(case_id=case_id, by=holder, now=NOW)
    assert b"<pfif:person>" not in file_at(NOW)


def test_two_finders_publish_and_only_the_public_part_leaves(finders):
    what = told(consents=YES)
    case_id, holder, other = mine(what, finders)
    with pytest.raises(NotFound):
        publish.ask(case_id=case_id, by=other, now=NOW)
    published_id = publish.ask(case_id=case_id, by=holder, now=NOW)

    assert b"Rahman" not in file_at(NOW)
    with pytest.raises(Refused, match="two-people-needed"):
        publish.agree(published_id=published_id, by=holder, now=NOW)
    assert publish.draft(published_id=published_id, by=other).full_name == "Abdul Rahman Baloch"
    publish.agree(published_id=published_id, by=other, now=NOW)

    (one,) = reading(file_at(NOW)).persons
    assert (one.full_name, one.age_band, one.last_seen_area) == ("Abdul Rahman Baloch", AgeBand.YOUNG, "Mastung")
    assert one.expiry_date == NOW + timedelta(days=180)
    whole = file_at(NOW).decode()
    assert not [word for word in ("0300", "Hawa", "scar", case_id) if word in whole]


def test_the_database_refuses_one_person_alone_and_words_after_the_wipe(finders):
    published_id, _case = published(told(consents=YES), finders)
    row = TracingPublishedRow.objects.filter(pk=published_id)

    for change in ({"agreed_by": row.get().asked_by}, {"wiped_at": NOW}, {"box": None}):
        with undone(), pytest.raises(IntegrityError), transaction.atomic():
            row.update(**change)


def test_past_the_expiry_the_bytes_are_gone_and_the_ledger_still_verifies(finders):
    published_id, _case = published(told(consents=YES), finders)
    ledger.sequence()
    ledger.publish(now=NOW)
    before = TracingPublishedRow.objects.get(pk=published_id)
    body, head = bytes(before.box.ciphertext), bytes(data_key.get(before.box.key_id) or b"")
    assert head
    on_disk = connection.vendor == "sqlite"
    assert not on_disk or (body in image() and head[-60:] in image())

    assert clock.run(now=NOW + timedelta(days=179)) == 0
    assert clock.run(now=LATER) == 1

    if on_disk:
        found = image()
        assert not [at for at in range(16, len(body) - 32, 32) if body[at : at + 32] in found]
        assert head[-60:] not in found  # what stands before is the same in every box
    assert data_key.get(before.box.key_id) is None
    row = TracingPublishedRow.objects.get(pk=published_id)
    assert (row.box, row.wiped_at, row.expiry_date) == (None, LATER, before.expiry_date)
    ledger.sequence()
    ledger.publish(now=LATER)
    assert audit().problems == ()
    assert chain.verify() is None
    told_now = reading(file_at(LATER))
    assert (told_now.persons, [one.record_id for one in told_now.wiped]) == ((), [f"haal.example/{published_id}"])


def test_a_family_that_closes_its_case_takes_the_name_back_at_once(finders):
    published_id, case_id = published(told(consents=YES), finders)
    end_rows.end(case_id, to=CaseState.CLOSED)

    assert b"Rahman" not in file_at(NOW)
    assert publish.wipe_past(now=NOW) == 1
    assert [one.record_id for one in reading(file_at(NOW)).wiped] == [f"haal.example/{published_id}"]


def image() -> bytes:
    """Return every byte of the database's files."""
    path = Path(connection.settings_dict["NAME"])
    return b"".join(part.read_bytes() for part in sorted(path.parent.glob(path.name + "*")))
