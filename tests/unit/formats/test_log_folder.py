"""The public log as files: the published log of others comes out byte for byte, and nothing beyond the signed size does."""

import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haal.domain.errors import Malformed
from haal.formats.public import log_folder
from haal.ledger import frontier, merkle, tiles

type Read = Callable[[str], bytes]

LOG = json.loads((Path(__file__).parents[2] / "vectors/tlog/log.json").read_text())


def stored(leaves: list[bytes], *, batch: int = 300) -> Read:
    """Return how a file of a log of these leaves is read."""
    rows: dict[tuple[int, int], bytes] = {}
    head = frontier.Frontier()

    def tile(level: int, number: int) -> bytes:
        return rows.get((level, number), b"")

    def read(path: str) -> bytes:
        named = log_folder.parsed(path)
        return named.read(tile=tile, entries=lambda first, count: leaves[first : first + count])

    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
    for start in range(0, len(hashes), batch):
        head, changed = tiles.appended(tile, old=head, leaf_hashes=hashes[start : start + batch])
        rows |= changed
    return read


def paths(size: int) -> list[str]:
    return [one.path for one in log_folder.files_of(size)]


def numbered(count: int) -> list[bytes]:
    return [b"%d" % number for number in range(count)]


def test_the_published_log_of_others_is_written_byte_for_byte():
    entries, rest = [], base64.b64decode(LOG["entries"])
    while rest:
        length = int.from_bytes(rest[:2], "big")
        entries.append(rest[2 : 2 + length])
        rest = rest[2 + length :]
    read = stored(entries)

    assert read(f"tile/entries/000.p/{len(entries)}") == base64.b64decode(LOG["entries"])
    assert read(f"tile/0/000.p/{len(entries)}") == base64.b64decode(LOG["tile"])


def test_the_example_of_the_specification_has_the_files_it_names():
    names = paths(70_000)

    assert sum(name.startswith("tile/0/") for name in names) == 274
    assert "tile/0/273.p/112" in names
    assert [name for name in names if not name.startswith(("tile/0/", "tile/entries/"))] == [
        "tile/1/000",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    ]
    assert paths(256) == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]
    assert paths(0) == []
    assert log_folder.parsed("tile/entries/x001/x234/067.p/3").number == 1_234_067


@given(size=st.integers(1, 700), more=st.integers(0, 700))
def test_the_files_of_a_size_are_the_same_however_much_was_added_since(size, more):
    then, now = stored(numbered(size)), stored(numbered(size + more))

    for one in log_folder.files_of(size):
        assert one.is_of(size)
        assert one.is_of(size + more)
        assert log_folder.parsed(one.path) == one
        assert then(one.path) == now(one.path)


@pytest.mark.parametrize(
    "path", ["tile/0/000", "tile/0/000.p/11", "tile/0/001.p/1", "tile/1/000.p/1", "tile/entries/000.p/11"]
)
def test_nothing_is_part_of_the_log_beyond_its_signed_size(path):
    assert not log_folder.parsed(path).is_of(10)


def test_an_unfinished_tile_of_an_earlier_size_is_still_part_of_the_log():
    earlier = log_folder.parsed("tile/0/000.p/7")

    assert earlier.is_of(300)
    assert len(stored(numbered(300))(earlier.path)) == 7 * 32


@pytest.mark.parametrize(
    "path",
    [
        "",
        "checkpoint",
        "../checkpoint",
        "tile/0/000.p/0",
        "tile/0/000.p/010",
        "tile/0/000.p/256",
        "tile/00/000.p/1",
        "tile/64/000.p/1",
        "tile/0/x000/000.p/1",
        "tile/0/000.p/1/",
        "tile/0/000\n",
        "tile/0/" + "x999/" * 9 + "999",
        "tile/0/../0/000.p/1",
        "tile/0/٠٠٠.p/1",
    ],
)
def test_no_odd_name_is_a_file_of_a_log(path):
    with pytest.raises(Malformed):
        log_folder.parsed(path)


@pytest.mark.parametrize("path", ["tile/0/000.p/10", "tile/entries/000.p/10"])
def test_a_damaged_store_is_no_empty_answer(path):
    with pytest.raises(ValueError, match="missing"):
        stored([])(path)
