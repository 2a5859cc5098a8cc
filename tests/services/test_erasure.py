"""Erasing one person's record: no copy of it says anything any more, everybody else's does, and every proof still holds."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from tests.factories import NOW, actor
from tests.factories_keys import SECRETS, open_sealed
from tests.factories_ledger import unlocked_box

from haal.domain.access import SYSTEM, Role
from haal.domain.errors import KeyGone, KeysLocked, NotFound
from haal.domain.ids import ReportId
from haal.domain.record.custody import CHAIN, Basis
from haal.domain.report import (
    Answers,
    Attachment,
    Channel,
    Consents,
    Counted,
    DateKnown,
    Figure,
    Happened,
    Incoming,
    PlaceCandidate,
    Responsibility,
    ResponsibilityKind,
    Scope,
    Sealed,
    TestifyConsent,
    Where,
)
from haal.ledger import record
from haal.services import flow
from haal.services.assess import link, merge, shred, unseal
from haal.services.assess.grade import Part, grade
from haal.services.intake import follow
from haal.services.intake.take_in import take_in
from haal.services.people import backup
from haal.services.testify import bundle
from haal.services.testify import seal as ledger
from haal.services.testify.audit import audit
from haal.storage import act, agreement, incident, message, report
from haal.storage import link as link_rows
from haal.storage import seal as seal_rows
from haal.storage.ground import keys
from haal.storage.ground.fields import DeskBox, DeskBoxField, with_keys
from haal.vault.box import DeskKey
from haal.vault.keys import new_pair

VERIFIES = actor(Role.VERIFIER, name="quiet-heron")
TRACES = actor(Role.TRACER, name="old-lantern")
PUBLISHES = actor(Role.PUBLISHER, name="plain-kettle")
AGREES = actor(Role.PUBLISHER, name="slow-river")
QUETTA = PlaceCandidate(name="Quetta", lat=30.184, lon=67.001, radius_km=8)
PEOPLE = 20

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def box(home):
    (home / "keys").mkdir(mode=0o700, exist_ok=True)
    with unlocked_box(home):
        yield home


def mark(number: int, field: str) -> str:
    """Return a word that one person wrote into one field, and nobody else anywhere."""
    return f"mark{number:02}of{field.replace('_', '')}"


def planted(number: int) -> Incoming:
    """Return a report with a recognisable word in every field that somebody types."""
    answers = Answers(
        **{
            one.name: mark(number, one.name)
            for one in fields(Answers)
            if one.type == "str" and one.name != "event_type"
        },
        event_type="bombing",
        happened=Happened(first=date(2026, 3, 2), last=date(2026, 3, 2), known=DateKnown.DAY),
        where=Where(words=mark(number, "where"), district=mark(number, "district"), candidates=(QUETTA,)),
        figures=(Figure(counted=Counted.KILLED, low=13, high=13, scope=Scope.ALL, said_by=mark(number, "figure")),),
        responsibility=(
            Responsibility(kind=ResponsibilityKind.DENIED, party=mark(number, "party"), said_by=mark(number, "saidby")),
        ),
    )
    sealed = Sealed(
        name=mark(number, "name"),
        contact=mark(number, "contact"),
        exact_place=mark(number, "exact"),
        attachments=(
            Attachment(name=mark(number, "file"), media_type="image/jpeg", content=mark(number, "bytes").encode()),
        ),
    )
    return Incoming(
        channel=Channel.FORM,
        client_key=f"a client key that is random {number}",
        answers=answers,
        consents=Consents(testify=TestifyConsent.PRESS),
        sealed=sealed,
    )


def desk_reads() -> str:
    """Return everything that the desk's key still opens, in every table that has boxes."""
    told = []
    for model in apps.get_app_config("haal").get_models():
        columns = [field.attname for field in model._meta.concrete_fields if isinstance(field, DeskBoxField)]
        for row in model.objects.all() if columns else ():
            for box in (getattr(row, column) for column in columns):
                if box is not None:
                    told.append(opened(box))
    return "\n".join(told)


def opened(box: DeskBox) -> str:
    try:
        return str(box.open())
    except KeyGone:
        return ""


def keepers_read() -> str:
    """Return everything that two key keepers still open."""
    found = [one for row in seal_rows.SealRow.objects.all() for one in seal_rows.of_record(row.record)]
    return "\n".join(open_sealed(one.box).decode() for one in found if not one.is_shredded)


def heads_of(record_id: ReportId) -> list[bytes]:
    """Return every key by which something of a record can be opened now: of boxes, and of key keepers."""
    boxes = [
        *[row.box for row in report.ReportRow.objects.filter(pk=record_id)],
        *[row.box for row in act.ActRow.objects.filter(subject=record_id)],
        *[row.box for row in message.MessageRow.objects.filter(report_id=record_id)],
        *[row.box for row in link_rows.LinkRow.objects.filter(report_id=record_id)],
        *[row.box for row in incident.IncidentRow.objects.filter(pk__in=link_rows.ever_of(record_id))],
        *[row.reason for row in agreement.AgreementRow.objects.filter(reason__isnull=False)],
    ]
    shares = [share for one in seal_rows.of_record(record_id) for share in one.box.wrapped]
    return [box.header for box in with_keys(boxes)] + shares


def image(*paths: Path) -> bytes:
    """Return every byte of these files and of what SQLite keeps beside them."""
    return b"".join(part.read_bytes() for path in paths for part in sorted(path.parent.glob(path.name + "*")))


def database() -> Path:
    return Path(connection.settings_dict["NAME"])


def on_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps old pages until VACUUM; its folder is not ours to read")


def erase(record_id: ReportId, *, now=NOW, reason="the family asks") -> None:
    at = {"second_factor_at": now}
    asked = shred.ask(record=record_id, reason=reason, basis=Basis.FAMILY_ASKED, by=replace(TRACES, **at), now=now)
    shred.agree(agreement_id=asked, by=replace(PUBLISHES, **at), now=now)
    while flow.drain(now=now, limit=100):
        """The ends forget too."""


def many() -> list[ReportId]:
    """Take in reports of twenty people about one event, and do at the desk what leaves traces of what they told."""
    reports = [take_in(incoming=planted(number), now=NOW).report_id for number in range(PEOPLE)]
    for number, record_id in enumerate(reports):
        follow.ask(report_id=record_id, text=mark(number, "question"), client_key="q" * 20, by=VERIFIES, now=NOW)
    while flow.drain(now=NOW, limit=100):
        """Linked, or proposed."""
    for record_id in reports:
        if link_rows.incident_of(record_id) is None:
            link.begin(report_id=record_id, by=VERIFIES, now=NOW)
        grade(report_id=record_id, part=Part.SOURCE, value="B", by=VERIFIES, now=NOW)
    return reports


def gone_marks(number: int) -> str:
    return f"mark{number:02}of"


def exported(incident_id, to: Path, *, now):
    at = {"second_factor_at": now}
    asked = bundle.ask(incident_id=incident_id, by=replace(PUBLISHES, **at), reason="for a court", now=now)
    bundle.agree(agreement_id=asked, by=replace(AGREES, **at), now=now)
    bundle.prepare(incident_id=incident_id, by=SYSTEM, agreement_id=asked, now=now)
    ledger.publish(now=now, catch_up=True)
    return bundle.save(bundle.export(incident_id=incident_id, by=SYSTEM, agreement_id=asked, now=now), to=to)


def is_valid(folder: Path, home: Path) -> None:
    command = [sys.executable, "-I", folder / "verify.py", folder, "--policy", home / "public" / "policy"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_of_twenty_people_one_is_erased_from_the_database_and_from_backups_and_every_proof_holds(
    box, tmp_path, settings
):
    on_sqlite()
    pair = new_pair()
    (box / "keys" / "backup.pub").write_text(pair.public)
    reports = many()
    gone, number = reports[7], 7
    incident_id = link_rows.incident_of(gone)
    before = exported(incident_id, tmp_path / "before", now=NOW)
    old = backup.write(to=tmp_path / "backups", now=NOW)
    heads, read = heads_of(gone), desk_reads()
    assert all(head in image(database()) for head in heads)
    assert mark(number, "saw") in read
    assert mark(number, "contact") in keepers_read()

    later = NOW + timedelta(days=1)
    erase(gone, now=later)
    new = backup.write(to=tmp_path / "backups", now=NOW + timedelta(days=8))

    assert [head for head in heads if head[-60:] in image(database())] == []
    for told in (desk_reads(), keepers_read()):
        assert gone_marks(number) not in told
    for other in set(range(PEOPLE)) - {number}:
        assert mark(other, "saw") in desk_reads()
        assert mark(other, "contact") in keepers_read()
    assert not old.keys_path.exists()
    for copy, box_keys in ((old.path, new.keys_path), (old.path, None), (new.path, new.keys_path)):
        settings.HAAL_HOME = tmp_path / f"restored-{copy.stem}-{bool(box_keys)}"
        backup.unpack(backup_file=copy, keys_file=box_keys, identity=pair.identity)
        paths = [settings.HAAL_HOME / name for name in (backup.DATABASE, backup.LEDGER)]
        assert [head for head in heads if head[-60:] in image(*paths)] == []
        assert gone_marks(number) not in attacker_reads(paths[0])
    settings.HAAL_HOME = box
    assert audit().problems == ()
    is_valid(before, box)
    after = exported(incident_id, tmp_path / "after", now=NOW + timedelta(days=9))
    is_valid(after, box)
    assert gone_marks(number).encode() not in b"".join(path.read_bytes() for path in after.rglob("*") if path.is_file())


def attacker_reads(path: Path) -> str:
    """Return what somebody reads who has a copy, the desk's secret key and those of all key keepers."""
    desk, told = DeskKey(SECRETS.desk), []
    copy = sqlite3.connect(path)
    heads = dict(copy.execute("SELECT id, header FROM data_key"))
    for model in apps.get_app_config("haal").get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, DeskBoxField):
                query = f'SELECT "{field.column}" FROM {model._meta.db_table} WHERE "{field.column}" IS NOT NULL'
                for (raw,) in copy.execute(query):
                    if head := heads.get(raw[:16]):
                        told.append(desk.open(head + raw[16:]).decode("utf-8", "surrogatepass"))
    copy.close()
    return "\n".join(told)


def test_of_every_act_about_it_only_the_chain_stays_open_and_no_leaf_changes(box):
    reports = many()
    before = {row.id: bytes(row.leaf) for row in act.ActRow.objects.all()}

    erase(reports[3])

    rows = {row.id: row for row in act.ActRow.objects.all()}
    assert {act_id: bytes(rows[act_id].leaf) for act_id in before} == before
    about = [record.from_json(row.box.open()) for row in rows.values() if row.subject == reports[3]]
    *closed, erased = about
    assert len(closed) >= 3
    assert {one.label for made in closed for one in made.fields if isinstance(one, record.Field)} == CHAIN
    assert (erased.value("kind"), erased.value("basis")) == ("erased", "family-asked")
    assert erased.value("ordered-by") == TRACES.person_id
    assert all(
        made.leaf == bytes(row.leaf)
        for made, row in zip(about, [r for r in rows.values() if r.subject == reports[3]], strict=True)
    )


def test_what_the_desk_wrote_about_it_goes_too(box):
    quoted = mark(0, "quoted")
    reports = many()
    one, other = two_incidents(reports)
    merge.merge(kept=one, gone=other, reason=f"both say {quoted}", by=VERIFIES, now=NOW)
    asked = unseal.ask(record=reports[0], reason=f"he said {quoted}", by=VERIFIES, now=NOW)
    unseal.agree(agreement_id=asked, by=TRACES, now=NOW)
    bundle.ask(incident_id=link_rows.incident_of(reports[0]), by=PUBLISHES, reason=f"since {quoted}", now=NOW)
    assert desk_reads().count(quoted) >= 4

    erase(reports[0], reason=f"she asks, as {quoted}")

    assert quoted not in desk_reads()


def two_incidents(reports):
    """Part the first report from the others and return both incidents."""
    stays = link_rows.incident_of(reports[0])
    link.undo(report_id=reports[0], by=VERIFIES, now=NOW)
    return link.begin(report_id=reports[0], by=VERIFIES, now=NOW), stays


def test_while_the_desk_is_locked_nothing_is_erased(box):
    record_id = take_in(incoming=planted(1), now=NOW).report_id
    asked = shred.ask(record=record_id, reason="she asks", by=TRACES, now=NOW)
    keys.forget()
    try:
        with pytest.raises(KeysLocked):
            shred.agree(agreement_id=asked, by=PUBLISHES, now=NOW)
    finally:
        keys.hold(SECRETS)

    assert mark(1, "saw") in desk_reads()
    assert mark(1, "contact") in keepers_read()


def test_a_report_without_anything_sealed_can_be_erased_and_only_once(box):
    record_id = take_in(incoming=replace(planted(2), sealed=Sealed()), now=NOW).report_id

    erase(record_id)

    assert gone_marks(2) not in desk_reads()
    with pytest.raises(NotFound):
        report.get(record_id)
    with pytest.raises(NotFound):
        shred.ask(record=record_id, reason="once more", by=TRACES, now=NOW)


def test_with_the_code_one_learns_that_it_was_erased_and_changes_nothing_any_more(box):
    taken = take_in(incoming=planted(4), now=NOW)

    erase(taken.report_id)

    thread = follow.read(code=taken.receipt.digits)
    assert (thread.erased, thread.messages, thread.consents) == (True, (), Consents())
    with pytest.raises(NotFound):
        follow.answer(code=taken.receipt.digits, text="more", client_key="k" * 20, now=NOW)
    with pytest.raises(NotFound):
        follow.change_consents(code=taken.receipt.digits, consents=Consents(warn=True), now=NOW)


def test_an_incident_of_which_all_was_erased_says_nothing_of_where_or_what(box):
    record_id = take_in(incoming=planted(5), now=NOW).report_id
    while flow.drain(now=NOW, limit=100):
        """It begins an incident."""
    incident_id = link_rows.incident_of(record_id)
    assert incident.get(incident_id).place is not None

    erase(record_id)

    left = incident.get(incident_id)
    assert (left.place, left.district, left.event_type, left.days) == (None, "", None, None)
    assert left.reports == (record_id,)
