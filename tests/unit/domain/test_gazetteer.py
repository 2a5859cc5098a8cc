"""Place words and what they may mean, on the places that come with Haal."""

from __future__ import annotations

import time

import pytest

from haal.domain import gazetteer
from haal.geometry.distance import km_between


@pytest.mark.parametrize("words", ["Khuzdar", "Hozdar", "khozdar", "خضدار", "near Khuzdar", "KHUZDAR city"])
def test_a_town_is_found_in_any_spelling_and_script(words):
    best = gazetteer.resolve(words)[0]

    assert best.name == "Khuzdar"
    assert km_between((best.lat, best.lon), (27.812, 66.611)) < 5


@pytest.mark.parametrize(
    ("words", "district", "point"),
    [
        ("Mach town, 70 km south-east of Quetta", "Kachhi", (29.86, 67.33)),
        ("Machh town, Balochistan", "", (29.86, 67.33)),
        ("Zehri tehsil, Khuzdar", "", (28.15, 66.45)),
        ("Bethel Memorial Methodist Church, Zarghoon Road, Quetta", "", (30.196, 67.006)),
        ("Pasni, Gwadar district", "", (25.26, 63.47)),
        ("a village in the hills", "Awaran", (26.46, 65.23)),
        ("کوئٹہ ریلوے اسٹیشن", "", (30.18, 67.0)),
    ],
)
def test_the_narrowest_name_wins_and_the_district_decides_between_namesakes(words, district, point):
    best = gazetteer.resolve(words, district=district)[0]

    assert km_between((best.lat, best.lon), point) <= best.radius_km + 5


def test_a_distance_in_the_words_moves_the_place_and_still_holds_the_town_and_the_spot():
    (narrow, *_), (wide, *_) = gazetteer.resolve("Turbat"), gazetteer.resolve("20 km west of Turbat")

    assert wide.lon < narrow.lon
    for km_west in (0, 20):
        point = (narrow.lat, narrow.lon - km_west / 100)
        assert km_between((wide.lat, wide.lon), point) <= wide.radius_km


def test_a_distance_without_a_direction_widens_the_radius():
    (narrow, *_), (wide, *_) = gazetteer.resolve("Turbat"), gazetteer.resolve("20 km from Turbat")

    assert (wide.lat, wide.lon, wide.radius_km) == (narrow.lat, narrow.lon, narrow.radius_km + 20)


@pytest.mark.parametrize(
    "words", ["", "market", "the school on the main road", "zzxxqq", "🙂", "\u202e", "1234567890", "و"]
)
def test_words_that_are_no_name_find_nothing(words):
    assert gazetteer.resolve(words) == ()


def test_weights_say_how_sure_it_is_and_sum_to_one():
    readings = gazetteer.resolve("Kotli")

    assert sum(reading.weight for reading in readings) == pytest.approx(1, abs=0.001)
    assert [reading.weight for reading in readings] == sorted((reading.weight for reading in readings), reverse=True)


def test_a_point_nearby_decides_between_namesakes():
    by_name = [place for place in gazetteer.standard().places if place.name == "Nasirabad"]
    assert len(by_name) > 1

    for place in by_name:
        best = gazetteer.resolve("Nasirabad", near=place.point)[0]
        assert km_between((best.lat, best.lon), place.point) <= place.radius_km


def test_a_point_has_the_district_of_its_neighbours():
    district = gazetteer.standard().district_of((27.9, 66.5))

    assert district is not None
    assert district.name == "Khuzdar"
    assert gazetteer.standard().district_of((10.0, 10.0)) is None


def test_a_very_long_text_is_resolved_in_a_few_milliseconds():
    gazetteer.resolve("warm up")
    started = time.perf_counter()

    gazetteer.resolve("Khuzdar bazaar and the road to Zehri " * 500)

    assert time.perf_counter() - started < 0.05


def test_every_place_lies_in_the_country_and_has_an_id_of_its_own():
    places = gazetteer.standard().places

    assert len({place.place_id for place in places}) == len(places)
    assert all(23 <= place.lat <= 37.5 and 60 <= place.lon <= 78 and place.radius_km > 0 for place in places)
    assert sum(place.people > 0 for place in places) > 500
