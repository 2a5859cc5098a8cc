"""The family finder's desk through its pages: a child is handed over, a name is let out by two, and the family has the last word."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.doors.sign_in import member, person_id_of, signed_in
from tests.factories import NOW
from tests.factories_tracing import MAN, SEEN, keep, told

from haal.domain.access import Role
from haal.domain.tracing.case import CaseState
from haal.domain.tracing.pair import PairState
from haal.domain.tracing.person import AgeBand
from haal.domain.tracing.told import Consents, Described, Entry, Situation
from haal.formats.pfif.read import reading
from haal.jobs import outbox
from haal.porch.clock import now
from haal.services.help.tracing.pfif.public import public_file
from haal.storage import audit
from haal.storage.tracing import case as case_rows
from haal.storage.tracing import pair as pair_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_keys")]
CHILD = Described(names=("Gulalai",), age=AgeBand.CHILD, area="Mastung")


def text(answer):
    return answer.content.decode()


@pytest.fixture
def finders():
    """Return two family finders, by person: the browser of each."""
    return {person_id_of(name): signed_in(name) for name in (member(Role.TRACER), member(Role.TRACER))}


def mine(case_id, finders):
    """Return the browser of whoever has the case, and the other one."""
    holder = case_rows.get(case_id).handed_to
    return finders[holder], next(browser for who, browser in finders.items() if who != holder)


def page(browser, case_id):
    return text(browser.get(f"/desk/tracing/case/{case_id}/"))


def by_code(path, code, **fields):
    return Client().post(path, {"code": code, **fields})


def worked_off():
    while outbox.run(now()):
        pass


def test_a_child_is_handed_over_with_a_record_and_the_desk_says_nothing_before_the_body_does(finders):
    _code, case_id = keep(told(who=CHILD), now=NOW)
    keep(told(Entry.SIGHTING, who=CHILD), now=NOW)
    holder, second = mine(case_id, finders)
    (pair,) = pair_rows.of_request(case_id)
    root = f"/desk/tracing/pair/{pair.id}"

    assert "Child protection decides first" in page(holder, case_id)
    assert holder.post(f"{root}/same/").status_code == 409
    assert holder.post(f"{root}/refer/", {"to": " ", "why": ""}).status_code == 409
    assert holder.post(f"{root}/refer/", {"to": "Child protection unit, Mastung", "why": "alone"}).status_code == 302
    assert "Child protection unit, Mastung" in page(holder, case_id)
    assert holder.post(f"{root}/refer/", {"to": "another"}).status_code == 409
    assert holder.post(f"{root}/same/").status_code == 409
    assert holder.post(f"{root}/protection/", {"said": "tracing-protection-could-not"}).status_code == 302
    assert holder.post(f"{root}/refer/", {"to": "Edhi home"}).status_code == 302
    assert holder.post(f"{root}/protection/", {"said": "tracing-protection-same"}).status_code == 302
    assert holder.post(f"{root}/same/").status_code == 302
    assert root in text(second.get("/desk/tracing/"))
    assert second.post(f"{root}/same/").status_code == 302
    assert pair_rows.get(pair.id).state is PairState.SAME
    shown = page(holder, case_id)
    assert "They cannot take it on" in shown
    assert "They say it is the same child" in shown
    assert "Mastung" not in " ".join(one.why for one in audit.latest(limit=50))


def test_another_child_parts_the_pair_and_an_unknown_answer_is_refused(finders):
    _code, case_id = keep(told(who=CHILD), now=NOW)
    keep(told(Entry.SIGHTING, who=CHILD), now=NOW)
    holder, second = mine(case_id, finders)
    (pair,) = pair_rows.of_request(case_id)
    root = f"/desk/tracing/pair/{pair.id}"

    assert second.post(f"{root}/refer/", {"to": "x"}).status_code == 404
    assert holder.post(f"{root}/protection/", {"said": "tracing-protection-same"}).status_code == 409
    holder.post(f"{root}/refer/", {"to": "Edhi home"})
    assert holder.post(f"{root}/protection/", {"said": "yes"}).status_code == 400
    holder.post(f"{root}/protection/", {"said": "tracing-protection-not-same"})
    assert pair_rows.get(pair.id).state is PairState.NOT_SAME


def test_the_family_says_yes_with_its_code_two_finders_let_the_name_out_and_a_no_takes_it_back(finders):
    code, case_id = keep(told(), now=now())
    holder, second = mine(case_id, finders)
    publish = f"/desk/tracing/case/{case_id}/publish/"
    assert holder.post(publish).status_code == 409
    assert by_code("/seek/public-list/", code, publish="on").status_code == 200
    assert holder.post(publish).status_code == 302
    draft = re.search(r'href="(/desk/tracing/publish/[^"]+)"', text(second.get("/desk/tracing/")))[1]
    assert MAN.names[0] in text(second.get(draft))
    assert MAN.marks not in text(second.get(draft))
    assert "/desk/tracing/publish/" not in text(holder.get("/desk/tracing/"))
    assert holder.post(f"{draft}agree/").status_code == 409
    assert signed_in(member(Role.TRACER)).get(draft).status_code == 404
    assert second.post(f"{draft}agree/").status_code == 302

    assert [one.full_name for one in reading(public_file(now=now())).persons] == [MAN.names[0]]
    assert "It is on the public list" in page(holder, case_id)
    assert by_code("/seek/public-list/", code).status_code == 200
    assert reading(public_file(now=now())).persons == ()
    answers = [one.why for one in audit.latest(limit=50) if one.what == "tracing-public-list"]
    assert sorted(answers) == ["no", "yes"]


def test_a_draft_that_the_second_refuses_is_wiped_and_may_be_asked_for_anew(finders):
    _code, case_id = keep(told(consents=Consents(search=True, publish=True)), now=now())
    holder, second = mine(case_id, finders)
    publish = f"/desk/tracing/case/{case_id}/publish/"
    holder.post(publish)
    draft = re.search(r'href="(/desk/tracing/publish/[^"]+)"', text(second.get("/desk/tracing/")))[1]
    assert second.post(f"{draft}refuse/").status_code == 302
    assert second.get(draft).status_code == 404
    assert second.post(f"{draft}agree/").status_code in {404, 409}
    assert holder.post(publish).status_code == 302


def test_the_finder_writes_down_the_familys_word_for_somebody_still_held(finders):
    _code, case_id = keep(told(situation=Situation.TAKEN), now=now())
    holder, second = mine(case_id, finders)
    say = f"/desk/tracing/case/{case_id}/public-list/"

    assert second.post(say, {"publish": "on"}).status_code == 404
    holder.post(say, {"publish": "on"})
    assert "still held" in page(holder, case_id)
    assert holder.post(f"/desk/tracing/case/{case_id}/publish/").status_code == 409
    holder.post(say, {"publish": "on", "family_word": "on"})
    assert holder.post(f"/desk/tracing/case/{case_id}/publish/").status_code == 302


def test_where_the_one_seeking_may_be_the_danger_no_name_is_let_out_and_the_seeker_sees_no_difference(finders):
    code, case_id = keep(told(consents=Consents(search=True, publish=True)), now=now())
    keep(told(Entry.SIGHTING, who=SEEN), now=now())
    holder, _second = mine(case_id, finders)
    (pair,) = pair_rows.of_request(case_id)
    before = re.sub('value="[^"]*"', "", text(by_code("/seek/state/", code)))
    holder.post(f"/desk/tracing/pair/{pair.id}/same/")
    holder.post(f"/desk/tracing/pair/{pair.id}/answer/", {"answer": "tracing-seeker-danger"})

    refused = holder.post(f"/desk/tracing/case/{case_id}/publish/")
    assert refused.status_code == 409
    assert "may be the danger" in text(refused)
    assert re.sub('value="[^"]*"', "", text(by_code("/seek/state/", code))) == before


def test_the_family_says_that_the_person_is_home_and_only_the_finder_of_another_family_sees_a_mark(finders):
    code, case_id = keep(told(situation=Situation.TAKEN, consents=Consents(search=True, publish=True)), now=now())
    other, other_id = keep(told(), now=now())
    assert by_code("/seek/home/", code).status_code == 200
    assert case_rows.get(case_id).state is CaseState.OPEN  # it enters by intake, and is considered anew
    worked_off()

    assert case_rows.get(case_id).state is CaseState.CLOSED
    assert case_rows.told_of(case_id) is None
    assert "This is ended" in text(by_code("/seek/state/", code))
    assert by_code("/seek/home/", code).status_code == 409
    assert "A family finder has it and searches" in text(by_code("/seek/state/", other))
    assert "told that they are home" in page(mine(other_id, finders)[0], other_id)


def test_the_familys_own_copy_says_what_was_told_and_agreed_and_leads_to_the_proofs(finders):
    code, _case = keep(told(situation=Situation.TAKEN), now=now())
    copy = text(by_code("/seek/copy/", code))

    for word in (MAN.names[0], "Taken and not heard of since", "Family finders may search", "yes", "no", "/code/copy/"):
        assert word in copy
    assert "haal-own-copy/v1" in text(by_code("/code/copy/", code))
