"""Hold a claim against reports, one facet at a time: act, target, time, hour, place, spot, traits, doubt.

The one thing to know: each question is put only where the claim's words ask it, and the answer names the reports for it
and against it. Numbers are compared in `size`, names in `naming`; what follows from the answers is `verdict`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from haal.domain import gazetteer
from haal.domain.claim.acts import TYPES_OF, rules_out, tells
from haal.domain.claim.evidence import Answer, Evidence, Facet, Finding
from haal.domain.claim.stated import Claim, ClaimKind
from haal.domain.claim.words import acts_in, hours_in, is_doubted, spot_in, targets_in, traits_in
from haal.domain.report import PlaceCandidate, Where
from haal.geometry.distance import km_between
from haal.language.keys import word_key, words_of

TOLERANCE_DAYS = 2  # a day inferred from a weekday may be off by so much
LONG_DAYS = 62  # what spans longer says little about when
WIDE_KM = 150.0  # a province or a country: everything is in it
FAR_KM = 80.0  # beyond both radii: another place
DOUBTED_SHARE = 0.1
FAINT_SHARE = 0.25
_NO_NAMES = frozenset(
    word_key(word)
    for word in words_of(
        "district area town city village tehsil province division the of in near road region border and"
    )
)


def act(claim: Claim, reports: Sequence[Evidence]) -> Answer | None:
    """Do the reports tell of the acts?"""
    acts = acts_in(claim.words)
    if not acts:
        return None
    told = {one: [report for report in reports if tells(report, one)] for one in acts}
    pro = [report for report in reports if any(report in found for found in told.values())]
    missing = [one for one, found in told.items() if not found]
    faint = [one for one, found in told.items() if found and _is_faint(one, found, of=len(reports))]
    if not missing and (not faint or claim.kind is ClaimKind.PATTERN):
        finding = Finding.AGREES
    elif len(missing) < len(acts):
        finding = Finding.PART
    elif claim.kind is not ClaimKind.PATTERN and all(rules_out(reports, one) for one in acts):
        finding = Finding.DIFFERS
    else:
        finding = Finding.NOT_TOLD
    words = "; ".join(f"{one}: {len(found)} of {len(reports)}" for one, found in told.items())
    return _answer(Facet.ACT, finding, words=words, pro=pro, asked=len(reports))


def target(claim: Claim, reports: Sequence[Evidence]) -> Answer | None:
    """Do the reports tell of what is said to have been hit?"""
    asked = targets_in(claim.words)
    if not asked or not reports:
        return None
    told = {
        one: [report for report in reports if one == report.target or one in targets_in(report.words)] for one in asked
    }
    missing = [one for one, found in told.items() if not found]
    pro = [report for report in reports if any(report in found for found in told.values())]
    finding = Finding.AGREES if not missing else Finding.PART
    if claim.kind in {ClaimKind.INCIDENT, ClaimKind.OPINION} and pro:
        finding = Finding.AGREES  # one deed has one target, however many words it has
    words = "; ".join(f"{one}: {len(found)} of {len(reports)}" for one, found in told.items())
    return _answer(Facet.TARGET, finding, words=words, pro=pro, asked=len(reports))


def time(claim: Claim, reports: Sequence[Evidence]) -> Answer | None:
    """Did it happen when it is said to have happened?"""
    stated = claim.when.days
    if stated is None:
        return None
    dated = [(one, one.days) for one in reports if one.days and one.days.length <= LONG_DAYS]
    dated = dated or [(one, one.days) for one in reports if one.days]
    if not dated:
        early = [one for one in reports if one.published and one.published < stated.first]
        if len(early) * 2 <= len(reports):
            return _answer(Facet.TIME, Finding.NOT_TOLD, words="no report gives the day", asked=len(reports))
        words = f"{len(early)} of {len(reports)} appeared before {stated.first}"
        return _answer(Facet.TIME, Finding.DIFFERS, words=words, con=early, asked=len(reports))
    gaps = [(one, stated.gap(days)) for one, days in dated]
    pro = [one for one, gap in gaps if gap == 0]
    con = [one for one, gap in gaps if gap > TOLERANCE_DAYS]
    nearest = min(gap for _one, gap in gaps)
    finding = Finding.PART if nearest <= TOLERANCE_DAYS else Finding.DIFFERS
    if len(pro) * 2 >= len(gaps):
        finding = Finding.AGREES
    words = f"{len(pro)} of {len(gaps)} within the days stated; the nearest {nearest} days away"
    return _answer(Facet.TIME, finding, words=words, pro=pro, con=con, asked=len(gaps))


def hour(claim: Claim, reports: Sequence[Evidence]) -> Answer | None:
    """Was it at the time of day that is stated?"""
    asked = hours_in(claim.words)
    if not asked:
        return None
    told = [(one, hours_in(one.words)) for one in reports]
    return _both(
        Facet.HOUR,
        pro=[one for one, hours in told if hours & asked],
        con=[one for one, hours in told if hours and not hours & asked],
        asked=len(reports),
    )


def spot(claim: Claim, reports: Sequence[Evidence]) -> Answer | None:
    """Was it inside or outside, as stated?"""
    asked = spot_in(claim.words)
    if asked != "inside" and "outside" not in claim.words.casefold():
        return None
    told = [(one, spot_in(f"{one.where.words}. {one.words}")) for one in reports]
    return _both(
        Facet.SPOT,
        pro=[one for one, where in told if where == asked],
        con=[one for one, where in told if where and where != asked],
        asked=len(reports),
    )


def place(claim: Claim, reports: Sequence[Evidence]) -> Answer | None:
    """Was it where it is said to have been? A province or a country holds everything, and is not asked."""
    stated = claim.where
    if not stated.words:
        return None
    points = stated.candidates or gazetteer.resolve(stated.words)
    if not points or points[0].radius_km >= WIDE_KM:
        return None
    pro = [one for one in reports if named_alike(stated, one.where) or _within(points, one.where)]
    con = [one for one in reports if one not in pro and _is_elsewhere(points, one.where)]
    if not pro and not con:
        return None
    return _both(Facet.PLACE, pro=pro, con=con, asked=len(reports))


def trait(claim: Claim, reports: Sequence[Evidence], *, around: Sequence[Evidence]) -> Answer | None:
    """Do the reports tell of each trait? Told by one line where others are silent is told in part."""
    asked = traits_in(claim.words)
    if not asked:
        return None
    told = {one: [report for report in reports if one in traits_in(report.words)] for one in asked}
    heard = min(len({report.line for report in found}) for found in told.values())
    lines = len({report.line for report in around})
    finding = Finding.AGREES if heard > 1 or lines == 1 else Finding.PART
    if not heard:
        finding = Finding.NOT_TOLD
    words = "; ".join(f"{one}: {len(found)} of {len(around)}" for one, found in told.items())
    pro = [report for report in reports if any(report in found for found in told.values())]
    return _answer(Facet.TRAIT, finding, words=words, pro=pro, asked=len(around))


def doubt(claim: Claim, reports: Sequence[Evidence]) -> Answer | None:
    """Does any report call the story itself into doubt? One in a great many does not make it disputed."""
    if claim.kind is ClaimKind.PATTERN:
        return None
    con = [one for one in reports if is_doubted(one.words)]
    if not con or len(con) < DOUBTED_SHARE * len(reports):
        return None
    words = f"{len(con)} of {len(reports)} doubt it"
    return _answer(Facet.DOUBT, Finding.DIFFERS, words=words, con=con, asked=len(reports))


QUESTIONS: tuple[Callable[[Claim, Sequence[Evidence]], Answer | None], ...] = (target, time, hour, place, spot)


def _is_faint(act: str, found: Sequence[Evidence], *, of: int) -> bool:
    """Return whether an act stands only in the words of a few reports of many: a burned car at a shooting is no arson."""
    by_kind = any(one.event_type in TYPES_OF.get(act, frozenset()) for one in found)
    return not by_kind and len(found) < FAINT_SHARE * of


def _both(facet: Facet, *, pro: Sequence[Evidence], con: Sequence[Evidence], asked: int) -> Answer:
    """Return the answer where some say so and some say otherwise."""
    if not pro and not con:
        finding = Finding.NOT_TOLD
    elif not con or len(pro) > 2 * len(con):
        finding = Finding.AGREES
    else:
        finding = Finding.PART if pro else Finding.DIFFERS
    words = f"{len(pro)} say so, {len(con)} say otherwise, {asked - len(pro) - len(con)} say nothing of it"
    return _answer(facet, finding, words=words, pro=pro, con=con, asked=asked)


def _answer(
    facet: Facet,
    finding: Finding,
    *,
    words: str,
    pro: Sequence[Evidence] = (),
    con: Sequence[Evidence] = (),
    asked: int,
) -> Answer:
    return Answer(
        facet=facet,
        finding=finding,
        words=words,
        pro=tuple(one.report_id for one in pro),
        con=tuple(one.report_id for one in con),
        asked=asked,
    )


def named_alike(one: Where, other: Where) -> bool:
    """Return whether two places share a name."""
    return bool(_names(one) & _names(other))


def _names(where: Where) -> frozenset[str]:
    words = words_of(f"{where.words} {where.district}")
    return frozenset(key for key in map(word_key, words) if key and key not in _NO_NAMES)


def _within(points: Sequence[PlaceCandidate], other: Where) -> bool:
    return any(_gap_km(one, two) <= 0 for one in points for two in other.candidates if two.radius_km < WIDE_KM)


def _is_elsewhere(points: Sequence[PlaceCandidate], other: Where) -> bool:
    """Return whether a report's place is known, and far from every reading of the stated one."""
    told = other.candidates or (gazetteer.resolve(other.words, district=other.district) if other.words else ())
    if not told or any(one.radius_km >= WIDE_KM for one in told):
        return False
    return all(_gap_km(one, two) > FAR_KM for one in points for two in told)


def _gap_km(one: PlaceCandidate, other: PlaceCandidate) -> float:
    return km_between((one.lat, one.lon), (other.lat, other.lon)) - one.radius_km - other.radius_km
