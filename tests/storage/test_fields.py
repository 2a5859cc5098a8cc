"""A boxed column: shut when assigned, opened only with the desk's key, never in clear in the database file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories_keys import SECRETS

from haal.domain.errors import KeysLocked
from haal.storage.agreement import AgreementRow
from haal.storage.ground import keys
from haal.storage.ground.fields import DeskBox

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(value=JSON)
def test_every_value_comes_back_as_it_was(value):
    assert DeskBox.shut(value).open() == value


def test_half_a_surrogate_pair_comes_back_too():
    assert DeskBox.shut({"a": "\ud83d"}).open() == {"a": "\ud83d"}


def test_a_box_is_shut_as_soon_as_it_is_assigned():
    row = AgreementRow(reason={"why": "0300 1234567"})

    assert isinstance(row.reason, DeskBox)
    assert "0300" not in repr(vars(row))
    assert row.reason.open() == {"why": "0300 1234567"}


def test_none_stays_none():
    assert AgreementRow(reason=None).reason is None


def test_a_locked_box_stays_shut_and_shutting_still_works():
    keys.forget()
    try:
        box = DeskBox.shut("told")
        with pytest.raises(KeysLocked):
            box.open()
    finally:
        keys.hold(SECRETS)
    assert box.open() == "told"
