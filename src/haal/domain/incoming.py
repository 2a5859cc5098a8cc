"""Whether a message can be taken in as it is: shape and limits only, never whether it is true or welcome.

Every text comes back exactly as it was told, or the message is refused with a named reason; nothing is trimmed, folded or
repaired in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum

from haal.domain.aid.money import MoneyReason, names_account
from haal.domain.errors import Malformed, Refused
from haal.domain.policy import Policy
from haal.domain.report import Answers, Channel, Incoming, Kind, Knows

CLIENT_KEY_CHARS_MIN = 16
CLIENT_KEY_CHARS_MAX = 200
FIGURE_MAX = 10_000_000
_LONG = frozenset({"saw", "heard", "notes", "needs", "displaced"})
_HALF_A_PAIR = re.compile("[\ud800-\udfff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}|[A-Za-z]{2,3}-[A-Za-z0-9]{2,4}")  # kept in clear: a code, never a text


CUSTOM = "custom/1"
"""The list of questions that people are asked, in the custom's order; kept with each report, so that a later reader knows.

Its words are in `haal.web.report_form` and the catalogues. A question more, less or in other words is a new version.
"""
ASKED = (
    "road", "saw", "heard", "heard-from", "knows", "needs", "event-type", "where", "district", "day", "figures",
    "responsibility", "consents", "sealed",
)  # fmt: skip
_FORMS = {Channel.PRESS: "press-csv/1", Channel.API: "api/1"}


class Reason(StrEnum):
    """Why a message is not taken in."""

    NUL_CHARACTER = "nul-character"
    BROKEN_CHARACTER = "broken-character"
    TOO_LONG = "too-long"
    TOO_MANY_FIGURES = "too-many-figures"
    TOO_MANY_FILES = "too-many-files"
    NOTHING_TOLD = "nothing-told"
    CLIENT_KEY_NEEDED = "client-key-needed"
    CLIENT_KEY_USED = "client-key-used"
    CODE_UNKNOWN = "code-unknown"


class Question(StrEnum):
    """What is still open after a report; each can be answered later with the code."""

    HOW_DO_YOU_KNOW = "ask-how-do-you-know"
    WHERE = "ask-where"
    WHEN = "ask-when"
    WHO_NEEDS_WHAT = "ask-who-needs-what"


def check(incoming: Incoming, policy: Policy) -> None:
    """Pass, or raise `Refused` with the reason and the field, or `Malformed`."""
    if not CLIENT_KEY_CHARS_MIN <= len(incoming.client_key) <= CLIENT_KEY_CHARS_MAX:
        raise Refused(Reason.CLIENT_KEY_NEEDED, chars=CLIENT_KEY_CHARS_MIN)
    answers = incoming.answers
    if len(answers.figures) > policy.figures_max or len(answers.responsibility) > policy.responsibility_max:
        raise Refused(Reason.TOO_MANY_FIGURES, most=policy.figures_max)
    if len(incoming.sealed.attachments) > policy.files_max:
        raise Refused(Reason.TOO_MANY_FILES, most=policy.files_max)
    if not _LANGUAGE.fullmatch(incoming.language):
        raise Malformed("language", expected="a code such as ur or en", got=f"{len(incoming.language)} letters")
    for name, text in texts_of(incoming):
        check_text(text, field=name, chars_max=policy.story_chars_max if name in _LONG else policy.field_chars_max)
    for figure in answers.figures:
        if not 0 <= figure.low <= FIGURE_MAX or (
            figure.high is not None and not figure.low <= figure.high <= FIGURE_MAX
        ):
            raise Malformed("figures", expected=f"0 <= low <= high <= {FIGURE_MAX}", got=f"{figure.low}..{figure.high}")
        if figure.corrects is not None and not 0 <= figure.corrects <= FIGURE_MAX:
            raise Malformed("figures", expected=f"0 <= earlier number <= {FIGURE_MAX}", got=str(figure.corrects))
        if figure.corrects is not None and not figure.said_by.strip():
            raise Malformed("figures", expected="who takes the earlier number back", got="nobody")
    happened = answers.happened
    if happened.first and happened.last and happened.last < happened.first:
        raise Malformed("happened", expected="the last day not before the first", got="days the wrong way round")
    if incoming.kind in {Kind.NEED, Kind.OFFER} and any(names_account(text) for _name, text in texts_of(answers)):
        raise Refused(MoneyReason.NO_ACCOUNT_NUMBERS)
    if incoming.kind is Kind.NEWS and not says_something(incoming):
        raise Refused(Reason.NOTHING_TOLD)


def check_text(text: str, *, field: str, chars_max: int) -> None:
    """Pass, or raise `Refused`: no database keeps NUL, no wire keeps half a surrogate pair."""
    if "\x00" in text:
        raise Refused(Reason.NUL_CHARACTER, field=field)
    if is_broken(text):
        raise Refused(Reason.BROKEN_CHARACTER, field=field)
    if len(text) > chars_max:
        raise Refused(Reason.TOO_LONG, field=field, most=chars_max, got=len(text))


def is_broken(text: str) -> bool:
    """Return whether half a surrogate pair is in the text: no file and no wire can hold it."""
    return _HALF_A_PAIR.search(text) is not None


def texts_of(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield every (field, text) in a message, all the way down; file contents are not texts."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_of(item, name)
    elif is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            yield from texts_of(getattr(value, item.name), item.name)


def says_something(incoming: Incoming) -> bool:
    """Return whether anything was told at all: one answer, one figure, one claim or one file is enough."""
    answers = incoming.answers
    told = (answers.road, answers.saw, answers.heard, answers.needs, answers.event_type, answers.where.words)
    return any(text.strip() for text in told) or bool(
        answers.figures or answers.responsibility or incoming.sealed.attachments
    )


def open_questions(answers: Answers, *, knows: Knows) -> tuple[Question, ...]:
    """Return what the desk would ask next, in the custom's order."""
    wanted: tuple[tuple[Question, bool], ...] = (
        (Question.WHERE, not (answers.where.words or answers.where.candidates)),
        (Question.WHEN, answers.happened.first is None),
        (Question.HOW_DO_YOU_KNOW, knows is Knows.UNKNOWN),
        (Question.WHO_NEEDS_WHAT, not answers.needs),
    )
    return tuple(question for question, missing in wanted if missing)


def form_of(channel: Channel) -> tuple[str, tuple[str, ...]]:
    """Return which list of questions a report answered, and what it asked; programs and newspapers were asked nothing."""
    return (_FORMS[channel], ()) if channel in _FORMS else (CUSTOM, ASKED)


def days_of(first: str, last: str) -> tuple[date | None, date | None]:
    """Return two ISO days from a form or a file; an empty last day is the first. Raises Malformed."""
    begin, end = day_of(first, field="first day"), day_of(last, field="last day")
    return begin, end or begin


def day_of(text: str, *, field: str) -> date | None:
    """Return an ISO day, None when empty. Raises Malformed."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Malformed(field, expected="a day as YYYY-MM-DD", got=repr(text[:20])) from None


def whole_number(text: str, *, field: str) -> int:
    """Return a whole number written in digits of any script. Raises Malformed."""
    try:
        return int(text.strip())
    except ValueError:
        raise Malformed(field, expected="a whole number", got=repr(text[:20])) from None
