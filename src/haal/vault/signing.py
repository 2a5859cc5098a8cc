"""The key that signs what Haal publishes, and its certificate.

The one thing to know: the key is not stored. It is worked out from a secret the key holder has anyway, so it is in
memory while the box is unlocked and nowhere while it is locked; a seized disk signs nothing. The certificate is
self-signed: readers pin it, by the fingerprint that a person told them. What is signed with it: `haal.formats.cap.sign`.
Why it lies there: docs/decisions, "The key that signs warnings".
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from haal.vault.keys import derive

type Key = ec.EllipticCurvePrivateKey

PURPOSE = "cap-signature"
VALID_DAYS = 3650  # it is pinned, not chained: its end only makes people look at it again
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256, FIPS 186-4 D.1.2.3


def signing_key(secret: bytes) -> Key:
    """Return the key that belongs to `secret` (32 bytes), always the same.

    Source: FIPS 186-4, appendix B.4.1: 64 bits more than the order has, so that no key is likelier than another.
    """
    wide = derive(secret, purpose=f"{PURPOSE}-1") + derive(secret, purpose=f"{PURPOSE}-2")[:8]
    return ec.derive_private_key(int.from_bytes(wide, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def certificate_of(secret: bytes, *, sender: str, now: datetime) -> bytes:
    """Return a certificate (PEM) for the key that belongs to `secret`."""
    return self_signed(signing_key(secret), sender=sender, now=now)


def self_signed(key: Key, *, sender: str, now: datetime) -> bytes:
    """Return a certificate (PEM) that says that `key` is the one of `sender`, from the day before `now` for ten years."""
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, sender)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(day - timedelta(days=1))
        .not_valid_after(day + timedelta(days=VALID_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM)


def fingerprint(certificate: bytes) -> str:
    """Return the SHA-256 of the public key as people read it out: sixteen groups of four hexadecimal letters.

    Of the key and not of the certificate (PEM), so that it stays the same when the certificate is made anew.
    """
    der = (
        x509.load_pem_x509_certificate(certificate)
        .public_key()
        .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    text = hashlib.sha256(der).hexdigest().upper()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def belongs(certificate: bytes, key: Key, *, sender: str) -> bool:
    """Return whether the certificate is that of `key` and of `sender`."""
    known = x509.load_pem_x509_certificate(certificate)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, sender)])
    return known.public_key() == key.public_key() and known.subject == name
