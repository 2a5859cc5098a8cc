"""The desk's box opens with the desk's key; a route box opens in its own row only; a blind index finds and tells nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haal.vault.box import (
    DeskKey,
    DeskLock,
    PaddedKey,
    RouteKey,
    blind_index,
    blind_indexes,
    open_file,
    parted,
    shut_file,
)
from haal.vault.keys import Secrets, lock_file, new_pair, unlock_file
from haal.vault.seal import CannotOpen

PAIR = new_pair()


@given(plain=st.binary(max_size=2000))
def test_what_was_shut_comes_back(plain):
    assert DeskKey(PAIR.identity).open(DeskLock(PAIR.public).shut(plain)) == plain


@given(plain=st.binary(max_size=500))
def test_head_and_body_of_a_box_open_together_and_neither_alone(plain):
    box = DeskLock(PAIR.public).shut(plain)

    head, body = parted(box)

    assert DeskKey(PAIR.identity).open(head + body) == plain
    assert head.startswith(b"age-encryption.org/v1\n")
    assert len(body) == 16 + len(plain) + 16  # a nonce, one chunk, its tag
    for part in (head, body):
        with pytest.raises(CannotOpen):
            DeskKey(PAIR.identity).open(part)


def test_another_key_does_not_open_the_box():
    box = DeskLock(PAIR.public).shut(b"0300 1234567")

    assert b"0300" not in box
    with pytest.raises(CannotOpen):
        DeskKey(new_pair().identity).open(box)
    with pytest.raises(CannotOpen):
        DeskKey(PAIR.identity).open(b"not a box")


@given(plain=st.binary(max_size=500), key=st.binary(min_size=32, max_size=32))
def test_a_route_box_opens_in_its_row_only(plain, key):
    route = RouteKey(key)
    box = route.shut(plain, row_id="s_one")

    assert route.open(box, row_id="s_one") == plain
    with pytest.raises(CannotOpen):
        route.open(box, row_id="s_other")


@pytest.mark.parametrize("box", [b"", b"short", bytes(40)])
def test_a_spoiled_route_box_is_refused(box):
    with pytest.raises(CannotOpen):
        RouteKey(bytes(32)).open(box, row_id="s_one")


def test_a_blind_index_is_the_same_for_the_same_value_and_key_alone():
    index = blind_index(b"+923001234567", key=b"k" * 32)

    assert len(index) == 16
    assert index == blind_index(b"+923001234567", key=b"k" * 32)
    assert index != blind_index(b"+923001234567", key=b"l" * 32)
    assert index != blind_index(b"+923001234568", key=b"k" * 32)


def test_the_blind_indexes_of_many_are_those_of_each():
    values = [b"", b"+923001234567", b"x" * 200]

    assert list(blind_indexes(values, key=b"k" * 32)) == [blind_index(each, key=b"k" * 32) for each in values]


def test_a_file_goes_into_a_box_and_comes_back(tmp_path):
    (tmp_path / "plain").write_bytes(b"x" * 200_000)

    shut_file(tmp_path / "plain", tmp_path / "shut", PAIR.public)
    open_file(tmp_path / "shut", tmp_path / "again", PAIR.identity)

    assert (tmp_path / "again").read_bytes() == b"x" * 200_000
    with pytest.raises(CannotOpen):
        open_file(tmp_path / "shut", tmp_path / "stolen", new_pair().identity)


def test_the_key_file_opens_with_its_passphrase_alone():
    held = Secrets.make()

    content = lock_file(held, passphrase="six quiet words by the river")

    assert unlock_file(content, passphrase="six quiet words by the river") == held
    assert held.desk.encode() not in content
    with pytest.raises(CannotOpen):
        unlock_file(content, passphrase="six quiet words by the well")
    with pytest.raises(ValueError):
        lock_file(held, passphrase="short")


def test_secrets_and_keys_never_show_themselves():
    held = Secrets.make()

    for shown in (repr(held), repr(PAIR), repr(DeskKey(PAIR.identity)), repr(RouteKey(bytes(32)))):
        assert "SECRET" not in shown
        assert held.route.hex() not in shown


@given(plain=st.binary(max_size=300))
def test_a_padded_box_opens_with_its_key_its_row_and_its_pad_and_with_no_two_of_them(plain):
    key = PaddedKey(bytes(range(32)))

    box, pad = key.shut(plain, row_id="r_one")

    assert key.open(box, pad, row_id="r_one") == plain
    assert len(pad) == len(plain)
    for other, row_id in ((PaddedKey(bytes(32)), "r_one"), (key, "r_two")):
        with pytest.raises(CannotOpen):
            other.open(box, pad, row_id=row_id)
    with pytest.raises(CannotOpen):
        key.open(box, pad + b"\0", row_id="r_one")


def test_a_box_without_its_pad_may_have_held_anything():
    key = PaddedKey(bytes(range(32)))
    box, pad = key.shut(b"at the market", row_id="r_one")

    other = bytes(a ^ b ^ c for a, b, c in zip(b"at the market", b"in the school", pad, strict=True))

    assert key.open(box, other, row_id="r_one") == b"in the school"
