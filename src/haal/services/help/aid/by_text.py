"""Somebody asks for help or offers it by text message: kept like any other, with their number locked, and answered with the code.

The one thing to know: the number is the way back and nothing else; it is locked before it is kept and wiped when the need or offer is
closed. The same message from the same number on one day is one need. What a rule refuses is answered with its sentence.
"""

from __future__ import annotations

from datetime import datetime

from haal.domain.aid import reply, texted
from haal.domain.aid.texted import Texted
from haal.domain.errors import Malformed, Refused
from haal.domain.need import Asked
from haal.domain.offer import Offered
from haal.domain.report import Channel
from haal.language.words import words_for
from haal.services.help import needs, offers
from haal.services.help.telling import Told
from haal.services.intake.take_in import Taken
from haal.storage.ground import secret


def take(*, text: str, sender: str, language: str, now: datetime) -> str | None:
    """Keep what the message asks for or offers and return the answer; None: it does neither."""
    read = texted.read(text)
    if read is None:
        return None
    key = secret.digest("help-by-text", sender, text, now.date().isoformat()).hex()
    told = Told(
        client_key=key, words=read.words, place=read.place, contact=sender, language=language, channel=Channel.SMS
    )
    try:
        taken = _taken(read, told, now=now)
    except (Refused, Malformed) as error:
        return words_for(error.reason, language) if isinstance(error, Refused) else reply.of_not_read(language)
    return reply.of_kept(language, digits=taken.receipt.digits)


def _taken(read: Texted, told: Told, *, now: datetime) -> Taken:
    if read.is_offer:
        return offers.offer(offered=Offered(kind=read.kind, for_count=read.for_count), told=told, now=now)
    return needs.ask(asked=Asked(kind=read.kind, for_count=read.for_count), told=told, now=now)
