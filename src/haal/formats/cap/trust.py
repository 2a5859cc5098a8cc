"""Read a message only if the holder of one pinned key said it, now, and for the first time.

The one thing to know: the signature is verified before anything is read, and what is read afterwards is the bytes that
were signed, never the file they came in. So nothing around, beside or instead of them can speak. Each refusal has a name.
Not for files of others, whose signatures nobody pinned: those are read by `read` and their signature is only mentioned.
Sources: W3C XML Signature Best Practices (see what is signed); McIntosh and Austel, XML signature element wrapping
attacks (2005).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from signxml.verifier import SignatureConfiguration, VerifyResult, XMLVerifier

from haal.domain.errors import HaalError
from haal.formats.cap.grammar import SIGNATURES
from haal.formats.cap.model import NAMESPACE, Alert
from haal.formats.cap.read import Reading, Verdict, reading
from haal.formats.cap.reading.notes import Notes, Unreadable
from haal.formats.cap.reading.tree import tree
from haal.formats.cap.sign import DIGEST, METHOD

_DS = f"{{{SIGNATURES}}}"
_ATOM = "http://www.w3.org/2005/Atom"
_ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_CANONICAL = frozenset({"http://www.w3.org/2001/10/xml-exc-c14n#", "http://www.w3.org/2006/12/xml-c14n11", _ENVELOPED})
CLOCKS_DIFFER_MAX = timedelta(minutes=10)


class Distrust(StrEnum):
    """Why a message is not ours."""

    UNREADABLE = "unreadable"
    NOT_SIGNED = "not-signed"
    WRAPPED = "wrapped"
    BAD_SIGNATURE = "bad-signature"
    WRONG_KEY = "wrong-key"
    OTHER_SENDER = "other-sender"
    REPLAYED = "replayed"
    TOO_OLD = "too-old"
    FROM_THE_FUTURE = "from-the-future"
    EXPIRED = "expired"


class Distrusted(HaalError):
    """The message is not to be believed."""

    def __init__(self, reason: Distrust) -> None:
        """Keep the reason."""
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What a reader has taken so far, so that nothing is taken twice; the reader keeps it.

    `seen` maps identifiers to the time they were sent; nothing sent before `not_before` is taken at all, so that older
    identifiers may be forgotten.
    """

    seen: Mapping[str, datetime] = field(default_factory=dict)
    not_before: datetime | None = None

    def with_taken(self, alert: Alert) -> Register:
        """Return the register after taking `alert`."""
        return replace(self, seen={**self.seen, alert.identifier: alert.sent})

    def forget_before(self, at: datetime) -> Register:
        """Return the register without what was sent before `at`; what was is then refused as too old."""
        kept = {identifier: sent for identifier, sent in self.seen.items() if sent >= at}
        return replace(self, seen=kept, not_before=at)


def verify(body: bytes, *, certificate: bytes, register: Register, now: datetime) -> Alert:
    """Return the message that was signed with the key of `certificate`.

    Args:
        body: the file.
        certificate: the pinned certificate, PEM; its common name is the sender.
        register: what was taken before.
        now: the instant of reading.

    Raises:
        Distrusted: with the reason.
        ValueError: the certificate is none: a bug or a wrong file, not a forged message.
    """
    pinned = x509.load_pem_x509_certificate(certificate)
    told = reading(_signed_bytes(body, pinned, root=("alert", NAMESPACE), now=now))
    if told.verdict is not Verdict.OK or len(told.alerts) != 1:
        raise Distrusted(Distrust.UNREADABLE)
    alert = told.alerts[0]
    if alert.sender != sender_of(pinned):
        raise Distrusted(Distrust.OTHER_SENDER)
    if (reason := _why_not_now(alert, register, now=now)) is not None:
        raise Distrusted(reason)
    return alert


def verify_feed(body: bytes, *, certificate: bytes, now: datetime) -> Reading:
    """Return what an Atom feed says that was signed with the key of `certificate`: which files stand, not what is in them.

    Raises:
        Distrusted: with the reason.
        ValueError: the certificate is none.
    """
    pinned = x509.load_pem_x509_certificate(certificate)
    told = reading(_signed_bytes(body, pinned, root=("feed", _ATOM), now=now))
    if told.verdict is Verdict.REFUSED:
        raise Distrusted(Distrust.UNREADABLE)
    return told


def sender_of(certificate: x509.Certificate) -> str:
    """Return whose certificate it is."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else ""


def _why_not_now(alert: Alert, register: Register, *, now: datetime) -> Distrust | None:
    if alert.identifier in register.seen:
        return Distrust.REPLAYED
    if register.not_before is not None and alert.sent < register.not_before:
        return Distrust.TOO_OLD
    if alert.sent > now + CLOCKS_DIFFER_MAX:
        return Distrust.FROM_THE_FUTURE
    until = alert.expires()
    return Distrust.EXPIRED if until is None or until <= now else None


def _signed_bytes(body: bytes, pinned: x509.Certificate, *, root: tuple[str, str], now: datetime) -> bytes:
    """Return the bytes that the pinned key signed, which are a whole file with this root (name, namespace)."""
    _look_at_the_shape(body, root)
    if not isinstance(pinned.public_key(), ec.EllipticCurvePublicKey):
        raise ValueError("the pinned certificate holds no ECDSA key")
    expected = SignatureConfiguration(
        location="./",
        expect_references=1,
        signature_methods=frozenset({METHOD}),
        digest_algorithms=frozenset({DIGEST}),
        verification_time=min(max(now, pinned.not_valid_before_utc), pinned.not_valid_after_utc),
    )
    try:
        verified = XMLVerifier().verify(body, x509_cert=pinned, expect_config=expected)
    except Exception as error:  # whatever goes wrong in verifying is a no
        raise Distrusted(_why_not(body, pinned)) from error
    assert isinstance(verified, VerifyResult)
    signed, (name, space) = verified.signed_xml, root
    if signed is None or signed.tag != f"{{{space}}}{name}" or signed.find(f".//{_DS}Signature") is not None:
        raise Distrusted(Distrust.WRAPPED)
    return verified.signed_data


def _look_at_the_shape(body: bytes, expected: tuple[str, str]) -> None:
    """Refuse every file but: the expected root, one signature, as its last child, over the whole of it."""
    notes = Notes()
    try:
        root = tree(body, notes)
    except Unreadable:
        raise Distrusted(Distrust.UNREADABLE) from None
    if notes.repairs:
        raise Distrusted(Distrust.UNREADABLE)
    nodes = list(root.iter())
    signatures = [node for node in nodes if node.name == "Signature"]
    if not signatures:
        raise Distrusted(Distrust.NOT_SIGNED)
    references = [node for node in nodes if node.name == "Reference"]
    transforms = {node.attributes.get("Algorithm", "") for node in nodes if node.name == "Transform"}
    if (
        (root.name, root.space) != expected
        or len(signatures) != 1
        or signatures[0] is not root.children[-1]
        or signatures[0].space != SIGNATURES
        or len(references) != 1
        or references[0].attributes.get("URI") != ""
        or not transforms <= _CANONICAL
        or _ENVELOPED not in transforms
        or any(node.name in {"Object", "Manifest"} for node in nodes)
        or sum(node.name == root.name for node in nodes) != 1
    ):
        raise Distrusted(Distrust.WRAPPED)


def _why_not(body: bytes, pinned: x509.Certificate) -> Distrust:
    """Tell another's key from a spoiled message: for people who look into it, nothing depends on it."""
    named = [node for node in tree(body, Notes()).iter() if node.name == "X509Certificate"]
    text = "".join(named[0].text.split()) if named else ""
    pem = f"-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n"
    try:
        same = x509.load_pem_x509_certificate(pem.encode()).public_key() == pinned.public_key()
    except Exception:  # a forger writes there what they like: odd lengths, curves that nobody knows
        return Distrust.BAD_SIGNATURE
    return Distrust.BAD_SIGNATURE if same else Distrust.WRONG_KEY
