"""Learning from decoys, and from few labels: what is there is found, and few labels move little."""

import numpy as np

from haal.linkage.scorer import fit as learning
from haal.linkage.scorer.model import Form, Model, Scale
from haal.linkage.scorer.towards import fit_against, fit_towards

FORM = Form(name="made", codes=("place", "toll"), sizes=(4, 3))
FLAT = Model(
    name="flat", prior=-2.0, curve=learning.sigmoid(),
    scales=(Scale(code="place", weights=(0.0,) * 4), Scale(code="toll", weights=(0.0,) * 3)),
)  # fmt: skip


def _draw(chance, same):
    place = np.where(
        same,
        chance.choice([1, 2, 3], len(same), p=[0.1, 0.2, 0.7]),
        chance.choice([1, 2, 3], len(same), p=[0.8, 0.15, 0.05]),
    )
    toll = np.where(
        same,
        chance.choice([0, 1, 2], len(same), p=[0.2, 0.2, 0.6]),
        chance.choice([0, 1, 2], len(same), p=[0.2, 0.6, 0.2]),
    )
    return np.stack([place, toll], axis=1).astype(np.int16)


def test_real_pairs_beside_decoys_give_weights_without_a_label():
    chance = np.random.default_rng(3)
    same = chance.random(3_000) < 0.1
    levels, decoys = _draw(chance, same), _draw(chance, np.zeros(12_000, dtype=bool))

    learned = fit_against(FORM, levels, decoys, copies=4, begin=FLAT)

    place, toll = learned.scales
    assert place.weights[3] - place.weights[1] > 3
    assert toll.weights[2] - toll.weights[1] > 1
    said = 1 / (1 + np.exp(-learned.scores(levels)))
    assert abs(said.sum() - same.sum()) < 0.35 * same.sum()


def test_real_pairs_that_are_like_decoys_hold_no_match():
    chance = np.random.default_rng(3)
    none = np.zeros(2_000, dtype=bool)

    learned = fit_against(FORM, _draw(chance, none), _draw(chance, np.zeros(8_000, dtype=bool)), copies=4, begin=FLAT)

    assert (learned.scores(_draw(chance, none)) > 0).mean() < 0.01


def test_few_labels_move_the_weights_little_and_many_move_them_far():
    chance = np.random.default_rng(3)
    same = chance.random(4_000) < 0.2
    levels = _draw(chance, same)

    few = fit_towards(FORM, levels[:20], same[:20], begin=FLAT)
    many = fit_towards(FORM, levels, same, begin=FLAT)

    assert few.scales[0].weights[3] - few.scales[0].weights[1] < 1
    assert many.scales[0].weights[3] - many.scales[0].weights[1] > 3
