"""Read a phrase book at the desk and put one's name to it; nothing goes out live in words that nobody reviewed.

The one thing to know: a review is of the letters that were on the page, by hash; when the file has changed since, the
page is shown again. Drills may use every book, so that they can be held before the first review. One person's word is
enough, and one person takes it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haal.domain.access import Actor, Permission, require
from haal.domain.errors import NotFound, Refused
from haal.domain.warn.phrases import PhraseReason, Review, why_not_review
from haal.domain.warning import Mode, Revision
from haal.domain.warning_text import LANGUAGES
from haal.language import phrase_book
from haal.storage import act, audit, work
from haal.storage.warn.words import review as rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A phrase book as the desk sees it. `reviews` are of exactly these letters."""

    language: str
    name: str
    sha256: str
    reviews: tuple[Review, ...]
    sentences: tuple[tuple[str, str, str], ...] = ()  # key, the source's words, this language's words

    @property
    def is_ready(self) -> bool:
        """Whether it may go out live."""
        return bool(self.reviews)


def ready(mode: Mode) -> tuple[str, ...]:
    """Return the languages that may be said: all in a drill, the reviewed ones in a warning."""
    return LANGUAGES if mode is Mode.DRILL else rows.ready_languages()


def refuse_unreviewed(*, revision: Revision, mode: Mode) -> None:
    """Refuse words that nobody reviewed.

    Raises:
        Refused: it names the languages whose books wait for a reader.
    """
    may_be_said = set(ready(mode))
    if not revision.texts or any(text.language not in may_be_said for text in revision.texts):
        waiting = ", ".join(phrase_book.book(one).name for one in LANGUAGES if one not in may_be_said)
        raise Refused(PhraseReason.NONE_REVIEWED, languages=waiting)


def books(*, by: Actor) -> tuple[Book, ...]:
    """Return every book, without its sentences."""
    require(by, Permission.REVIEW_WORDS)
    standing = rows.standing()
    return tuple(_book(language, standing) for language in LANGUAGES)


def page(*, language: str, by: Actor) -> Book:
    """Return one book with every sentence beside the source's. Raises NotFound."""
    require(by, Permission.REVIEW_WORDS)
    return _book(_known(language), rows.standing(), whole=True)


def review(*, language: str, shown: str, has_read: bool, by: Actor, now: datetime) -> None:
    """Put one's name to a book.

    Raises:
        NotFound: there is no such book.
        Refused: the book has changed since the page was shown, or it was not read.
    """
    require(by, Permission.REVIEW_WORDS)
    stands = phrase_book.book(_known(language)).sha256
    if reason := why_not_review(shown=shown, stands=stands, has_read=has_read):
        raise Refused(reason)
    with work.atomic():
        if not rows.keep(Review(language=language, sha256=stands, by=by.person_id, at=now)):
            return
        fields: dict[str, object] = {"language": language, "book-sha256": stands}
        act.put(kind="words-reviewed", subject=f"phrases_{language}", fields=fields, by=by, now=now)
        audit.write(by=by, what="phrases-reviewed", subject=f"{language}:{stands}", now=now)


def take_back(*, language: str, by: Actor, now: datetime) -> None:
    """Take every review of a book back; it goes out live no more. What is on air stays as it was said. Raises NotFound."""
    require(by, Permission.REVIEW_WORDS)
    stands = phrase_book.book(_known(language)).sha256
    with work.atomic():
        if rows.withdraw(language=language, sha256=stands, by=by.person_id, now=now):
            audit.write(by=by, what="phrases-review-taken-back", subject=f"{language}:{stands}", now=now)


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise NotFound
    return language


def _book(language: str, standing: tuple[Review, ...], *, whole: bool = False) -> Book:
    book = phrase_book.book(language)
    source = dict(phrase_book.book(phrase_book.SOURCE).sentences())
    return Book(
        language=language,
        name=book.name,
        sha256=book.sha256,
        reviews=tuple(one for one in standing if (one.language, one.sha256) == (language, book.sha256)),
        sentences=tuple((key, source.get(key, ""), line) for key, line in book.sentences()) if whole else (),
    )
