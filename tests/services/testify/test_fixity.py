"""Once a week everything sealed is held against the ledger, and what does not fit is said aloud."""

import dataclasses
from datetime import timedelta

import pytest
from tests.factories import NOW, actor

from haal.domain.access import Role
from haal.domain.report import Answers, Channel, Incoming, Sealed
from haal.jobs import fixity as job
from haal.services.assess import shred
from haal.services.intake.take_in import take_in
from haal.services.people import health
from haal.services.testify.custody import fixity
from haal.storage import act
from haal.storage.seal import SealRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]


@pytest.fixture
def reports():
    told = Incoming(
        channel=Channel.FORM, client_key="", answers=Answers(saw="smoke"), sealed=Sealed(contact="0300 111")
    )
    return [
        take_in(incoming=dataclasses.replace(told, client_key=f"a-key-of-the-phone-{number}"), now=NOW).report_id
        for number in range(3)
    ]


def doctor():
    return next(seen for seen in health.examine(now=NOW) if seen.what == "sealed originals")


def test_what_is_as_it_was_fits_and_the_run_is_an_act(reports):
    looked = fixity.look(now=NOW)

    assert (looked.seals, looked.fit, looked.erased, looked.unfit) == (3, 3, 0, ())
    (kept,) = act.kept_about("fixity")
    assert (kept.record.value("kind"), kept.record.value("seals"), kept.record.value("fit")) == ("verified", 3, 3)
    assert doctor().well


def test_a_byte_that_changed_and_a_seal_that_is_gone_are_named_and_the_doctor_says_so(reports):
    changed, gone, _whole = reports
    row = SealRow.objects.get(record=changed)
    SealRow.objects.filter(pk=row.pk).update(ciphertext=bytes(row.ciphertext)[:-1] + b"x")
    SealRow.objects.filter(record=gone).delete()

    looked = fixity.look(now=NOW)

    assert (looked.seals, looked.fit, set(looked.unfit)) == (2, 1, {changed, gone})
    assert not doctor().well


def test_what_was_erased_has_nothing_to_be_held_against(reports):
    asked = shred.ask(record=reports[0], reason="she asks", by=actor(Role.TRACER), now=NOW)
    shred.agree(agreement_id=asked, by=actor(Role.PUBLISHER), now=NOW)

    looked = fixity.look(now=NOW)

    assert (looked.seals, looked.fit, looked.erased, looked.unfit) == (3, 2, 1, ())


def test_the_clock_looks_once_a_week(reports):
    assert [job.run(NOW + timedelta(days=days)) for days in (0, 1, 6, 7, 8)] == [3, 0, 0, 3, 0]
