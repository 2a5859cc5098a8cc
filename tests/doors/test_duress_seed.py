"""A small seed of campaigns/duress.py, and what makes its figure true: both codes run the same statements."""

from __future__ import annotations

import json
import re

import pytest
from campaigns import duress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import factories_circles

from haal.porch import rates
from haal.porch.clock import now

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]


@pytest.fixture
def opened():
    rates.failed_codes.clear_all()
    return factories_circles.circle(by=factories_circles.opener(now=now()), now=now())


def test_the_answers_to_both_codes_take_as_long_and_weigh_the_same(opened):
    client = Client()

    found = duress.campaign(
        lambda code: client.post("/check-in/", {"code": code}),
        plain=opened.plain.digits,
        duress=opened.duress.digits,
        answers=60,
    )

    assert duress.holds(found), json.dumps(found)


@pytest.mark.parametrize("path", ["/check-in/", "/check-in/pause/", "/check-in/end/"])
def test_both_codes_run_the_same_statements_in_the_same_order(path, opened):
    twin = factories_circles.circle(by=factories_circles.opener(now=now()), now=now())
    run = {}
    for name, code in (("plain", opened.plain), ("duress", twin.duress)):
        with CaptureQueriesContext(connection) as seen:
            assert Client().post(path, {"code": code.words}).status_code == 200
        run[name] = [_shape(query["sql"]) for query in seen.captured_queries]

    assert run["plain"] == run["duress"]
    assert any(line.startswith("UPDATE") for line in run["plain"])


def _shape(sql: str) -> str:
    """Return a statement without its values."""
    return re.sub(r'"s\d+_x\d+"', "", sql).split(" SET ")[0].split(" VALUES ")[0].split(" WHERE ")[0]
