"""A text message that somebody sent to our number: they want warnings, or no more of them, or ask about a code.

The one thing to know: nothing of it is kept, neither the words nor who sent them, and to stop works from any phone that
is warned, with no more proof than the phone itself. The answer is the same whether the sender was known or not.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from haal.channels.batch import Message
from haal.domain.delivery import Channel
from haal.domain.errors import ChannelUnavailable, KeysLocked
from haal.domain.ids import new_id
from haal.domain.subscriber import normal_address
from haal.domain.warn import reply
from haal.language.stop_words import says_stop, says_yes
from haal.services.warn import gateways, subscribe
from haal.services.warn.checking import codes
from haal.services.warn.inbound import reports

type MayAnswer = Callable[[str], bool]  # asked with the number, for each answer

CHARS_MAX = 500
ANSWER_HOURS = 1


def from_kannel(*, token: str, sender: str, text: str, may_answer: MayAnswer, now: datetime) -> str | None:
    """Take what somebody sent to a Kannel's number and return what it shall send back. Raises NotFound."""
    reports.check_kannel(token)
    try:
        return _take(sender=sender, text=text, may_answer=may_answer, now=now)
    except KeysLocked:  # a phone brings it again by itself, a Kannel does not
        return reply.of_later(reply.language_of(text))


def from_phone(*, body: bytes, timestamp: str, signature: str, may_answer: MayAnswer, now: datetime) -> None:
    """Take what a phone reports or hands on; an answer goes back through that phone. Raises NotFound, Malformed."""
    name, report = reports.from_phone(body=body, timestamp=timestamp, signature=signature, now=now)
    if report is None or not report.sender:
        return
    answer = _take(sender=report.sender, text=report.text, may_answer=may_answer, now=now)
    if answer is not None:
        _send_answer(by_phone=name, to=report.sender, text=answer, now=now)


def _take(*, sender: str, text: str, may_answer: MayAnswer, now: datetime) -> str | None:
    """Do what it asks and return the answer, or None for none; to stop is done also when no answer may be given."""
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
    if not may_answer(address):
        return None
    found = codes.check(typed=asked, language=language, now=now)
    return reply.of_code(found.standing, language=language, text=found.text, expires_at=found.expires_at)


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
