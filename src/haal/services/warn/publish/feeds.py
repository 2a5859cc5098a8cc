"""The feeds of warnings: Atom (signed), RSS, an index of the CAP files, and all of them as a folder for any web server.

The one thing to know: everything here is public and is made of the bytes that were issued; while the keys are away the
Atom feed goes out unsigned and all else as ever. A folder is written file by file, each whole or not at all, the CAP
files before the feeds that point to them. For people without internet see `haal.services.warn.paper`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from haal.domain.errors import Malformed, NotFound
from haal.domain.warning import PublicWarning
from haal.formats.atom import Entry, write_feed
from haal.formats.cap.read import read
from haal.formats.feed.index import write_index
from haal.formats.feed.rss import Channel, write_rss
from haal.storage import warning as warning_rows
from haal.storage.ground import signing
from haal.storage.ground.site import site
from haal.vault.signing import fingerprint

SINCE = datetime(2026, 1, 1, tzinfo=UTC)  # what an empty feed says of its age
SHOWN_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was written into a folder."""

    files: tuple[str, ...]
    removed: int


def atom(*, now: datetime) -> bytes:
    """Return the Atom feed, signed while the keys are there."""
    box = site()
    body = write_feed(
        _entries(now),
        title=f"{box.name}: warnings",
        feed_url=f"{box.url}/warnings/feed.atom",
        author=box.operator,
        since=SINCE,
        now=now,
    )
    return signing.signed_feed(body, now=now)


def rss(*, now: datetime) -> bytes:
    """Return the RSS feed."""
    box = site()
    channel = Channel(
        title=f"{box.name}: warnings",
        page_url=f"{box.url}/warnings/",
        feed_url=f"{box.url}/warnings/feed.rss",
        since=SINCE,
    )
    return write_rss(_entries(now), channel, now=now)


def index(*, now: datetime) -> bytes:
    """Return the index of the CAP files."""
    return write_index(_entries(now), title=f"{site().name}: warnings", now=now)


def certificate() -> bytes:
    """Return the certificate that readers pin, with the fingerprint of its key above it. Raises NotFound: there is none."""
    known = signing.certificate()
    if known is None:
        raise NotFound
    head = f"# Key of the warnings of {site().sender}. SHA-256 of the public key:\n# {fingerprint(known)}\n"
    return head.encode() + known


def files(*, now: datetime) -> dict[str, bytes]:
    """Return everything by file name, in the order in which it has to be written."""
    found = {Path(entry.cap_url).name: entry.body for entry in _entries(now)}
    if signing.certificate() is not None:
        found["key.pem"] = certificate()
    return found | {"index.json": index(now=now), "feed.rss": rss(now=now), "feed.atom": atom(now=now)}


def write(*, to: Path, now: datetime) -> Published:
    """Write the folder, or bring it up to date: CAP files that stand no longer are taken out last.

    Raises:
        Malformed: it cannot be written.
    """
    told = files(now=now)
    try:
        to.mkdir(parents=True, exist_ok=True)
        for name, content in told.items():
            beside = to / f".{name}.new"
            beside.write_bytes(content)
            beside.replace(to / name)
        gone = [path for path in to.glob("w_*.xml") if path.name not in told]
        for path in gone:
            path.unlink()
    except OSError as error:
        raise Malformed("folder", expected="a place that can be written to", got=type(error).__name__) from None
    return Published(files=tuple(told), removed=len(gone))


def _entries(now: datetime) -> list[Entry]:
    url = site().url
    return [_entry(warning, url) for warning in warning_rows.shown(now=now)[:SHOWN_MAX]]


def _entry(warning: PublicWarning, url: str) -> Entry:
    body = warning_rows.cap_file(warning.id)
    alert = read(body)
    expires = alert.expires()
    assert expires is not None
    return Entry(
        alert=alert,
        cap_url=f"{url}/warnings/{warning.id}.xml",
        page_url=f"{url}/warnings/{warning.id}/",
        shown_until=expires,
        body=body,
    )
