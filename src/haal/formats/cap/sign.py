"""Sign a CAP message: an enveloped XML signature as the last child, with the certificate beside it.

The one thing to know: a signature covers the whole message and nothing around it, so the file is written without white
space between its fields first; validators that drop such space (the WMO's does) then still find it whole. Whom to trust
and what of a signed file may be used is `trust`'s question. Sources: W3C XML Signature 1.1; OASIS CAP 1.2, 3.3.4.1.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from lxml import etree
from signxml.algorithms import (
    CanonicalizationMethod,
    DigestAlgorithm,
    SignatureConstructionMethod,
    SignatureMethod,
)
from signxml.signer import XMLSigner

METHOD = SignatureMethod.ECDSA_SHA256
DIGEST = DigestAlgorithm.SHA256
CANONICAL = CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A signing key with its certificate (PEM)."""

    key: ec.EllipticCurvePrivateKey
    certificate: bytes

    def __repr__(self) -> str:
        """Show nothing of the key."""
        return "Signer()"


def sign(body: bytes, signer: Signer) -> bytes:
    """Return `body`, a message that `write` made, with its signature."""
    root = etree.fromstring(body, _parser())
    xml_signer = XMLSigner(
        method=SignatureConstructionMethod.enveloped,
        signature_algorithm=METHOD,
        digest_algorithm=DIGEST,
        c14n_algorithm=CANONICAL,
    )
    signed = xml_signer.sign(root, key=signer.key, cert=signer.certificate.decode("ascii"))
    told: bytes = etree.tostring(signed, encoding="utf-8", xml_declaration=True)
    return told + b"\n"


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=True)
