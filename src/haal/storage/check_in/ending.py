"""What goes when a circle is over: who was in it, their numbers, the note, its label and plan. The codes still say "ended".

The one thing to know: this is done by the clock, not by the word that ends a circle: an end under duress leaves an alarm, and
must write no other statements than a plain one.
"""

from __future__ import annotations

from haal.domain.check_in.circle import State
from haal.storage.check_in.contact import CircleContactRow
from haal.storage.check_in.note import CircleNoteRow
from haal.storage.check_in.rows import ALARMED, CircleMemberRow, CircleRow
from haal.storage.ground.fields import DeskBox


def forget_over() -> int:
    """Forget what circles that are over kept; return of how many."""
    over = CircleRow.objects.filter(~ALARMED, state=State.ENDED.value, members__isnull=False).distinct()
    ids = list(over.values_list("id", flat=True))
    if ids:
        CircleNoteRow.objects.filter(circle_id__in=ids).delete()
        CircleContactRow.objects.filter(circle_id__in=ids).delete()
        CircleMemberRow.objects.filter(circle_id__in=ids).delete()
        for row in CircleRow.objects.filter(pk__in=ids):
            row.box = DeskBox.shut({"label": "", "plan": ""})
            row.save(update_fields=["box"])
    return len(ids)
