"""Counts of families: write one down, look at one beside those that may be the same, take one back; and what is shown of all.

The one thing to know: a count adds to nothing before somebody has looked at it, and nothing is shown before a second person has
read it as it will stand. One person takes back a count, or all that is shown.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haal.domain.access import Permission
from haal.domain.errors import Malformed, Refused
from haal.domain.ids import BulletinId, FamilyCountId
from haal.domain.shelter.family import AsideWhy
from haal.porch.body import fresh_key
from haal.porch.clock import now
from haal.porch.permission import allow
from haal.porch.who import actor
from haal.services.help.shelters import families, public, queries
from haal.web.shelters.form import FamilyForm, fresh, key_only
from haal.web.wording import receipt_page, words_of

ANSWERS = {"yes": True, "no": False}
WHYS = tuple(why for why in AsideWhy if why is not AsideWhy.ERASED)


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_SHELTERS)
def write(request: HttpRequest) -> HttpResponse:
    """Write down a count, and show its code."""
    at = now()
    form = fresh(FamilyForm, request, day=at.date())
    error: Refused | Malformed | None = None
    if request.method == "POST" and form.is_valid():
        counted, told = form.counted(today=at.date()), form.told(request)
        try:
            taken = families.tell(counted=counted, told=told, by=actor(request), now=at)
        except (Refused, Malformed) as refusal:
            error = refusal
        else:
            return receipt_page(request, taken.receipt)
    status = 422 if error or form.errors else 200
    context = {"form": form, "error": words_of(error, request)}
    return render(request, "desk/shelters/family_write.html", context, status=status)


@never_cache
@require_safe
@allow(Permission.KEEP_SHELTERS)
def one(request: HttpRequest, count_id: str) -> HttpResponse:
    """Show one count, and what may be of the same families."""
    seen = queries.one_count(count_id=FamilyCountId(count_id), by=actor(request))
    context = {"seen": seen, "count": seen.count, "whys": WHYS, "key": fresh_key()}
    return render(request, "desk/shelters/family.html", context)


@never_cache
@require_POST
@allow(Permission.KEEP_SHELTERS)
def look(request: HttpRequest, count_id: str) -> HttpResponse:
    """Let it count."""
    families.look(count_id=FamilyCountId(count_id), by=actor(request), now=now())
    return redirect("desk-shelters")


@never_cache
@require_POST
@allow(Permission.KEEP_SHELTERS)
def take_back(request: HttpRequest, count_id: str) -> HttpResponse:
    """Say that a count does not hold."""
    why = request.POST.get("why", "")
    if why not in set(WHYS):
        raise Malformed("why", expected="one of the list", got=f"{min(len(why), 1000)} characters")
    families.take_back(
        count_id=FamilyCountId(count_id), why=AsideWhy(why), told=key_only(request), by=actor(request), now=now()
    )
    return redirect("desk-shelters")


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_SHELTERS)
def draft(request: HttpRequest) -> HttpResponse:
    """Show the draft that waits; on POST make one of what is counted now."""
    if request.method == "POST":
        public.draft(by=actor(request), now=now())
        return redirect("desk-bulletin")
    waiting = public.waiting(by=actor(request))
    return render(request, "desk/shelters/bulletin.html", {"waiting": waiting, "shown": waiting and waiting.shown})


@never_cache
@require_http_methods(["GET", "POST"])
@allow(Permission.AGREE_PUBLICATION, fresh_factor=True)
def agree(request: HttpRequest) -> HttpResponse:
    """Show the draft as the public would read it; on POST answer the question as the second person."""
    if request.method != "POST":
        waiting = public.waiting(by=actor(request))
        context = {"waiting": waiting, "shown": waiting and waiting.shown, "asks": True}
        return render(request, "desk/shelters/bulletin.html", context)
    harm, this = ANSWERS.get(request.POST.get("harm", "")), BulletinId(request.POST.get("bulletin", ""))
    public.agree(bulletin_id=this, could_help_harm=harm, by=actor(request), now=now())
    return redirect("displaced")


@never_cache
@require_POST
@allow(Permission.KEEP_SHELTERS)
def end(request: HttpRequest) -> HttpResponse:
    """Take a draft back, or all that stands; one person is enough."""
    public.take_back(bulletin_id=BulletinId(request.POST.get("bulletin", "")), by=actor(request), now=now())
    return redirect("desk-shelters")


urlpatterns = [
    path("desk/families/write/", write, name="desk-family-write"),
    path("desk/families/shown/", draft, name="desk-bulletin"),
    path("desk/families/shown/agree/", agree, name="desk-bulletin-agree"),
    path("desk/families/shown/end/", end, name="desk-bulletin-end"),
    path("desk/families/<str:count_id>/", one, name="desk-family"),
    path("desk/families/<str:count_id>/look/", look, name="desk-family-look"),
    path("desk/families/<str:count_id>/take-back/", take_back, name="desk-family-take-back"),
]
