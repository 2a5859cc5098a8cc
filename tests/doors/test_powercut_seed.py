"""Small seeds of campaigns/powercut.py and campaigns/sequencer_kill.py, and the disk that the first one cuts."""

from __future__ import annotations

import os
import random
import shutil

import pytest
from benchmarks import harness
from campaigns import powercut, sequencer_kill
from campaigns.powercut_disk import SECTOR, Disk, Step


def step(op: str, *, fd: int = 3, at: int = 0, first: bytes = b"", second: bytes = b"") -> Step:
    return Step(op=op, fd=fd, a=at, b=0, first=first, second=second)


def after(*done: Step, base, lies: bool = False) -> Disk:
    disk = Disk(base, lies=lies)
    for one in done:
        disk.do(one)
    return disk


def found(disk: Disk, name: str) -> set[bytes]:
    """Return everything that a hundred cuts left under a name."""
    chance = random.Random(1)
    return {bytes(disk.cut(chance).get(name, b"not there")) for _ in range(100)}


def test_what_a_sync_covers_is_there_after_every_cut_and_what_comes_after_it_is_not_sure(tmp_path):
    (tmp_path / "kept").write_bytes(b"old")
    opened = step("O", first=b"kept")
    synced = after(opened, step("W", first=b"new"), step("S", at=2), base=tmp_path)
    hoped = after(opened, step("W", first=b"new"), base=tmp_path)

    assert found(synced, "kept") == {b"new"}
    assert found(hoped, "kept") == {b"old", b"new"}
    assert hoped.read("kept") == b"new"


def test_what_another_thread_writes_during_a_sync_is_not_covered_by_it(tmp_path):
    (tmp_path / "kept").write_bytes(b"a")
    during = after(step("O", first=b"kept"), step("W", first=b"b"), step("S", at=1), base=tmp_path)

    assert found(during, "kept") == {b"a", b"b"}


def test_a_write_of_many_sectors_arrives_torn(tmp_path):
    (tmp_path / "kept").write_bytes(b"a" * 4 * SECTOR)
    disk = after(step("O", first=b"kept"), step("W", first=b"b" * 4 * SECTOR), base=tmp_path)

    seen = found(disk, "kept")

    assert b"a" * SECTOR + b"b" * SECTOR + b"a" * SECTOR + b"b" * SECTOR in seen
    assert all(set(one[start : start + SECTOR]) != set(b"ab") for one in seen for start in range(0, len(one), SECTOR))


def test_a_renamed_file_has_its_old_name_or_its_new_one_until_the_folder_is_synced(tmp_path):
    (tmp_path / "kept").write_bytes(b"old")
    (tmp_path / ".new").write_bytes(b"new")
    renamed = step("R", first=b".new", second=b"kept")

    assert found(after(renamed, base=tmp_path), "kept") == {b"old", b"new"}
    assert found(after(renamed, step("O"), step("S", at=2), base=tmp_path), "kept") == {b"new"}
    assert found(after(step("U", first=b"kept"), base=tmp_path), "kept") == {b"old", b"not there"}


def test_a_lying_disk_forgets_what_it_said_was_synced(tmp_path):
    (tmp_path / "kept").write_bytes(b"old")
    disk = after(step("O", first=b"kept"), step("W", first=b"new"), step("S", at=2), base=tmp_path, lies=True)

    assert found(disk, "kept") == {b"old", b"new"}


@pytest.mark.slow
def test_sixty_power_cuts_lose_nothing_that_was_promised_and_both_controls_do():
    if shutil.which("gcc") is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("gcc is missing: run `make services`")
    with harness.folder("powercut-seed") as folder:
        told = powercut.campaign(cuts=60, seed=7, folder=folder, reports=120, jobs=1)

    assert powercut.holds(told), told


@pytest.mark.slow
def test_a_sequencer_that_is_killed_gives_each_act_one_place_and_loses_nothing_signed():
    with harness.folder("sequencer-seed") as folder:
        told = sequencer_kill.campaign(kills=8, seed=1, folder=folder)

    assert sequencer_kill.holds(told), told
