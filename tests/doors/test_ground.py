"""What the desks see when the ground of a warning or of a publication has changed."""

from __future__ import annotations

import pytest
from tests.doors.sign_in import member, signed_in
from tests.factories_assess import told
from tests.factories_publication import LATER, incident, released
from tests.factories_warnings import agreed, subscribe, warners

from haal.domain.access import Role
from haal.domain.ids import IncidentId, WarningId
from haal.services import flow
from haal.services.assess import link
from haal.storage import publication
from haal.storage import warning as warning_rows
from haal.storage.incident import IncidentRow
from haal.storage.warning import WarningRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
BLAST = {"hazard": "blast", "place": "Mastung", "radius_km": "8", "lat": "29.7997", "lon": "66.8455"}


def test_a_warning_written_from_an_incident_says_when_its_ground_changed():
    subscribe(2)
    incident_id = incident("own:Dawn", "wire:AFP")
    browser = signed_in(member(Role.WARNER, Role.VERIFIER))
    address = f"/desk/warnings/new/?incident={incident_id}"
    assert address in browser.get(f"/desk/incidents/{incident_id}/").content.decode()
    assert f'name="incident" value="{incident_id}"' in browser.get(address).content.decode()

    answer = browser.post("/desk/warnings/new/", {**BLAST, "incident": incident_id})
    warning_id = WarningId(answer.url.rstrip("/").rsplit("/", 1)[1])
    agreed(warning_id, *warners())
    before = browser.get(answer.url).content.decode()
    IncidentRow.objects.filter(pk=incident_id).update(state="empty")
    flow.after_assessment(incident_id=incident_id, now=LATER)

    assert WarningRow.objects.get().incident_id == incident_id
    assert "ITS GROUND CHANGED" not in before
    assert "ITS GROUND CHANGED" in browser.get(answer.url).content.decode()
    assert set(warning_rows.ground_changed()) == {warning_id}


def test_a_warning_from_an_incident_that_is_not_there_is_not_kept():
    answer = signed_in(member(Role.WARNER)).post("/desk/warnings/new/", {**BLAST, "incident": "i_none"})

    assert answer.status_code == 404
    assert WarningRow.objects.count() == 0


def test_the_publisher_sees_what_is_to_be_corrected_and_where():
    incident_id = incident("own:Dawn", "wire:AFP")
    publication_id = released(incident_id)
    browser = signed_in(member(Role.PUBLISHER))
    before = browser.get("/desk/publications/").content.decode()

    link.consider(report_id=told(line="own:Geo", killed=21), now=LATER)
    flow.after_assessment(incident_id=IncidentId(incident_id), now=LATER)

    assert publication.get(publication_id).to_correct_at == LATER
    assert "to be corrected" not in before
    assert "to be corrected" in browser.get("/desk/publications/").content.decode()
    page = browser.get(f"/desk/publications/{publication_id}/").content.decode()
    assert "Draft a correction" in page
    assert f"/desk/incidents/{incident_id}/publish/" in page
