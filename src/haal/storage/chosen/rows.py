"""The tables of what people chose: so laid out that an area is counted without looking at a single person.

The one thing to know: who chose exactly the same shares one row, a choice, which knows how many active people hold it. A
choice names up to five patches; a patch is one place as cells, and its number is the cell itself where it has but one.
A count reads sums: how many hold a patch, by kind and by the lower patches of the same choice. Somebody is counted at the
first of their patches that lies in the area, so nobody is counted twice and nothing has to be made distinct
(docs/decisions/0016-counted-by-what-was-chosen.md). Not who chose: that is `haal.storage.subscriber`.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from haal.domain.delivery import Channel
from haal.domain.subscriber import LEVELS

PATCHES_MAX = 5


class KindRow(models.Model):
    """What a count is told by: channel and first language, and for whom it counts. Some dozens of rows, never deleted."""

    id = models.AutoField(primary_key=True)
    channel = models.CharField(max_length=8)
    language = models.CharField(max_length=8)
    level = models.PositiveSmallIntegerField()
    is_simulated = models.BooleanField()

    class Meta:
        """Each once."""

        db_table = "subscriber_kind"
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "language", "level", "is_simulated"], name="subscriber_kind_once"
            ),
            models.CheckConstraint(name="subscriber_channel", condition=Q(channel__in=[one.value for one in Channel])),
            models.CheckConstraint(name="subscriber_level", condition=Q(level__in=sorted(LEVELS.values()))),
        ]


class ChoiceRow(models.Model):
    """What some people chose, with how many of them are active. Channel to simulated repeat the kind, for queueing."""

    id = models.BigAutoField(primary_key=True)
    key = models.BinaryField(max_length=16, unique=True)  # a digest of all that was chosen
    kind = models.ForeignKey(KindRow, on_delete=models.PROTECT, db_index=False)
    channel = models.CharField(max_length=8)
    language = models.CharField(max_length=8)
    second_language = models.CharField(max_length=8, default="", blank=True)
    level = models.PositiveSmallIntegerField()  # 4 extreme, 3 severe, 2 moderate, 1 minor, and everything above it
    quiet_from = models.PositiveSmallIntegerField(null=True)
    quiet_to = models.PositiveSmallIntegerField(null=True)
    is_simulated = models.BooleanField(default=False)
    people = models.PositiveIntegerField(default=0)

    class Meta:
        """Quiet hours: whole hours, both or neither."""

        db_table = "subscriber_choice"
        constraints = [
            models.CheckConstraint(
                name="subscriber_quiet",
                condition=Q(quiet_from__isnull=True, quiet_to__isnull=True) | Q(quiet_from__lte=23, quiet_to__lte=23),
            ),
        ]


class ChoicePatchRow(models.Model):
    """One patch of a choice."""

    pk = models.CompositePrimaryKey("patch", "choice_id")
    patch = models.BigIntegerField()
    choice = models.ForeignKey(ChoiceRow, on_delete=models.CASCADE)

    class Meta:
        """Found by patch, and by choice."""

        db_table = "subscriber_choice_patch"


class PatchSumRow(models.Model):
    """How many active people hold a patch, of one kind, with the same lower patches beside it. Never `people` 0.

    `before_1` to `before_4` are the patches of the choice with lower numbers, nearest first; 0 stands for none.
    """

    pk = models.CompositePrimaryKey("patch", "kind", "before_1", "before_2", "before_3", "before_4")
    kind = models.IntegerField()
    patch = models.BigIntegerField()
    before_1 = models.BigIntegerField()
    before_2 = models.BigIntegerField()
    before_3 = models.BigIntegerField()
    before_4 = models.BigIntegerField()
    people = models.PositiveIntegerField()

    class Meta:
        """All that a count reads stands in one index, by kind, so that nothing needs sorting; PostgreSQL goes by patch."""

        db_table = "subscriber_patch_sum"
        indexes = [
            models.Index(
                fields=["kind", "patch", "before_1", "before_2", "before_3", "before_4", "people"],
                name="subscriber_count",
            )
        ]


class PatchRow(models.Model):
    """A place of several cells, shared by all who named it. Its number is far below that of any cell."""

    id = models.BigAutoField(primary_key=True)
    key = models.BinaryField(max_length=16, unique=True)

    class Meta:
        """Found by what it holds."""

        db_table = "subscriber_patch"


class PatchCellRow(models.Model):
    """One cell of a patch of several."""

    pk = models.CompositePrimaryKey("cell", "patch_id")
    cell = models.BigIntegerField()
    patch = models.ForeignKey(PatchRow, on_delete=models.CASCADE)

    class Meta:
        """Found by cell; the cells of one parent are one range of integers."""

        db_table = "subscriber_patch_cell"
