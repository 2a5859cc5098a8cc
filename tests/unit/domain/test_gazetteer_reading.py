"""What stands around a name decides what it is there for, and a doubtful name never stands alone."""

from __future__ import annotations

import pytest

from haal.domain import gazetteer


def names(words, **more):
    return [reading.name for reading in gazetteer.resolve(words, **more)]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Mustang", "Mastung"),
        ("Turbet", "Turbat"),
        ("Panjgoor", "Panjgur"),
        ("Kuzdhar", "Khuzdar"),
        ("Loralei", "Loralai"),
        ("Lucky Pass", "Lak Pass"),
        ("Shal", "Quetta"),
        ("Zahri", "Zehri"),
        ("Manguchar", "Mangochar"),
        ("كويته", "Quetta"),
        ("Belucistan, Mastung", "Mastung"),
        ("क्वेटा", "Quetta"),
        ("N. Waziristan", "North Waziristan"),
        ("D.I. Khan, KPK", "Dera Ismail Khan"),
    ],
)
def test_a_name_is_known_in_the_spellings_that_people_use(words, name):
    assert names(words)[0] == name


@pytest.mark.parametrize(
    ("told", "other"),
    [
        ("Killa Abdullah", "Killa Saifullah"),
        ("North Waziristan", "South Waziristan"),
        ("Lower Dir", "Upper Dir"),
    ],
)
def test_a_district_that_is_often_mistaken_brings_its_namesake_as_a_second_reading(told, other):
    readings = gazetteer.resolve(told)

    assert readings[0].name != other
    assert other in [reading.name for reading in readings]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("QUETTA: a blast in Nushki", "Nushki"),
        ("Lak Pass, Quetta", "Lak Pass"),
        ("Mastung, east of Quetta", "Mastung"),
        ("Mach town, 70 km south-east of Quetta", "Mach"),
        ("Pishin bus stop, Quetta, Balochistan", "Quetta"),
        ("Pasni Road, Turbat", "Turbat"),
        ("Quetta's Sariab Road", "Sariab"),
        ("مستونگ کے علاقے لکپاس", "Lak Pass"),
        ("बलूचिस्तान के मस्तुंग ज़िले", "Mastung"),
        ("Quetta'nın Hazarganji bölgesi", "Hazar Ganji"),
        ("Kolahu, Tump", "Tump"),
        ("Nasirabad, Kech", "Nasirabad"),
        ("Killa Saifullah, near Muslim Bagh", "Muslim Bagh"),
        ("a train from Sibi on its way to Quetta", "Sibi"),
        ("a hotel in Taftan near the border with Iran, Taftan, Balochistan", "Taftan"),
        ("more than a dozen towns in Balochistan", "Balochistan"),
        ("Turbat; Kharan; Quetta; Balochistan", "Balochistan"),
    ],
)
def test_a_place_that_is_only_named_to_point_at_another_is_not_the_place(words, name):
    assert names(words)[0] == name


@pytest.mark.parametrize("words", ["in the Kohlu district of Balochistan", "ضلع کوہلو"])
def test_the_word_beside_a_name_says_that_the_whole_district_is_meant(words):
    best = gazetteer.resolve(words)[0]

    assert gazetteer.standard().place(best.place_id).kind == "district"


def test_an_area_that_nobody_knows_makes_the_reading_wide():
    known, unknown = gazetteer.resolve("Kharan")[0], gazetteer.resolve("Zzurbek area, Kharan")[0]

    assert unknown.radius_km > known.radius_km + 20


def test_a_letter_off_is_found_and_two_places_that_fit_are_both_named():
    assert names("Mastug")[0] == "Mastung"
    assert len(gazetteer.resolve("Dasht")) >= 2


@pytest.mark.parametrize(
    "words", ["Gudalar", "at least 14 cities; 48 locations claimed", "the same location", "and more"]
)
def test_words_that_only_look_a_little_like_a_name_find_nothing(words):
    assert names(words) == []


def test_former_agencies_and_divisions_are_places_too():
    kinds = [
        gazetteer.standard().place(gazetteer.resolve(words)[0].place_id).kind
        for words in ("Bajaur Agency", "Makran division", "Kalat division", "FATA")
    ]

    assert kinds == ["district", "division", "division", "province"]


def test_of_two_places_between_which_it_happened_both_are_readings():
    assert {"Sibi", "Quetta"} <= set(names("between Sibi and Quetta"))


def test_miles_count_as_miles():
    (km, *_), (miles, *_) = gazetteer.resolve("10 km from Kharan"), gazetteer.resolve("10 miles from Kharan")

    assert miles.radius_km - km.radius_km == pytest.approx(6.1, abs=0.1)
