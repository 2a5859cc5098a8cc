"""The stand-alone verifier's own Ed25519 against wycheproof's signatures."""

import json
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from haal.ledger import verify

TESTS = json.loads((Path(__file__).parents[2] / "vectors/ed25519/ed25519_test.json").read_text())["tests"]


@pytest.mark.parametrize("case", TESTS, ids=lambda case: str(case["id"]))
def test_signatures_are_judged_as_wycheproof_judges_them(case):
    key, message, signature = (bytes.fromhex(case[part]) for part in ("key", "msg", "sig"))

    assert verify.ed25519(key, message, signature) is (case["result"] == "valid")


@settings(max_examples=20, deadline=None)
@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=100), flip=st.integers(0, 511))
def test_it_agrees_with_the_large_library_on_good_and_spoilt_signatures(seed, message, flip):
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key, good = private.public_key().public_bytes_raw(), private.sign(message)
    spoilt = (int.from_bytes(good, "big") ^ 1 << flip).to_bytes(64, "big")

    assert verify.ed25519(key, message, good)
    assert not verify.ed25519(key, message, spoilt)
    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(key).verify(spoilt, message)
