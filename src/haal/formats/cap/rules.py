"""The rules of CAP 1.2 that its schema does not check, and Haal's stricter ones; all that Haal sends passes them.

`faults` returns every fault as a short text that names the field, so that a test or a person sees all at once;
`unnamed` says which earlier messages an ending forgets. Read leniently, write strictly: the reader does not call this,
the writer does. What is asked of one language's words and of an area is in `rules_parts`. Sources: OASIS CAP 1.2
section 3; the checks of google/cap-library (CapValidator, GoogleProfile); wmo-raf/cap-composer issues 67, 122 and 142.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from haal.formats.cap.model import Alert, Area, Info, MsgType, Reference, Scope, Status
from haal.formats.cap.rules_parts import info_faults

_FORBIDDEN_IN_NAMES = re.compile(r"[\s,<&]")
_WMO = "urn:oid:2.49.0."
_MARKUP = re.compile(r"<[a-zA-Z/!]|&(?:[a-zA-Z]{2,8}|#[0-9]{1,5});")
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def faults(alert: Alert) -> tuple[str, ...]:
    """Return what is wrong with `alert`, empty when it may be sent."""
    found = [*_names(alert), *_audience(alert), *_references(alert), *_texts(alert), *_together(alert)]
    for number, info in enumerate(alert.infos, start=1):
        found += [f"info {number}: {fault}" for fault in info_faults(alert, info)]
    return tuple(found)


def unnamed(alert: Alert, earlier: Iterable[Alert], *, now: datetime) -> tuple[Reference, ...]:
    """Return the earlier messages that still hold at `now` and that an Update or Cancel does not name, though it must."""
    if alert.msg_type not in {MsgType.UPDATE, MsgType.CANCEL}:
        return ()
    named = {reference.identifier for reference in alert.references}
    return tuple(
        one.reference()
        for one in earlier
        if one.identifier not in named and ((until := one.expires()) is None or until > now)
    )


def _names(alert: Alert) -> Iterator[str]:
    for field, value in (("identifier", alert.identifier), ("sender", alert.sender)):
        if not value or _FORBIDDEN_IN_NAMES.search(value):
            yield f"{field}: empty, or holds a space, comma, < or &"
        elif not value.isascii():
            yield f"{field}: a letter that looks like another"
    if alert.identifier.startswith(_WMO):
        yield "identifier: this arc is given by the WMO to its members"
    if alert.status not in {Status.ACTUAL, Status.EXERCISE}:
        yield "status: Actual or Exercise"
    if not alert.codes:
        yield "code: the profile is named"
    if not all(alert.codes):
        yield "code: empty"
    if not alert.infos:
        yield "info: at least one language"


def _audience(alert: Alert) -> Iterator[str]:
    if (alert.scope is Scope.RESTRICTED) is not bool(alert.restriction):
        yield "restriction: needed with scope Restricted, and with nothing else"
    if alert.scope is Scope.PRIVATE and not alert.addresses:
        yield "addresses: needed with scope Private"
    for field, words in (("addresses", alert.addresses), ("incidents", alert.incidents)):
        if any(not word or '"' in word or re.search(r"[\t\n]|  ", word) for word in words):
            yield f"{field}: empty, or holds a quote or a line break"


def _references(alert: Alert) -> Iterator[str]:
    if alert.msg_type in {MsgType.ACK, MsgType.ERROR}:
        yield "msgType: Alert, Update or Cancel"
    if (alert.msg_type is MsgType.ALERT) is bool(alert.references):
        yield "references: needed by Update and Cancel, and by nothing else"
    for reference in alert.references:
        if reference.identifier == alert.identifier:
            yield "references: names itself"
        if reference.sent > alert.sent:
            yield "references: names a later message"
        if not reference.identifier or not reference.sender:
            yield "references: a name is missing"
        if _FORBIDDEN_IN_NAMES.search(reference.identifier + reference.sender):
            yield "references: a space, comma, < or & in a name"
    if len({reference.identifier for reference in alert.references}) < len(alert.references):
        yield "references: names one message twice"


def _together(alert: Alert) -> Iterator[str]:
    if len({_codes(info) for info in alert.infos}) > 1:
        yield "info: languages differ in text only, never in codes or times"
    if len({tuple(_geometry(area) for area in info.areas) for info in alert.infos}) > 1:
        yield "info: languages differ in text only, never in area"
    languages = [info.language.lower() for info in alert.infos]
    if len(set(languages)) < len(languages):
        yield "language: one text for each"
    if len({(info.headline, info.description) for info in alert.infos}) < len(alert.infos):
        yield "language: the same text under two languages"


def _codes(info: Info) -> tuple[object, ...]:
    return (
        info.categories,
        info.event_codes,
        info.responses,
        info.urgency,
        info.severity,
        info.certainty,
        info.effective,
        info.onset,
        info.expires,
    )


def _geometry(area: Area) -> tuple[object, ...]:
    return (area.polygons, area.circles, area.geocodes, area.altitude, area.ceiling)


def _texts(alert: Alert) -> Iterator[str]:
    for field, text in _all_texts(alert):
        if _NOT_XML.search(text):
            yield f"{field}: a letter that XML cannot carry"
        if text != text.strip():
            yield f"{field}: white space at an end"
        if _MARKUP.search(text):
            yield f"{field}: mark-up"


def _all_texts(alert: Alert) -> Iterator[tuple[str, str]]:
    yield from (("source", alert.source), ("note", alert.note), ("restriction", alert.restriction))
    yield from (("addresses", address) for address in alert.addresses)
    yield from (("code", code) for code in alert.codes)
    yield from (("incidents", incident) for incident in alert.incidents)
    for info in alert.infos:
        yield from (
            ("event", info.event),
            ("audience", info.audience),
            ("senderName", info.sender_name),
            ("headline", info.headline),
            ("description", info.description),
            ("instruction", info.instruction),
            ("web", info.web),
            ("contact", info.contact),
        )
        for named in (*info.event_codes, *info.parameters):
            yield from (("valueName", named.name), ("value", named.value))
        for resource in info.resources:
            yield from (("resourceDesc", resource.description), ("mimeType", resource.mime_type))
            yield from (("uri", resource.uri), ("derefUri", resource.deref_uri), ("digest", resource.digest))
        for area in info.areas:
            yield ("areaDesc", area.description)
            for named in area.geocodes:
                yield from (("valueName", named.name), ("value", named.value))
