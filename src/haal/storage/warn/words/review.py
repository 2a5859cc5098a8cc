"""The table of reviews of phrase books: who read which letters, and when.

A review is taken back, never changed or deleted. Rules: `haal.domain.warn.phrases`.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from haal.domain.ids import PersonId
from haal.domain.warn.phrases import Review, ready
from haal.language import phrase_book


class PhraseReviewRow(models.Model):
    """One review of one book."""

    id = models.BigAutoField(primary_key=True)
    language = models.CharField(max_length=8)
    sha256 = models.CharField(max_length=64)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=40, null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """A person's word, once for the same letters while it stands."""

        db_table = "phrase_review"
        constraints = [
            models.CheckConstraint(
                name="phrase_review_is_somebodys", condition=~Q(by="") & ~Q(language="") & ~Q(sha256="")
            ),
            models.CheckConstraint(
                name="phrase_review_taken_back_by_whom",
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="phrase_review_once",
                fields=["language", "sha256", "by"],
                condition=Q(withdrawn_at__isnull=True),
            ),
        ]


def keep(review: Review) -> bool:
    """Keep a review; return whether it is new."""
    values = {"language": review.language, "sha256": review.sha256, "by": review.by}
    return PhraseReviewRow.objects.get_or_create(**values, withdrawn_at=None, defaults={"at": review.at})[1]


def withdraw(*, language: str, sha256: str, by: PersonId, now: datetime) -> int:
    """Take back every review of these letters; return how many."""
    rows = PhraseReviewRow.objects.filter(language=language, sha256=sha256, withdrawn_at__isnull=True)
    return rows.update(withdrawn_by=by, withdrawn_at=now)


def standing() -> tuple[Review, ...]:
    """Return the reviews that stand, oldest first."""
    rows = PhraseReviewRow.objects.filter(withdrawn_at__isnull=True).order_by("at", "id")
    return tuple(Review(language=row.language, sha256=row.sha256, by=PersonId(row.by), at=row.at) for row in rows)


def ready_languages() -> tuple[str, ...]:
    """Return the languages whose book, as it lies on this box now, may go out live."""
    books = {language: phrase_book.book(language).sha256 for language in phrase_book.languages()}
    return ready(books, standing())
