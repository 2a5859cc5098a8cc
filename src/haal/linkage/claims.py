"""Find the reports of a claim to which nobody has put any: by days, place, act, target and actor.

The one thing to know: it says what it looked for, in words, so that "not found" can be read with the searches made. Of a
claim about one event it takes the incident that fits best and fits well enough; of a pattern all reports of the act, those
that name the actor first. Which reports tell of one incident is known before (`Evidence.group`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from haal.domain.claim import compare
from haal.domain.claim.actor import Likeness, StatedActor, likeness
from haal.domain.claim.acts import tells
from haal.domain.claim.evidence import Answer, Evidence, Finding
from haal.domain.claim.judge import WIDE_KINDS, actors_of, judge, names_in
from haal.domain.claim.stated import Claim
from haal.domain.claim.verdict import Judgement
from haal.domain.claim.words import acts_in, targets_in
from haal.domain.incident import compatible
from haal.language.keys import word_key, words_of

ENOUGH = 4.0
FOUND_MAX = 60
_TIME = {Finding.AGREES: 3.0, Finding.PART: 2.0, Finding.DIFFERS: -4.0}
PLACE_WEIGHT = 3.0
WORDS_WEIGHT = 2.0
_ACT = {Finding.AGREES: 2.0, Finding.PART: 1.0, Finding.DIFFERS: -3.0}
_TARGET = {Finding.AGREES: 1.0}
LONG_STRETCH_DAYS = 31
LONG_WORD = 4
NO_GROUPS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found, and what was looked for."""

    reports: tuple[Evidence, ...]
    searches: tuple[str, ...]


def find(claim: Claim, reports: Sequence[Evidence], *, stated: StatedActor, names: Iterable[str] = ()) -> Found:
    """Return the reports that a claim may be about."""
    if claim.kind in WIDE_KINDS:
        return _of_the_act(claim, reports, stated=stated, names=tuple(names))
    groups: dict[str, list[Evidence]] = defaultdict(list)
    for one in reports:
        groups[one.group].append(one)
    scored = sorted(
        ((_fit(claim, members), group) for group, members in groups.items()), key=lambda it: (-it[0], it[1])
    )
    fits = [(score, group) for score, group in scored if score >= ENOUGH]
    search = f"{_asked(claim)}: {len(groups)} incidents looked at, {len(fits)} fit"
    return Found(reports=tuple(groups[fits[0][1]]) if fits else (), searches=(search,))


def _fit(claim: Claim, members: Sequence[Evidence]) -> float:
    """Return how well an incident fits; days or place must be stated and fit, since acts alone fit many."""
    time, place = compare.time(claim, members), compare.place(claim, members)
    days = claim.when.days
    score = _TIME.get(time.finding, 0.0) if time else 0.0
    if days is not None and days.length > LONG_STRETCH_DAYS:
        score = min(score, 1.0)
    score += _place_score(place, len(members))
    if score <= 0:
        return 0.0
    score += WORDS_WEIGHT * _shared_words(claim.words, members)
    act, target = compare.act(claim, members), compare.target(claim, members)
    score += _ACT.get(act.finding, 0.0) if act else 0.0
    return score + (_TARGET.get(target.finding, 0.0) if target else 0.0)


def _of_the_act(claim: Claim, reports: Sequence[Evidence], *, stated: StatedActor, names: tuple[str, ...]) -> Found:
    acts, targets = acts_in(claim.words), targets_in(claim.words)
    telling = [
        one
        for one in reports
        if (not acts or any(tells(one, act) for act in acts))
        and (not targets or _hits(one, targets))
        and (acts or targets)
    ]
    theirs = [one for one in telling if stated.name and _names_it(one, stated.name, names)]
    words = ", ".join(acts or targets) or "no act or target that we know"
    searches = [f"{words}: {len(telling)} of {len(reports)} reports tell of it"]
    if stated.name:
        searches.append(f"and name the stated actor: {len(theirs)}")
    return Found(reports=tuple((theirs or telling)[:FOUND_MAX]), searches=tuple(searches))


def _place_score(place: Answer | None, of: int) -> float:
    """Return how well the place fits: a name that one report of many has in passing is not the place."""
    if place is None:
        return 0.0
    return -4.0 if place.finding is Finding.DIFFERS else PLACE_WEIGHT * len(place.pro) / of


def _shared_words(text: str, members: Sequence[Evidence]) -> float:
    """Return the share of a claim's longer words that the reports have too."""
    asked = {word_key(word) for word in words_of(text) if len(word) > LONG_WORD}
    told = {word_key(word) for one in members for word in words_of(one.words)}
    return len(asked & told) / len(asked) if asked else 0.0


def _hits(one: Evidence, targets: Sequence[str]) -> bool:
    return one.target in targets or bool(set(targets) & set(targets_in(one.words)))


def _names_it(one: Evidence, name: str, names: tuple[str, ...]) -> bool:
    return any(likeness(name, party.party, names=names) is Likeness.SAME for party in one.parties)


def _asked(claim: Claim) -> str:
    parts = (claim.when.words, claim.where.words, ", ".join((*acts_in(claim.words), *targets_in(claim.words))))
    return "; ".join(part for part in parts if part) or "nothing to look for"


def check_all(
    claims: Sequence[Claim],
    reports: Sequence[Evidence],
    *,
    search: bool = False,
    step: Callable[[int, int], None] = lambda done, total: None,
) -> list[Judgement]:
    """Return the verdict on each claim of one text, in order. `search`: look for reports, whatever the file names.

    They are looked for as well where none of the reports that a claim names is here.
    """
    by_id = {one.report_id: one for one in reports}
    by_group: dict[str, list[Evidence]] = defaultdict(list)
    for one in reports:
        by_group[one.group].append(one)
    names = names_in(reports)
    judged: list[Judgement] = []
    for claim, stated in zip(claims, actors_of(claims, names=names), strict=True):
        linked = tuple(by_id[one] for one in claim.linked if one in by_id)
        is_lost = bool(claim.linked) and not linked  # a person named reports, and none of them is here
        found = Found(reports=linked, searches=())
        if search or is_lost:
            found = find(claim, reports, stated=stated, names=names)
        around = [other for group in dict.fromkeys(one.group for one in found.reports) for other in by_group[group]]
        judged.append(judge(claim, found.reports, around=around, stated=stated, names=names, searches=found.searches))
        step(len(judged), len(claims))
    return judged


def together(reports: Sequence[Evidence], *, groups: Mapping[str, str] = NO_GROUPS) -> list[Evidence]:
    """Return the reports with the incident each tells of, where no column says it.

    `groups`: report id to group, as `haal.linkage.reports` finds them; without them a plain rule: the same days, place and
    sort of event.
    """
    if groups:
        return [replace(one, group=groups.get(one.report_id, one.report_id)) for one in reports]
    plain: list[list[Evidence]] = []
    for one in sorted(
        reports, key=lambda it: (it.days is None, it.days.first if it.days else it.published or date.max)
    ):
        home = next((group for group in reversed(plain) if _alike(one, group[0])), None)
        if home is None:
            plain.append([one])
        else:
            home.append(one)
    return [replace(one, group=group[0].report_id) for group in plain for one in group]


def _alike(one: Evidence, other: Evidence) -> bool:
    if one.days is None or other.days is None or one.days.gap(other.days) > compare.TOLERANCE_DAYS:
        return False
    nowhere = not one.where.words and not other.where.words
    return compatible(one.event_type, other.event_type) and (nowhere or compare.named_alike(one.where, other.where))
