"""A text message that somebody sent to our number: they want warnings, or no more of them, complain, or ask about a code.

The one thing to know: nothing of it is kept, neither the words nor who sent them, and to stop works from any phone that
is warned, with no more proof than the phone itself. The answer is the same whether the sender was known or not. Kept are only
a complaint, with its number, in the box of those who read complaints, and a need or an offer, with its number locked.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from haal.channels.batch import Message
from haal.domain.delivery import Channel
from haal.domain.errors import ChannelUnavailable, KeysLocked, Refused
from haal.domain.ids import new_id
from haal.domain.subscriber import normal_address
from haal.domain.warn import reply
from haal.language.stop_words import complained, says_stop, says_yes
from haal.services.intake.complaint import tell
from haal.services.warn import gateways, subscribe
from haal.services.warn.checking import codes
from haal.services.warn.inbound import reports

type MayAnswer = Callable[[str], bool]  # asked with the number, for each answer

CHARS_MAX = 500
COMPLAINT_CHARS_MAX = 2_000
ANSWER_HOURS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Who else is asked what a message or a call means, given by the door: the ends do not know each other.

    `text` returns the answer to a message that is theirs, else None; so does `helps`, which is told the number too, since a need
    is answered there. `rang` is told the number of a missed call.
    """

    may_answer: MayAnswer
    text: Callable[[str], str | None]
    helps: Callable[[str, str], str | None]
    rang: Callable[[str], object]


def from_kannel(*, token: str, sender: str, text: str, elsewhere: Elsewhere, now: datetime) -> str | None:
    """Take what somebody sent to a Kannel's number and return what it shall send back. Raises NotFound."""
    reports.check_kannel(token)
    try:
        return _take(sender=sender, text=text, elsewhere=elsewhere, now=now)
    except KeysLocked:  # a phone brings it again by itself, a Kannel does not
        return reply.of_later(reply.language_of(text))


def from_phone(*, body: bytes, timestamp: str, signature: str, elsewhere: Elsewhere, now: datetime) -> None:
    """Take what a phone reports or hands on; an answer goes back through that phone.

    Raises:
        NotFound: no phone of ours has signed it.
        Malformed: it is signed and no report.
        KeysLocked: whose number it is cannot be found now; the phone brings it again.
    """
    name, report = reports.from_phone(body=body, timestamp=timestamp, signature=signature, now=now)
    if report is None or not report.sender:
        return
    if report.rang:
        if address := _address(report.sender):
            elsewhere.rang(address)
        return
    answer = _take(sender=report.sender, text=report.text, elsewhere=elsewhere, now=now)
    if answer is not None:
        _send_answer(by_phone=name, to=report.sender, text=answer, now=now)


def _take(*, sender: str, text: str, elsewhere: Elsewhere, now: datetime) -> str | None:
    """Do what it asks and return the answer, or None for none; what it asks is done also when no answer may be given."""
    may_answer = elsewhere.may_answer
    address = _address(sender)
    asked = text[:CHARS_MAX]
    language = reply.language_of(asked)
    if address is None:
        return None
    if says_stop(asked):
        subscribe.stop_by_address(channel=Channel.SMS, address=address)
        return reply.of_stop(language) if may_answer(address) else None
    if says_yes(asked):
        subscribe.confirm_by_address(channel=Channel.SMS, address=address)
        return reply.of_yes(language) if may_answer(address) else None
    if (words := complained(text[:COMPLAINT_CHARS_MAX])) is not None:
        digits = _complain(words, sender=address, language=language, now=now)
        return reply.of_complaint(language, digits=digits) if may_answer(address) else None
    theirs = elsewhere.text(asked) or elsewhere.helps(asked, address)
    if not may_answer(address):
        return None
    if theirs is not None:
        return theirs
    found = codes.check(typed=asked, language=language, now=now)
    return reply.of_code(found.standing, language=language, text=found.text, expires_at=found.expires_at)


def _complain(words: str, *, sender: str, language: str, now: datetime) -> str:
    """Keep a complaint and return its digits; "" when nothing can be kept of it."""
    try:
        return tell.by_text_message(words=words, sender=sender, language=language, now=now).digits
    except Refused:
        return ""


def _send_answer(*, by_phone: str, to: str, text: str, now: datetime) -> None:
    """Send an answer through the phone that the question came by; what does not arrive is asked again by a person."""
    way = gateways.phone(by_phone)
    address = _address(to)
    assert way is not None, "it has signed a moment ago"
    assert address is not None, "it was read a moment ago"
    answer = Message(
        key=new_id("a"), address=address, language=reply.language_of(text), headline=text, body=text,
        reference="answer", sent_at=now, not_after=now + timedelta(hours=ANSWER_HOURS), stop_url="",
    )  # fmt: skip
    with suppress(ChannelUnavailable):
        way.send([answer])


def _address(number: str) -> str | None:
    """Return the number in the form that is kept; gateways give it with and without its plus."""
    return normal_address(Channel.SMS, number if number.startswith(("+", "0")) else f"+{number}")
