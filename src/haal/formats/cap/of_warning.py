"""A warning's revision as a CAP message: the same content, in the words of the standard.

The area is the circle, the drawing or the district that people are told, and as geocodes exactly the cells that are
warned, in as few as possible; the geocodes count, and whatever is drawn touches every one of them. `code` names the
profile and `senderName` says that no authority speaks.
"""

from __future__ import annotations

from dataclasses import dataclass

from haal.domain.hazard import CODES
from haal.domain.warn.area import CELL_RESOLUTION
from haal.domain.warn.area import Area as Warned
from haal.domain.warning import Mode, PublicWarning, Revision, RevisionKind
from haal.domain.warning_text import Text
from haal.formats.cap.events import codes_of
from haal.formats.cap.model import Alert, Area, Circle, Info, MsgType, Named, Reference, Scope, Status
from haal.geometry.cells import coarsest_cover, finest_of

PROFILE = "haal:1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks: the domain name, the name people read, and where the pages are."""

    sender: str
    name: str
    url: str


def alert_of(warning: PublicWarning, revision: Revision, speaker: Speaker) -> Alert:
    """Return the message of `revision`, which has its identifier and times; earlier issued ones are referenced.

    Raises:
        ValueError: the revision was not given its identifier and times: a bug.
    """
    if not revision.identifier or revision.issued_at is None or revision.expires_at is None:
        raise ValueError("a message is made of a revision that is being issued")
    earlier = [one for one in warning.issued() if one.number < revision.number]
    return Alert(
        identifier=revision.identifier,
        sender=speaker.sender,
        sent=revision.issued_at,
        status=Status.EXERCISE if warning.mode is Mode.DRILL else Status.ACTUAL,
        msg_type=MsgType(revision.kind.value),
        scope=Scope.PUBLIC,
        codes=(PROFILE,),
        note="Exercise only. Nothing has happened." if warning.mode is Mode.DRILL else "",
        references=tuple(
            Reference(sender=speaker.sender, identifier=one.identifier, sent=one.issued_at)
            for one in earlier
            if one.issued_at is not None
        ),
        incidents=(warning.id,),
        infos=tuple(_info(text, warning=warning, revision=revision, speaker=speaker) for text in revision.texts),
    )


def _info(text: Text, *, warning: PublicWarning, revision: Revision, speaker: Speaker) -> Info:
    content = revision.content
    codes = CODES[content.hazard]
    ended = revision.kind is RevisionKind.CANCEL
    return Info(
        language=text.language,
        categories=(codes.category,),
        event=text.event,
        responses=("None",) if ended else (codes.response,),
        urgency="Past" if ended else content.urgency.value,
        severity=content.severity.value,
        certainty=content.certainty.value,
        event_codes=codes_of(content.hazard),
        effective=revision.issued_at,
        expires=revision.expires_at,
        sender_name=f"{speaker.name} (told by people here, not by an authority)",
        headline=text.headline,
        description=text.description,
        instruction=text.instruction,
        web=f"{speaker.url}/warnings/{warning.id}/",
        areas=(area_of(content.area),),
    )


def area_of(area: Warned) -> Area:
    """Return the circle that people are told, or the outlines of a district or a drawing, and the cells."""
    return Area(
        description=f"{area.place} (approximate)" if area.is_approximate else area.place,
        polygons=area.polygons(),
        circles=(Circle(lat=area.lat, lon=area.lon, radius_km=area.radius_km),) if area.is_circle else (),
        geocodes=tuple(Named(name="h3", value=cell) for cell in coarsest_cover(area.cells)),
    )


def cells_named(alert: Alert) -> frozenset[str]:
    """Return the cells that a message of ours names, as fine as a warning counts them. Raises ValueError: no cells."""
    named = {code.value for info in alert.infos for area in info.areas for code in area.geocodes if code.name == "h3"}
    return finest_of(named, CELL_RESOLUTION)
