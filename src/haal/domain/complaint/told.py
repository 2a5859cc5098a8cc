"""What somebody says about us: words, or a recording, about a person or a thing; nothing else is asked.

The one thing to know: no name is needed, and a complaint is kept by whatever way it came. Who may read it is
`haal.domain.complaint.listening`. It is never graded, linked, mapped or exported. The rows are `haal.storage.complaint`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from haal.domain.complaint.answer import Answer
from haal.domain.errors import Refused
from haal.domain.incoming import CLIENT_KEY_CHARS_MAX, CLIENT_KEY_CHARS_MIN, Reason, check_text
from haal.domain.policy import Policy


class ComplaintReason(StrEnum):
    """Why a complaint is not kept, not shown or not answered."""

    NOTHING_COMPLAINED = "nothing-complained"
    LISTENER_AT_THE_DESK = "listener-at-the-desk"
    RECORDING_TOO_LARGE = "recording-too-large"
    ANSWERED_ALREADY = "answered-already"
    ANSWER_NEEDED = "answer-needed"


class Way(StrEnum):
    """How a complaint came."""

    FORM = "form"
    SMS = "sms"
    DESK = "desk"  # somebody at the desk wrote down what a person said, and cannot read it again


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A complaint that was spoken: the file as it came."""

    media_type: str
    content: bytes

    def __repr__(self) -> str:
        """Say how long it is, and nothing of what was said."""
        return f"Recording({self.media_type!r}, {len(self.content)} bytes)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What somebody says about us. `about` may name a pseudonym or a thing; `contact` may be empty.

    `by_woman`: a woman shall answer. `about_listener`: it is about one of the listeners, so none of them may read it.
    `spoken`: a recording lies beside it.
    """

    told: str
    about: str = ""
    contact: str = ""
    way: Way = Way.FORM
    language: str = ""
    by_woman: bool = False
    about_listener: bool = False
    spoken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintSeen:
    """A complaint as somebody who may read it sees it. `reached`: how many have read it, of two.

    `concerns`: the accounts that a reader named as those it is about; they have no way to it any more.
    """

    id: str
    received_on: date
    told: Complaint
    reached: int
    concerns: frozenset[str] = frozenset()
    answer: Answer | None = None
    answered_on: date | None = None


def check_complaint(told: Complaint, *, recording: Recording | None, client_key: str, policy: Policy) -> None:
    """Pass, or raise `Refused`. Words or a recording are needed, and nothing else."""
    if not CLIENT_KEY_CHARS_MIN <= len(client_key) <= CLIENT_KEY_CHARS_MAX:
        raise Refused(Reason.CLIENT_KEY_NEEDED, chars=CLIENT_KEY_CHARS_MIN)
    check_text(told.told, field="told", chars_max=policy.story_chars_max)
    for name, text in (("about", told.about), ("contact", told.contact), ("language", told.language)):
        check_text(text, field=name, chars_max=policy.field_chars_max)
    if recording is not None and len(recording.content) > policy.complaint_recording_bytes_max:
        raise Refused(ComplaintReason.RECORDING_TOO_LARGE, most=policy.complaint_recording_bytes_max // 1_048_576)
    if not told.told.strip() and recording is None:
        raise Refused(ComplaintReason.NOTHING_COMPLAINED)
