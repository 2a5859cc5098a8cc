"""Forged and mutated messages: what somebody might send who has seen ours, or has a key of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from campaigns.made_alerts import make
from lxml import etree

from haal.formats.cap.model import Alert, Status
from haal.formats.cap.sign import Signer, sign
from haal.formats.cap.trust import Register
from haal.formats.cap.write import write
from haal.vault.signing import self_signed, signing_key

SENDER = "haal.example"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OUR_KEY = signing_key(b"o" * 32)
OURS = Signer(key=OUR_KEY, certificate=self_signed(OUR_KEY, sender=SENDER, now=NOW))
_THEIR_KEY = signing_key(b"t" * 32)
THEIRS = Signer(key=_THEIR_KEY, certificate=self_signed(_THEIR_KEY, sender=SENDER, now=NOW))
PRETENDING = Signer(key=_THEIR_KEY, certificate=OURS.certificate)  # our certificate beside their signature
DS = "{http://www.w3.org/2000/09/xmldsig#}"
CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
HOMOGLYPHS = ("hааl.example", "haal.exаmple", "haaI.example", "haal.example.", "haal-example", "HAAL.example")

type Forger = Callable[[Alert, Random], tuple[bytes, Register]]


def good(chance: Random) -> Alert:
    """Return a message of ours that holds now."""
    made = make(chance)
    shift = NOW - timedelta(minutes=chance.randint(1, 30)) - made.sent
    infos = tuple(replace(info, effective=None, onset=None, expires=NOW + timedelta(hours=2)) for info in made.infos)
    references = tuple(replace(one, sent=one.sent + shift) for one in made.references)
    return replace(made, sender=SENDER, sent=made.sent + shift, infos=infos, references=references)


def forged(seed: int) -> Iterator[tuple[str, bytes, Register]]:
    """Yield one of each forgery, made of the good message of `seed`."""
    for name, forger in FORGERS.items():
        chance = Random(f"{name}{seed}")
        body, register = forger(good(Random(seed)), chance)
        yield name, body, register


def _tree(alert: Alert) -> etree._Element:
    return etree.fromstring(sign(write(alert), OURS))


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _signature(root: etree._Element) -> etree._Element:
    found = root.find(f"{DS}Signature")
    assert found is not None
    return found


def _plain(alert: Alert, _chance: Random) -> tuple[bytes, Register]:
    return write(alert), Register()


def _wrong_key(alert: Alert, chance: Random) -> tuple[bytes, Register]:
    return sign(write(alert), chance.choice((THEIRS, PRETENDING))), Register()


def _altered_text(alert: Alert, chance: Random) -> tuple[bytes, Register]:
    root = _tree(alert)
    fields = [one for one in root.iter(f"{CAP}*") if not len(one) and one.text]
    field = chance.choice(fields)
    field.text = {"status": "Test", "severity": "Minor"}.get(field.tag.rpartition("}")[2], (field.text or "") + "x")
    return _bytes(root), Register()


def _altered_area(alert: Alert, _chance: Random) -> tuple[bytes, Register]:
    root = _tree(alert)
    area = root.find(f".//{CAP}area")
    for name, text in (("polygon", "1,1 1,2 2,2 1,1"), ("circle", "1,1 5000"), ("geocode", "")):
        for field in area.findall(f"{CAP}{name}"):
            if text:
                field.text = text
            else:
                area.remove(field)
    etree.SubElement(area, f"{CAP}altitude").text = "1"
    return _bytes(root), Register()


def _area_taken_out(alert: Alert, _chance: Random) -> tuple[bytes, Register]:
    root = _tree(alert)
    for info in root.findall(f"{CAP}info"):
        info.remove(info.find(f"{CAP}area"))
    return _bytes(root), Register()


def _expired(alert: Alert, chance: Random) -> tuple[bytes, Register]:
    long_ago = timedelta(days=chance.randint(3, 900))
    infos = tuple(replace(info, expires=info.expires - long_ago) for info in alert.infos if info.expires)
    references = tuple(replace(one, sent=one.sent - long_ago) for one in alert.references)
    return sign(write(replace(alert, sent=alert.sent - long_ago, infos=infos, references=references)), OURS), Register()


def _replayed(alert: Alert, _chance: Random) -> tuple[bytes, Register]:
    return sign(write(alert), OURS), Register().with_taken(alert)


def _older_than_remembered(alert: Alert, _chance: Random) -> tuple[bytes, Register]:
    register = Register().with_taken(alert).forget_before(alert.sent + timedelta(seconds=1))
    assert not register.seen
    return sign(write(alert), OURS), register


def _from_the_future(alert: Alert, _chance: Random) -> tuple[bytes, Register]:
    return sign(write(replace(alert, sent=NOW + timedelta(minutes=40))), OURS), Register()


def _homoglyph(alert: Alert, chance: Random) -> tuple[bytes, Register]:
    name = chance.choice(HOMOGLYPHS)
    signed = sign(write(alert), OURS).decode()
    if chance.random() < 0.3 and name.isascii():
        return sign(write(replace(alert, sender=name)), OURS), Register()
    if chance.random() < 0.5:
        own = Signer(key=_THEIR_KEY, certificate=self_signed(_THEIR_KEY, sender=name, now=NOW))
        body = write(alert).replace(f"<sender>{SENDER}<".encode(), f"<sender>{name}<".encode())
        return sign(body, own), Register()
    return signed.replace(f"<sender>{SENDER}<", f"<sender>{name}<").encode(), Register()


def _wrapped_inside(alert: Alert, _chance: Random) -> tuple[bytes, Register]:
    """The signed message goes into the signature's Object, another stands in its place."""
    root = _tree(alert)
    other = etree.fromstring(write(replace(alert, identifier="urn:uuid:other")))
    signature = _signature(root)
    root.remove(signature)
    etree.SubElement(signature, f"{DS}Object").append(root)
    other.append(signature)
    return _bytes(other), Register()


def _wrapped_by_id(alert: Alert, _chance: Random) -> tuple[bytes, Register]:
    """The reference is turned to an Id, and the signed message carried along below it."""
    root = _tree(alert)
    other = etree.fromstring(write(replace(alert, identifier="urn:uuid:other")))
    signature = _signature(root)
    signature.find(f".//{DS}Reference").set("URI", "#signed")
    root.remove(signature)
    root.set("Id", "signed")
    other.append(root)
    other.append(signature)
    return _bytes(other), Register()


def _around(alert: Alert, chance: Random) -> tuple[bytes, Register]:
    """The signed message inside another message, a list or a feed."""
    root = _tree(alert)
    if chance.random() < 0.5:
        outer = etree.fromstring(write(replace(alert, identifier="urn:uuid:other")))
        outer.append(root)
    else:
        outer = etree.Element("alerts")
        outer.append(etree.fromstring(write(replace(alert, identifier="urn:uuid:other"))))
        outer.append(root)
    return _bytes(outer), Register()


def _info_added(alert: Alert, chance: Random) -> tuple[bytes, Register]:
    root = _tree(alert)
    info = etree.fromstring(write(make(chance))).find(f"{CAP}info")
    root.insert(len(root) - 1 if chance.random() < 0.5 else len(root), info)
    return _bytes(root), Register()


def _signature_moved(alert: Alert, chance: Random) -> tuple[bytes, Register]:
    root = _tree(alert)
    signature = _signature(root)
    other = etree.fromstring(write(good(chance)))
    if chance.random() < 0.5:
        other.append(signature)
        return _bytes(other), Register()
    root.remove(signature)
    root.find(f"{CAP}info").append(signature)
    return _bytes(root), Register()


def _two_signatures(alert: Alert, _chance: Random) -> tuple[bytes, Register]:
    return sign(sign(write(alert), THEIRS), OURS), Register()


def _spoiled_signature(alert: Alert, chance: Random) -> tuple[bytes, Register]:
    text = sign(write(alert), OURS).decode()
    change = chance.randrange(6)
    if change == 0:
        text = re.sub(r"(<ds:SignatureValue>)[^<]{4}", r"\1AAAA", text)
    elif change == 1:
        text = re.sub(r"(<ds:DigestValue>)[^<]{4}", r"\1AAAA", text)
    elif change == 2:
        text = text.replace("ecdsa-sha256", "hmac-sha256")
    elif change == 3:
        text = re.sub(r"<ds:Transforms>.*?</ds:Transforms>", "", text)
    elif change == 4:
        text = re.sub(r"<ds:SignatureValue>[^<]*", "<ds:SignatureValue>", text)
    else:
        text = text.replace("xmlenc#sha256", "xmldsig#sha1").replace("2001/04/xmldsig#sha1", "2000/09/xmldsig#sha1")
    return text.encode(), Register()


def _other_status(alert: Alert, _chance: Random) -> tuple[bytes, Register]:
    other = Status.ACTUAL if alert.status is Status.EXERCISE else Status.EXERCISE
    text = sign(write(alert), OURS).decode()
    return text.replace(f"<status>{alert.status}<", f"<status>{other}<").encode(), Register()


def _hostile(alert: Alert, chance: Random) -> tuple[bytes, Register]:
    text = sign(write(alert), OURS).decode()
    begin = "<!DOCTYPE alert [<!ENTITY x 'y'>]><alert" if chance.random() < 0.5 else "<!DOCTYPE alert><alert"
    return text.replace("<alert", begin, 1).encode(), Register()


def _transformed(alert: Alert, _chance: Random) -> tuple[bytes, Register]:
    """A transform that would sign only a part."""
    own = "http://www.w3.org/TR/1999/REC-xpath-19991116"
    text = sign(write(alert), OURS).decode()
    return text.replace("<ds:Transforms>", f'<ds:Transforms><ds:Transform Algorithm="{own}"/>').encode(), Register()


FORGERS: dict[str, Forger] = {
    "not-signed": _plain,
    "wrong-key": _wrong_key,
    "altered-text": _altered_text,
    "altered-area": _altered_area,
    "area-taken-out": _area_taken_out,
    "expired": _expired,
    "replayed": _replayed,
    "older-than-remembered": _older_than_remembered,
    "from-the-future": _from_the_future,
    "homoglyph": _homoglyph,
    "wrapped-inside": _wrapped_inside,
    "wrapped-by-id": _wrapped_by_id,
    "around": _around,
    "info-added": _info_added,
    "signature-moved": _signature_moved,
    "two-signatures": _two_signatures,
    "spoiled-signature": _spoiled_signature,
    "other-status": _other_status,
    "hostile": _hostile,
    "transformed": _transformed,
}
