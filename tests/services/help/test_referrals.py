"""A family is handed on with its consent: read by two, shut to the partner, signed by both, and gone from here."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from tests import factories
from tests.factories_ledger import unlocked_box
from tests.factories_shelter import NOW, NUMBER

from haal.domain.access import Role
from haal.domain.errors import GeneralReason, NotFound, Refused
from haal.domain.need import Whom
from haal.domain.shelter.referral import Asking, ConsentBy, ReferralReason, ReferralState, Work
from haal.ledger import handover, note
from haal.services.help import ending
from haal.services.help.shelters import partners, queries, refer
from haal.storage import audit
from haal.storage.shelter.referral import PartnerRow, ReferralRow
from haal.vault.box import DeskKey
from haal.vault.keys import new_pair

pytestmark = pytest.mark.django_db
FIRST, SECOND = factories.actor(Role.AID, now=NOW), factories.actor(Role.AID, now=NOW)
WORDS = f"Planted Zarina and her five children, {NUMBER}, want a roof"
LATER = NOW + timedelta(days=1)
COUNTERSIGN = Path(__file__).resolve().parents[3] / "contrib" / "countersign" / "countersign.py"


@pytest.fixture(autouse=True)
def box(home):
    with unlocked_box(home):
        yield home


def reason_of(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.reason


@pytest.fixture
def theirs():
    """Return the partner's own keys: one to open, one to sign."""
    pair = new_pair()
    return DeskKey(pair.identity), pair.public, note.SigningKey.new("partner.example/referrals")


@pytest.fixture
def partner_id(theirs):
    added = partners.add(
        name="Planted partner",
        what=[Work.SHELTER],
        sealing_key=theirs[1],
        signing_key=theirs[2].verify_key.text,
        by=FIRST,
        now=NOW,
    )
    partners.vet(partner_id=added, by=SECOND, now=NOW)
    return added


def ask(partner_id, *, words=WORDS, consent=ConsentBy.THEMSELVES, whom=frozenset()):
    asking = Asking(words=words, consent_by=consent, whom=whom)
    return refer.ask(partner_id=partner_id, asking=asking, by=FIRST, now=NOW)


@pytest.fixture
def agreed(partner_id):
    referral_id = ask(partner_id)
    refer.agree(referral_id=referral_id, by=SECOND, now=NOW)
    return referral_id


def countersigned(statement, key):
    return statement + note.signature(key, message=note.parted(statement)[0].encode())


def test_only_the_partner_opens_what_two_agreed_to_hand_over(agreed, theirs):
    opener, _, _ = theirs
    row = ReferralRow.objects.get()
    assert row.box is None, "the words are gone here"
    assert refer.read(referral_id=agreed, by=FIRST, now=NOW).asking is None

    made = refer.fetch(referral_id=agreed, by=FIRST, now=NOW)

    told = json.loads(opener.open(made.content))
    assert (told["format"], told["words"], told["consent_by"]) == ("haal-referral/v1", WORDS, "themselves")
    assert FIRST.pseudonym not in json.dumps(told)
    assert made.sha256 == handover.digest(made.content)


def test_when_both_have_signed_nothing_of_it_is_left_but_two_signatures(agreed, theirs):
    statement = refer.fetch(referral_id=agreed, by=FIRST, now=NOW).statement
    receipt = countersigned(statement, theirs[2])

    refer.receive(referral_id=agreed, receipt=receipt.replace("\n", "\r\n"), by=SECOND, now=LATER)

    row = ReferralRow.objects.get()
    assert (row.state, row.box, row.shut) == ("received", None, None)
    kept = row.receipt.open()["receipt"]
    for key in (refer.kept.verify_key(), theirs[2].verify_key):
        assert note.opened(kept, [key]).startswith("haal-referral/v1\n")
    assert queries.referrals(by=FIRST).received_count == 1
    assert reason_of(lambda: refer.withdraw(referral_id=agreed, by=FIRST, now=LATER)) is (
        ReferralReason.REFERRAL_NOT_FROM_THIS_STATE
    )


def run_countersign(*words):
    """Run the partner's own program and return its exit code and what it wrote."""
    command = [sys.executable, str(COUNTERSIGN), *map(str, words)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    return done.returncode, done.stdout.decode()


def test_a_partner_signs_with_a_program_that_is_not_ours(theirs, tmp_path):
    code, public = run_countersign("new", "partner.example/referrals", tmp_path / "key")
    assert code == 0
    added = partners.add(
        name="P", what=[Work.SHELTER], sealing_key=theirs[1], signing_key=public.strip(), by=FIRST, now=NOW
    )
    partners.vet(partner_id=added, by=SECOND, now=NOW)
    referral_id = ask(added)
    refer.agree(referral_id=referral_id, by=SECOND, now=NOW)
    made = refer.fetch(referral_id=referral_id, by=FIRST, now=NOW)
    (tmp_path / "file").write_bytes(made.content)
    (tmp_path / "statement").write_text(made.statement, "utf-8")
    (tmp_path / "other").write_bytes(b"another file")

    assert run_countersign("sign", tmp_path / "key", tmp_path / "other", tmp_path / "statement") == (1, "")
    code, receipt = run_countersign("sign", tmp_path / "key", tmp_path / "file", tmp_path / "statement")
    refer.receive(referral_id=referral_id, receipt=receipt, by=SECOND, now=LATER)

    assert code == 0
    assert ReferralRow.objects.get().state == "received"
    run_countersign("new", "other.example/x", tmp_path / "other-key")
    assert run_countersign("sign", tmp_path / "other-key", tmp_path / "file", tmp_path / "statement") == (1, "")


@pytest.mark.parametrize("fault", ["unsigned", "by another", "of another file", "by us twice", "no note"])
def test_what_both_did_not_sign_over_this_very_file_is_not_kept(agreed, theirs, fault, partner_id):
    statement = refer.fetch(referral_id=agreed, by=FIRST, now=NOW).statement
    stranger = note.SigningKey.new("partner.example/referrals")
    ours = refer.kept.signing_key()
    receipts = {
        "unsigned": statement,
        "by another": countersigned(statement, stranger),
        "of another file": countersigned(
            handover.offered(refer.FORMAT, sha256_hex="00" * 32, to=theirs[2].verify_key, key=ours), theirs[2]
        ),
        "by us twice": countersigned(
            handover.offered(
                refer.FORMAT, sha256_hex=handover.digest(refer.rows.shut_of(agreed)), to=ours.verify_key, key=ours
            ),
            ours,
        ),
        "no note": "we have it, thank you",
    }

    refused = reason_of(lambda: refer.receive(referral_id=agreed, receipt=receipts[fault], by=SECOND, now=NOW))

    assert refused is ReferralReason.REFERRAL_NOT_SIGNED_BY_BOTH
    assert ReferralRow.objects.get().state == "handed-over"


def test_one_person_alone_vets_no_partner_and_agrees_to_no_hand_over(theirs):
    added = partners.add(
        name="Partner",
        what=[Work.FOOD],
        sealing_key=theirs[1],
        signing_key=theirs[2].verify_key.text,
        by=FIRST,
        now=NOW,
    )
    assert reason_of(lambda: partners.vet(partner_id=added, by=FIRST, now=NOW)) is GeneralReason.TWO_PEOPLE_NEEDED
    assert reason_of(lambda: ask(added)) is ReferralReason.REFERRAL_PARTNER_NOT_VETTED
    partners.vet(partner_id=added, by=SECOND, now=NOW)
    referral_id = ask(added)

    refused = reason_of(lambda: refer.agree(referral_id=referral_id, by=FIRST, now=NOW))

    assert refused is GeneralReason.TWO_PEOPLE_NEEDED
    assert reason_of(lambda: refer.fetch(referral_id=referral_id, by=FIRST, now=NOW)) is (
        ReferralReason.REFERRAL_NOT_FROM_THIS_STATE
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"consent": ConsentBy.NOBODY}, ReferralReason.REFERRAL_CONSENT_FIRST),
        ({"words": ""}, ReferralReason.REFERRAL_NO_WORDS),
        ({"whom": frozenset({Whom.CHILD_ALONE})}, ReferralReason.REFERRAL_CHILD_TO_PROTECTION),
    ],
)
def test_nobody_is_handed_on_without_consent_and_no_child_alone_to_a_landlord(partner_id, changes, expected):
    assert reason_of(lambda: ask(partner_id, **changes)) is expected
    assert not ReferralRow.objects.exists()


def test_a_partner_that_was_stopped_meanwhile_gets_nobody(partner_id):
    referral_id = ask(partner_id)
    partners.stop(partner_id=partner_id, by=FIRST, now=NOW)

    assert reason_of(lambda: refer.agree(referral_id=referral_id, by=SECOND, now=NOW)) is ReferralReason.PARTNER_STOPPED
    assert reason_of(lambda: partners.stop(partner_id=partner_id, by=FIRST, now=NOW)) is GeneralReason.ALREADY_DONE


@pytest.mark.parametrize("when", ["asked", "agreed", "handed over"])
def test_consent_is_taken_back_in_one_step_and_the_words_are_gone(partner_id, when):
    referral_id = ask(partner_id)
    if when != "asked":
        refer.agree(referral_id=referral_id, by=SECOND, now=NOW)
    if when == "handed over":
        refer.fetch(referral_id=referral_id, by=FIRST, now=NOW)

    refer.withdraw(referral_id=referral_id, by=FIRST, now=NOW)

    row = ReferralRow.objects.get()
    assert (row.state, row.box, row.shut) == ("withdrawn", None, None)
    assert reason_of(lambda: refer.fetch(referral_id=referral_id, by=FIRST, now=NOW)) is not None


def test_what_nobody_signed_for_two_weeks_ends_by_itself(agreed):
    ending.end_past(now=NOW + timedelta(days=13))
    assert ReferralRow.objects.get().state == "agreed"

    assert ending.end_past(now=NOW + timedelta(days=14)) == 1

    assert (ReferralRow.objects.get().state, ReferralRow.objects.get().shut) == ("expired", None)


def test_a_key_that_is_none_is_no_partners(theirs):
    add = lambda **keys: partners.add(  # noqa: E731
        **{"name": "P", "what": [Work.FOOD], "sealing_key": theirs[1], "by": FIRST, "now": NOW}
        | {"signing_key": theirs[2].verify_key.text}
        | keys
    )

    for keys in ({"sealing_key": "age1nothing"}, {"signing_key": "nobody+1+2"}):
        assert reason_of(lambda keys=keys: add(**keys)) is ReferralReason.PARTNER_KEYS_WRONG
    assert reason_of(lambda: add(name=" ")) is ReferralReason.PARTNER_NAME_NEEDED


def test_no_word_and_no_name_of_a_partner_stands_in_clear(agreed):
    row, partner = ReferralRow.objects.get(), PartnerRow.objects.get()

    assert b"Planted" not in bytes(row.shut) + bytes(partner.box.ciphertext)
    assert not any("Planted" in entry.why + entry.subject for entry in audit.latest(limit=50))
    steps = {"partner-added", "partner-vetted", "referral-asked", "referral-agreed"}
    assert steps <= {entry.what for entry in audit.latest(limit=50)}


@pytest.mark.parametrize(
    "fields",
    [{"state": "agreed", "agreed_by": FIRST.person_id}, {"state": "received"}, {"box": None}, {"shut": b"x"}],
)
def test_the_database_itself_refuses_a_hand_over_of_one_person(partner_id, fields):
    ask(partner_id)

    with pytest.raises(IntegrityError), transaction.atomic():
        ReferralRow.objects.update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerRow.objects.update(vetted_by=FIRST.person_id)


def test_who_does_not_look_after_shelters_reads_no_referral(agreed):
    stranger = factories.actor(Role.PUBLISHER, now=NOW)

    assert reason_of(lambda: refer.read(referral_id=agreed, by=stranger, now=NOW)) is GeneralReason.NOT_ALLOWED
    with pytest.raises(NotFound):
        refer.read(referral_id="rf_absent", by=FIRST, now=NOW)
    assert queries.referrals(by=FIRST).under_way[0][0].state is ReferralState.AGREED
