"""Keep what people choose, once however many choose it, and drop it with the last of them.

The one thing to know: `hold` locks the rows of the choices until the transaction ends, and so does `drop_unheld`, so a
choice cannot vanish between being found and being held. On SQLite there is one writer anyway.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import batched

from django.db import connection

from haal.domain.delivery import Channel
from haal.domain.subscriber import LEVELS, Choice
from haal.geometry.cells import from_number, to_number
from haal.storage.chosen.rows import PATCHES_MAX, ChoicePatchRow, ChoiceRow, KindRow, PatchCellRow, PatchRow

INSERT_ROWS = 2_000
_SEVERITIES = {number: severity for severity, number in LEVELS.items()}
type _Patch = tuple[int, ...]
type _Kind = tuple[str, str, int, bool]
type _Sum = tuple[int, ...]
_MORE = """
INSERT INTO subscriber_patch_sum (kind, patch, before_1, before_2, before_3, before_4, people)
VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (kind, patch, before_1, before_2, before_3, before_4)
DO UPDATE SET people = subscriber_patch_sum.people + excluded.people
"""
_FEWER = """
UPDATE subscriber_patch_sum SET people = people - %s
WHERE kind = %s AND patch = %s AND before_1 = %s AND before_2 = %s AND before_3 = %s AND before_4 = %s
"""
_NONE_LEFT = """
DELETE FROM subscriber_patch_sum WHERE people = 0
AND kind = %s AND patch = %s AND before_1 = %s AND before_2 = %s AND before_3 = %s AND before_4 = %s
"""
# What the sums have to be, from the choices alone: the lower patches of a choice are those that come before, in order.
SUMS = """
SELECT kind, patch, before_1, before_2, before_3, before_4, SUM(people) AS people FROM (
    SELECT choice.kind_id AS kind, held.patch, choice.people, LAG(held.patch, 1, 0) OVER lower AS before_1,
        LAG(held.patch, 2, 0) OVER lower AS before_2, LAG(held.patch, 3, 0) OVER lower AS before_3,
        LAG(held.patch, 4, 0) OVER lower AS before_4
    FROM subscriber_choice_patch held JOIN subscriber_choice choice ON choice.id = held.choice_id
    WHERE choice.people > 0 WINDOW lower AS (PARTITION BY held.choice_id ORDER BY held.patch)
) held GROUP BY kind, patch, before_1, before_2, before_3, before_4
"""


def hold(wanted: Iterable[Choice]) -> dict[Choice, int]:
    """Return the row of each choice, made where nobody chose it before, and held until the transaction ends."""
    by_key = {key_of(choice): choice for choice in wanted}
    there = _locked(by_key)
    missing = [by_key[key] for key in sorted(by_key) if key not in there]
    if missing:
        _make(missing)
        there = _locked(by_key)
        _place([(there[key_of(choice)], choice) for choice in missing])
    return {choice: there[key] for key, choice in by_key.items()}


def add_people(more: Mapping[int, int]) -> None:
    """Count people in, or out; in one order everywhere, so that two who do it never wait for each other."""
    values = [(count, choice_id) for choice_id, count in sorted(more.items())]
    sums: Counter[_Sum] = Counter()
    for choice_id, kind, patches in _held(more):
        for one in _sums_of(kind, patches):
            sums[one] += more[choice_id]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE subscriber_choice SET people = people + %s WHERE id = %s", values)
        cursor.executemany(_MORE, [(*one, count) for one, count in sorted(sums.items()) if count > 0])
        fewer = [(-count, *one) for one, count in sorted(sums.items()) if count < 0]
        cursor.executemany(_FEWER, fewer)
        cursor.executemany(_NONE_LEFT, [one for _, *one in fewer])


def empty(choice_ids: Iterable[int]) -> tuple[int, ...]:
    """Return those of the choices that no active person holds, held until the transaction ends."""
    rows = ChoiceRow.objects.filter(pk__in=sorted(set(choice_ids)), people=0).order_by("pk")
    return tuple(rows.select_for_update().values_list("pk", flat=True))


def drop(choice_ids: Iterable[int]) -> None:
    """Delete choices that nobody holds, and their patches where nobody else named them."""
    ids = list(choice_ids)
    patches = set(ChoicePatchRow.objects.filter(choice_id__in=ids).values_list("patch", flat=True))
    ChoiceRow.objects.filter(pk__in=ids).delete()
    named = ChoicePatchRow.objects.filter(patch__in=patches).values_list("patch", flat=True)
    PatchRow.objects.filter(pk__in=patches - set(named)).delete()


def to_domain(row: ChoiceRow) -> Choice:
    """Return what the row says."""
    patches = ChoicePatchRow.objects.filter(choice_id=row.pk).order_by("patch").values_list("patch", flat=True)
    cells: dict[int, list[int]] = {patch: [] for patch in patches}
    for patch, cell in PatchCellRow.objects.filter(patch_id__in=cells).values_list("patch_id", "cell"):
        cells[patch].append(cell)
    places = tuple(tuple(from_number(cell) for cell in sorted(inside or [patch])) for patch, inside in cells.items())
    return Choice(
        channel=Channel(row.channel),
        language=row.language,
        second_language=row.second_language,
        cells=tuple(sorted({cell for place in places for cell in place})),
        places=places,
        level=_SEVERITIES[row.level],
        quiet_from=row.quiet_from,
        quiet_to=row.quiet_to,
        is_simulated=row.is_simulated,
    )


def key_of(choice: Choice) -> bytes:
    """Return the digest by which the same choice is found again."""
    parts = (choice.channel.value, choice.language, choice.second_language, LEVELS[choice.level])
    patches = sorted({tuple(sorted(set(patch))) for patch in choice.patches})
    return _digest((parts, choice.quiet_from, choice.quiet_to, choice.is_simulated, patches))


def _make(choices: Sequence[Choice]) -> None:
    """Write the rows of choices that were not there a moment ago; one that somebody else just wrote stays as it is."""
    kinds = _kinds({_kind(choice) for choice in choices})
    rows = [
        ChoiceRow(
            key=key_of(choice),
            kind_id=kinds[_kind(choice)],
            channel=choice.channel.value,
            language=choice.language,
            second_language=choice.second_language,
            level=LEVELS[choice.level],
            quiet_from=choice.quiet_from,
            quiet_to=choice.quiet_to,
            is_simulated=choice.is_simulated,
        )
        for choice in choices
    ]
    ChoiceRow.objects.bulk_create(rows, batch_size=INSERT_ROWS, ignore_conflicts=True)


def _place(choices: Sequence[tuple[int, Choice]]) -> None:
    """Write the patches of choices that have none yet."""
    ids = [choice_id for choice_id, _ in choices]
    done: set[int] = set()
    for some in batched(ids, INSERT_ROWS):
        done.update(ChoicePatchRow.objects.filter(choice_id__in=some).values_list("choice_id", flat=True))
    fresh = [(choice_id, choice) for choice_id, choice in choices if choice_id not in done]
    numbers = _patches({_numbers(patch) for _, choice in fresh for patch in choice.patches})
    ChoicePatchRow.objects.bulk_create(
        (
            ChoicePatchRow(patch=patch, choice_id=choice_id)
            for choice_id, choice in fresh
            for patch in _placed(choice, numbers)
        ),
        batch_size=INSERT_ROWS,
    )


def _placed(choice: Choice, numbers: Mapping[_Patch, int]) -> list[int]:
    held = sorted({numbers[_numbers(patch)] for patch in choice.patches})
    if not 0 < len(held) <= PATCHES_MAX:
        raise ValueError("a choice names one to five places; the doors check first")
    return held


def _held(choice_ids: Iterable[int]) -> Iterator[tuple[int, int, list[int]]]:
    """Give each choice with its kind and its patches, lowest first."""
    columns = ("choice_id", "choice__kind_id", "patch")
    for some in batched(sorted(choice_ids), INSERT_ROWS):
        found: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for choice_id, kind, patch in ChoicePatchRow.objects.filter(choice_id__in=some).values_list(*columns):
            found[choice_id, kind].append(patch)
        yield from ((choice_id, kind, sorted(patches)) for (choice_id, kind), patches in found.items())


def _sums_of(kind: int, patches: Sequence[int]) -> Iterator[_Sum]:
    """Give the sums to which somebody with these patches adds one each."""
    for at, patch in enumerate(patches):
        yield (kind, patch, *reversed(patches[:at]), *[0] * (PATCHES_MAX - 1 - at))


def _patches(wanted: Iterable[_Patch]) -> dict[_Patch, int]:
    """Return the number of each patch: the cell itself where there is but one."""
    found: dict[_Patch, int] = {}
    by_key: dict[bytes, _Patch] = {}
    for patch in wanted:
        if len(patch) == 1:
            found[patch] = patch[0]
        else:
            by_key[_digest(patch)] = patch
    there = _patch_rows(by_key)
    missing = [key for key in sorted(by_key) if key not in there]
    if missing:
        PatchRow.objects.bulk_create((PatchRow(key=key) for key in missing), INSERT_ROWS, ignore_conflicts=True)
        there = _patch_rows(by_key)
        cells = (PatchCellRow(cell=cell, patch_id=there[key]) for key in missing for cell in by_key[key])
        PatchCellRow.objects.bulk_create(cells, INSERT_ROWS, ignore_conflicts=True)
    return found | {patch: there[key] for key, patch in by_key.items()}


def _patch_rows(wanted: Iterable[bytes]) -> dict[bytes, int]:
    found: dict[bytes, int] = {}
    for some in batched(sorted(wanted), INSERT_ROWS):
        rows = PatchRow.objects.filter(key__in=some).order_by("key").select_for_update()
        found |= {bytes(key): pk for key, pk in rows.values_list("key", "pk")}
    return found


def _locked(wanted: Iterable[bytes]) -> dict[bytes, int]:
    found: dict[bytes, int] = {}
    for some in batched(sorted(wanted), INSERT_ROWS):
        rows = ChoiceRow.objects.filter(key__in=some).order_by("key").select_for_update()
        found |= {bytes(key): pk for key, pk in rows.values_list("key", "pk")}
    return found


def _kind(choice: Choice) -> _Kind:
    return choice.channel.value, choice.language, LEVELS[choice.level], choice.is_simulated


def _kinds(wanted: set[_Kind]) -> dict[_Kind, int]:
    """Return the numbers of kinds, made where they are new."""
    names = ("channel", "language", "level", "is_simulated")
    rows = [KindRow(**dict(zip(names, kind, strict=True))) for kind in sorted(wanted)]
    KindRow.objects.bulk_create(rows, ignore_conflicts=True)
    return {kind: pk for pk, *rest in KindRow.objects.values_list("pk", *names) if (kind := _as_kind(rest)) in wanted}


def _as_kind(values: Sequence[object]) -> _Kind:
    channel, language, level, is_simulated = values
    return str(channel), str(language), int(str(level)), bool(is_simulated)


def _numbers(patch: Iterable[str]) -> _Patch:
    return tuple(sorted({to_number(cell) for cell in patch}))


def _digest(value: object) -> bytes:
    return hashlib.sha256(repr(value).encode()).digest()[:16]
