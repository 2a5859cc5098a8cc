"""Names of parties fall out of a text, whoever they are and however they are written; what was hit stays."""

import pytest

from haal.language.likeness.parties import masked


@pytest.mark.parametrize(
    "party",
    ["Islamic State Khorasan Province", "ISKP", "Baloch Liberation Army", "BLA", "Pakistani Taliban", "TTP", "the army",
     "security forces",
     "militants", "CTD", "داعش", "طالبان", "فوج"],
)  # fmt: skip
def test_a_party_is_taken_out(party):
    assert party.replace("the ", "") not in masked(f"On Monday {party} did it")


def test_nothing_else_is():
    text = "Nine people died at the police post near the market in Mastung"

    assert masked(text) == text
