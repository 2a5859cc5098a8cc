"""Whom a reader of ours believes: one pinned key, the whole message, now, once. Every forgery is refused by name."""

from __future__ import annotations

import base64
import re
from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from tests.factories_forged import FORGERS, NOW, OUR_KEY, OURS, SENDER, THEIRS, forged, good

from haal.formats.cap.read import Verdict, reading
from haal.formats.cap.sign import Signer, sign
from haal.formats.cap.trust import Distrust, Distrusted, Register, verify
from haal.formats.cap.write import write
from haal.vault.signing import belongs, fingerprint, self_signed, signing_key

EACH = 25
REASONS = {
    "not-signed": {Distrust.NOT_SIGNED},
    "wrong-key": {Distrust.WRONG_KEY, Distrust.BAD_SIGNATURE},
    "altered-text": {Distrust.BAD_SIGNATURE},
    "altered-area": {Distrust.BAD_SIGNATURE},
    "area-taken-out": {Distrust.BAD_SIGNATURE},
    "expired": {Distrust.EXPIRED},
    "replayed": {Distrust.REPLAYED},
    "older-than-remembered": {Distrust.TOO_OLD},
    "from-the-future": {Distrust.FROM_THE_FUTURE},
    "homoglyph": {Distrust.BAD_SIGNATURE, Distrust.WRONG_KEY, Distrust.OTHER_SENDER},
    "wrapped-inside": {Distrust.WRAPPED},
    "wrapped-by-id": {Distrust.WRAPPED},
    "around": {Distrust.WRAPPED},
    "info-added": {Distrust.WRAPPED, Distrust.BAD_SIGNATURE},
    "signature-moved": {Distrust.WRAPPED, Distrust.BAD_SIGNATURE},
    "two-signatures": {Distrust.WRAPPED},
    "spoiled-signature": {Distrust.WRAPPED, Distrust.BAD_SIGNATURE},
    "other-status": {Distrust.BAD_SIGNATURE},
    "hostile": {Distrust.UNREADABLE},
    "transformed": {Distrust.WRAPPED},
}


def why_not(body: bytes, register: Register) -> Distrust | None:
    """Return why the message is not believed, or None."""
    try:
        verify(body, certificate=OURS.certificate, register=register, now=NOW)
    except Distrusted as error:
        return error.reason
    return None


def test_none_of_five_hundred_forgeries_is_accepted_and_each_good_one_is() -> None:
    accepted, refused = Counter[str](), Counter[str]()
    for seed in range(EACH):
        honest = good(Random(seed))
        assert verify(sign(write(honest), OURS), certificate=OURS.certificate, register=Register(), now=NOW) == honest
        for name, body, register in forged(seed):
            reason = why_not(body, register)
            accepted[name] += reason is None
            refused[name] += reason in REASONS[name]

    assert accepted.total() == 0, accepted
    assert refused.total() == EACH * len(FORGERS) == 500
    assert set(refused) == set(REASONS)


def test_what_was_taken_once_is_not_taken_again_and_an_update_is() -> None:
    first, second = good(Random(1)), good(Random(2))
    register = Register()
    for message in (first, second):
        told = verify(sign(write(message), OURS), certificate=OURS.certificate, register=register, now=NOW)
        register = register.with_taken(told)

    with pytest.raises(Distrusted, match="replayed"):
        verify(sign(write(first), OURS), certificate=OURS.certificate, register=register, now=NOW)


def test_it_ends_with_its_last_minute() -> None:
    body = sign(write(good(Random(3))), OURS)

    verify(body, certificate=OURS.certificate, register=Register(), now=NOW + timedelta(minutes=119))
    with pytest.raises(Distrusted, match="expired"):
        verify(body, certificate=OURS.certificate, register=Register(), now=NOW + timedelta(hours=2))


def test_a_signature_of_somebody_else_is_no_reason_to_refuse_reading() -> None:
    honest = good(Random(4))

    told = reading(sign(write(honest), THEIRS))

    assert (told.verdict, told.alerts) == (Verdict.OK, (honest,))
    assert any(reason.startswith("signature:") for reason in told.reasons)


def test_a_certificate_of_a_curve_that_nobody_knows_is_a_bad_signature() -> None:
    """Found by fuzzing: the certificate that a forger encloses is read only to say why not, and that must not fail."""
    body = sign(write(good(Random(4))), OURS)
    enclosed = re.search(rb"<ds:X509Certificate>([^<]+)</ds:X509Certificate>", body)[1]
    prime256v1, unknown = bytes.fromhex("06082a8648ce3d030107"), bytes.fromhex("06082a8648ce3d030147")
    other = base64.b64encode(base64.b64decode(enclosed).replace(prime256v1, unknown))

    changed = body.replace(b"<code>haal:1<", b"<code>haal:9<")

    assert other != enclosed.replace(b"\n", b"")
    assert why_not(changed.replace(enclosed, other), Register()) is Distrust.BAD_SIGNATURE


def test_the_key_comes_from_its_secret_alone_and_shows_nothing() -> None:
    again = signing_key(b"o" * 32)
    certificate = self_signed(again, sender=SENDER, now=NOW)

    assert again.private_numbers() == OUR_KEY.private_numbers()
    assert signing_key(b"p" * 32).private_numbers() != OUR_KEY.private_numbers()
    assert belongs(certificate, OUR_KEY, sender=SENDER)
    assert not belongs(certificate, OUR_KEY, sender="other.example")
    assert not belongs(THEIRS.certificate, OUR_KEY, sender=SENDER)
    assert len(fingerprint(certificate).split()) == 16
    assert "private" not in repr(Signer(key=again, certificate=certificate)).lower()


def test_a_file_that_is_no_certificate_is_our_own_mistake() -> None:
    with pytest.raises(ValueError, match="PEM"):
        verify(b"", certificate=b"nothing", register=Register(), now=NOW)
