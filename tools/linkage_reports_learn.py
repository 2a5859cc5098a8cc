"""Learning and judging the scorer of reports: no weight that judges a report has seen another of its month.

Used by `tools/linkage_reports.py` (learn) and by `benchmarks/linkage_press.py` (judge).
"""

from __future__ import annotations

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from haal.linkage.reports import standing as standings
from haal.linkage.reports import table
from haal.linkage.reports.cluster import opener_of, same_page
from haal.linkage.reports.groups import Links, grouped
from haal.linkage.reports.levels import FORM, rows
from haal.linkage.reports.pairs import candidates
from haal.linkage.reports.seen import Seen, seen_of
from haal.linkage.scorer import fit as learning
from haal.linkage.scorer.model import Levels, Model
from haal.linkage.told import Told

HIDE = ("lat", "lon", "admin2_district")
SHRINK = 1.0
ZONE_SHRINK = 0.5


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """A press corpus ready to be learned from: its reports, the pairs worth comparing, and the truth."""

    told: Sequence[Told]
    seen: Sequence[Seen]
    incidents: Sequence[str]
    pairs: Sequence[tuple[int, int]]
    levels: Levels
    same: np.ndarray
    weights: np.ndarray

    @property
    def truth(self) -> dict[str, str]:
        """Return report -> incident."""
        return {one.report_id: incident for one, incident in zip(self.seen, self.incidents, strict=True)}

    def parts(self, most: int) -> np.ndarray:
        """Return the part of each report: its incident's month, dealt into at most so many parts."""
        months = sorted({name[:7] for name in self.incidents})
        part = {month: place % most for place, month in enumerate(months)}
        return np.array([part[name[:7]] for name in self.incidents])


def corpus_of(path: Path) -> Corpus:
    """Read `reports.csv` with its column incident_id; where the coder saw the place is hidden."""
    raw = path.read_bytes()
    truth = {row["report_id"]: row["incident_id"] for row in csv.DictReader(raw.decode().splitlines())}
    told = table.read(raw, hide=HIDE).reports
    seen = [seen_of(one) for one in told]
    incidents = [truth[one.report_id] for one in seen]
    pairs = candidates(seen)
    same = np.array([incidents[one] == incidents[other] for one, other in pairs])
    sizes = Counter(incidents)
    # An incident of thirty reports has 435 pairs that err together: pairs count less the more of them there are.
    counts = [1 / np.sqrt(max(1, sizes[incidents[one]] - 1)) for one, _ in pairs]
    weights = np.where(same, np.array(counts), 1.0)
    return Corpus(
        told=told, seen=seen, incidents=incidents, pairs=pairs, levels=rows(seen, pairs), same=same, weights=weights
    )


def with_fewer_words(corpus: Corpus, *, share: float) -> Levels:
    """Return the levels when this share of the words of every story and place, drawn by chance, is not there."""

    def fewer(text: str, chance: random.Random) -> str:
        return " ".join(word for word in text.split() if chance.random() >= share)

    seen = []
    for one in corpus.told:
        chance = random.Random(one.report_id)
        seen.append(seen_of(replace(one, text=fewer(one.text, chance), place_text=fewer(one.place_text, chance))))
    return rows(seen, corpus.pairs)


def unseen_scores(corpus: Corpus, parts: np.ndarray, *, asked: Levels | None = None) -> np.ndarray:
    """Score every pair by weights that saw neither of its two reports' parts; `asked`: when told otherwise than learned from."""
    here = np.array([parts[one] for one, _ in corpus.pairs])
    there = np.array([parts[other] for _, other in corpus.pairs])
    places = defaultdict(list)
    for place, key in enumerate(zip(here.tolist(), there.tolist(), strict=True)):
        places[frozenset(key)].append(place)
    scores = np.zeros(len(corpus.pairs))
    for left_out, at in places.items():
        rest = ~np.isin(here, list(left_out)) & ~np.isin(there, list(left_out))
        scores[at] = weights_of(corpus, rest).scores((corpus.levels if asked is None else asked)[at])
    return scores


def weights_of(corpus: Corpus, chosen: np.ndarray) -> Model:
    """Learn from the chosen pairs."""
    levels, same, weights = corpus.levels[chosen], corpus.same[chosen], corpus.weights[chosen]
    return learning.fit(FORM, levels, same, weights=weights, shrink=SHRINK)


@dataclass(frozen=True, kw_only=True)
class Grouped:
    """Groups, how every member of one stands in it, and whether most of the group tell of its incident."""

    groups: Sequence[Sequence[int]]
    openers: frozenset[int]
    members: Sequence[int]
    levels: Levels
    right: np.ndarray
    may_be_alone: np.ndarray
    meets: np.ndarray

    def zone_model(self, chosen: np.ndarray) -> Model:
        """Learn how likely a report belongs where it stands."""
        chosen = chosen & self.meets
        return learning.fit(standings.FORM, self.levels[chosen], self.right[chosen], shrink=ZONE_SHRINK)

    def alone(self, parts: np.ndarray) -> frozenset[int]:
        """Return the reports nobody is asked about, each judged by what saw nothing of its part."""
        found = set(self.openers)
        own = parts[list(self.members)]
        for part in sorted(set(own.tolist())):
            here = own == part
            sure = self.zone_model(~here).probabilities(self.levels[here])
            likely = (sure >= standings.ALONE_MIN) & self.may_be_alone[here]
            found.update(np.array(self.members)[here][likely].tolist())
        return frozenset(found)


def grouped_by(corpus: Corpus, scores: np.ndarray) -> Grouped:
    """Group the reports by these scores."""
    seen = corpus.seen
    links = Links.made(dict(zip(corpus.pairs, scores.tolist(), strict=True)), never=same_page(seen))
    groups = grouped(len(seen), links, order=[one.report_id for one in seen])
    home = {one: at for at, group in enumerate(groups) for one in group}
    members = [one for group in groups if len(group) > 1 for one in group]
    stands, right = [], []
    for one in members:
        group = groups[home[one]]
        near = [groups[at] for at in {home[other] for other in links.of.get(one, {})} - {home[one]}]
        stands.append(standings.standing(one, group, near, links=links, seen=seen))
        most = Counter(corpus.incidents[each] for each in group if each != one).most_common(1)[0][0]
        right.append(corpus.incidents[one] == most)
    return Grouped(
        groups=groups,
        openers=frozenset(opener_of(group, links, seen) for group in groups),
        members=members,
        levels=np.array([stand.row() for stand in stands], dtype=np.int16),
        right=np.array(right),
        may_be_alone=np.array([stand.may_be_alone for stand in stands]),
        meets=np.array([stand.meets for stand in stands]),
    )


def learn(corpus: Corpus, *, parts: int, out: Path) -> None:
    """Write the weights of pairs, and those of standing in a group by pairs no weight had seen."""
    scores = unseen_scores(corpus, corpus.parts(parts))
    model = weights_of(corpus, np.ones(len(corpus.pairs), dtype=bool))
    model = learning.calibrate(model, scores, corpus.same)
    (out / "reports.json").write_text(model.to_json(), encoding="utf-8")
    found = grouped_by(corpus, scores)
    zone = found.zone_model(np.ones(len(found.members), dtype=bool))
    (out / "reports-zone.json").write_text(zone.to_json(), encoding="utf-8")
