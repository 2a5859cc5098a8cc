"""What a helper writes by text message is understood in two languages, and the answer says hours and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from haal.domain.rota import text
from haal.domain.rota.text import Ask, Asked
from haal.domain.warn.message import SMS_PARTS_MAX
from haal.language.sms import measure

AT = datetime(2026, 3, 21, 3, 0, tzinfo=UTC)
CODE = "123 456 7890"


@pytest.mark.parametrize(
    ("rest", "ask", "number"),
    [
        ("", Ask.WHEN, 1),
        (" ", Ask.WHEN, 1),
        (" swap 2", Ask.SWAP, 2),
        (" Swap", Ask.SWAP, 1),
        ("\nchange 3", Ask.SWAP, 3),
        (" بدل ۲", Ask.SWAP, 2),
        (" badli", Ask.SWAP, 1),
        (" CANNOT 12", Ask.CANNOT, 12),
        (" can't", Ask.CANNOT, 1),
        (" ناغہ 1", Ask.CANNOT, 1),
        (" here.", Ask.HERE, 1),
        (" یہاں", Ask.HERE, 1),
        (" yes", Ask.YES, 1),
        (" جی ہاں", Ask.YES, 1),
        (" no", Ask.NO, 1),
        (" نہیں", Ask.NO, 1),
    ],
)
def test_ten_numbers_and_a_word_are_understood(rest, ask, number):
    asked = text.read(CODE + rest)

    assert asked is not None
    assert (asked.code, asked.ask, asked.number) == (CODE, ask, number)


@pytest.mark.parametrize("code", ["1234567890", "123-456-7890", "۱۲۳ ۴۵۶ ۷۸۹۰"])
def test_numbers_are_understood_however_they_are_written(code):
    assert text.read(f"{code} swap 2") == Asked(code=code, ask=Ask.SWAP, number=2)


@pytest.mark.parametrize(
    "said",
    ["", "swap", "swap 2", "12345", "12345678901", f"{CODE} 5", f"{CODE} dance", f"{CODE} swap 123", "a b c d e f"],
)
def test_anything_else_asks_nothing(said):
    assert text.read(said) is None


@pytest.mark.parametrize("language", ["en", "ur"])
def test_an_answer_fits_a_message_and_says_hours_alone(language):
    many = [AT + timedelta(days=day) for day in range(9)]
    answers = [
        text.of_shifts(many, language=language),
        text.of_shifts([], language=language),
        text.of_offer(theirs=AT, yours=AT + timedelta(days=1), language=language),
        text.of_swap(AT, asked_count=1, language=language),
        text.of_swap(AT, asked_count=0, language=language),
        text.of_yes(AT, language=language),
        text.of_no(was_asked=True, language=language),
        text.of_no(was_asked=False, language=language),
        text.of_cannot(AT, language=language),
        text.of_here(language),
        text.of_refused(language),
    ]

    assert len(set(answers)) == len(answers)
    assert all(measure(one).parts <= SMS_PARTS_MAX for one in answers)
    assert "21.03. 08:00" in answers[0]
    assert answers[0].count(") ") == 3
