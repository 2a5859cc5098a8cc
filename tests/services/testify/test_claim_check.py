"""Claims: entered by one, confirmed by another, corrected by a new one; calls to violence are kept and never shown."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests.factories import NOW, actor
from tests.factories_assess import DAY, told
from tests.factories_claims import a_claim
from tests.factories_publication import LATER, at, incident

from haal.domain.access import Role
from haal.domain.claim.published import ClaimState
from haal.domain.claim.verdict import Verdict
from haal.domain.errors import Refused
from haal.domain.report import Channel
from haal.services.assess import link
from haal.services.intake.importing import import_press
from haal.services.testify.claim_check import confirm, enter, queries
from haal.storage import act, audit
from haal.storage.act import ActRow
from haal.storage.claim.rows import CheckedClaimRow

pytestmark = pytest.mark.django_db

ASH = actor(Role.PUBLISHER, name="plain-kettle")
BEN = actor(Role.VERIFIER, name="slow-river")
NOBODY_HERE = actor(Role.WARNER, name="tall-spoon")
WORDS = "A bombing killed 13 people in Quetta."


def claim(words: str = WORDS, **cells: str):
    return a_claim(words, date=DAY.isoformat(), place="Quetta", quantity="13 killed", **cells)


def entered(words: str = WORDS, **how: object):
    return enter.enter(claim=claim(words), by=ASH, now=NOW, **how)  # type: ignore[arg-type]


def confirmed(claim_id, *, by=BEN, words: str = WORDS, seen: str | None = None):
    digest = seen if seen is not None else queries.proposal(claim_id=claim_id, by=by).digest
    return confirm.confirm(claim_id=claim_id, words=words, seen=digest, by=at(by, LATER), now=LATER)


def test_a_claim_is_held_against_the_reports_of_an_incident_and_published_by_another():
    incident("own:Dawn", "wire:AFP")
    claim_id = entered()

    proposal = queries.proposal(claim_id=claim_id, by=BEN)
    check = confirmed(claim_id)

    assert proposal.judgement.verdict is check.verdict is Verdict.SUPPORTED
    assert [one.id for one in queries.public()] == [claim_id]
    assert check.lines == ("AFP", "Dawn")
    page = queries.public_one(claim_id=claim_id)
    assert (page.check, page.kept.state) == (check, ClaimState.PUBLISHED)
    (kept,) = act.kept_about(claim_id)
    assert kept.kind.value == "published"


def test_nobody_confirms_what_they_entered():
    claim_id = enter.enter(claim=claim(), by=BEN, now=NOW)

    with pytest.raises(Refused, match="claim-entered-by-you"):
        confirmed(claim_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckedClaimRow.objects.filter(pk=claim_id).update(
            state="published", confirmed_by=BEN.person_id, confirmed_at=NOW, content="x"
        )


def test_a_role_that_may_not_and_a_factor_shown_long_ago_are_refused():
    claim_id = entered()

    with pytest.raises(Refused, match="not-allowed"):
        enter.enter(claim=claim(), by=NOBODY_HERE, now=NOW)
    with pytest.raises(Refused, match="not-allowed"):
        queries.proposal(claim_id=claim_id, by=NOBODY_HERE)
    with pytest.raises(Refused, match="second-factor-needed"):
        confirm.confirm(claim_id=claim_id, words=WORDS, seen="", by=BEN, now=LATER)


@pytest.mark.parametrize("flag", [True, False])
def test_a_call_to_violence_is_kept_and_never_published(flag):
    words = WORDS if flag else "The people must take up arms."
    claim_id = entered(words, calls=flag)

    with pytest.raises(Refused, match="claim-calls-to-violence"):
        confirmed(claim_id, words=words)
    assert queries.public() == ()
    assert [kept.calls_to_violence for kept, _claim in queries.desk(by=BEN)] == [True]
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckedClaimRow.objects.filter(pk=claim_id).update(
            state="published", confirmed_by=BEN.person_id, confirmed_at=NOW, content="x"
        )


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Terrorists killed 13 people.", "publication-words"),
        (" ", "claim-no-words"),
    ],
)
def test_public_words_take_no_side(words, reason):
    incident("own:Dawn")
    claim_id = entered()

    with pytest.raises(Refused, match=reason):
        confirmed(claim_id, words=words)


def test_what_changed_since_it_was_looked_at_is_not_published():
    incident("own:Dawn")
    claim_id = entered()
    seen = queries.proposal(claim_id=claim_id, by=BEN).digest
    incident("wire:AFP")

    with pytest.raises(Refused, match="claim-verdict-changed"):
        confirmed(claim_id, seen=seen)


def test_a_correction_replaces_and_overwrites_nothing():
    incident("own:Dawn")
    first = entered()
    confirmed(first)
    second = entered("A bombing in Quetta killed 13.", replaces=first)
    confirmed(second, words="A bombing in Quetta killed 13.")

    assert [one.id for one in queries.public()] == [second]
    old = queries.public_one(claim_id=first)
    assert (old.kept.state, old.kept.replaced_by) == (ClaimState.REPLACED, second)
    assert old.check is not None
    assert old.check.words == WORDS
    assert [kept.kind.value for kept in act.kept_about(second)] == ["corrected"]
    with pytest.raises(Refused, match="claim-state"):
        entered(replaces=first)


def test_one_person_takes_a_claim_back_and_its_text_is_gone():
    incident("own:Dawn")
    claim_id = entered()
    confirmed(claim_id)

    confirm.withdraw(claim_id=claim_id, by=ASH, now=LATER)

    assert queries.public() == ()
    assert queries.public_one(claim_id=claim_id).check is None
    assert ActRow.objects.filter(subject=claim_id, kind="withdrawn").count() == 1


def test_what_a_teller_gave_to_nobody_is_as_if_it_had_never_come():
    told(channel=Channel.FORM, day=DAY)
    claim_id = entered()

    found = queries.proposal(claim_id=claim_id, by=BEN).judgement

    assert (found.verdict, found.report_ids) == (Verdict.NOT_FOUND, ())
    assert found.searches


def test_a_file_goes_in_row_by_row_and_a_bad_row_is_named():
    raw = (
        b"claim_id,claim_own_words,kind,checkable,press_says\n"
        b"C1,A group is active.,pattern,yes,supported\nC2,Words.,event,yes,\nC3,Let us burn them.,opinion,no,\n"
    )

    done = enter.import_file(raw=raw, by=None, now=NOW)

    assert (len(done.claim_ids), [fault.number for fault in done.faults]) == (2, [3])
    listed = queries.every(with_verdicts=True)
    assert {kept.calls_to_violence for kept, _claim, _found in listed} == {True, False}
    assert {claim.coded.says for _kept, claim, _found in listed} == {"supported", ""}


def test_a_report_named_by_the_id_of_its_own_file_is_found_here():
    raw = (
        b"report_id,outlet,summary,event_type,event_date,place,killed\n"
        b"Raa01,Dawn,A bomb.,bombing,2026-03-02,Quetta,4\nRaa02,Geo,A bomb.,bombing,2026-03-02,Quetta,4\n"
    )
    ids = import_press(raw=raw, by=None, now=NOW).taken
    for report_id in ids:
        link.consider(report_id=report_id, now=NOW)

    found = queries.proposal(claim_id=enter.enter(claim=claim(report_ids="Raa01"), by=ASH, now=NOW), by=BEN)

    assert len(found.judgement.report_ids) == 1
    assert set(found.judgement.report_ids) <= set(ids)
    assert found.judgement.searches == ()


def test_entering_and_confirming_leave_audit_rows():
    incident("own:Dawn")
    confirmed(entered())

    assert {"claim-entered", "claim-confirmed"} <= {row.what for row in audit.latest(limit=50)}
