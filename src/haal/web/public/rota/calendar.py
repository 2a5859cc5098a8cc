"""A helper's calendar at an address of six secret words.

The one thing to know: an address that never was, one that was ended, one with a slip in it and one of somebody suspended give the
same answer, byte for byte. Six words are sixty-six bits, so nobody guesses one, and no budget keeps a telephone waiting.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from haal.formats.ical import shifts as ical
from haal.porch.clock import now
from haal.porch.permission import everyone
from haal.services.help.rota import own_codes


@never_cache
@require_safe
@everyone
def calendar(request: HttpRequest, words: str) -> HttpResponse:
    """Hand out the file."""
    entries = own_codes.read_calendar(code=words, now=now())
    content = ical.write(entries, title=_("Shifts"))
    name = {"Content-Disposition": 'inline; filename="shifts.ics"'}
    return HttpResponse(content, content_type=ical.MEDIA_TYPE, headers=name)


urlpatterns = [path("shifts/<str:words>.ics", calendar, name="shifts-calendar")]
