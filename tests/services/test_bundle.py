"""A bundle for strangers: agreed to by two, whole, and closed where nobody agreed to open."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from tests.factories import actor
from tests.factories_ledger import NOW, unlocked_box

from haal.domain.access import SYSTEM, Role
from haal.domain.errors import Malformed, NotFound, Refused
from haal.domain.ids import IncidentId, ReportId, SourceLineId
from haal.domain.report import (
    Answers,
    Channel,
    Consents,
    Counted,
    Figure,
    Incoming,
    Responsibility,
    ResponsibilityKind,
    Source,
    TestifyConsent,
)
from haal.ledger import note, verify
from haal.ledger.cosignature import WitnessSigningKey, cosigned
from haal.linkage.reading import Reading
from haal.services.assess.decide import split
from haal.services.intake.take_in import take_in
from haal.services.testify import bundle, seal
from haal.services.testify.witness import named
from haal.storage import act, incident, link, work
from haal.storage import checkpoint as kept

pytestmark = pytest.mark.django_db
ASKS = actor(Role.PUBLISHER, name="one-who-asks", now=NOW)
AGREES = actor(Role.PUBLISHER, name="one-who-agrees", now=NOW)


@pytest.fixture(autouse=True)
def box(home):
    with unlocked_box(home):
        yield home


def told(words: str, *, channel=Channel.FORM, consent=TestifyConsent.NOBODY, killed=3, denied_by="") -> ReportId:
    """Take in a report about one event."""
    denial = Responsibility(kind=ResponsibilityKind.DENIED, party=denied_by, said_by="a spokesman")
    answers = Answers(
        saw=words,
        event_type="bombing",
        figures=(Figure(counted=Counted.KILLED, low=killed, high=killed, said_by="planted-said-by"),),
        responsibility=(denial,) if denied_by else (),
    )
    source = Source(line="own:Paper", outlet="Paper") if channel is Channel.PRESS else Source()
    incoming = Incoming(
        channel=channel,
        client_key=f"a client key {words}",
        answers=answers,
        consents=Consents(testify=consent),
        source=source,
    )
    return take_in(incoming=incoming, now=NOW).report_id


def linked(*reports: ReportId, to: IncidentId | None = None) -> IncidentId:
    with work.atomic():
        incident_id = to or incident.add(Reading(), now=NOW)
        for report_id in reports:
            link.add(
                link.NewBond(
                    report_id=report_id,
                    incident_id=incident_id,
                    how=link.How.BY_HAND,
                    source_line_id=SourceLineId("sl_x"),
                    by=ASKS.person_id,
                ),
                now=NOW,
            )
            act.put(
                kind="linked", subject=incident_id, fields={"report": report_id, "how": "by-hand"}, by=ASKS, now=NOW
            )
    return incident_id


def agreed(incident_id: IncidentId):
    agreement_id = bundle.ask(incident_id=incident_id, by=ASKS, reason="for a court", now=NOW)
    bundle.agree(agreement_id=agreement_id, by=AGREES, now=NOW)
    return agreement_id


def exported(incident_id: IncidentId) -> bundle.Exported:
    return bundle.export(incident_id=incident_id, by=SYSTEM, agreement_id=agreed(incident_id), now=NOW)


def opened(made: bundle.Exported, subject: str) -> dict[str, object]:
    """Return the opened fields of the act by which a report was received."""
    for name, data in made.files.items():
        if name.endswith(".act"):
            rows = [row.split(" ", 3) for row in data.decode().split("\n")[2:-1]]
            fields = {row[0]: json.loads(row[3]) for row in rows if row[1] == "open"}
            if (fields["subject"], fields["kind"]) == (subject, "received"):
                return fields
    raise AssertionError(subject)


def test_a_stranger_verifies_the_bundle_of_contradicting_reports(box, tmp_path):
    reports = [
        told("planted words of a teller", consent=TestifyConsent.NUMBERS, killed=9),
        told(
            "planted words of the press",
            channel=Channel.PRESS,
            consent=TestifyConsent.PRESS,
            killed=2,
            denied_by="state",
        ),
        told("planted words for nobody", killed=4),
    ]
    made = exported(linked(*reports))
    folder = bundle.save(made, to=tmp_path / "bundle")

    done = subprocess.run(
        [sys.executable, "-I", folder / "verify.py", folder, "--policy", box / "public" / "policy"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert "1 exported, 3 linked, 3 received" in done.stdout
    assert made.acts == 7


def test_one_changed_byte_makes_it_invalid(box, tmp_path):
    folder = bundle.save(exported(linked(told("words"))), to=tmp_path / "bundle")
    path = next(folder.glob("data/acts/*.tlog-proof"))
    path.write_bytes(path.read_bytes().replace(b"index 0", b"index 1"))

    with pytest.raises(verify.Invalid):
        verify.check(folder, verify.parse_policy((box / "public" / "policy").read_text()))


def test_what_is_opened_follows_the_consent_of_each_teller():
    numbers = told("planted numbers", consent=TestifyConsent.NUMBERS, killed=9)
    press = told("planted press", channel=Channel.PRESS, consent=TestifyConsent.PRESS, killed=2, denied_by="state")
    nobody = told("planted nobody", killed=4)
    court = told("planted court", consent=TestifyConsent.COURT_ABROAD, killed=5)
    teller = told("planted teller", consent=TestifyConsent.PRESS, killed=6, denied_by="planted-party")
    made = exported(linked(numbers, press, nobody, court, teller))

    assert opened(made, numbers)["figures"][0]["low"] == 9
    assert opened(made, press)["responsibility"] == [{"kind": "denied", "party": "state"}]
    assert opened(made, press)["outlet"] == "Paper"
    for closed in (nobody, court):
        assert set(opened(made, closed)) == {"v", "act", "kind", "subject", "prev"}
    assert "responsibility" not in opened(made, teller)
    everything = b"".join(data for name, data in made.files.items() if name.startswith("data/"))
    for planted in (b"planted numbers", b"planted press", b"planted nobody", b"planted teller", b"planted-party"):
        assert planted not in everything


def test_a_linked_report_cannot_be_left_out(box, tmp_path):
    kept = told("kept")
    dropped = told("dropped")
    incident_id = linked(kept, dropped)
    with work.atomic():
        link.LinkRow.objects.filter(report_id=dropped).update(state="undone")
    folder = bundle.save(exported(incident_id), to=tmp_path / "bundle")

    with pytest.raises(verify.Invalid, match="1 reports are linked to the incident and left out"):
        verify.check(folder, verify.parse_policy((box / "public" / "policy").read_text()))


def test_an_unlinked_report_is_told_as_unlinked_and_not_shown(box, tmp_path):
    kept = told("kept")
    dropped = told("dropped")
    incident_id = linked(kept, dropped)
    with work.atomic():
        link.LinkRow.objects.filter(report_id=dropped).update(state="undone")
        act.put(kind="unlinked", subject=incident_id, fields={"report": dropped}, by=ASKS, now=NOW)

    made = exported(incident_id)

    found = verify.check(
        bundle.save(made, to=tmp_path / "bundle"), verify.parse_policy((box / "public" / "policy").read_text())
    )
    assert found.kinds == {"received": 1, "linked": 2, "unlinked": 1, "exported": 1}


def test_a_merged_incident_brings_its_past_with_it(box, tmp_path):
    gone = linked(told("first"))
    kept = linked(told("second"))
    with work.atomic():
        moved = [str(bond.report_id) for bond in link.linked_to(gone)]
        link.LinkRow.objects.filter(incident_id=gone).update(incident_id=kept)
        act.put(
            kind="merged", subject=kept, fields={"gone": gone, "reports": moved, "reason": "same"}, by=ASKS, now=NOW
        )
        act.put(kind="merged", subject=gone, fields={"into": kept, "reason": "same"}, by=ASKS, now=NOW)
        incident.redirect(gone, to=kept)

    made = exported(gone)

    assert made.incident_id == kept
    found = verify.check(
        bundle.save(made, to=tmp_path / "bundle"), verify.parse_policy((box / "public" / "policy").read_text())
    )
    assert found.kinds == {"received": 2, "linked": 2, "merged": 2, "exported": 1}


@pytest.mark.parametrize(
    ("left", "kinds"),
    [
        (True, {"received": 1, "linked": 3, "unlinked": 1, "exported": 1}),
        (False, {"received": 2, "linked": 1, "exported": 1}),
    ],
    ids=["who stayed", "who went"],
)
def test_a_split_is_told_in_the_bundles_of_both_and_each_holds_its_own_reports(left, kinds, box, tmp_path):
    first, second = told("goes"), told("goes as well")
    here = linked(told("stays"), first, second)
    wanted = split.Wanted(incident_id=here, reports=frozenset({first, second}), reason="planted-reason")
    there = split.split(wanted=wanted, by=actor(Role.VERIFIER, name="who-splits", now=NOW), now=NOW)

    folder = bundle.save(exported(here if left else there), to=tmp_path / "bundle")

    assert verify.check(folder, verify.parse_policy((box / "public" / "policy").read_text())).kinds == kinds
    assert not any(b"planted-reason" in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_nobody_exports_alone():
    incident_id = linked(told("words"))
    agreement_id = bundle.ask(incident_id=incident_id, by=ASKS, reason="", now=NOW)

    with pytest.raises(Refused, match="two-people-needed"):
        bundle.agree(agreement_id=agreement_id, by=ASKS, now=NOW)
    with pytest.raises(Refused, match="export-not-agreed"):
        bundle.export(incident_id=incident_id, by=SYSTEM, agreement_id=agreement_id, now=NOW)


def test_an_agreement_is_for_one_incident_and_not_for_ever():
    first, second = linked(told("one")), linked(told("two"))
    agreement_id = agreed(first)

    with pytest.raises(Refused, match="export-not-agreed"):
        bundle.export(incident_id=second, by=SYSTEM, agreement_id=agreement_id, now=NOW)
    with pytest.raises(Refused, match="export-agreed-long-ago"):
        bundle.export(incident_id=first, by=SYSTEM, agreement_id=agreement_id, now=NOW + timedelta(hours=73))


def test_who_may_not_ask_is_refused_and_what_is_not_there_is_not_found():
    incident_id = linked(told("one"))

    with pytest.raises(Refused, match="not-allowed"):
        bundle.ask(incident_id=incident_id, by=actor(Role.VERIFIER, now=NOW), reason="", now=NOW)
    with pytest.raises(Refused, match="second-factor-needed"):
        bundle.ask(incident_id=incident_id, by=actor(Role.PUBLISHER, fresh=False, now=NOW), reason="", now=NOW)
    with pytest.raises(NotFound):
        bundle.ask(incident_id=IncidentId("i_not"), by=ASKS, reason="", now=NOW)


def test_a_bundle_is_not_written_over_something(tmp_path):
    (tmp_path / "there").write_text("something")

    with pytest.raises(Malformed):
        bundle.save(exported(linked(told("one"))), to=tmp_path)


def test_a_bundle_waits_for_the_witnesses_that_strangers_ask_for(box, tmp_path):
    witness = WitnessSigningKey.new("witness.example/one")
    (box / "witnesses").write_text(f"one {witness.verify_key.text}\nquorum 1\n")
    named.write_policy()
    incident_id = linked(told("words"))
    agreement_id = agreed(incident_id)

    with pytest.raises(Refused, match="export-not-yet-witnessed"):
        bundle.export(incident_id=incident_id, by=SYSTEM, agreement_id=agreement_id, now=NOW)
    signed = kept.last_signed()
    line = cosigned(note.parted(signed.note)[0], witness, at=1_772_600_000)
    kept.add_cosignatures(size=signed.size, lines={witness.name: line})
    made = bundle.export(incident_id=incident_id, by=SYSTEM, agreement_id=agreement_id, now=NOW)

    found = verify.check(bundle.save(made, to=tmp_path / "b"), verify.parse_policy((box / "public/policy").read_text()))
    assert any(line.startswith("witness witness.example/one") for line in found.head.trusted)


def test_a_bundle_is_of_the_moment_of_its_export_and_is_exported_anew_some_hours_later(box):
    incident_id = linked(told("first"))
    agreement_id = agreed(incident_id)
    first = bundle.export(incident_id=incident_id, by=SYSTEM, agreement_id=agreement_id, now=NOW)
    linked(told("second"), to=incident_id)

    soon = bundle.export(incident_id=incident_id, by=SYSTEM, agreement_id=agreement_id, now=NOW)
    with pytest.raises(Refused, match="export-not-yet-public"):
        bundle.export(incident_id=incident_id, by=SYSTEM, agreement_id=agreement_id, now=NOW + timedelta(hours=4))
    seal.publish(now=NOW + timedelta(hours=5))
    later = bundle.export(incident_id=incident_id, by=SYSTEM, agreement_id=agreement_id, now=NOW + timedelta(hours=5))

    assert (first.acts, soon.acts, later.acts) == (3, 3, 6)
