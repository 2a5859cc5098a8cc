"""The warnings feed: what holds is there, what ran out is not, and an ending stays until it would have run out by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from lxml import etree

from haal.formats.atom import Entry, write_feed
from haal.formats.cap.model import Alert, Area, Circle, Info, MsgType, Named, Reference, Scope, Status

ATOM = "{http://www.w3.org/2005/Atom}"
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def entry(*, hours: int = 2, msg_type: MsgType = MsgType.ALERT) -> Entry:
    references = (
        () if msg_type is MsgType.ALERT else (Reference(sender="haal.example", identifier="urn:uuid:0", sent=NOW),)
    )
    info = Info(
        language="en",
        categories=("Safety",),
        event="Exercise",
        urgency="Immediate",
        severity="Extreme",
        certainty="Observed",
        event_codes=(Named(name="haal:hazard", value="made-up"),),
        expires=NOW + timedelta(hours=2),
        headline="TEST. Falling stars & <more>",
        description="As told.",
        web="https://haal.example/warnings/w_a/",
        areas=(Area(description="Mastung", circles=(Circle(lat=29.8, lon=66.8, radius_km=5),)),),
    )
    alert = Alert(
        identifier="urn:uuid:1",
        sender="haal.example",
        sent=NOW,
        status=Status.EXERCISE,
        msg_type=msg_type,
        scope=Scope.PUBLIC,
        codes=("haal:1",),
        references=references,
        infos=(info,),
    )
    return Entry(
        alert=alert,
        cap_url="https://haal.example/warnings/w_a.xml",
        page_url="https://haal.example/warnings/w_a/",
        shown_until=NOW + timedelta(hours=hours),
    )


def feed(*entries: Entry, now: datetime = NOW) -> etree._Element:
    body = write_feed(
        entries,
        title="Warnings",
        feed_url="https://haal.example/warnings/feed.atom",
        author="Haal",
        since=SINCE,
        now=now,
    )
    return etree.fromstring(body)


def test_an_entry_names_its_message_and_links_to_the_cap_file() -> None:
    (found,) = feed(entry()).findall(f"{ATOM}entry")

    assert found.findtext(f"{ATOM}id") == "urn:uuid:1"
    assert found.findtext(f"{ATOM}title") == "TEST. Falling stars & <more>"
    assert found.findtext(f"{ATOM}updated") == "2026-11-22T12:00:00-00:00"
    (link,) = [link for link in found.findall(f"{ATOM}link") if link.get("type") == "application/cap+xml"]
    assert link.get("href") == "https://haal.example/warnings/w_a.xml"


def test_an_entry_is_dropped_at_its_expiry() -> None:
    assert len(feed(entry(), now=NOW + timedelta(hours=2, seconds=-1)).findall(f"{ATOM}entry")) == 1
    assert len(feed(entry(), now=NOW + timedelta(hours=2)).findall(f"{ATOM}entry")) == 0


def test_an_ending_stays_in_the_feed() -> None:
    (found,) = feed(entry(msg_type=MsgType.CANCEL)).findall(f"{ATOM}entry")

    assert found.find(f"{ATOM}category").get("term") == "Cancel"


def test_an_empty_feed_keeps_its_bytes() -> None:
    assert etree.tostring(feed()) == etree.tostring(feed(now=NOW + timedelta(hours=5)))
    assert feed().findtext(f"{ATOM}updated") == "2026-01-01T00:00:00-00:00"
