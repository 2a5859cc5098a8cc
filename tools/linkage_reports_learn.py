"""Learning and judging for tools/linkage_reports.py: months are never learned from and judged on at once."""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict

import numpy as np

from haal.linkage.reports import standing as standings
from haal.linkage.reports import table
from haal.linkage.reports.cluster import opener_of, same_page
from haal.linkage.reports.groups import Links, grouped
from haal.linkage.reports.levels import FORM, rows
from haal.linkage.reports.pairs import candidates
from haal.linkage.reports.seen import seen_of
from haal.linkage.scorer import fit as learning
from haal.linkage.scores import agreement, interval_of

HIDE = ("lat", "lon", "admin2_district")
SHRINK = 1.0


def run(args: argparse.Namespace) -> None:
    """Learn from a corpus, or judge."""
    raw = (args.corpus / "reports.csv").read_bytes()
    truth = {row["report_id"]: row["incident_id"] for row in csv.DictReader(raw.decode().splitlines())}
    seen = [seen_of(told) for told in table.read(raw, hide=HIDE).reports]
    every = [truth[one.report_id] for one in seen]
    pairs = candidates(seen)
    levels = rows(seen, pairs)
    same = np.array([every[one] == every[other] for one, other in pairs])
    sizes = Counter(every)
    true_pairs = sum(size * (size - 1) // 2 for size in sizes.values())
    print(f"{len(seen)} reports, {len(pairs)} candidate pairs hold {same.sum()} of {true_pairs} true pairs")
    # An incident of thirty reports has 435 pairs that err together: pairs count less the more of them there are.
    weights = np.array(
        [1 / np.sqrt(max(1, sizes[every[one]] - 1)) if hit else 1.0 for (one, _), hit in zip(pairs, same, strict=True)]
    )
    months = sorted({name[:7] for name in every})
    fold = {month: place % args.folds for place, month in enumerate(months)}
    folds = np.array([fold[name[:7]] for name in every])
    scores = across(levels, same, weights, pairs, folds)
    never = list(same_page(seen))
    links = Links.made(dict(zip(pairs, scores.tolist(), strict=True)), never=never)
    groups = grouped(len(seen), links, order=[one.report_id for one in seen])
    home = {one: at for at, group in enumerate(groups) for one in group}
    answer = {seen[one].report_id: str(at) for one, at in home.items()}
    tell("months not seen", answer, truth)
    big = sizes.most_common(1)[0][0]
    tell(f"without the incident of {sizes[big]}", answer, {key: value for key, value in truth.items() if value != big})
    zone = Zones(seen, groups, links, every, folds)
    openers = {opener_of(group, links, seen) for group in groups}
    sure = zone.across(args.folds)
    for least in (0.9, 0.95, 0.97, 0.98):
        alone = {one for one, p in zip(zone.members, sure, strict=True) if p >= least} | openers
        joined = [(a, b) for group in groups for at, a in enumerate(group) for b in group[at + 1 :] if {a, b} <= alone]
        hit = sum(every[one] == every[other] for one, other in joined)
        print(
            f"alone at {least}: precision {hit / max(1, len(joined)):.4f}, share of true pairs {hit / true_pairs:.3f}"
        )
    alone = {one for one, p in zip(zone.members, sure, strict=True) if p >= standings.ALONE_MIN} | openers
    place = {one.report_id: at for at, one in enumerate(seen)}
    for name in ("near_misses.csv", "hard_positives.csv"):
        with (args.corpus / name).open(encoding="utf-8") as lines:
            pairs_ = [(place[row["report_id_a"]], place[row["report_id_b"]]) for row in csv.DictReader(lines)]
        joined = [(a, b) for a, b in pairs_ if home[a] == home[b]]
        print(
            f"{name}: {len(pairs_)}, joined or asked {len(joined)}, of these alone {sum({a, b} <= alone for a, b in joined)}"
        )
    if args.step == "learn":
        model = learning.fit(FORM, levels, same, weights=weights, shrink=SHRINK)
        model = learning.calibrate(model, scores, same)
        (args.out / "reports.json").write_text(model.to_json(), encoding="utf-8")
        (args.out / "reports-zone.json").write_text(zone.fit(zone.meets).to_json(), encoding="utf-8")


class Zones:
    """The reports that stand in groups, each with its levels and whether most of its group tell of its incident."""

    def __init__(self, seen, groups, links, every, folds) -> None:
        home = {one: at for at, group in enumerate(groups) for one in group}
        self.members = [one for group in groups if len(group) > 1 for one in group]
        stands, right = [], []
        for one in self.members:
            group = groups[home[one]]
            near = {home[other] for other in links.of.get(one, {})} - {home[one]}
            stands.append(standings.standing(one, group, [groups[each] for each in near], links=links, seen=seen))
            most = Counter(every[each] for each in group if each != one).most_common(1)[0][0]
            right.append(every[one] == most)
        self.levels = np.array([stand.row() for stand in stands], dtype=np.int16)
        self.right, self.folds = np.array(right), folds[self.members]
        self.meets = np.array([stand.meets for stand in stands])
        self.may_be_alone = np.array([stand.may_be_alone for stand in stands])

    def fit(self, chosen):
        chosen = chosen & self.meets
        return learning.fit(standings.FORM, self.levels[chosen], self.right[chosen], shrink=0.5)

    def across(self, folds):
        """Return the probability of each, from what saw nothing of its months; 0 where it may not be alone."""
        sure = np.zeros(len(self.right))
        for each in range(folds):
            here = self.folds == each
            sure[here] = self.fit(~here).probabilities(self.levels[here])
        return np.where(self.may_be_alone, sure, 0.0)


def across(levels, same, weights, pairs, folds):
    """Score every pair by weights that saw neither of its two reports' months."""
    here = np.array([folds[one] for one, _ in pairs])
    there = np.array([folds[other] for _, other in pairs])
    scores = np.zeros(len(pairs))
    of = defaultdict(list)
    for place, key in enumerate(zip(here.tolist(), there.tolist(), strict=True)):
        of[frozenset(key)].append(place)
    for left_out, places in of.items():
        rest = ~np.isin(here, list(left_out)) & ~np.isin(there, list(left_out))
        model = learning.fit(FORM, levels[rest], same[rest], weights=weights[rest], shrink=SHRINK)
        scores[places] = model.scores(levels[places])
    return scores


def tell(what: str, answer: dict[str, str], truth: dict[str, str]) -> None:
    """Print the figures with their intervals."""
    seen = agreement(answer, truth)
    low, high = interval_of(answer, truth, lambda one: one.pairs.f1, draws=100)
    print(
        f"{what}: pairs P {seen.pairs.precision:.3f} R {seen.pairs.recall:.3f} F1 {seen.pairs.f1:.3f} ({low:.3f}-{high:.3f}), "
        f"B-cubed {seen.b_cubed.f1:.3f}, incidents {seen.incidents_f1:.3f}"
    )
