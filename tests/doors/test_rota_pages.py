"""A place helper's own page: change places, stand in, be there, without script and light enough for a slow line."""

from __future__ import annotations

import gzip

import pytest
from tests.doors.test_help_pages import text

from haal.porch.clock import now
from haal.storage.rota import ShiftPersonRow, ShiftRow, ShiftSwapRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]


def test_two_helpers_change_places_through_their_pages(crew):
    (first, second, third, _, stranger), ids, names = crew
    page = text(first.get("/desk/shifts/"))
    early, late = ShiftRow.objects.order_by("starts_at")
    choice = f"{late.id}/{ids[2]}"
    assert f'value="{choice}"' in page

    assert first.post(f"/desk/shifts/{early.id}/swap/", {"for": choice}).status_code == 302
    assert f"{names[0]} asks you to change places" in text(third.get("/desk/shifts/"))
    swap = f"/desk/swaps/{ShiftSwapRow.objects.get().id}/"
    for other in (first, second, stranger):
        assert other.post(f"{swap}agree/").status_code == 404
    assert third.post(f"{swap}agree/").status_code == 302

    held = set(ShiftPersonRow.objects.values_list("shift_id", "person"))
    assert held == {(early.id, ids[1]), (early.id, ids[2]), (late.id, ids[0]), (late.id, ids[3])}


def test_what_is_no_step_of_a_shift_is_not_there(crew):
    first, *_, stranger = crew[0]
    early = ShiftRow.objects.order_by("starts_at")[0]

    assert first.post(f"/desk/shifts/{early.id}/search-bags/").status_code == 404
    assert first.post("/desk/swaps/w_none/agree/").status_code == 404
    assert first.post("/desk/swaps/w_none/force/").status_code == 404
    assert stranger.post(f"/desk/shifts/{early.id}/join/").status_code == 404
    assert first.post(f"/desk/shifts/{early.id}/swap/", {"for": "x" * 500}).status_code == 404


def test_a_helper_stands_in_and_comes_when_somebody_cannot(crew):
    (first, second, third, *_), ids, _ = crew
    early = ShiftRow.objects.order_by("starts_at")[0]

    assert third.post(f"/desk/shifts/{early.id}/stand-in/").status_code == 302
    assert second.post(f"/desk/shifts/{early.id}/leave/").status_code == 302

    held = set(ShiftPersonRow.objects.filter(shift=early, stands_in=False).values_list("person", flat=True))
    assert held == {ids[0], ids[2]}
    assert first.post(f"/desk/shifts/{early.id}/here/").status_code == 409  # it is tomorrow
    ShiftRow.objects.filter(pk=early.id).update(starts_at=now())
    assert first.post(f"/desk/shifts/{early.id}/here/").status_code == 302
    assert "You said that you are here" in text(first.get("/desk/shifts/"))


def test_the_page_of_a_helper_is_light_and_names_no_shift_of_another_place(crew):
    (first, *_, stranger), _, names = crew
    answer = first.get("/desk/shifts/")

    assert len(gzip.compress(answer.content)) < 8_192
    other = text(stranger.get("/desk/shifts/"))
    assert "The library" not in other
    assert not any(name in other for name in names[:4])
