"""Any two shares give the secret back; one alone says nothing about it."""

from collections import Counter
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shamir_mnemonic.shamir import RawShare, _interpolate

from haal.vault.split import Share, combine, inverse, multiply, split


@given(secret=st.binary(min_size=1, max_size=100), shares=st.integers(2, 9))
def test_any_two_shares_in_any_order_give_the_secret_back(secret, shares):
    made = split(secret, shares=shares)

    assert len({share.index for share in made}) == shares
    for one, other in combinations(made, 2):
        assert combine(one, other) == secret
        assert combine(other, one) == secret


@given(secret=st.binary(min_size=16, max_size=74))
def test_another_programs_arithmetic_finds_the_same_secret(secret):
    made = split(secret, shares=3)

    for one, other in combinations(made, 2):
        points = [RawShare(one.index, one.data), RawShare(other.index, other.data)]
        assert _interpolate(points, 0) == secret


def test_one_share_leaves_every_secret_equally_likely():
    """For each value of one share's byte, each secret byte has exactly one slope: counted, not sampled."""
    for index in (1, 2, 3, 255):
        seen = Counter((secret ^ multiply(slope, index), secret) for secret, slope in product(range(256), repeat=2))

        assert set(seen.values()) == {1}
        assert len(seen) == 256 * 256


def test_the_field_is_that_of_aes():
    assert multiply(0x57, 0x83) == 0xC1  # FIPS 197, section 4.2
    assert all(multiply(element, inverse(element)) == 1 for element in range(1, 256))


def test_a_splitting_never_repeats_itself():
    assert split(b"the same secret", shares=2)[0].data != split(b"the same secret", shares=2)[0].data


@pytest.mark.parametrize("shares", [0, 1, 256])
def test_fewer_than_two_or_more_than_255_shares_are_impossible(shares):
    with pytest.raises(ValueError):
        split(b"secret", shares=shares)


def test_the_same_share_twice_opens_nothing():
    share = split(b"secret", shares=2)[0]

    with pytest.raises(ValueError):
        combine(share, share)
    with pytest.raises(ValueError):
        combine(share, Share(index=2, data=b"short"))


def test_a_share_never_shows_itself():
    share = split(b"secret", shares=2)[0]

    assert share.data.hex() not in repr(share)
    assert str(share.data) not in repr(share)
