"""The public log as files: the published log of others comes out byte for byte, and nothing beyond the signed size does."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haal.formats import log_folder
from haal.ledger import frontier, merkle, tiles

LOG = json.loads((Path(__file__).parents[2] / "vectors/tlog/log.json").read_text())


def stored(leaves: list[bytes], *, size: int, batch: int = 300) -> log_folder.Published:
    """Return a log that holds all of `leaves` and has signed `size`."""
    rows: dict[tuple[int, int], bytes] = {}
    head = frontier.Frontier()

    def read(level: int, number: int) -> bytes:
        return rows.get((level, number), b"")

    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
    for start in range(0, len(hashes), batch):
        head, changed = tiles.appended(read, old=head, leaf_hashes=hashes[start : start + batch])
        rows |= changed
    return log_folder.Published(
        size=size, checkpoint="signed\n", tile=read, leaves=lambda begin, end: leaves[begin:end]
    )


def numbered(count: int) -> list[bytes]:
    return [b"%d" % number for number in range(count)]


def test_the_published_log_of_others_is_written_byte_for_byte():
    entries, rest = [], base64.b64decode(LOG["entries"])
    while rest:
        length = int.from_bytes(rest[:2], "big")
        entries.append(rest[2 : 2 + length])
        rest = rest[2 + length :]
    log = stored(entries, size=len(entries))

    assert log_folder.content(f"tile/entries/000.p/{len(entries)}", log) == base64.b64decode(LOG["entries"])
    assert log_folder.content(f"tile/0/000.p/{len(entries)}", log) == base64.b64decode(LOG["tile"])


def test_the_example_of_the_specification_has_the_files_it_names():
    names = list(log_folder.names(70_000))

    assert sum(name.startswith("tile/0/") for name in names) == 274
    assert [name for name in names if not name.startswith(("tile/0/", "tile/entries/"))] == [
        "tile/1/000",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
        "checkpoint",
    ]
    assert "tile/0/273.p/112" in names
    assert list(log_folder.names(256)) == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1", "checkpoint"]
    assert list(log_folder.names(0)) == ["checkpoint"]
    assert list(log_folder.names(1234067 * 256 + 3))[1234067] == "tile/entries/x001/x234/067.p/3"


@given(size=st.integers(1, 700), data=st.data())
def test_the_files_of_a_size_are_the_same_however_much_was_added_since(size, data):
    more = data.draw(st.integers(0, 700))
    then, now = stored(numbered(size), size=size), stored(numbered(size + more), size=size)

    for name in log_folder.names(size):
        assert log_folder.content(name, then) == log_folder.content(name, now) != None  # noqa: E711


@pytest.mark.parametrize(
    "name",
    [
        "tile/0/000",
        "tile/0/000.p/11",
        "tile/0/000.p/0",
        "tile/0/000.p/010",
        "tile/0/000.p/256",
        "tile/0/001.p/1",
        "tile/00/000.p/1",
        "tile/1/000.p/1",
        "tile/64/000.p/1",
        "tile/0/x000/000.p/1",
        "tile/0/000.p/1/",
        "tile/entries/000.p/11",
        "tile/0/" + "x999/" * 9 + "999",
        "tile/0/../0/000.p/1",
        "../checkpoint",
        "tile/0/٠٠٠.p/1",
        "",
    ],
)
def test_nothing_beyond_the_signed_size_and_no_odd_name_is_answered(name):
    log = stored(numbered(300), size=10)

    assert log_folder.content(name, log) is None


def test_an_unfinished_tile_of_an_earlier_size_is_still_answered():
    log = stored(numbered(300), size=300)

    assert len(log_folder.content("tile/0/000.p/7", log)) == 7 * 32


def test_a_damaged_store_is_no_empty_answer():
    log = log_folder.Published(size=10, checkpoint="", tile=lambda level, number: b"", leaves=lambda begin, end: [])

    with pytest.raises(ValueError, match="tile 0/0"):
        log_folder.content("tile/0/000.p/10", log)
