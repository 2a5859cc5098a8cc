"""Words of claims and reports, in English: acts, parts of the day, spots, traits, doubt, and calls to violence.

The one thing to know: each list is of common words and the same for every side; no name of a party, person or place is in
it. A text in another language finds nothing here, and then the coded columns of its report decide alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})", re.IGNORECASE)


# act -> how a claim says it. The order is the order in which they are asked.
ACTS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "threat": _any(
            r"threat\w*", r"warn(?:s|ed|ing)\b", r"declar\w+", r"vow\w*", r"named? .{0,60}\btargets?", r"announc\w+",
            r"video", r"leaflet", r"pamphlet", r"booklet",
        ),
        "suicide": _any(r"suicide (?:bomb\w*|attack\w*|blast\w*|strike)", r"bomber\b"),
        "bombing": _any(r"bomb\w*", r"blasts?\b", r"explo[ds]\w+", r"blew (?:him|her|it)?self", r"blown up", r"grenades?",
            r"\bmines?\b (?:went|explod)", r"IEDs?\b", r"derail\w*"),
        "air-strike": _any(r"drones?\b", r"air ?strikes?", r"air raids?", r"shell(?:ed|ing|s)\b", r"mortar\w*",
            r"helicopters?", r"jets?\b", r"bombard\w+"),
        "shooting": _any(r"shot\b", r"shoot\w*", r"gunned", r"gunm[ae]n", r"gunfire", r"opened fire", r"fired (?:on|at)"),
        "arson": _any(r"burn(?:s|ed|t|ing)\b", r"set (?:\w+ ){0,3}(?:on fire|ablaze|alight)", r"torch\w+", r"arson"),
        "taking": _any(r"kidnap\w*", r"abduct\w*", r"hostages?\b", r"captives?\b", r"(?:took|taken|takes?|taking) (?:\w+ )?away",
            r"disappear\w*", r"pick(?:ed|s) up", r"detain\w*", r"ransom\w*", r"whisked"),
        "extortion": _any(r"extort\w*", r"lev(?:y|ies)\b", r"tolls\b(?! (?:rose|of))", r"protection money", r"ransom\w*",
            r"tax(?:es|ed)\b"),
        "blockade": _any(r"(?:disrupt|block|cut|clos|stop)\w* .{0,70}\b"
            r"(?:routes?|roads?|highways?|trade|traffic|lorr|truck|transport)",
            r"road ?blocks?", r"blockad\w+", r"snap check\w*"),
        "smuggling": _any(r"smuggl\w*", r"traffick\w*"),
        "control": _any(r"controls?\b", r"controlled", r"controlling", r"rules? over", r"governs?\b"),
        "displacement": _any(r"displac\w*", r"forced .{0,60}\bfrom (?:their )?homes?", r"driv\w+ .{0,40}\bfrom (?:their )?homes?",
            r"evacuat\w*", r"(?:left|fled|flee|fleeing) (?:their|the) (?:homes?|villages?|areas?|district)", r"refugees?",
            r"sieges?\b", r"besieg\w*"),
        "conversion": _any(r"forced conversions?", r"forc\w+ .{0,30}\bconvert"),
        "backing": _any(r"back(?:s|ed|ing)\b", r"approv\w+", r"sponsor\w*", r"shelter(?:s|ed|ing)\b", r"protects?\b", r"collu\w+",
            r"arm(?:s|ed) and fund", r"financ\w+", r"funds?\b"),
        "shutdown": _any(r"internet", r"mobile (?:data|service)", r"shut ?downs?\b", r"network\w* (?:was|were) (?:cut|off)"),
        "torture": _any(r"tortur\w*", r"beat(?:en|ing)\b"),
        "clash": _any(r"clash\w*", r"battles?\b", r"fought\b", r"gun ?battles?", r"encounter\b", r"cross ?fire"),
        "violence": _any(r"attack\w*", r"raid\w*", r"violen\w+", r"assault\w*", r"storm(?:ed|ing)\b", r"ambush\w*", r"terror\b",
            r"kill\w*", r"massacre\w*", r"murder\w*", r"hurts?\b", r"active\b", r"struck\b", r"was hit\b", r"were hit\b",
            r"dismantl\w+", r"died\b", r"dead\b", r"injur\w+", r"wound\w+", r"slain\b", r"executed\b", r"lost their lives"),
    }
)  # fmt: skip
NARROW = frozenset(ACTS) - {"violence"}

TARGETS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "transport": _any(r"trains?\b", r"rail\w*", r"bus(?:es)?\b", r"coach\w*", r"lorr\w+", r"trucks?\b", r"trailers?\b",
            r"convoys?\b", r"passengers?\b", r"infrastructure", r"vehicles?\b", r"wagons?\b"),
        "place_of_worship": _any(r"mosques?\b", r"church\w*", r"shrines?\b", r"temples?\b", r"imambar\w+", r"worship\w*"),
        "school": _any(r"schools?\b", r"pupils?\b", r"colleges?\b", r"universit\w+"),
        "market": _any(r"markets?\b", r"bazaars?\b", r"shops?\b"),
        "rally": _any(r"rall(?:y|ies)\b", r"meetings?\b", r"gatherings?\b", r"sit-?ins?\b", r"protests?\b", r"processions?\b"),
        "hospital": _any(r"hospitals?\b", r"clinics?\b", r"wards?\b"),
        "workplace": _any(r"miners?\b", r"mines?\b", r"labou?rers?\b", r"workers?\b", r"drill\w+", r"barbers?\b", r"factor\w+"),
        "security_force": _any(r"checkpoints?\b", r"barracks?\b", r"police (?:station|college|post|academy)", r"headquarters",
            r"security (?:post|convoy)", r"cantonment"),
    }
)  # fmt: skip

_HOURS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "morning": _any(r"mornings?\b", r"dawn\b(?! \()", r"sunrise", r"before noon", r"breakfast"),
        "afternoon": _any(r"afternoons?\b", r"midday", r"noon\b", r"lunch"),
        "evening": _any(r"evenings?\b", r"dusk\b", r"sunset"),
        "night": _any(r"nights?\b", r"midnight", r"after dark", r"poorly lit", r"in the dark", r"dark road", r"asleep"),
    }
)
_NUMBERS = {
    word: at
    for at, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=1
    )
}  # fmt: skip
_CLOCK = re.compile(
    rf"\b(?:(?P<rel>quarter to|quarter past|half past|o'clock at|at about|at around|shortly after|just after|at)\s+)"
    rf"(?P<hour>\d{{1,2}}|{'|'.join(_NUMBERS)})(?:[:.](?P<minute>\d\d))?\s*(?P<half>a\.?m|p\.?m|o'clock)?(?![\w:%-])",
    re.IGNORECASE,
)
_INSIDE = _any(r"in the (?:midst|middle|heart) of", r"amid\b", r"among the (?:crowd|people|participants|worshippers)",
               r"inside\b",
               r"within the (?:crowd|gathering|hall)",
               r"during the (?:meeting|rally|gathering|prayer|service|sermon)")  # fmt: skip
_OUTSIDE = _any(r"outside\b", r"near\b", r"close to\b", r"away from\b", r"met(?:er|re)s from", r"car park", r"parking",
                r"at the (?:gate|exit|entrance)",
                r"after the (?:meeting|rally|gathering|prayer|service)", r"as (?:people|supporters) left",
                r"entrance\b", r"exit\b")  # fmt: skip
TRAITS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "from abroad": _any(r"foreign(?:ers?| nationals?| fighters?)?\b(?!-rooted)", r"nationalit\w+", r"from abroad",
            r"from various countries",
            r"emigrants?\b", r"immigrants?\b"),
        "children": _any(r"child(?:ren)?\b", r"minors?\b", r"pupils?\b", r"schoolchild\w*", r"boys?\b", r"girls?\b",
            r"infants?\b"),
        "women": _any(r"wom[ae]n\b", r"mothers?\b", r"wives\b"),
        "identity cards looked at": _any(r"identit(?:y|ies)\b(?! of)", r"identification", r"ID (?:cards?|checks?|papers?)"),
        "off a bus or train": _any(r"(?:pulled|dragged|taken|forced|made to get|made to leave|ordered)\b.{0,20}\boff\b"),
        "on a motorcycle": _any(r"motor ?(?:cycle|bike)s?\b"),
        "in a car with a bomb": _any(r"(?:car|vehicle|truck)[- ](?:borne|bomb)\b", r"explosive-laden (?:car|vehicle|truck)"),
        "planted device": _any(r"planted", r"remote[- ]control\w*", r"time bomb", r"hidden (?:device|bomb|explosive)"),
    }
)  # fmt: skip
_DOUBT = _any(r"doubts?\b", r"unverified", r"unconfirmed story", r"exaggerat\w+", r"(?:reported|saw|knew of|heard) no such",
              r"fabricat\w+",
              r"propaganda", r"disput(?:ed|es) (?:the|this|that)", r"never happened", r"no evidence",
              r"called? (?:it|the \w+|this) (?:false|a lie)",
              r"rejects? the (?:claim|account|version)", r"denie[sd] (?:that|the|any|killing|having)")  # fmt: skip
_CALL_TO_VIOLENCE = re.compile(
    r"\b(?:must|should|need to|have to|ought to|let us|let's|it is time to|rise (?:up )?(?:and|to)|call(?:s|ing)? (?:on|upon|for)"
    r"|we will|i urge|join)\b.{0,80}?\b(?:kill|attack|destroy|crush|burn|bomb|shoot|strike (?:them|back|at)"
    r"|wipe (?:them )?out|annihilate|eradicate"
    r"|overwhelming force|armed|arms|weapons|take up|self-defen[cs]e units?|hunt(?:ed)? down|punish them|revenge|exterminate|fight)\b"
    r"|^(?:kill|attack|destroy|crush|burn|bomb|shoot|strike|hunt)\b(?! (?:was|were|is|on|in|at|near)\b)"
    r"|\b(?:self-defen[cs]e|armed|militia)\b.{0,60}?\b(?:should|must|need)\b"
    r"|\b(?:death to|take up arms|no mercy)\b",
    re.IGNORECASE | re.DOTALL,
)


def acts_in(text: str) -> tuple[str, ...]:
    """Return the acts of a claim. What is declared or threatened is one act, whatever is threatened with."""
    found = [act for act, pattern in ACTS.items() if pattern.search(text)]
    if "threat" in found:
        return ("threat",)
    narrow = [act for act in found if act in NARROW]
    if "suicide" in narrow and "bombing" in narrow:
        narrow.remove("bombing")
    open_words = ACTS["violence"].search(text)
    coarse = ["violence"] if open_words and not set(narrow) & VIOLENT_NARROW else []
    return (*narrow, *coarse)


VIOLENT_NARROW = frozenset(
    {"suicide", "bombing", "air-strike", "shooting", "arson", "clash", "taking", "displacement", "backing"}
)


def is_told(act: str, text: str) -> bool:
    """Return whether the words of a report tell of an act."""
    return bool(ACTS[act].search(text))


def targets_in(text: str) -> tuple[str, ...]:
    """Return what the words say was hit."""
    return tuple(target for target, pattern in TARGETS.items() if pattern.search(text))


def traits_in(text: str) -> tuple[str, ...]:
    """Return the traits of people or of the deed that the words name."""
    return tuple(trait for trait, pattern in TRAITS.items() if pattern.search(text))


def hours_in(text: str) -> frozenset[str]:
    """Return the parts of the day that fit the words; several for a clock time without its half; empty when none is told."""
    told = {part for part, pattern in _HOURS.items() if pattern.search(text)}
    if told - {"night"} and "night" in told and "last night" in text.casefold():
        told.discard("night")
    return frozenset(told) or frozenset(part for match in _CLOCK.finditer(text) for part in _parts(match))


def spot_in(text: str) -> str:
    """Return `inside`, `outside` or nothing: where the words put the deed beside what it was aimed at."""
    if _INSIDE.search(text):
        return "inside"
    return "outside" if _OUTSIDE.search(text) else ""


def is_doubted(text: str) -> bool:
    """Return whether the words of a report call the story itself into doubt."""
    return bool(_DOUBT.search(text))


def calls_to_violence(text: str) -> bool:
    """Return whether a text calls on somebody to use force: kept, flagged, never passed on. Errs towards yes."""
    return bool(_CALL_TO_VIOLENCE.search(text))


def _parts(match: re.Match[str]) -> tuple[str, ...]:
    rel, half = match["rel"].casefold(), (match["half"] or "").casefold().replace(".", "")
    word = match["hour"].casefold()
    hour = _NUMBERS[word] if word in _NUMBERS else int(word)
    if not half and not match["minute"] and not rel.startswith(("quarter", "half")):
        return ()
    if "quarter to" in rel:
        hour -= 1
    if hour > 12:
        return (_part(hour % 24),)
    if half == "am":
        return (_part(hour % 12),)
    if half == "pm":
        return (_part(hour % 12 + 12),)
    return _part(hour % 12), _part(hour % 12 + 12)


def _part(hour: int) -> str:
    if hour < 5 or hour >= 21:
        return "night"
    if hour < 12:
        return "morning"
    return "afternoon" if hour < 17 else "evening"
