"""What a bundle for anybody opens of a report, by the teller's consent."""

import pytest

from haal.domain.record.custody import CHAIN, DESK, Kind, openable
from haal.domain.report import TestifyConsent

NEVER = {"saw", "heard", "by", "at", "text", "reason", "road", "needs", "notes"}


@pytest.mark.parametrize(
    ("consent", "from_press", "opened", "closed"),
    [
        (TestifyConsent.NOBODY, False, {"kind"}, {"figures", "day", "event-type", "channel", "district"}),
        (
            TestifyConsent.NUMBERS,
            False,
            {"figures", "day-first"},
            {"channel", "language", "responsibility", "district"},
        ),
        (
            TestifyConsent.PRESS,
            False,
            {"figures", "knows", "channel"},
            {"responsibility", "district", "place-words", "outlet"},
        ),
        (TestifyConsent.PRESS, True, {"outlet", "published", "responsibility", "place-words"}, set()),
        (TestifyConsent.UN, False, {"kind"}, {"figures", "day"}),
        (TestifyConsent.COURT_ABROAD, False, {"kind"}, {"figures", "day"}),
        (TestifyConsent.COURT_HERE, False, {"kind"}, {"figures", "day"}),
        (TestifyConsent.NOBODY, True, {"kind"}, {"outlet", "figures"}),
    ],
)
def test_a_report_is_opened_as_far_as_its_teller_agreed(consent, from_press, opened, closed):
    labels = openable(Kind.RECEIVED, consent=consent, from_press=from_press)

    assert opened <= labels
    assert labels >= CHAIN
    assert not labels & (closed | NEVER)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.RECEIVED])
def test_what_the_desk_did_is_told_without_who_did_it_or_what_was_typed(kind):
    labels = openable(kind, consent=TestifyConsent.PRESS, from_press=True)

    assert labels >= CHAIN
    assert not labels & (NEVER - ({"at"} if kind is Kind.EXPORTED else set()))
    assert labels - {"files"} == DESK.get(kind, CHAIN)


@pytest.mark.parametrize("consent", list(TestifyConsent))
def test_which_files_came_is_told_only_where_the_teller_agreed_to_the_press(consent):
    labels = openable(Kind.SEALED, consent=consent, from_press=False)

    assert ("files" in labels) is (consent is TestifyConsent.PRESS)
