"""CAP 1.2: what Haal writes passes the OASIS schema and every rule; what others write is read or refused by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lxml import etree

from haal.domain.errors import Malformed
from haal.formats.cap.model import Alert, Area, Circle, Info, MsgType, Named, Reference, Resource, Scope, Status
from haal.formats.cap.read import read
from haal.formats.cap.rules import faults, unnamed
from haal.formats.cap.times import read_time, write_time
from haal.formats.cap.write import write

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "cap"
SCHEMA = etree.XMLSchema(etree.parse(VECTORS / "CAP-v1.2.xsd"))  # of the IPAWS profile: stricter than OASIS's own
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LAND = timezone(timedelta(hours=5))


def info(language: str, **changes: Any) -> Info:
    area = Area(
        description="Mastung",
        circles=(Circle(lat=29.7997, lon=66.8455, radius_km=5.0),),
        geocodes=(Named(name="h3", value="86428d5b7ffffff"),),
    )
    values = {
        "language": language,
        "categories": ("Safety",),
        "event": "Exercise",
        "responses": ("None",),
        "urgency": "Immediate",
        "severity": "Extreme",
        "certainty": "Observed",
        "event_codes": (Named(name="haal:hazard", value="made-up"),),
        "expires": NOW + timedelta(hours=2),
        "sender_name": "Haal",
        "headline": f"TEST. Falling stars ({language})",
        "description": "As told at noon.",
        "web": "https://haal.example/warnings/w_a/",
        "areas": (area,),
    }
    return Info(**{**values, **changes})


def alert(**changes: Any) -> Alert:
    values = {
        "identifier": "urn:uuid:7b6a4c52-7a5e-4b43-8a37-3f6e1f0f6a11",
        "sender": "haal.example",
        "sent": NOW,
        "status": Status.EXERCISE,
        "msg_type": MsgType.ALERT,
        "scope": Scope.PUBLIC,
        "codes": ("haal:1",),
        "infos": (info("en"), info("ur")),
    }
    return Alert(**{**values, **changes})


PICTURE = Resource(
    description="Map of the place",
    mime_type="image/png",
    size=1200,
    uri="https://haal.example/map.png",
    deref_uri="aGFhbA==",
    digest="0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33",
)
EARLIER = Reference(sender="haal.example", identifier="urn:uuid:0", sent=NOW - timedelta(hours=1))
SQUARE = ((29.0, 66.0), (29.0, 67.0), (30.0, 67.0), (30.0, 66.0), (29.0, 66.0))
TOWER = Area(
    description="Mastung",
    polygons=(SQUARE,),
    circles=(Circle(lat=1e-07, lon=-0.5, radius_km=1e-05),),
    geocodes=(Named(name="h3", value="8"),),
    altitude=120.5,
    ceiling=9000.0,
)
BOW = ((29.0, 66.0), (30.0, 67.0), (29.0, 67.0), (30.0, 66.0), (29.0, 66.0))


def with_area(area: Area) -> dict[str, Any]:
    return {"infos": (info("en", areas=(area,)),)}


@pytest.mark.parametrize(
    "message",
    [
        alert(),
        alert(msg_type=MsgType.UPDATE, references=(EARLIER,), note="again"),
        alert(
            msg_type=MsgType.CANCEL,
            references=(EARLIER, replace(EARLIER, identifier="urn:uuid:1")),
            status=Status.ACTUAL,
        ),
        alert(scope=Scope.RESTRICTED, restriction="Stewards of the place", source="the desk"),
        alert(
            scope=Scope.PRIVATE, addresses=("desk@haal.example", "The Steward"), incidents=("i_a", "the blast of noon")
        ),
        alert(infos=(info("en", audience="All", resources=(PICTURE,), contact="+1", areas=(TOWER,)),)),
        alert(sent=NOW.astimezone(LAND), infos=(info("en", areas=(Area(description="Mastung", polygons=(SQUARE,)),)),)),
    ],
)
def test_what_is_written_passes_the_schema_and_comes_back_the_same(message: Alert) -> None:
    body = write(message)

    SCHEMA.assertValid(etree.fromstring(body))
    assert read(body) == message
    assert write(read(body)) == body


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"identifier": "urn uuid"}, "identifier"),
        ({"sender": "a,b"}, "sender"),
        ({"identifier": ""}, "identifier"),
        ({"identifier": "haаl-1"}, "looks like another"),
        ({"identifier": "urn:oid:2.49.0.0.586.0.1"}, "WMO"),
        ({"scope": Scope.PRIVATE}, "addresses: needed"),
        ({"scope": Scope.RESTRICTED}, "restriction: needed"),
        ({"restriction": "stewards"}, "restriction: needed"),
        ({"incidents": ('a"b',)}, "incidents"),
        ({"status": Status.TEST}, "status"),
        ({"codes": ()}, "code"),
        ({"infos": ()}, "info: at least"),
        ({"msg_type": MsgType.UPDATE}, "references: needed"),
        ({"references": (EARLIER,)}, "references: needed"),
        ({"msg_type": MsgType.ACK, "references": (EARLIER,)}, "msgType"),
        (
            {"msg_type": MsgType.UPDATE, "references": (replace(EARLIER, sent=NOW + timedelta(hours=1)),)},
            "later message",
        ),
        ({"msg_type": MsgType.UPDATE, "references": (EARLIER, EARLIER)}, "twice"),
        ({"infos": (info("en"), info("ur", severity="Minor"))}, "differ in text only, never in codes"),
        ({"infos": (info("en"), info("ur", categories=("Security",)))}, "differ in text only, never in codes"),
        ({"infos": (info("en"), info("ur", event_codes=(Named(name="a", value="b"),)))}, "never in codes"),
        ({"infos": (info("en"), info("ur", areas=(Area(description="x", polygons=(SQUARE,)),)))}, "never in area"),
        ({"infos": (info("en"), info("ur", headline=info("en").headline))}, "same text under two"),
        ({"infos": (info("en"), info("en", headline="other"))}, "one text for each"),
        ({"infos": (info("en", expires=None),)}, "expires: missing"),
        ({"infos": (info("en", expires=NOW - timedelta(hours=1)),)}, "expires: before"),
        ({"infos": (info("en", description=""),)}, "description: missing"),
        ({"infos": (info("en", web=""),)}, "web: missing"),
        ({"infos": (info("en", web="javascript:alert(1)"),)}, "web: missing"),
        ({"infos": (info("en", description="see &nbsp; this"),)}, "mark-up"),
        ({"infos": (info("en", parameters=(Named(name="a", value=""),)),)}, "parameter"),
        ({"infos": (info("en", resources=(replace(PICTURE, mime_type=""),)),)}, "mimeType"),
        ({"infos": (info("en", resources=(replace(PICTURE, uri="", deref_uri=""),)),)}, "neither an address"),
        ({"infos": (info("en", resources=(replace(PICTURE, digest="abc"),)),)}, "digest"),
        ({"infos": (info("en", resources=(replace(PICTURE, size=-1),)),)}, "size"),
        ({"infos": (info("en", areas=()),)}, "area: missing"),
        ({"infos": (info("en", severity="Unknown"),)}, "severity"),
        ({"infos": (info("en", responses=("AllClear",)),)}, "AllClear"),
        ({"infos": (info("en", categories=("War",)),)}, "category"),
        ({"infos": (info("en", headline="x" * 161),)}, "headline"),
        ({"infos": (info("en", description="see <b>this</b>"),)}, "mark-up"),
        ({"infos": (info("en", description="bell \x07"),)}, "XML cannot carry"),
        ({"infos": (info("en", description="half \ud800"),)}, "XML cannot carry"),
        ({"infos": (info("en", description=" begins late"),)}, "white space"),
        (with_area(Area(description="x")), "no polygon"),
        (with_area(Area(description="", polygons=(SQUARE,))), "areaDesc"),
        (with_area(Area(description="x", polygons=(SQUARE[:-1],))), "polygon: open"),
        (with_area(Area(description="x", polygons=(BOW,))), "crosses itself"),
        (with_area(Area(description="x", polygons=(SQUARE,), ceiling=900.0)), "only with an altitude"),
        (with_area(Area(description="x", polygons=(SQUARE,), altitude=900.0, ceiling=1.0)), "below the altitude"),
        (with_area(Area(description="x", polygons=(SQUARE,), altitude=float("nan"))), "no height"),
        (with_area(Area(description="x", geocodes=(Named(name="h3", value=""),))), "geocode"),
        (with_area(Area(description="x", circles=(Circle(lat=91, lon=0, radius_km=1),))), "not on earth"),
    ],
)
def test_a_broken_rule_is_named_and_nothing_is_written(changes: dict[str, Any], fault: str) -> None:
    broken = alert(**changes)

    assert any(fault in found for found in faults(broken)), faults(broken)
    with pytest.raises(Malformed):
        write(broken)


def test_times_have_a_numeric_offset_and_never_a_z() -> None:
    assert write_time(NOW) == "2026-11-22T12:00:00-00:00"
    assert write_time(NOW.astimezone(LAND)) == "2026-11-22T17:00:00+05:00"
    for shape in ("12:00:00Z", "12:00:00.5-00:00", "12:00:00", "25:00:00-00:00"):
        with pytest.raises(Malformed):
            read_time(f"2026-11-22T{shape}", "sent")
    for bad in (NOW.replace(tzinfo=None), NOW.replace(microsecond=1)):
        with pytest.raises(ValueError, match="whole seconds"):
            write_time(bad)


letters = some.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co"), blacklist_characters="<")
words = some.text(letters, min_size=1, max_size=60).map(str.strip).filter(bool)
degrees = some.floats(-89, 89)
circles = some.builds(Circle, lat=degrees, lon=degrees, radius_km=some.floats(0.1, 500))


@settings(max_examples=60, deadline=None)
@given(headline=words, other=words, place=words, circle=circles, hours=some.integers(1, 72))
def test_any_message_comes_back_the_same(*, headline: str, other: str, place: str, circle: Circle, hours: int) -> None:
    area = Area(description=place, circles=(circle,))
    expires = NOW + timedelta(hours=hours)
    message = alert(
        infos=(
            info("en", headline=headline, areas=(area,), expires=expires),
            info("ur", headline=other + "ر", areas=(area,), expires=expires, description="b"),
        )
    )

    body = write(message)

    assert read(body) == message
    assert SCHEMA.validate(etree.fromstring(body))


def test_an_ending_names_every_message_that_still_holds() -> None:
    first, second = alert(), alert(identifier="urn:uuid:2")
    gone = alert(identifier="urn:uuid:3", infos=(info("en", expires=NOW + timedelta(minutes=1)),))
    cancel = alert(msg_type=MsgType.CANCEL, identifier="urn:uuid:4", references=(first.reference(),))

    forgotten = unnamed(cancel, (first, second, gone), now=NOW + timedelta(minutes=5))

    assert forgotten == (second.reference(),)
    assert unnamed(first, (second,), now=NOW) == ()
