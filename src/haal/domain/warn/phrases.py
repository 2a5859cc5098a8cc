"""Who has read which phrase book: a book goes out live only in exactly the letters that a named person reviewed.

A review names the book by the SHA-256 of its file, so a changed letter needs a new one. Taking a review back needs one
person and no reason. No language waits for another: what is reviewed goes out, and who reads another language is told
in the nearest one that is ready. Books: `haal.language.phrase_book`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from haal.domain.ids import PersonId


class PhraseReason(StrEnum):
    """Why words are not sent, or a review is not kept."""

    NONE_REVIEWED = "phrases-none-reviewed"
    CHANGED_SINCE = "phrases-changed-since"
    NOT_READ = "phrases-not-read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One person's word that they read a whole book in their own language."""

    language: str
    sha256: str
    by: PersonId
    at: datetime


def ready(books: Mapping[str, str], reviews: Iterable[Review]) -> tuple[str, ...]:
    """Return the languages of `books` (language to hash) that may go out live, in their order."""
    read = {(review.language, review.sha256) for review in reviews}
    return tuple(language for language, sha256 in books.items() if (language, sha256) in read)


def why_not_review(*, shown: str, stands: str, has_read: bool) -> PhraseReason | None:
    """Return what forbids a review, or None.

    Args:
        shown: hash of the book on the page that the person read.
        stands: hash of the book as it is now.
        has_read: the person says that they speak the language and read every sentence.
    """
    if shown != stands:
        return PhraseReason.CHANGED_SINCE
    return None if has_read else PhraseReason.NOT_READ
