"""An index of the CAP files that stand, as JSON: for programs that mirror them to another web server.

Each line has the SHA-256 of its file, so that a mirror fetches only what is new and sees what is spoiled. The one thing
to know: it says what is there, not what to believe; a CAP file is believed by its signature.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from haal.formats.atom import Entry, shown
from haal.formats.cap.times import write_time

INDEX_TYPE = "application/json"


def write_index(entries: Iterable[Entry], *, title: str, now: datetime) -> bytes:
    """Return the index, newest first; what has run out at `now` is left out."""
    listed = [_line(entry) for entry in shown(entries, now=now)]
    told = {"title": title, "count": len(listed), "messages": listed}
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def _line(entry: Entry) -> dict[str, object]:
    alert = entry.alert
    return {
        "identifier": alert.identifier,
        "sender": alert.sender,
        "sent": write_time(alert.sent),
        "shown_until": write_time(entry.shown_until),
        "status": alert.status.value,
        "msg_type": alert.msg_type.value,
        "languages": [info.language for info in alert.infos],
        "url": entry.cap_url,
        "bytes": len(entry.body),
        "sha256": hashlib.sha256(entry.body).hexdigest(),
    }
