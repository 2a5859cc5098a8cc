"""The scorer: weights rise, not known weighs nothing, both ways of learning find what is there, a file gives it back."""

import numpy as np
import pytest

from haal.linkage.scorer import fit as learning
from haal.linkage.scorer.model import Curve, Form, Model, Scale, from_json

FORM = Form(name="made", codes=("day", "place", "noise"), sizes=(4, 3, 3))


def _made(count=4_000, share=0.2, seed=3):
    chance = np.random.default_rng(seed)
    same = chance.random(count) < share
    day = np.where(
        same, chance.choice([1, 2, 3], count, p=[0.05, 0.15, 0.8]), chance.choice([1, 2, 3], count, p=[0.7, 0.2, 0.1])
    )
    place = np.where(
        same, chance.choice([0, 1, 2], count, p=[0.2, 0.1, 0.7]), chance.choice([0, 1, 2], count, p=[0.2, 0.7, 0.1])
    )
    noise = chance.choice([0, 1, 2], count)
    return np.stack([day, place, noise], axis=1).astype(np.int16), same


def test_judged_pairs_give_weights_that_rise_and_noise_weighs_little():
    levels, same = _made()

    model = learning.fit(FORM, levels, same)

    day, place, noise = model.scales
    assert day.weights[3] - day.weights[1] > 3
    assert place.weights[2] - place.weights[1] > 2.5
    assert abs(noise.weights[2] - noise.weights[1]) < 0.6
    assert ((model.scores(levels) > 0) == same).mean() > 0.9


def test_pairs_that_nobody_judged_give_nearly_the_same_answers():
    levels, same = _made()
    begin = Model(
        name="begin", prior=-1.0, curve=learning.sigmoid(),
        scales=(
            Scale(code="day", weights=(0.0, -2.0, 0.0, 2.0)),
            Scale(code="place", weights=(0.0, -1.0, 1.0)),
            Scale(code="noise", weights=(0.0, -0.1, 0.1)),
        ),
    )  # fmt: skip

    learned = learning.fit_unlabelled(FORM, levels, begin=begin)

    judged = learning.fit(FORM, levels, same)
    assert ((learned.scores(levels) > 0) == (judged.scores(levels) > 0)).mean() > 0.95


def test_a_scale_that_falls_is_refused():
    with pytest.raises(ValueError, match="rise"):
        Scale(code="day", weights=(0.0, 2.0, 1.0))
    with pytest.raises(ValueError, match="rise"):
        Scale(code="day", weights=(0.5, 1.0))


def test_one_pair_scores_as_in_a_table_and_its_parts_add_up():
    levels, same = _made(500)
    model = learning.fit(FORM, levels, same)

    for row in levels[:20]:
        one = [int(level) for level in row]
        assert model.score(one) == pytest.approx(model.scores(levels[:20])[levels[:20].tolist().index(one)])
        assert model.prior + sum(weight for _, weight in model.parts(one)) == pytest.approx(model.score(one))


def test_the_curve_says_what_share_of_judged_pairs_is_one_event():
    levels, same = _made()
    model = learning.fit(FORM, levels[:2_000], same[:2_000])

    told = learning.calibrate(model, model.scores(levels[2_000:]), same[2_000:])

    likely = told.probabilities(levels[2_000:])
    high = likely > 0.9
    assert abs(same[2_000:][high].mean() - likely[high].mean()) < 0.03
    assert np.all(np.diff(told.curve.at(np.linspace(-12, 12, 200))) >= 0)


def test_the_score_of_a_probability_is_the_lowest_that_reaches_it():
    curve = Curve(scores=(0.0, 2.0, 4.0), probabilities=(0.1, 0.5, 0.9))

    assert curve.score_of(0.7) == pytest.approx(3.0)
    assert curve.score_of(0.05) == 0.0
    assert curve.score_of(0.99) == float("inf")


def test_a_file_gives_the_model_back():
    levels, same = _made(500)
    model = learning.calibrate(learning.fit(FORM, levels, same), learning.fit(FORM, levels, same).scores(levels), same)

    again = from_json(model.to_json())

    assert np.allclose(again.scores(levels), model.scores(levels), atol=1e-3)
    assert np.allclose(again.probabilities(levels), model.probabilities(levels), atol=0.02)
