"""Ten thousand made messages come back the same; of a sample each passes both schemas, our rules and the WMO's validator."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from random import Random

import capvalidator
import pytest
from campaigns.made_alerts import make
from hypothesis import Phase, given, settings
from hypothesis import strategies as some
from lxml import etree

from haal.domain.hazard import Hazard
from haal.formats.cap.events import EVENTS, OASIS, OWN, codes_of
from haal.formats.cap.read import read
from haal.formats.cap.rules import faults
from haal.formats.cap.sign import Signer, sign
from haal.formats.cap.write import write
from haal.vault.signing import self_signed, signing_key

IPAWS = etree.XMLSchema(etree.parse(Path(__file__).resolve().parents[2] / "vectors" / "cap" / "CAP-v1.2.xsd"))
EXAMPLES, EACH = 50, 100
VERIFIED_NOW = datetime.now(UTC)  # capvalidator asks the wall clock whether the certificate holds


@pytest.mark.parametrize("half", ["first", "second"])
def test_ten_thousand_messages_come_back_the_same(half: str) -> None:
    """Hypothesis gives the seeds, `random` the messages: with its own strategies ten thousand would take a minute."""
    seen = 0

    @settings(max_examples=EXAMPLES, deadline=None, phases=[Phase.generate])
    @given(seed=some.integers(0, 2**64))
    def each(seed: int) -> None:
        nonlocal seen
        chance = Random(f"{half}{seed}")
        for _ in range(EACH):
            message = make(chance)
            assert read(write(message)) == message
            seen += 1

    each()
    assert seen == EXAMPLES * EACH


def test_what_is_written_passes_both_schemas_our_rules_and_the_validator_of_the_wmo() -> None:
    key = signing_key(b"k" * 32)
    signer = Signer(key=key, certificate=self_signed(key, sender="haal.example", now=VERIFIED_NOW))
    chance = Random(11)
    for _ in range(150):
        message = make(chance)
        body = write(message)
        signed = sign(body, signer)

        assert faults(message) == ()
        assert IPAWS.validate(etree.fromstring(body)), IPAWS.error_log.last_error
        assert capvalidator.check_schema(body).passed
        told = capvalidator.validate_cap_message(signed, strict=True)
        assert told.passed, told.message
        assert read(signed) == message


def test_every_hazard_has_a_code_of_ours_and_an_oasis_term_where_one_fits() -> None:
    assert not set(Hazard) - set(EVENTS), f"without a code: {sorted(set(Hazard) - set(EVENTS))}"
    for hazard in Hazard:
        *oasis, own = codes_of(hazard)
        assert (own.name, own.value) == (OWN, hazard.value)
        assert all(code.name == OASIS and code.value.startswith("OET-") for code in oasis)
        assert bool(oasis) == bool(EVENTS[hazard].oasis_term)
    assert {hazard for hazard in Hazard if not EVENTS[hazard].oasis} == {
        Hazard.SHELLING,
        Hazard.AIR_STRIKE,
        Hazard.ARMED_CLASH,
    }
