"""A small seed of campaigns/found.py, and what makes its figures true: both requests run the same statements, and log the same."""

from __future__ import annotations

import json
import logging
import re

import pytest
from campaigns import found as campaign
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories_tracing
from tests.factories_help import colleague

from haal.domain.access import Role
from haal.inbox import sms
from haal.porch import rates
from haal.porch.clock import now

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
WAYS = {"page": campaign.by_page, "sms": campaign.by_message}


@pytest.fixture
def both():
    rates.failed_codes.clear_all()
    sms.of_one.clear_all()
    found, nobody = factories_tracing.found_and_nobody(by=colleague(Role.TRACER, now=now()), seen=3, now=now())
    return {"found": found.digits, "nobody": nobody.digits}


@pytest.mark.parametrize("way", WAYS)
def test_nobody_can_tell_that_somebody_was_found_who_has_not_agreed(way, both):
    figures = campaign.campaign(WAYS[way](), **both, requests=60)

    assert campaign.holds(figures), json.dumps(figures)


@pytest.mark.parametrize("way", WAYS)
def test_both_run_the_same_statements_in_the_same_order_and_log_the_same(way, both, caplog):
    caplog.set_level(logging.DEBUG)
    ask, run, logged = WAYS[way](), {}, {}
    ask(both["nobody"])
    for name, code in both.items():
        caplog.clear()
        with CaptureQueriesContext(connection) as seen:
            assert ask(code).status_code == 200
        run[name] = [re.sub(r"'[^']*'|x?\"s\d+_x\d+\"|\b\d+\b", "?", query["sql"]) for query in seen.captured_queries]
        logged[name] = [(one.name, one.levelno, one.msg) for one in caplog.records if one.name != "django.db.backends"]

    assert run["found"] == run["nobody"]
    assert run["found"]
    assert logged["found"] == logged["nobody"]
