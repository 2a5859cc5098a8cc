"""recordlinkage 0.16 as a peer of benchmarks/linkage_records.py: its logistic regression over six comparisons, by months across."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import recordlinkage
from link_rows import NUMBERS, answer, labels, near, sets


def main(folder: Path) -> None:
    """Learn from the labels of the other months, score each month."""
    warnings.simplefilter("ignore")
    left, right = (pd.DataFrame(rows).set_index("id").astype(dict.fromkeys(NUMBERS, float)) for rows in sets(folder))
    rows_left, rows_right = sets(folder)
    judged = {(one, other): match for one, other, match, _ in labels(folder)}
    looked_at = {one for one, _ in judged}
    pairs = [(rows_left[a]["id"], rows_right[b]["id"]) for a, b in near(rows_left, rows_right, days=2)]
    index = pd.MultiIndex.from_tuples(pairs, names=["left", "right"])
    compare = recordlinkage.Compare()
    compare.numeric("ordinal", "ordinal", method="linear", offset=0, scale=2, label="day")
    compare.string("place", "place", method="jarowinkler", label="place")
    for column in ("killed_high", "injured_high", "civilians_high", "killed_low"):
        compare.numeric(column, column, method="gauss", offset=1, scale=4, missing_value=0.5, label=column)
    if left["lat"].notna().any() and right["lat"].notna().any():
        compare.geo("lat", "lon", "lat", "lon", method="exp", offset=2, scale=30, missing_value=0.3, label="km")
    features = compare.compute(index, left, right).fillna(0.5)
    fold = np.array([left.at[one, "fold"] for one, _ in pairs])
    same = np.array([judged.get(pair, False) for pair in pairs])
    known = np.array([one in looked_at for one, _ in pairs])
    scored = []
    for part in sorted(set(fold)):
        rest = known & (fold != part)
        model = recordlinkage.LogisticRegressionClassifier()
        model.fit(features[rest], index[rest & same])
        chances = model.prob(features[fold == part])
        scored += [(one, other, float(chance)) for (one, other), chance in chances.items()]
    answer(scored)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
