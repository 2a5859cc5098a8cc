"""Who a claim says did it, and whether a report names the same: names compared with names, nothing more.

The one thing to know: two names are the same when the words of one are all in the other (a branch and its group), when
one is the other's initials, or when one is only a sort ("militants", "security forces") that the other belongs to; the
public is nobody's party. Renaming parties alike in claims and reports changes no answer (there is a property test).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from haal.domain.publication import ActorCategory, category_of
from haal.language.keys import word_key, words_of

THE_PUBLIC = "the public"
_PUBLIC = re.compile(
    r"\b(?:people|public|residents|locals|local population|villagers|tribesmen|civilians|citizens|inhabitants|masses)\b",
    re.IGNORECASE,
)
_SAME = {**dict.fromkeys(("army", "military", "forces", "force", "soldiers", "troops", "soldier"), "forces")}
_EMPTY = frozenset(
    words_of(
        "the a an of and in for by group groups faction branch wing members fighters said to be i e o al "
        "security unknown unidentified some other armed men parts"
    )
)
_SORTS = frozenset(
    words_of(
        "militants separatists insurgents rebels extremists fighters group groups forces troops soldiers "
        "authorities outfits"
    )
)
_STATE_SORTS = frozenset(
    {"forces", "troops", "soldiers", "authorities", "army", "military", "police", "government", "state"}
)
_ALONE = frozenset({"army", "military", "police", "government", "state"})  # a sort only with nothing before it
_BACKED = re.compile(
    r"\b(?:groups?|militants|extremists|elements)\b.*\b(?:backed|acting|sponsored|funded|supported)\b|-backed\b", re.I
)
_ORGAN = re.compile(
    r"\b(?:(?:[A-Z][\w'-]*|security|state|government|provincial|federal|paramilitary|regional) ){0,4}"
    r"(?:[Aa]rmy|[Mm]ilitary|[Ff]orces|[Pp]olice|[Ss]oldiers|[Tt]roops|[Gg]overnment|[Aa]uthorities|[Mm]ilitants|[Ss]eparatists"
    r"|[Ii]nsurgents|[Rr]ebels|Front|Department|Corps|Rangers|Levies|Brigade|Guards|Movement)\b"
)
_GROUP = re.compile(r"\b(?:that|the|this|the same) group\b|\b(?:it|they)\b(?! (?:happened|occurred|took place|was|were|came|is|are)\b)"
                    r"|^its\b|\bgroup's\b", re.IGNORECASE)  # fmt: skip
_OBJECT = re.compile(
    r"\b(?:on|against|of|from|with|at|to|for|near|over|targeting|attacked|hit|killed|struck|raided|back|backs|backed|support"
    r"|approve|than|as|between|and|about|named|warned|urged|dismantled)\s+(?:(?:the|an?|its|local|some)\s+)?$",
    re.IGNORECASE,
)
_MEMBER = re.compile(
    r"\b(?:members?|fighters|gunm[ae]n|men|branch|wing|soldiers|commanders?|militants|parts?|belong\w*) (?:of|from|to)\s+(?:the\s+)?$",
    re.I,
)
_BY = re.compile(r"\bby\s+(?:(?:the|an?|members of|fighters of|men of)\s+){0,2}$", re.IGNORECASE)
_SUFFERS = re.compile(
    r"^(?:'s)?(?:\s+\w+){0,4}?\s+(?:was|were|had been|has been|have been)\s+(?:\w+ly\s+)?"
    r"(?:hit|shot|\w+ed|struck|blown|taken|slain)\b"
)
_IDENTITY = re.compile(
    r"\b(?:attackers?|perpetrators?|bombers?|gunm[ae]n|killers?|culprits?|those (?:responsible|behind it)) "
    r"(?:was|were|are|is|belong\w*|came)\b"
    r"|\b(?:was|were|is|are) (?:behind|responsible)\b|\bcarried out by\b|\bthe work of\b|\bresponsibility\b",
    re.IGNORECASE,
)
_ACTIVE = re.compile(
    r"^(?: of \w+)?\s+(?:then |also |themselves )?"
    r"(?:attacked|dismantled|killed|shot|burned|raided|stormed|destroyed|fought|beat)\b",
    re.IGNORECASE,
)

_UNHEARD = re.compile(  # a name that no report has, where only a doer can stand
    r"\b(?!(?:The|A|An|It|This|That|They|He|She|Who|Nobody|No|One|Some|Many|All|Gunmen|Attackers)\b)[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,4}"
    r"(?= (?:(?:was|were|is|are) (?:behind|responsible)|carried out|claimed responsibility)\b)"
)
_INTRODUCES = re.compile(r"\b(?:group|organi[sz]ation|outfit|militia|branch|wing|faction)\b", re.I)


class Likeness(StrEnum):
    """How two names stand to each other."""

    SAME = "same"
    OTHER = "other"
    VAGUE = "vague"  # one of them is only a sort, and the other could be it


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedActor:
    """Who the claim says did it; `identity`: it says so and little else. `name` empty: it names nobody."""

    name: str = ""
    identity: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    name: str
    start: int
    end: int


def actor_in(text: str, *, names: Iterable[str], group: str = "") -> StatedActor:
    """Return who is said to have done it. `names`: parties that reports name; `group`: whom "that group" means by now."""
    identity = bool(_IDENTITY.search(text))
    mentions = _mentions(text, names=tuple(names), group=group)
    agents = [one for one in mentions if _BY.search(text[: one.start])]
    doers = [one for one in mentions if _does(text, one)]
    for one in (*agents, *doers):
        return StatedActor(name=one.name, identity=identity)
    return StatedActor()


def likeness(stated: str, told: str, *, names: Iterable[str] = ()) -> Likeness:
    """Return how the stated actor stands to a party that a report names; `names`: every party that reports name."""
    if THE_PUBLIC in {stated, told}:
        return Likeness.SAME if stated == told else Likeness.OTHER
    every = tuple(names)
    one, other = _key(_spelt_out(stated, every)), _key(_spelt_out(told, every))
    if one and other and (one <= other or other <= one):
        return Likeness.SAME
    if any(len(common) > 1 and common <= one & other for common in map(_key, every)):
        return Likeness.SAME  # two branches of what a report calls by one name
    if is_sort(stated) or is_sort(told):
        return Likeness.VAGUE if _category(stated) is _category(told) else Likeness.OTHER
    return Likeness.OTHER


def introduces_group(text: str) -> bool:
    """Return whether a text introduces a group, so that "that group" means it from here on."""
    return bool(_INTRODUCES.search(re.sub(r"(?i)\b(?:that|the|this|same) group\b", "", text)))


def _mentions(text: str, *, names: Sequence[str], group: str) -> list[_Mention]:
    found = [
        one for name in sorted(set(names), key=lambda name: (-len(_key(name)), name)) for one in _named(text, name)
    ]
    kept: list[_Mention] = []
    for one in [*found, *_plain(text, group=group)]:
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _plain(text: str, *, group: str) -> Iterable[_Mention]:
    if group:
        yield from (_Mention(name=group, start=one.start(), end=one.end()) for one in _GROUP.finditer(text))
    yield from (_Mention(name=one.group(), start=one.start(), end=one.end()) for one in _ORGAN.finditer(text))
    yield from (_Mention(name=one.group(), start=one.start(), end=one.end()) for one in _UNHEARD.finditer(text))
    yield from (_Mention(name=THE_PUBLIC, start=one.start(), end=one.end()) for one in _PUBLIC.finditer(text))


def _named(text: str, name: str) -> Iterable[_Mention]:
    """Give every stretch of the text that holds all words of a name, or its initials."""
    words = list(re.finditer(r"[^\W_]+", text))
    wanted, short = _key(name), initials(name)
    for at, word in enumerate(words):
        if len(short) > 1 and word.group().isupper() and word.group() in {short, f"{short}P"}:
            yield _Mention(name=name, start=word.start(), end=word.end())
        if not wanted or not _key(word.group()) & wanted:
            continue
        if len(wanted) == 1 and not text[word.start() :].casefold().startswith(name.casefold()):
            continue  # one common word is no name
        for last in range(at, min(len(words), at + len(wanted) + 3)):
            if wanted <= _key(text[word.start() : words[last].end()]):
                yield _Mention(name=name, start=word.start(), end=words[last].end())
                break


def _does(text: str, one: _Mention) -> bool:
    """Return whether a mention stands where the doer stands: not after a word that makes it the object, not as sufferer."""
    before, after = text[: one.start], text[one.end :]
    if one.name == THE_PUBLIC and (
        re.search(r"\b(?:of|dozens|scores|\d+|many|several)\s*$", before, re.I) or not _doing(text, after)
    ):
        return False
    if _OBJECT.search(before) and not _MEMBER.search(before):
        return False
    return not _SUFFERS.match(after)


def _doing(text: str, after: str) -> bool:
    """Return whether the public is said to do something violent: an active verb follows, or the attackers are named."""
    return bool(_ACTIVE.match(after) or (_IDENTITY.search(text) and not after.strip(" .\"')”").startswith("were")))


def initials(name: str) -> str:
    """Return the capital first letters of a name: `Tehrik-i-Taliban Pakistan` is TTP."""
    bare = re.sub(r"\([^()]*\)", "", name)
    return "".join(word[0] for word in words_of(bare.replace("-", " ")) if word[0].isupper())


def _spelt_out(name: str, names: Sequence[str]) -> str:
    """Return a name with initials replaced by the longest name of the reports that has them."""
    for word in words_of(name):
        if 1 < len(word) <= 5 and word.isupper():
            full = [other for other in names if word in {initials(other), f"{initials(other)}P"} and other != name]
            if full:
                name = name.replace(word, max(full, key=len))
    return name


def _key(name: str) -> frozenset[str]:
    bare = re.sub(r"\([^()]*\)", "", name)
    words = (word.lower() for word in words_of(bare.replace("-", " ")))
    return frozenset(word_key(_SAME.get(word, word)) for word in words if word not in _EMPTY)


def _category(name: str) -> ActorCategory:
    """Return the category of a party; a bare "forces" or "troops" is a state's, "militants" are not."""
    words = words_of(re.sub(r"\([^()]*\)", "", name).lower())
    if is_sort(name) and words[-1] in _STATE_SORTS:
        return ActorCategory.STATE_FORCE
    return category_of(name)


def is_sort(name: str) -> bool:
    """Return whether a name only says what sort of party it was: "militants", "security forces", "the army"."""
    words = [word for word in words_of(re.sub(r"\([^()]*\)", "", name).lower()) if word != "the"]
    if not words:
        return False
    return words[-1] in _SORTS or (len(words) == 1 and words[0] in _ALONE) or bool(_BACKED.search(name))
