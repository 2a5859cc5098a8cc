"""Words that have no place in the plan of an event: what wounds, walking the streets, looking through people.

The one thing to know: the lists are closed, one for each thing and not one for each side, and err towards refusing; whoever
means something else can say it in other words. "Unarmed" passes. What happened is told in the debrief, which is not read here:
a report says what was seen. Disguises are undone by `haal.language.disguise`, as for warnings.
"""

from __future__ import annotations

import re

from haal.language.disguise import folded, same_letters

_CARRIES = "|".join(
    ("men", "man", "women", "people", "persons?", "guards?", "place helpers?", "stewards?", "helpers?", "boys", "youths?",
     "escorts?", "team", "volunteers?", "cover")
)  # fmt: skip
_COMES = "|".join(
    ("people", "persons?", "men", "women", "boys", "girls", "visitors?", "guests?", "mourners?", "bags?", "pockets?", "cars?",
     "vehicles?", "motorbikes?", "bod(?:y|ies)", "everyone", "everybody", r"who\w*")
)  # fmt: skip
_STREET = "|".join(("streets?", "lanes?", "roads?", "bazaars?", "quarters?"))
_PAPERS = "|".join(("bags?", "ids?", "cnics?", "identity", "identities", "cards?", "papers"))
_WEAPONS = (
    r"weapons?", r"guns?", r"handguns?", r"shotguns?", r"machine ?guns?", r"gunm[ae]n", r"rifles?", r"pistols?",
    r"revolvers?", r"kalashnikovs?", r"ak ?47s?", r"ammo", r"ammunition", r"bullets?", r"grenades?", r"explosives?",
    r"swords?", r"daggers?", r"batons?", r"lathis?", r"truncheons?", r"tasers?", r"pepper ?spray", rf"armed (?:{_CARRIES})",
    r"hathiya?rs?", r"asl[ah]{1,2}a?h?", r"bandoo?[qk]\w*", r"pistaul",
    r"ہتھیار\w*", r"اسلح[ہے]", r"بندوق\w*", r"پستول\w*", r"رائفل\w*", r"کلاشنکوف\w*", r"بارود\w*", r"دستی بم", r"لاٹھی\w*",
    r"خنجر\w*", r"(?<!غیر )مسلح",
    r"سلاح\w*", r"تفنگ\w*", r"وسل[هے]", r"ټوپک\w*", r"توپک\w*", r"سلاہ\w*",
)  # fmt: skip
_STREETS = (
    r"patrols?", r"patrolling", r"patrolled", r"pickets?", r"check ?points?", r"check ?posts?", r"road ?blocks?",
    r"barricades?", r"guards?",
    rf"(?:walk|go|drive|ride|move) (?:up and down|through|along|round|around) (?:the )?(?:{_STREET})",
    rf"(?:watch|guard|hold|secure) (?:the )?(?:{_STREET})",
    r"gasht", r"nak[ae]y?", r"nak[ae] ?band[iey]*",
    r"گشت", r"گشتی", r"ناک[ہے]", r"ناکہ ?بندی", r"چوکی\w*", r"پہر[ہے]", r"پہریدار\w*", r"ګزمه",
)  # fmt: skip
_SEARCHING = (
    r"frisk\w*", r"pat(?:ting|ted|s)? down", r"(?:stop|stopping) and search\w*", r"(?:body|strip|bag|car) ?search\w*",
    rf"search(?:es|ed|ing)? (?:of )?(?:the |their |his |her |all |any |each |every )*(?:{_COMES})",
    rf"(?:{_COMES}) (?:is|are|will be|must be|should be|has to be|have to be) (?:stopped|searched|checked)",
    r"metal ?detectors?",
    rf"(?:check|ask|look at|see|demand)(?:ing|s|ed)? (?:for )?(?:the |their |all |every )*(?:{_PAPERS})",
    r"identity cards?", r"id cards?", r"cnics?",
    r"(?:list|write down|note) (?:of )?(?:who|everybody|everyone|names|all) (?:who )?(?:comes?|came|present)",
    r"talaa?shi\w*", r"shinakhti", r"تلاشی\w*", r"جامہ ?تلاشی", r"شناختی ?کارڈ\w*", r"بازرسی بدنی", r"تلاشي",
)  # fmt: skip


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(same_letters(word) for word in words) + r")(?!\w)")


_RULES = tuple(map(_pattern, (_WEAPONS, _STREETS, _SEARCHING)))


def is_refused(text: str) -> bool:
    """Return whether a plan may not say this."""
    return any(rule.search(reading) for rule in _RULES for reading in folded(text)) if text.strip() else False
