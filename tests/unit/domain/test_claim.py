"""What a claim says is read from its words, and each side of it is held against the reports."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories_claims import BLUE, RED, a_claim, dead, evidence, says

from haal.domain.claim.actor import THE_PUBLIC, Likeness, actor_in, likeness
from haal.domain.claim.evidence import Facet, Finding
from haal.domain.claim.judge import actors_of, judge, names_in
from haal.domain.claim.published import why_not_say
from haal.domain.claim.quantity import quantity_of
from haal.domain.claim.verdict import Verdict
from haal.domain.incident import Days, EventType
from haal.domain.publication import PublicationReason
from haal.domain.report import Counted, ResponsibilityKind, Where

NAMES = (RED, BLUE)
_K = ResponsibilityKind


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("15", 15, 15),
        ("more than 30 killed", 31, None),
        ("at least thirteen", 13, None),
        ("dozens (24 or more)", 24, None),
        ("dozens", 24, None),
        ("tens of thousands", 20_000, None),
        ("4 to 18 dead", 4, 18),
        ("about 30", 27, 33),
        ("up to five", 0, 5),
        ("twenty-one killed", 21, 21),
        ("no one", 0, 0),
        ("2,500 displaced", 2500, 2500),
        ("three hundred", 300, 300),
    ],
)
def test_a_number_in_words_is_read_as_the_least_it_can_mean(words, low, high):
    read = quantity_of(words)

    assert read is not None
    assert (read.low, read.high) == (low, high)


def test_what_is_counted_is_taken_from_the_words_or_from_the_sentence():
    assert quantity_of("dozens", beside="Dozens were injured.").counted is Counted.INJURED  # type: ignore[union-attr]
    assert quantity_of("5 killed", beside="They were injured.").counted is Counted.KILLED  # type: ignore[union-attr]
    assert quantity_of("1", beside="The bomber came from afar.").counted is None  # type: ignore[union-attr]
    assert quantity_of("") is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (f"The {RED} attacked a market.", RED),
        (f"A market was attacked by the {RED}.", RED),
        (f"A camp of the {RED} was attacked by the {BLUE}.", BLUE),
        (f"An attack on the {RED} left five dead.", ""),
        ("RHF gunmen shot five people.", RED),
        ("Local people attacked the camp.", THE_PUBLIC),
        ("Dozens of people were killed.", ""),
        ("The attackers were the people of the town.", THE_PUBLIC),
        ("It happened at night.", ""),
        ("It declared war.", BLUE),
        ("Farland was behind the bombing.", "Farland"),
        ("The bombing was in Farland.", ""),
    ],
)
def test_who_did_it_is_read_from_where_a_name_stands(words, expected):
    assert actor_in(words, names=NAMES, group=BLUE).name == expected


def test_that_group_is_the_one_a_text_introduced():
    claims = [
        a_claim(f"An armed group, the {RED}, is active.", claim_id="C1"),
        a_claim(f"The {BLUE} attacked a camp of that group.", claim_id="C2"),
        a_claim("The group declared war.", claim_id="C3"),
    ]

    assert [one.name for one in actors_of(claims, names=NAMES)] == [RED, BLUE, RED]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (RED, RED, Likeness.SAME),
        (RED, "Red Harbour Front Eastern branch", Likeness.SAME),
        ("RHF", RED, Likeness.SAME),
        (RED, BLUE, Likeness.OTHER),
        (RED, "militants", Likeness.VAGUE),
        ("security forces", "Counter-Terrorism Department (state force)", Likeness.VAGUE),
        (THE_PUBLIC, RED, Likeness.OTHER),
        ("State forces", "Counter-Terrorism Department (state force)", Likeness.VAGUE),
        ("State forces", "militants", Likeness.OTHER),
    ],
)
def test_names_are_compared_with_names(one, other, expected):
    assert likeness(one, other, names=NAMES) is expected


@pytest.mark.parametrize(
    ("words", "cells", "verdict"),
    [
        ("A bombing in Quetta.", {"date": "2031-05-02", "place": "Quetta"}, Verdict.SUPPORTED),
        ("A bombing in Quetta.", {"date": "2031-07-02", "place": "Quetta"}, Verdict.CONTRADICTED),
        ("A bombing in Gwadar.", {"date": "2031-05-02", "place": "Gwadar"}, Verdict.CONTRADICTED),
        ("A bombing.", {"date": "2031-05-02", "place": "Balochistan"}, Verdict.SUPPORTED),
        ("Five were killed by a bomb.", {"quantity": "5 killed"}, Verdict.SUPPORTED),
        ("Fifty were killed by a bomb.", {"quantity": "50 killed"}, Verdict.EXAGGERATED),
        ("One was killed by a bomb.", {"quantity": "1 killed"}, Verdict.CONTRADICTED),
        (f"The {RED} bombed a market.", {}, Verdict.SUPPORTED),
        (f"The {BLUE} bombed a market.", {}, Verdict.OTHER_ACTOR),
        (f"The bombing was carried out by the {BLUE}.", {}, Verdict.CONTRADICTED),
        ("Nobody claimed the bombing.", {}, Verdict.CONTRADICTED),
        ("A bomb went off in the afternoon.", {}, Verdict.CONTRADICTED),
        ("A bomb went off at night.", {}, Verdict.SUPPORTED),
        ("A bomb went off in the midst of the crowd.", {}, Verdict.CONTRADICTED),
        ("A bombing killed women.", {}, Verdict.PARTLY),
        ("It is a village with a well.", {}, Verdict.PARTLY),
        ("A bombing.", {"checkable": "no"}, Verdict.NOT_CHECKABLE),
        ("Cattle were smuggled.", {}, Verdict.NOT_FOUND),
        ("Five were killed in an internet shutdown.", {"kind": "prediction"}, Verdict.NOT_CHECKABLE),
    ],
)
def test_a_claim_is_held_against_what_is_told(words, cells, verdict):
    night = "Five died at a market when a bomb went off outside a gate at a quarter to ten at night."
    reports = [
        evidence(name, night, counts=dead(5), target="market", parties=says(RED), where=Where(words="a gate, Quetta"))
        for name in ("Rone", "Rtwo")
    ]

    assert judge(a_claim(words, **cells), reports, around=reports, names=NAMES).verdict is verdict


def test_an_allegation_is_shown_with_who_makes_it_and_the_answer():
    accused = evidence("Rone", "A bomb.", parties=says(RED, _K.ALLEGED_BY_OFFICIAL))
    answer = evidence("Rtwo", "A bomb.", parties=says(RED, _K.DENIED))
    claim = a_claim(f"The {RED} set off a bomb.")

    silent = judge(claim, [accused], names=NAMES)
    answered = judge(claim, [accused, answer], names=NAMES)

    assert silent.verdict is answered.verdict is Verdict.ALLEGED
    assert silent.allegation is not None
    assert answered.allegation is not None
    assert (silent.allegation.said_by, silent.allegation.by_official) == (("own:Rone",), True)
    assert (silent.allegation.answer, answered.allegation.answer) == ((), ("Rtwo",))


def test_a_claim_of_one_event_is_held_against_the_incident_most_of_its_reports_tell_of():
    other = evidence("Rthree", "A bomb.", group="two", days=Days(first=date(2030, 1, 1), last=date(2030, 1, 1)))
    found = judge(a_claim("A bombing.", date="2031-05-02"), [other, evidence("Rone"), evidence("Rtwo")])

    assert found.report_ids == ("Rone", "Rtwo")
    assert found.answer(Facet.TIME).finding is Finding.AGREES  # type: ignore[union-attr]


def test_of_a_pattern_only_reports_that_name_the_actor_support_it():
    red = evidence("Rone", "A bomb.", parties=says(RED))
    blue = evidence("Rtwo", "Lorries were burned.", group="two", event_type=EventType.ARSON, parties=says(BLUE))
    nobody = evidence("Rthree", "Lorries were burned.", group="three", event_type=EventType.ARSON)

    def verdict(words: str, *reports):  # type: ignore[no-untyped-def]
        return judge(a_claim(words, kind="pattern"), reports, names=NAMES).verdict

    assert verdict(f"The {RED} sets off bombs.", red, blue) is Verdict.SUPPORTED
    assert verdict(f"The {RED} burns lorries.", red, blue) is Verdict.OTHER_ACTOR
    assert verdict(f"The {RED} burns lorries.", red, nobody) is Verdict.NOT_FOUND
    assert verdict(f"The {RED} sets off bombs and smuggles cattle.", red) is Verdict.PARTLY


def test_a_story_that_a_report_doubts_is_disputed():
    plain, doubting = evidence("Rone", "A bomb."), evidence("Rtwo", "The paper doubts the whole story of a bomb.")

    assert judge(a_claim("A bombing."), [plain, doubting]).verdict is Verdict.DISPUTED


def test_a_public_text_of_a_claim_names_no_party_but_may_say_what_sort_it_was():
    said = why_not_say(f"The {RED} bombed a market.", parties=NAMES)

    assert said == (PublicationReason.PARTIES, RED)
    assert why_not_say("Security forces were there.", parties=("security forces",)) is None
    assert why_not_say("x" * 601, parties=()) == (PublicationReason.TOO_LONG, "600")


KINDS = st.sampled_from(list(_K))
PARTY = st.sampled_from((RED, BLUE, "Green Coast Brigade", "Yellow Valley Police", "Grey Plain Army"))
SENTENCE = st.sampled_from(
    (
        "The {} bombed a market.",
        "A market was bombed by the {}.",
        "The attack was carried out by the {}.",
        "The {} attacked a camp of the {}.",
        "{} gunmen shot five people.",
    )
)
RENAMED = {
    RED: "Yellow Valley Police",
    "Yellow Valley Police": BLUE,
    BLUE: "Grey Plain Army",
    "Grey Plain Army": "Green Coast Brigade",
    "Green Coast Brigade": RED,
}


@given(
    sentence=SENTENCE,
    stated=st.tuples(PARTY, PARTY),
    told=st.lists(st.tuples(PARTY, KINDS), max_size=4),
    kind=st.sampled_from(("incident", "pattern", "opinion")),
)
def test_renaming_the_parties_in_claims_and_reports_changes_no_verdict(sentence, stated, told, kind):
    def verdict(names):  # type: ignore[no-untyped-def]
        claim = a_claim(sentence.format(*(names(party) for party in stated)), kind=kind)
        reports = [
            evidence(f"R{at}xx", f"A bomb, said of {names(party)}.", parties=says(names(party), said))
            for at, (party, said) in enumerate(told)
        ]
        found = judge(claim, reports, names=names_in(reports))
        return found.verdict, found.coded, [(one.facet, one.finding, one.pro, one.con) for one in found.answers]

    assert verdict(lambda party: party) == verdict(RENAMED.__getitem__)
