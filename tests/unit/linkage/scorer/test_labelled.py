"""Few labels move weights a little, and decisions that were held back say whether that is better."""

import numpy as np
import pytest

from haal.domain.errors import Malformed
from haal.linkage.scorer import fit as learning
from haal.linkage.scorer import model
from haal.linkage.scorer.labelled import Labelled, learn
from haal.linkage.scorer.model import Form, Model, Scale

FORM = Form(name="made", codes=("place", "toll"), sizes=(4, 3))
BEGIN = Model(
    name="made", prior=-3.0, curve=learning.sigmoid(),
    scales=(Scale(code="place", weights=(0.0, -2.0, 0.0, 2.0)), Scale(code="toll", weights=(0.0, 0.0, 0.0))),
)  # fmt: skip


def told(count=120, *, of_one=1, seed=3):
    """Draw pairs of which the toll says all and the place nothing, so many to a decision."""
    chance = np.random.default_rng(seed)
    same = np.repeat(chance.random(count // of_one) < 0.5, of_one)
    levels = np.stack([chance.choice([1, 2, 3], len(same)), np.where(same, 2, 1)], axis=1).astype(np.int16)
    return Labelled(levels=levels, same=same, decisions=[str(at // of_one) for at in range(len(same))])


def test_what_people_go_by_weighs_more_and_held_back_decisions_are_told_better():
    learned = learn(FORM, told(), begin=BEGIN)

    place, toll = learned.model.scales
    assert toll.weights[2] - toll.weights[1] > 1
    assert place.weights[3] - place.weights[1] < 4
    assert learned.after < learned.before
    assert (learned.pairs, learned.decisions) == (120, 120)


def test_the_prior_the_curve_and_the_name_stay():
    learned = learn(FORM, told(), begin=BEGIN)

    assert (learned.model.name, learned.model.prior, learned.model.curve) == ("made", -3.0, BEGIN.curve)


def test_labels_that_say_nothing_are_not_told_better():
    chance = np.random.default_rng(5)
    drawn = told()
    noise = Labelled(levels=drawn.levels, same=chance.random(120) < 0.5, decisions=drawn.decisions)
    still = Model(
        name="made", prior=0.0, curve=BEGIN.curve,
        scales=(Scale(code="place", weights=(0.0,) * 4), Scale(code="toll", weights=(0.0,) * 3)),
    )  # fmt: skip

    assert learn(FORM, noise, begin=still).after >= learn(FORM, noise, begin=still).before - 0.01


def test_a_decision_about_many_counts_as_few():
    assert learn(FORM, told(400, of_one=20), begin=BEGIN).pairs == 20 * 6


@pytest.mark.parametrize("few", [told(18), told(200, of_one=50)], ids=["labels", "decisions"])
def test_too_few_are_refused(few):
    with pytest.raises(Malformed, match="at least 20 pairs"):
        learn(FORM, few, begin=BEGIN)


def test_labels_of_one_kind_are_refused():
    drawn = told()
    with pytest.raises(Malformed, match="decisions of each kind"):
        learn(
            FORM, Labelled(levels=drawn.levels, same=np.ones(120, dtype=bool), decisions=drawn.decisions), begin=BEGIN
        )


def test_a_chosen_model_stands_in_for_the_shipped_one_of_its_form():
    shipped = model.shipped("reports")
    other = Model(name="reports", prior=shipped.prior - 1, curve=shipped.curve, scales=shipped.scales)

    model.choose(other)
    try:
        assert model.shipped("reports") is other
    finally:
        model.forget_choice()
    assert model.shipped("reports") is shipped
    with pytest.raises(ValueError, match="other features"):
        model.choose(Model(name="reports", prior=0.0, curve=shipped.curve, scales=shipped.scales[:2]))
