"""`haal upgrade` makes linked reports of an earlier version ready to be compared, when the keys are there."""

from __future__ import annotations

import json
from argparse import Namespace

import pytest
from tests.factories import NOW
from tests.factories_assess import told

from haal.cli import box
from haal.services.assess import link
from haal.services.people import setup
from haal.storage.compared.rows import ComparedRow
from haal.storage.ground import keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def upgrade(desk_keys, monkeypatch, capsys):
    """The command on a box whose tables are up to date, with one linked report that was never made ready."""
    monkeypatch.setattr(setup, "upgrade", lambda **_given: 0)
    link.consider(report_id=told(), now=NOW)
    ComparedRow.objects.all().delete()

    def run(*, as_json: bool) -> str:
        command = next(one for one in box.COMMANDS if one.NAME == "upgrade")
        assert command.run(Namespace(json=as_json, backup_to=None)) == 0
        return str(capsys.readouterr().out).splitlines()[-1]

    return run


def test_linked_reports_are_made_ready_once(upgrade):
    assert json.loads(upgrade(as_json=True)) == {"ok": True, "migrations": 0, "made_ready": 1}
    assert json.loads(upgrade(as_json=True))["made_ready"] == 0
    assert ComparedRow.objects.exclude(report_id="").count() == 1


def test_while_the_keys_are_away_it_is_left_for_later_and_said(upgrade):
    keys.forget()

    assert "keys are away" in upgrade(as_json=False)
    assert ComparedRow.objects.count() == 0
