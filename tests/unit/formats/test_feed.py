"""RSS and the index of the CAP files: the same warnings as in the Atom feed, for as long; each feed is read again."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

from lxml import etree
from tests.unit.formats.test_atom import NOW, SINCE, entry

from haal.formats.atom import Entry, write_feed
from haal.formats.cap.model import MsgType
from haal.formats.cap.read import Verdict, reading
from haal.formats.feed.index import write_index
from haal.formats.feed.rss import Channel, write_rss

CHANNEL = Channel(
    title="Warnings",
    page_url="https://haal.example/warnings/",
    feed_url="https://haal.example/warnings/feed.rss",
    since=SINCE,
)


def rss(*entries: Entry, hours: float = 0) -> bytes:
    return write_rss(entries, CHANNEL, now=NOW + timedelta(hours=hours))


def atom(*entries: Entry) -> bytes:
    return write_feed(entries, title="Warnings", feed_url="https://haal.example/f", author="Haal", since=SINCE, now=NOW)


def test_an_item_names_its_message_and_links_to_the_cap_file() -> None:
    (item,) = etree.fromstring(rss(entry())).iter("item")

    assert item.findtext("guid") == "urn:uuid:1"
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.findtext("link") == "https://haal.example/warnings/w_a.xml"
    assert item.findtext("title") == "TEST. Falling stars & <more>"
    assert item.findtext("pubDate") == "Sun, 22 Nov 2026 12:00:00 +0000"


def test_what_ran_out_is_gone_and_an_empty_feed_keeps_its_bytes() -> None:
    assert b"<item>" in rss(entry(), hours=1.9)
    assert b"<item>" not in rss(entry(), hours=2)
    assert rss() == rss(hours=5)


def test_the_index_says_what_each_file_weighs_and_its_hash() -> None:
    body = b"<alert/>"
    told = json.loads(write_index([replaced(body)], title="Warnings", now=NOW))

    (line,) = told["messages"]
    assert (told["count"], line["bytes"], line["msg_type"]) == (1, len(body), "Cancel")
    assert line["sha256"] == hashlib.sha256(body).hexdigest()
    assert json.loads(write_index([replaced(body)], title="x", now=NOW + timedelta(hours=3)))["messages"] == []


def replaced(body: bytes) -> Entry:
    """Return an ending with the bytes of its file."""
    found = entry(msg_type=MsgType.CANCEL)
    return Entry(
        alert=found.alert, cap_url=found.cap_url, page_url=found.page_url, shown_until=found.shown_until, body=body
    )


def test_our_own_feeds_are_read_as_summaries_that_point_to_their_files() -> None:
    for body in (rss(entry()), atom(entry())):
        told = reading(body)

        assert (told.verdict, len(told.alerts)) == (Verdict.REPAIRED, 1), told.reasons
        assert told.links == ("https://haal.example/warnings/w_a.xml",)
        assert told.alerts[0].infos[0].headline == "TEST. Falling stars & <more>"


def test_each_namespace_is_declared_once() -> None:
    assert atom(entry()).count(b"http://www.w3.org/2005/Atom") == 1
    assert rss(entry()).count(b"http://www.w3.org/2005/Atom") == 1
