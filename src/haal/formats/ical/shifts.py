"""A helper's shifts as an iCalendar file: when, and at which place by the name its people use.

The one thing to know: nothing else is in it. A lock screen shows the summary, and a calendar is copied to whoever keeps it, so it
has no word for what the hours are for, no other person, no description and no point on a map. Times are written in the land's own
zone with its rules beside them, so that a telephone abroad shows the same instant.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from haal.domain.rota.calendar import Shown

MEDIA_TYPE = "text/calendar; charset=utf-8"
ZONE = ZoneInfo("Asia/Karachi")
ASK_AGAIN = timedelta(hours=1)


def write(entries: Iterable[Shown], *, title: str) -> bytes:
    """Return the file. The same entries give the same bytes."""
    shown = sorted(entries, key=lambda entry: (entry.starts_at, entry.uid))
    calendar = Calendar()
    calendar.add("PRODID", "-//Haal//Shifts//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("NAME", title)
    calendar.add("X-WR-CALNAME", title)
    calendar.add("REFRESH-INTERVAL", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", ASK_AGAIN)
    for entry in shown:
        calendar.add_component(_event(entry))
    if shown:
        last = max(entry.ends_at for entry in shown)
        calendar.add_missing_timezones(
            first_date=date(shown[0].starts_at.year, 1, 1), last_date=date(last.year + 1, 1, 1)
        )
    content: bytes = calendar.to_ical()
    return content


def _event(entry: Shown) -> Event:
    event = Event()
    event.add("UID", entry.uid)
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTAMP", _whole(entry.changed_at))
    event.add("LAST-MODIFIED", _whole(entry.changed_at))
    event.add("DTSTART", entry.starts_at.astimezone(ZONE))
    event.add("DTEND", entry.ends_at.astimezone(ZONE))
    event.add("SUMMARY", entry.place_name)
    event.add("STATUS", "CANCELLED" if entry.is_off else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT" if entry.is_off else "OPAQUE")
    event.add("CLASS", "PRIVATE")
    return event


def _whole(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
