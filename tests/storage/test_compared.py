"""Reports kept for comparison: found by what they share, by index, and by nobody without the keys or after they were erased."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.db import connection
from tests.factories_near import BLAST, RARE_WORDS, reports

from haal.domain.errors import KeysLocked
from haal.linkage.reports.levels import may_be_one, when
from haal.linkage.reports.near.pack import pack
from haal.linkage.reports.pairs import keys_of
from haal.storage.boxes.data_key import ID_BYTES, DataKeyRow
from haal.storage.compared import find, rows
from haal.storage.compared.rows import ComparedRow, MarkRow, form_key
from haal.storage.ground import keys
from haal.vault.seal import CannotOpen

pytestmark = pytest.mark.django_db

MANY = 3_000


def put_all(seen):
    for one in seen:
        rows.put(one)


def test_a_new_report_finds_what_shares_a_key_as_in_a_whole_file():
    kept = reports(200, seed=11)
    put_all(kept)
    shared = {one.report_id: set(keys_of(one)) for one in kept}

    for new in (replace(one, report_id="r_new") for one in reports(40, seed=12) if one.has_day):
        found = find.near(new)
        for one in kept:
            if may_be_one(new, one) and when(new, one) != ("span", 1):
                assert (one.report_id in found) == bool(set(keys_of(new)) & shared[one.report_id])


def test_what_is_found_is_the_short_form():
    rows.put(BLAST)

    assert find.near(replace(BLAST, report_id="r_new")) == {"r_blast": pack(BLAST)}
    assert find.of_reports(["r_blast", "r_gone"]) == {"r_blast": pack(BLAST)}
    assert find.of_reports([]) == {}


def test_a_report_that_is_put_twice_is_there_once():
    rows.put(BLAST)
    rows.put(BLAST)

    assert (ComparedRow.objects.count(), MarkRow.objects.count(), DataKeyRow.objects.count()) == (1, 2, 1)


def test_a_row_of_an_earlier_version_is_made_anew():
    rows.put(BLAST)
    ComparedRow.objects.update(edition=0)

    rows.put(replace(BLAST, killed=14))

    assert find.of_reports(["r_blast"]) == {"r_blast": pack(replace(BLAST, killed=14))}
    assert (ComparedRow.objects.count(), DataKeyRow.objects.count()) == (1, 1)


def test_nothing_told_lies_there_in_clear():
    rows.put(replace(BLAST, day=None, page="paper/1234567", words=frozenset(RARE_WORDS)))

    told = (b"kt", b"rally", b"bombing", b"1234567", *(word.encode() for word in RARE_WORDS))
    everything = b"".join(bytes(row.box) for row in ComparedRow.objects.all())
    everything += b"".join(bytes(row.header) for row in DataKeyRow.objects.all())
    assert [one for one in told if one in everything] == []
    assert MarkRow.objects.count() == len(RARE_WORDS) + 1
    assert not any(0 <= mark < 2**32 for mark in MarkRow.objects.values_list("mark", flat=True))


def test_the_same_place_in_another_month_has_another_mark():
    later = replace(BLAST, day=(BLAST.day[0] + 62, BLAST.day[0] + 62))

    assert set(rows.marks_of({"1/kt"})).isdisjoint(rows.marks_of({"2/kt"}))
    put_all([BLAST, replace(later, report_id="r_later")])
    assert MarkRow.objects.values("mark").distinct().count() == 4


def test_a_report_that_was_forgotten_is_found_no_more():
    put_all([BLAST, replace(BLAST, report_id="r_other")])

    rows.forget("r_blast")

    assert set(find.near(BLAST)) == {"r_other"}
    assert (ComparedRow.objects.count(), MarkRow.objects.count(), DataKeyRow.objects.count()) == (1, 2, 1)


def test_an_old_copy_of_a_forgotten_row_cannot_be_opened_even_with_the_desks_key():
    rows.put(BLAST)
    row = ComparedRow.objects.get()
    pad = bytes(DataKeyRow.objects.get().header)
    box = bytes(row.box)[ID_BYTES:]

    rows.forget("r_blast")
    ComparedRow(id=row.id, report_id="r_blast", edition=row.edition, box=row.box).save(force_insert=True)

    assert DataKeyRow.objects.count() == 0
    assert find.of_reports(["r_blast"]) == {}
    with pytest.raises(CannotOpen):
        form_key().open(box, b"", row_id="r_blast")
    assert form_key().open(box, bytes(len(pad)), row_id="r_blast") != pack(BLAST)
    assert form_key().open(box, pad, row_id="r_blast") == pack(BLAST)  # that, and nothing less, opens it


def test_a_form_cannot_be_moved_to_another_report():
    rows.put(BLAST)
    ComparedRow.objects.update(report_id="r_other")

    assert find.of_reports(["r_other"]) == {}


def test_without_the_keys_nothing_is_kept_or_found(home):
    rows.put(BLAST)
    keys.forget()

    for do in (
        lambda: rows.put(replace(BLAST, report_id="r_new")),
        lambda: find.near(BLAST),
        lambda: find.of_reports(["r_blast"]),
    ):
        with pytest.raises(KeysLocked):
            do()
    assert ComparedRow.objects.count() == 1


@pytest.mark.parametrize("by_mark", [True, False])
def test_rows_are_found_by_index_however_many_there_are(by_mark):
    put_all(reports(MANY, seed=1))
    values = rows.marks_of({"1/kt", "2/kt"}) if by_mark else ["r_1", "r_2"]
    statement = find.statement(by_mark=by_mark)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", [find.parameter(values)])
            steps = [row[-1] for row in cursor.fetchall()]
            small = ("SCAN found", "SCAN json_each")
            scanned = [step for step in steps if step.startswith("SCAN") and not step.startswith(small)]
        else:
            cursor.execute("ANALYZE")
            cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", [find.parameter(values)])
            (plan,) = cursor.fetchone()
            steps = list(_nodes(json.loads(plan) if isinstance(plan, str) else plan))
            scanned = [step for step in steps if step.startswith("Seq Scan") or "Hash Join" in step]
    assert scanned == [], steps
    assert any(("compared_by_mark" if by_mark else "compared") in step for step in steps)


def _nodes(plan):
    if isinstance(plan, list):
        for each in plan:
            yield from _nodes(each)
    elif isinstance(plan, dict):
        if "Node Type" in plan:
            yield " ".join(str(plan.get(key, "")) for key in ("Node Type", "Relation Name", "Index Name"))
        for each in plan.values():
            yield from _nodes(each)
