"""Everything of tonight's warnings as files: for a memory stick, carried to where there is no internet.

The CAP files as they were issued, with feeds and key, posters, scripts, sound, text messages to send by hand, the list of codes,
and SHA-256 of each. Only what was issued. A drill's files have TEST in their names. Public, so it needs no keys.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from haal.domain.errors import Malformed
from haal.domain.warning_text import in_words
from haal.formats import by_hand, poster, radio
from haal.formats.poster import Size
from haal.formats.sheet import Sheet
from haal.services.warn.checking import codes
from haal.services.warn.paper import sheets, sound
from haal.services.warn.publish import feeds
from haal.storage.ground.site import site

SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What lies in the folder now."""

    files_count: int
    warnings_count: int


def write(*, to: Path, now: datetime) -> Written:
    """Write the folder. Raises Malformed when it is there already and not empty, or cannot be written."""
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise Malformed("folder", expected="a new or empty folder", got="one with something in it")
    files = dict(_files(now))
    try:
        for name, content in files.items():
            path = to / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise Malformed("folder", expected="a place that can be written to", got=type(error).__name__) from None
    return Written(files_count=len(files), warnings_count=len({sheet.warning_id for sheet in _sheets(now)}))


def as_zip(*, now: datetime) -> bytes:
    """Return the folder as one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in _files(now):
            whole.writestr(f"warnings/{name}", content)
    return out.getvalue()


def _files(now: datetime) -> Iterator[tuple[str, bytes]]:
    sums: list[str] = []
    for name, content in _contents(now):
        sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
        yield name, content
    yield SUMS, "".join(sums).encode("utf-8")


def _contents(now: datetime) -> Iterator[tuple[str, bytes]]:
    shown = _sheets(now)
    yield "READ-ME.txt", _read_me(now).encode()
    yield "codes.txt", _codes(now).encode()
    for name, content in feeds.files(now=now).items():
        yield f"cap/{name}", content
    for sheet in shown:
        yield f"radio/{sheet.name}.txt", radio.write(radio.script_of(sheet)).encode()
        yield f"sms/{sheet.name}.txt", by_hand.write([by_hand.by_hand_of(sheet)]).encode()
        yield from _posters(sheet)
        made = sound.of(sheet)
        if made is not None:
            yield f"audio/{made[1]}", made[0]


def _posters(sheet: Sheet) -> Iterator[tuple[str, bytes]]:
    for size in Size:
        pdf = poster.pdf_of(sheet, size=size)
        if pdf is not None:
            yield f"posters/{sheet.name}-{size.value}.pdf", pdf
        else:
            yield f"posters/{sheet.name}-{size.value}.html", poster.page_of(sheet, size=size).encode()


def _sheets(now: datetime) -> tuple[Sheet, ...]:
    return sheets.shown_sheets(now=now)


def _codes(now: datetime) -> str:
    lines = [
        f"{one.code}  {'TEST ' if one.is_drill else ''}{one.place}  until {in_words(one.expires_at)}"
        for one in codes.live_list(now=now)
    ]
    return "\n".join((f"Codes of what stands at {in_words(now)}:", "", *lines, ""))


def _read_me(now: datetime) -> str:
    box = site()
    return (
        f"Warnings of {box.operator}, as they stood at {in_words(now)}.\n"
        f"Look at the end time in each before you pass it on. Check a code at {box.url}/check/\n"
        "Files whose name begins with TEST are of a drill: nothing has happened.\n"
        f"Check that nothing was altered on the way: sha256sum -c {SUMS}\n"
    )
