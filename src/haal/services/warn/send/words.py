"""The words of each message of a drain: composed once for each version, language and channel, then filled in for a person.

The one thing to know: what was issued never changes, so what is composed here is kept as long as the drain lasts; only the
link by which a person stops differs. A person reads the first of their two languages in which something is written.

What a message says is `haal.domain.warn.message`; addresses come from `haal.storage.warn.addressee`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from haal.channels.batch import Message
from haal.domain.delivery import Channel, Held, Release, keys_of
from haal.domain.ids import WarningId
from haal.domain.warn.message import Around, body, headline, text_for
from haal.domain.warning import PublicWarning, RevisionKind
from haal.domain.warning_text import Text
from haal.services.warn.checking import codes
from haal.services.warn.subscribe import stop_urls
from haal.storage import warning as warning_rows
from haal.storage.ground.site import site
from haal.storage.warn.addressee import Addressee

type Make = Callable[[], Sequence[Message]]
type _Kind = tuple[int, str, str, bool]  # queue, both languages, whether it is a repeat

_STOP_HERE = "https://stop.invalid/"  # stands for the link of a person until it is filled in


class Going(NamedTuple):
    """A message that may leave: its row, to whom, of which version."""

    held: Held
    to: Addressee
    of: Release


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """What all messages of one version, language and channel have in common; `body` lies in pieces round the link."""

    language: str
    headline: str
    body: tuple[str, ...]
    reference: str
    key: Callable[[str], str]


class Words:
    """The words of one drain on one channel."""

    def __init__(self) -> None:
        """Begin with nothing composed."""
        self._stop_url = stop_urls()
        self._warnings: dict[WarningId, PublicWarning] = {}
        self._forms: dict[_Kind, _Form] = {}

    def later(self, going: Iterable[Going], *, channel: Channel, now: datetime) -> tuple[Make, Mapping[int, str]]:
        """Return what makes these messages as they leave now, and their keys by number, which are there once it has.

        What they have in common is composed at once; the making asks no database, so it may be done beside one.
        """
        ready = [(one, self._form(one, channel)) for one in going]
        keys: dict[int, str] = {}

        def make() -> list[Message]:
            made = [self._message(one, form, channel=channel, now=now) for one, form in ready]
            keys.update((one.held.id, message.key) for (one, _), message in zip(ready, made, strict=True))
            return made

        return make, keys

    def _form(self, one: Going, channel: Channel) -> _Form:
        key = (one.of.id, one.to.language, one.to.second_language, one.held.repeats > 0)
        return self._forms.get(key) or self._composed(key, one.of, to=one.to, channel=channel)

    def _message(self, one: Going, form: _Form, *, channel: Channel, now: datetime) -> Message:
        held, to, of = one
        # Text messages carry no link: who wants no more answers with one word.
        stop = self._stop_url(to.pseudonym) if channel is Channel.EMAIL else ""
        return Message(
            key=form.key(to.pseudonym),
            address=to.address,
            language=form.language,
            headline=form.headline,
            body=stop.join(form.body),
            reference=form.reference,
            sent_at=now,
            not_after=of.not_after,
            stop_url=stop,
            is_repeat=held.repeats > 0,
        )

    def _composed(self, key: _Kind, of: Release, *, to: Addressee, channel: Channel) -> _Form:
        is_repeat = key[-1]
        revision = next(one for one in self._warning(of).issued() if one.number == of.revision)
        text = _read_by(revision.texts, to.language, to.second_language)
        around = Around(
            code=codes.code(revision.identifier),
            until=None if revision.kind is RevisionKind.CANCEL else of.not_after,
            page_url=page_url(of.warning_id),
            stop_url=_STOP_HERE,
            is_repeat=is_repeat,
        )
        form = self._forms[key] = _Form(
            language=text.language,
            headline=headline(text, is_repeat=is_repeat),
            body=tuple(body(text, channel=channel, around=around).split(_STOP_HERE)),
            reference=f"{of.warning_id}.{of.revision}",
            key=keys_of(warning_id=of.warning_id, revision=of.revision, channel=channel),
        )
        return form

    def _warning(self, of: Release) -> PublicWarning:
        known = self._warnings.get(of.warning_id)
        if known is None or all(one.number != of.revision for one in known.issued()):
            known = self._warnings[of.warning_id] = warning_rows.get_said(of.warning_id)
        return known


def _read_by(texts: tuple[Text, ...], language: str, second_language: str) -> Text:
    """Return the words in the first language, else in the second if it is there, else in the nearest that is."""
    there = {text.language: text for text in texts}
    return there.get(language) or there.get(second_language) or text_for(texts, language)


def page_url(warning_id: WarningId) -> str:
    """Return where a message can be checked."""
    return f"{site().url}/warnings/{warning_id}/"
