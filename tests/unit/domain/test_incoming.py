"""What can be kept as it was told, and what is refused with a name."""

from datetime import date

import pytest

from haal.domain.errors import Malformed, Refused
from haal.domain.incoming import Question, Reason, check, day_of, open_questions, whole_number
from haal.domain.policy import Policy
from haal.domain.report import Answers, Channel, Counted, Figure, Happened, Incoming, Knows, Sealed, Where

KEY = "0123456789abcdef"
POLICY = Policy(story_chars_max=50, field_chars_max=20, figures_max=2)


def told(**answers):
    return Incoming(channel=Channel.FORM, client_key=KEY, answers=Answers(**answers))


@pytest.mark.parametrize(
    ("incoming", "reason"),
    [
        (told(saw="smoke over the bridge"), None),
        (told(figures=(Figure(counted=Counted.KILLED, low=0, high=0),)), None),
        (told(saw="a\x00b"), Reason.NUL_CHARACTER),
        (told(saw="a\ud800b"), Reason.BROKEN_CHARACTER),
        (told(saw="x" * 50), None),
        (told(saw="x" * 51), Reason.TOO_LONG),
        (told(saw="x", road="x" * 21), Reason.TOO_LONG),
        (told(saw="x", where=Where(words="y" * 21)), Reason.TOO_LONG),
        (told(figures=(Figure(counted=Counted.KILLED, low=1, high=1),) * 3), Reason.TOO_MANY_FIGURES),
        (told(), Reason.NOTHING_TOLD),
        (told(saw=" \n"), Reason.NOTHING_TOLD),
        (Incoming(channel=Channel.API, client_key="short", answers=Answers(saw="x")), Reason.CLIENT_KEY_NEEDED),
        (
            Incoming(channel=Channel.FORM, client_key=KEY, answers=Answers(saw="x"), sealed=Sealed(name="n\x00")),
            Reason.NUL_CHARACTER,
        ),
    ],
)
def test_a_message_is_kept_as_told_or_refused_by_name(incoming, reason):
    if reason is None:
        check(incoming, POLICY)
        return

    with pytest.raises(Refused) as refused:
        check(incoming, POLICY)

    assert refused.value.reason is reason


@pytest.mark.parametrize(("low", "high"), [(-1, 1), (3, 2), (0, 10_000_001)])
def test_a_figure_that_contradicts_itself_is_malformed(low, high):
    with pytest.raises(Malformed, match="figures"):
        check(told(figures=(Figure(counted=Counted.KILLED, low=low, high=high),)), POLICY)


def test_days_the_wrong_way_round_are_malformed():
    with pytest.raises(Malformed, match="happened"):
        check(told(saw="x", happened=Happened(first=date(2026, 3, 2), last=date(2026, 3, 1))), POLICY)


def test_the_open_questions_come_in_the_customs_order():
    asked = open_questions(Answers(), knows=Knows.UNKNOWN)

    assert asked == (Question.WHERE, Question.WHEN, Question.HOW_DO_YOU_KNOW, Question.WHO_NEEDS_WHAT)


def test_nothing_is_asked_twice():
    whole = Answers(where=Where(words="Quetta"), happened=Happened(first=date(2026, 3, 1)), needs="none")

    assert open_questions(whole, knows=Knows.SAW) == ()


@pytest.mark.parametrize(("text", "day"), [("", None), (" 2026-03-21 ", date(2026, 3, 21))])
def test_a_day_is_read_as_it_is_written(text, day):
    assert day_of(text, field="day") == day


@pytest.mark.parametrize("text", ["21.3.2026", "yesterday", "2026-02-30"])
def test_a_day_that_is_none_says_what_was_expected(text):
    with pytest.raises(Malformed, match="YYYY-MM-DD"):
        day_of(text, field="day")


@pytest.mark.parametrize(("text", "number"), [("13", 13), ("۱۳", 13), (" 7 ", 7)])
def test_a_number_may_be_written_in_any_script(text, number):
    assert whole_number(text, field="figures") == number
