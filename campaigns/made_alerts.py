"""Makes CAP messages that keep every rule, from one seeded source of chance: for `make test` and for the campaign.

Plain `random` and not Hypothesis' own strategies, which would take a minute for ten thousand messages; Hypothesis gives
the seeds and so still finds and prints the smallest failing one.
"""

from __future__ import annotations

import base64
import math
from datetime import UTC, datetime, timedelta, timezone
from random import Random

from haal.domain.hazard import Hazard
from haal.formats.cap.events import codes_of
from haal.formats.cap.model import (
    CATEGORIES,
    CERTAINTIES,
    RESPONSES,
    SEVERITIES,
    URGENCIES,
    Alert,
    Area,
    Circle,
    Info,
    MsgType,
    Named,
    Reference,
    Resource,
    Scope,
    Status,
)

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
LANGUAGES = ("en", "ur", "bal", "brh", "ps", "fa", "sd", "ar", "zh-Hant-TW", "en-US", "dv")
LETTERS = (
    "abcdefghijklmnopqrstuvwxyz ABC 0123456789 .,;:!?-()'\"&>@#%/\n",
    "ابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنوہھءیے ۔،؟",
    "ܐހށނރބޅކއވމފދ ދިވެހި",
    "漢字かな交じり文 中文字符 😀🔥 ﷽ é̂ ñ",
)
_URGENCIES = sorted(URGENCIES - {"Unknown"})
_SEVERITIES = sorted(SEVERITIES - {"Unknown"})
_CERTAINTIES = sorted(CERTAINTIES - {"Unknown"})
_RESPONSES = sorted(RESPONSES - {"AllClear"})
_CATEGORIES = sorted(CATEGORIES)
_HAZARDS = tuple(Hazard)
_ZONES = (0, 0, 300, 270, 330, -210, 840, -720)


def make(chance: Random) -> Alert:
    """Return a message that may be written."""
    sent = _time(chance)
    msg_type = chance.choice((MsgType.ALERT, MsgType.ALERT, MsgType.UPDATE, MsgType.CANCEL))
    scope = chance.choice((Scope.PUBLIC, Scope.PUBLIC, Scope.PUBLIC, Scope.RESTRICTED, Scope.PRIVATE))
    count = 0 if msg_type is MsgType.ALERT else chance.randint(1, 4)
    return Alert(
        identifier=f"urn:uuid:{chance.getrandbits(128):032x}",
        sender=chance.choice(("haal.example", "desk@haal.example", "xn--haal-5bb.example")),
        sent=sent,
        status=chance.choice((Status.ACTUAL, Status.EXERCISE)),
        msg_type=msg_type,
        scope=scope,
        source=_maybe(chance),
        restriction=_text(chance, 30) if scope is Scope.RESTRICTED else "",
        addresses=_words(chance, 1) if scope is Scope.PRIVATE else _words(chance, 0) if chance.random() < 0.1 else (),
        codes=tuple(f"haal:{number}" for number in range(1, chance.randint(1, 3) + 1)),
        note=_maybe(chance),
        references=tuple(_reference(chance, sent, number) for number in range(count)),
        incidents=_words(chance, 0) if chance.random() < 0.3 else (),
        infos=_infos(chance, sent),
    )


def _infos(chance: Random, sent: datetime) -> tuple[Info, ...]:
    effective = sent if chance.random() < 0.5 else None
    onset = sent + timedelta(minutes=chance.randint(0, 60)) if chance.random() < 0.3 else None
    expires = sent + timedelta(hours=chance.randint(1, 72))
    areas = tuple(_area(chance) for _ in range(chance.choice((1, 1, 1, 2))))
    shared = {
        "categories": tuple(chance.sample(_CATEGORIES, chance.choice((1, 1, 2)))),
        "responses": tuple(chance.sample(_RESPONSES, chance.randint(0, 2))),
        "urgency": chance.choice(_URGENCIES),
        "severity": chance.choice(_SEVERITIES),
        "certainty": chance.choice(_CERTAINTIES),
        "event_codes": codes_of(chance.choice(_HAZARDS)),
        "effective": effective,
        "onset": onset,
        "expires": expires,
        "areas": areas,
    }
    return tuple(
        Info(
            language=language,
            event=_text(chance, 30),
            audience=_maybe(chance),
            sender_name=_maybe(chance),
            headline=f"{number} {_text(chance, 100)}",
            description=_text(chance, 200),
            instruction=_maybe(chance),
            web=f"https://haal.example/warnings/w_{chance.getrandbits(40):x}/",
            contact=_maybe(chance),
            parameters=tuple(
                Named(name=_text(chance, 8), value=_text(chance, 20)) for _ in range(chance.choice((0, 0, 1)))
            ),
            resources=tuple(_resource(chance) for _ in range(chance.choice((0, 0, 0, 0, 1)))),
            **shared,
        )
        for number, language in enumerate(chance.sample(LANGUAGES, chance.choice((1, 1, 1, 2))))
    )


def _area(chance: Random) -> Area:
    kind = chance.randrange(4)
    altitude = chance.uniform(-1000, 30_000) if chance.random() < 0.2 else None
    return Area(
        description=_text(chance, 40),
        polygons=tuple(_ring(chance) for _ in range(chance.randint(1, 2))) if kind in (0, 3) else (),
        circles=(_circle(chance),) if kind in (1, 3) else (),
        geocodes=tuple(Named(name="h3", value=f"8{chance.getrandbits(56):014x}") for _ in range(chance.randint(1, 3)))
        if kind >= 2
        else (),
        altitude=altitude,
        ceiling=altitude + chance.uniform(0, 9000) if altitude is not None and chance.random() < 0.5 else None,
    )


def _ring(chance: Random) -> tuple[tuple[float, float], ...]:
    """Return a ring around a point, corners in the order of their bearing: it cannot cross itself."""
    lat, lon, count = chance.uniform(-80, 80), chance.uniform(-170, 170), chance.choice((3, 4, 5, 8))
    corners = [
        (
            round(lat + math.sin(turn) * reach, 6),
            round(lon + math.cos(turn) * reach, 6),
        )
        for turn, reach in ((2 * math.pi * number / count, chance.uniform(0.5, 5)) for number in range(count))
    ]
    return (*corners, corners[0])


def _circle(chance: Random) -> Circle:
    if chance.random() < 0.05:
        return Circle(lat=chance.choice((-90.0, 90.0, 1e-07)), lon=chance.choice((-180.0, 180.0, -0.0)), radius_km=0.0)
    return Circle(lat=chance.uniform(-90, 90), lon=chance.uniform(-180, 180), radius_km=chance.expovariate(0.1) + 1e-5)


def _resource(chance: Random) -> Resource:
    has_address = chance.random() < 0.7
    return Resource(
        description=_text(chance, 30),
        mime_type=chance.choice(("image/png", "audio/ogg", "application/vnd.geo+json")),
        size=chance.randint(0, 10**9) if chance.random() < 0.5 else None,
        uri=f"https://haal.example/{chance.getrandbits(32):x}" if has_address else "",
        deref_uri="" if has_address else base64.b64encode(chance.randbytes(40)).decode(),
        digest=f"{chance.getrandbits(160):040x}" if chance.random() < 0.5 else "",
    )


def _reference(chance: Random, sent: datetime, number: int) -> Reference:
    return Reference(
        sender="haal.example",
        identifier=f"urn:uuid:{number}-{chance.getrandbits(64):x}",
        sent=sent - timedelta(seconds=chance.randint(0, 10**6)),
    )


def _time(chance: Random) -> datetime:
    minutes = chance.choice(_ZONES)
    zone = timezone(timedelta(minutes=minutes)) if minutes else UTC
    return (EPOCH + timedelta(seconds=chance.randrange(10**9))).astimezone(zone)


def _words(chance: Random, least: int) -> tuple[str, ...]:
    return tuple(
        chance.choice(("desk@haal.example", "The Steward of Mastung", "i_abc", "ایک دو"))
        for _ in range(chance.randint(least, 3))
    )


def _maybe(chance: Random) -> str:
    return _text(chance, 40) if chance.random() < 0.3 else ""


def _text(chance: Random, most: int) -> str:
    letters = LETTERS[chance.getrandbits(2)]
    text = "".join(chance.choices(letters, k=chance.randint(1, most))).strip()
    return (text.replace(";", ",") if "&" in text else text) or "x"  # "&x;" would be mark-up
